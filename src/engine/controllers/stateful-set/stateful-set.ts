// As pkg/controller/statefulset: pods with names of their own, made and taken one after the other.
import type { Pod, StatefulSet } from "../../model/objects.ts";
import { lookWhenAvailable } from "../availability.ts";
import { claimPods } from "../claiming.ts";
import { controllerOf } from "../cluster-index.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { keyOf, splitKey } from "../keys.ts";
import { newPod } from "../pod-template.ts";
import { isPodAvailable, isPodEnded, isPodReady } from "../pods.ts";
import { withoutZeros, writeStatus } from "../writing.ts";
import { currentRevision, REVISION_LABEL, templateOf, truncateRevisions } from "./revisions.ts";

const NAME = "statefulset-controller";
const POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name";
const POD_INDEX_LABEL = "apps.kubernetes.io/pod-index";

/** Woken by a StatefulSet and by its pods. */
export function statefulSetController(context: ControllerContext): Controller {
  const { api } = context;
  return {
    name: NAME,
    wakes({ object, type }) {
      if (object.kind === "StatefulSet") return type === "DELETED" ? [] : [keyOf(object)];
      const owner = object.kind === "Pod" ? controllerOf(object) : undefined;
      return owner?.kind === "StatefulSet" ? [`${object.metadata.namespace}/${owner.name}`] : [];
    },
    reconcile(key) {
      const { name, namespace } = splitKey(key);
      const set = api.get("StatefulSet", name, namespace);
      if (set) reconcileStatefulSet(context, set);
    },
  };
}

/** What one look works with: the set, its two revisions, and its pods by ordinal. */
type Look = {
  readonly set: StatefulSet;
  readonly current: string;
  readonly update: string;
  readonly wanted: readonly number[];
  readonly pods: ReadonlyMap<number, Pod>;
};

function reconcileStatefulSet(context: ControllerContext, set: StatefulSet): void {
  const update = currentRevision(context, set);
  const noted = set.status?.["currentRevision"];
  const current = typeof noted === "string" && noted !== "" ? noted : update;
  const pods = new Map<number, Pod>();
  for (const pod of claimPods(context, set, set.spec.selector)) {
    const ordinal = ordinalOf(set, pod);
    if (ordinal !== undefined) pods.set(ordinal, pod);
  }
  const start = set.spec.ordinals?.start ?? 0;
  const wanted = Array.from({ length: set.spec.replicas ?? 1 }, (_, i) => start + i);
  const look: Look = { set, current, update, wanted, pods };
  if (!set.metadata.deletionTimestamp) step(context, look);
  const stored = context.api.get("StatefulSet", set.metadata.name, set.metadata.namespace);
  if (!stored) return;
  const status = statusOf(context, { ...look, set: stored });
  writeStatus(context.api, stored, status);
  const minReadySeconds = Number(set.spec["minReadySeconds"] ?? 0);
  lookWhenAvailable(context, { controller: NAME, key: keyOf(set), pods: [...pods.values()], minReadySeconds });
  const labels = [...pods.values()].map(({ metadata }) => metadata.labels?.[REVISION_LABEL] ?? "");
  truncateRevisions(context, stored, new Set([...labels, update, current]));
}

/** One step of what is to be done; in order, unless all pods are managed in parallel. */
function step(context: ControllerContext, look: Look): void {
  const { set, wanted, pods } = look;
  const isParallel = set.spec.podManagementPolicy === "Parallel";
  for (const ordinal of wanted) {
    const pod = pods.get(ordinal);
    if (!pod) {
      create(context, look, ordinal);
      if (!isParallel) return;
    } else if (isPodEnded(pod)) {
      remove(context, set, pod);
      if (!isParallel) return;
    } else if (!isParallel && (pod.metadata.deletionTimestamp || !isAvailable(context, set, pod))) return;
  }
  const surplus = [...pods].filter(([ordinal]) => !wanted.includes(ordinal)).toSorted(([a], [b]) => b - a);
  for (const [, pod] of surplus) {
    if (!pod.metadata.deletionTimestamp) remove(context, set, pod);
    if (!isParallel) return;
  }
  if (surplus.length === 0) rollOn(context, look);
}

/** From the last pod down to the partition, old pods go; one at a time, and only while all others are well. */
function rollOn(context: ControllerContext, { set, update, wanted, pods }: Look): void {
  if (set.spec.updateStrategy?.type === "OnDelete") return;
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  const first = wanted[0] ?? 0;
  for (const ordinal of wanted.toReversed()) {
    if (ordinal < first + partition) return;
    const pod = pods.get(ordinal);
    if (!pod) return;
    if (pod.metadata.labels?.[REVISION_LABEL] !== update && !pod.metadata.deletionTimestamp) {
      remove(context, set, pod);
      return;
    }
    if (!isAvailable(context, set, pod) || pod.metadata.deletionTimestamp) return;
  }
}

function create(context: ControllerContext, look: Look, ordinal: number): void {
  const { set, current, update, wanted } = look;
  const { name } = set.metadata;
  const podName = `${name}-${ordinal}`;
  const partition = (wanted[0] ?? 0) + (set.spec.updateStrategy?.rollingUpdate?.partition ?? 0);
  const isOld = current !== update && ordinal < partition;
  const revision = isOld ? current : update;
  const template = (isOld ? templateOf(context, set, current) : undefined) ?? set.spec.template;
  const labels = { [POD_NAME_LABEL]: podName, [POD_INDEX_LABEL]: String(ordinal), [REVISION_LABEL]: revision };
  const subdomain = set.spec.serviceName ? { subdomain: set.spec.serviceName } : {};
  const pod = newPod(set, template, { name: podName, labels, spec: { hostname: podName, ...subdomain } });
  const metadata = { ...pod.metadata, generateName: `${name}-` };
  const created = context.api.create({ ...pod, metadata });
  const what = `create Pod ${podName} in StatefulSet ${name}`;
  if (created.ok) {
    const message = `${what.replace("create", "Create")} successful`;
    context.events.tell(NAME, { about: set, type: "Normal", reason: "SuccessfulCreate", message });
  } else {
    const message = `${what} failed error: ${created.status.message}`;
    context.events.tell(NAME, { about: set, type: "Warning", reason: "FailedCreate", message });
  }
}

function remove(context: ControllerContext, set: StatefulSet, pod: Pod): void {
  const { name, namespace, uid } = pod.metadata;
  const removed = context.api.remove({ kind: "Pod", name, ...(namespace ? { namespace } : {}) }, uid ? { uid } : {});
  if (!removed.ok) return;
  const message = `delete Pod ${name} in StatefulSet ${set.metadata.name} successful`;
  context.events.tell(NAME, { about: set, type: "Normal", reason: "SuccessfulDelete", message });
}

function statusOf(context: ControllerContext, { set, current, update, wanted, pods }: Look): object {
  const alive = [...pods.values()].filter((pod) => !isPodEnded(pod));
  const ofRevision = (revision: string) =>
    alive.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === revision && !metadata.deletionTimestamp)
      .length;
  const updated = ofRevision(update);
  const ready = alive.filter(isPodReady);
  const isRolledOut = updated === wanted.length && ready.length === wanted.length && alive.length === wanted.length;
  const settled = isRolledOut ? update : current;
  return {
    observedGeneration: set.metadata.generation,
    replicas: alive.length,
    ...withoutZeros({
      readyReplicas: ready.length,
      currentReplicas: ofRevision(settled),
      updatedReplicas: updated,
    }),
    availableReplicas: ready.filter((pod) => isAvailable(context, set, pod)).length,
    currentRevision: settled,
    updateRevision: update,
    collisionCount: 0,
  };
}

function isAvailable({ simulation }: ControllerContext, set: StatefulSet, pod: Pod): boolean {
  return isPodAvailable(pod, Number(set.spec["minReadySeconds"] ?? 0), simulation.startEpochMs + simulation.nowMs);
}

function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const [, name, digits] = /^(.*)-(\d+)$/.exec(pod.metadata.name) ?? [];
  return name === set.metadata.name && digits !== undefined ? Number(digits) : undefined;
}
