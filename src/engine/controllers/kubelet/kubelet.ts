// One kubelet for each node, in one controller: it starts the pods of its node, watches them, and ends them. Normal events are
// left out, as the recorded cluster's kubelet told none; what goes wrong is told in the real words.
import type { Json } from "../../model/json.ts";
import { isJsonObject } from "../../model/json.ts";
import type { ObjectChange } from "../../model/object-change.ts";
import type { Container, Pod } from "../../model/objects.ts";
import { parseTimestamp } from "../../model/timestamp.ts";
import { unhandled } from "../../model/unhandled.ts";
import { processOf } from "../../workloads/container-process.ts";
import { controllerOf } from "../cluster-index.ts";
import type { Controller, ControllerContext, ControllerEvent } from "../controller.ts";
import { keyOf, splitKey } from "../keys.ts";
import { POD_GONE_MS, POD_START_MS, REACTION_MS, SIBLING_START_MS } from "../latencies.ts";
import { isPodEnded } from "../pods.ts";
import { backOffPulling, pullImage } from "./image-pulls.ts";
import { PodAddresses } from "./pod-addresses.ts";
import { PodRunner, statusOf, taskOf } from "./pod-runner.ts";
import type { PodTask } from "./pod-tasks.ts";
import { readPodTask } from "./pod-tasks.ts";
import { carryOutProbe } from "./probes.ts";

const KILLED = 137;

/** Woken by pods that come to a node or are being deleted there, and by a node that comes after its pods. */
export function kubeletController(context: ControllerContext): Controller {
  return new Kubelets(context);
}

class Kubelets implements Controller {
  readonly name = "kubelet";
  readonly #context: ControllerContext;
  readonly #runner: PodRunner;
  readonly #addresses: PodAddresses;
  /** By uid: pods whose start, whose end is under way or done, and those declared unready. */
  readonly #begun = new Set<string>();
  readonly #ending = new Set<string>();
  readonly #unready = new Set<string>();
  /** When the last pod of an owner starts or started, by the owner's uid. */
  readonly #siblingStartMs = new Map<string, number>();
  /** Machines without power, by name. */
  readonly #off = new Set<string>();

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#addresses = new PodAddresses(context.index);
    this.#runner = new PodRunner(context, { addresses: this.#addresses, unready: this.#unready });
    context.simulation.handle(PodRunner.taskKind, (argument) => {
      const task = readPodTask(argument);
      const pod = task && this.#podOf(task.pod);
      if (task && pod?.metadata.uid === task.uid && !this.#off.has(pod.spec.nodeName ?? "")) this.#carryOut(pod, task);
    });
  }

  wakes({ object, before, type }: ObjectChange): readonly string[] {
    if (object.kind === "Node" && type === "ADDED") {
      return this.#context.index.podsOnNode(object.metadata.name).map(keyOf);
    }
    if (type === "DELETED") this.#siblingStartMs.delete(object.metadata.uid ?? "");
    if (object.kind !== "Pod") return [];
    if (type === "DELETED") {
      for (const uids of [this.#begun, this.#ending, this.#unready]) uids.delete(object.metadata.uid ?? "");
      return [];
    }
    const pod = object as Pod;
    if (!pod.spec.nodeName) return [];
    const wasBound = before !== undefined && (before as Pod).spec.nodeName !== undefined;
    const isNews = !wasBound || before.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp;
    return isNews ? [keyOf(pod)] : [];
  }

  reconcile(key: string): void {
    const pod = this.#podOf(key);
    const { nodeName } = pod?.spec ?? {};
    if (pod && nodeName && !this.#off.has(nodeName) && this.#context.api.get("Node", nodeName)) this.#lookAt(pod);
  }

  begin(): void {
    for (const pod of this.#context.api.list("Pod")) {
      if (pod.status?.containerStatuses) this.#begun.add(pod.metadata.uid ?? "");
    }
  }

  happen(event: ControllerEvent): void {
    switch (event.kind) {
      case "power":
        return this.#setPower(event.node, event.on);
      case "readiness":
      case "crash": {
        const pod = this.#podOf(`${event.namespace}/${event.pod}`);
        if (!pod) return;
        if (event.kind === "readiness") this.#declare(pod, event.ready);
        else this.#runner.end(pod, event.container ?? pod.spec.containers[0]?.name ?? "", KILLED);
        return;
      }
      case "link":
        return;
      default:
        throw unhandled(event);
    }
  }

  save(): Json {
    return {
      begun: [...this.#begun],
      ending: [...this.#ending],
      unready: [...this.#unready],
      off: [...this.#off],
      addresses: this.#addresses.save(),
      siblingStartMs: Object.fromEntries(
        [...this.#siblingStartMs].filter(([, ms]) => ms + SIBLING_START_MS > this.#context.simulation.nowMs),
      ),
    };
  }

  restore(saved: Json): void {
    if (!isJsonObject(saved)) return;
    const sets = { begun: this.#begun, ending: this.#ending, unready: this.#unready, off: this.#off };
    for (const [name, set] of Object.entries(sets)) {
      const texts = saved[name];
      if (Array.isArray(texts)) for (const text of texts) if (typeof text === "string") set.add(text);
    }
    this.#addresses.restore(saved["addresses"]);
    const starts = saved["siblingStartMs"];
    if (!isJsonObject(starts)) return;
    for (const [owner, ms] of Object.entries(starts)) if (typeof ms === "number") this.#siblingStartMs.set(owner, ms);
  }

  #podOf(key: string): Pod | undefined {
    const { name, namespace } = splitKey(key);
    return this.#context.api.get("Pod", name, namespace);
  }

  #lookAt(pod: Pod): void {
    const { uid = "", deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
    if (deletionTimestamp !== undefined) {
      if (this.#ending.has(uid) && deletionGracePeriodSeconds !== 0) return;
      this.#ending.add(uid);
      this.#runner.schedule(this.#untilGoneMs(pod), { kind: "gone", ...taskOf(pod) });
    } else if (!this.#begun.has(uid) && !isPodEnded(pod)) {
      this.#begun.add(uid);
      this.#runner.schedule(this.#untilStartMs(pod), { kind: "start", ...taskOf(pod) });
    }
  }

  /** Pods of one owner start one after the other. */
  #untilStartMs(pod: Pod): number {
    const { nowMs } = this.#context.simulation;
    const owner = controllerOf(pod)?.uid;
    const earliestMs = nowMs + POD_START_MS - REACTION_MS;
    const siblingMs = owner === undefined ? undefined : this.#siblingStartMs.get(owner);
    const startMs = Math.max(earliestMs, siblingMs === undefined ? earliestMs : siblingMs + SIBLING_START_MS);
    if (owner !== undefined) this.#siblingStartMs.set(owner, startMs);
    return startMs - nowMs;
  }

  /** The longest preStop hook, within the grace period, counted from the deletion (whose second the object tells). */
  #untilGoneMs(pod: Pod): number {
    const { simulation } = this.#context;
    const { deletionTimestamp = "", deletionGracePeriodSeconds = 0 } = pod.metadata;
    const graceMs = deletionGracePeriodSeconds * 1000;
    const askedSecondMs = (parseTimestamp(deletionTimestamp) ?? 0) - simulation.startEpochMs - graceMs;
    const askedMs = simulation.nowMs - askedSecondMs < 1000 + REACTION_MS ? simulation.nowMs : askedSecondMs;
    const running = pod.spec.containers.filter(({ name }) => statusOf(pod, name)?.state?.running);
    const hookMs = Math.max(0, ...running.map(preStopMs));
    return Math.max(0, askedMs - simulation.nowMs + Math.min(hookMs, graceMs)) + POD_GONE_MS - REACTION_MS;
  }

  #carryOut(pod: Pod, task: PodTask): void {
    const runner = this.#runner;
    switch (task.kind) {
      case "start":
        return runner.startPod(pod);
      case "init":
        return runner.startContainers(pod, pod.status?.podIP);
      case "gone":
        return runner.gone(pod);
      case "exit":
        if (statusOf(pod, task.container)?.restartCount === task.restartCount) {
          runner.end(pod, task.container, task.exitCode);
        }
        return;
      case "restart":
        return runner.restart(pod, task.container);
      case "pull":
        return pullImage(runner, pod, { container: task.container, tries: task.tries });
      case "back-off":
        return backOffPulling(runner, pod, task);
      case "probe":
        return carryOutProbe(runner, pod, task);
      default:
        throw unhandled(task);
    }
  }

  #declare(pod: Pod, isReady: boolean): void {
    const { uid = "" } = pod.metadata;
    if (isReady) this.#unready.delete(uid);
    else this.#unready.add(uid);
    const running = (pod.status?.containerStatuses ?? []).filter(({ state }) => state?.running);
    this.#runner.write(
      pod,
      running.map((status) => ({ ...status, ready: isReady })),
    );
  }

  #setPower(node: string, isOn: boolean): void {
    if (!isOn) {
      this.#off.add(node);
      return;
    }
    if (!this.#off.delete(node)) return;
    for (const pod of this.#context.index.podsOnNode(node)) {
      if (pod.status?.containerStatuses ?? pod.metadata.deletionTimestamp) this.#runner.boot(pod);
      else {
        this.#begun.delete(pod.metadata.uid ?? "");
        this.#lookAt(pod);
      }
    }
  }
}

function preStopMs({ lifecycle }: Container): number {
  const { sleep, exec } = lifecycle?.preStop ?? {};
  if (sleep) return sleep.seconds * 1000;
  if (!exec?.command) return 0;
  const does = processOf({ name: "preStop", command: exec.command });
  return does.kind === "ends" ? does.afterMs : 0;
}
