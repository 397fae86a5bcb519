// Commands that care for nodes: cordon, uncordon, drain, taint.
import { isTrueAt, listAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { dryRunOf, dryRunSuffix, usageFailure } from "../command.ts";
import { Failure, raiseAll } from "../failure.ts";
import { requireResource } from "../mapping.ts";
import { resultPrinter } from "../result-printer.ts";
import { fetchSelection, selectionOf } from "../selection.ts";
import { waitUntil } from "../waiting.ts";

const DRAIN_TIMEOUT_MS = 7 * 24 * 3_600_000;

export const cordonCommand: Command = {
  name: "cordon",
  run: (context) => {
    for (const node of nodesOf(context)) mark(context, node, "cordoned");
    return 0;
  },
};

export const uncordonCommand: Command = {
  name: "uncordon",
  run: (context) => {
    for (const node of nodesOf(context)) mark(context, node, "uncordoned");
    return 0;
  },
};

export const drainCommand: Command = { name: "drain", run: runDrain };

function nodesOf(context: Context): readonly KubernetesObject[] {
  const { words, flags, client } = context;
  const resource = requireResource("nodes");
  if (words.length === 0 && flags.text("selector") === "")
    throw usageFailure(context, "USAGE: " + context.commandPath.replace("kubectl ", "") + " NODE [flags]");
  if (words.length === 0) return client.list(resource, undefined, { labelSelector: flags.text("selector") });
  return words.map((name) => client.get({ resource, namespace: undefined, name: name.replace(/^nodes?\//, "") }));
}

/** Closes a node to new pods, or opens it again, and says so. */
function mark(context: Context, node: KubernetesObject, done: "cordoned" | "uncordoned"): void {
  const { client, streams, flags } = context;
  const name = node.metadata.name;
  const isWanted = done === "cordoned";
  const dryRun = dryRunOf(flags);
  if (isTrueAt(node, "spec", "unschedulable") === isWanted) {
    streams.out(`node/${name} already ${done}${dryRunSuffix(dryRun)}\n`);
    return;
  }
  if (dryRun !== "client") {
    const body = { spec: { unschedulable: isWanted ? true : null } };
    const place = { resource: requireResource("nodes"), namespace: undefined, name };
    client.patch(place, { type: "strategic", body }, { dryRun: dryRun === "server" });
  }
  streams.out(`node/${name} ${done}${dryRunSuffix(dryRun)}\n`);
}

function* runDrain(context: Context): Process<number> {
  const { client, streams, flags, world } = context;
  const resource = requireResource("pods");
  for (const node of nodesOf(context)) {
    const name = node.metadata.name;
    mark(context, node, "cordoned");
    const pods = client.list(resource, undefined, { fieldSelector: `spec.nodeName=${name}` });
    const ofDaemonSets = pods.filter((pod) => ownerKindOf(pod) === "DaemonSet");
    const going = pods.filter((pod) => !ofDaemonSets.includes(pod));
    refuseDrain(context, { name, ofDaemonSets, going });
    if (ofDaemonSets.length > 0) streams.error(`Warning: ignoring DaemonSet-managed Pods: ${namesOf(ofDaemonSets)}\n`);
    const seconds = flags.number("grace-period");
    for (const pod of going) {
      const place = { resource, namespace: pod.metadata.namespace, name: pod.metadata.name };
      streams.out(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name}\n`);
      if (dryRunOf(flags) === "none") client.delete(place, seconds >= 0 ? { gracePeriodSeconds: seconds } : {});
    }
    for (const pod of dryRunOf(flags) === "none" ? going : []) {
      const place = { resource, namespace: pod.metadata.namespace, name: pod.metadata.name };
      const isGone = () => client.find(place)?.metadata.uid !== pod.metadata.uid;
      const timeoutMs = flags.durationMs("timeout") || DRAIN_TIMEOUT_MS;
      if (!(yield* waitUntil(world, isGone, { timeoutMs })))
        throw new Failure(
          `unable to drain node "${name}" due to error: drain did not complete within ${flags.text("timeout")}`,
        );
      streams.out(`pod/${pod.metadata.name} evicted\n`);
    }
    streams.out(`node/${name} drained\n`);
  }
  return 0;
}

function refuseDrain(
  { flags }: Context,
  node: {
    readonly name: string;
    readonly ofDaemonSets: readonly KubernetesObject[];
    readonly going: readonly KubernetesObject[];
  },
): void {
  const bare = node.going.filter((pod) => ownerKindOf(pod) === "");
  const withData = node.going.filter((pod) =>
    listAt(pod, "spec", "volumes").some((volume) => JSON.stringify(volume).includes('"emptyDir"')),
  );
  const problems = [
    ...(bare.length > 0 && !flags.isOn("force")
      ? [`cannot delete cannot delete Pods that declare no controller (use --force to override): ${namesOf(bare)}`]
      : []),
    ...(withData.length > 0 && !flags.isOn("delete-emptydir-data")
      ? [`cannot delete Pods with local storage (use --delete-emptydir-data to override): ${namesOf(withData)}`]
      : []),
    ...(node.ofDaemonSets.length > 0 && !flags.isOn("ignore-daemonsets")
      ? [`cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): ${namesOf(node.ofDaemonSets)}`]
      : []),
  ];
  if (problems.length === 0) return;
  const all = problems.length === 1 ? problems[0] : `[${problems.join(", ")}]`;
  throw new Failure(`unable to drain node "${node.name}" due to error: ${all}, continuing command...`);
}

function ownerKindOf(pod: KubernetesObject): string {
  return pod.metadata.ownerReferences?.find((owner) => owner.controller === true)?.kind ?? "";
}

function namesOf(pods: readonly KubernetesObject[]): string {
  return pods.map((pod) => `${pod.metadata.namespace}/${pod.metadata.name}`).join(", ");
}

export const taintCommand: Command = { name: "taint", run: runTaint };

type Taint = { readonly key: string; readonly value: string; readonly effect: string };

function runTaint(context: Context): number {
  const { words, flags, client } = context;
  if (words.length === 0) throw new Failure("one or more resources must be specified as <resource> <name>");
  const first = words.findIndex((word, index) => index > 0 && (/[=:]/.test(word) || word.endsWith("-")));
  if (first < 0) throw new Failure("at least one taint update is required");
  const changes = words.slice(first).map((word) => readTaint(context, word));
  const dryRun = dryRunOf(flags);
  const print = resultPrinter(context, dryRun);
  const { infos, failures } = fetchSelection(
    context,
    selectionOf(context, words.slice(0, first), { bareType: "refused" }),
  );
  raiseAll(failures);
  for (const { place, object } of infos) {
    const before = listAt(object, "spec", "taints").map((taint) => ({
      key: textAt(taint, "key"),
      value: textAt(taint, "value"),
      effect: textAt(taint, "effect"),
    }));
    const after = changes.reduce(
      (taints, change) => changed(context, { taints, change, node: place.name }),
      before as readonly Taint[],
    );
    const taints = after.map(({ key, value, effect }) => ({ key, ...(value !== "" && { value }), effect }));
    const isUntainting = changes.every(({ isRemoval }) => isRemoval);
    const body = { spec: { taints: taints.length > 0 ? taints : null } };
    const written =
      dryRun === "client" ? object : client.patch(place, { type: "merge", body }, { dryRun: dryRun === "server" });
    print(place, written, isUntainting ? "untainted" : "tainted");
  }
  return 0;
}

function readTaint(context: Context, word: string): Taint & { readonly isRemoval: boolean } {
  const isRemoval = word.endsWith("-");
  const [pair = "", effect = ""] = (isRemoval ? word.slice(0, -1) : word).split(":");
  const [key = "", value = ""] = pair.split("=");
  const isKnown = ["NoSchedule", "PreferNoSchedule", "NoExecute"].includes(effect);
  if (key === "" || (!isRemoval && effect === "")) throw usageFailure(context, `invalid taint spec: ${word}`);
  if (effect !== "" && !isKnown)
    throw usageFailure(context, `invalid taint effect: ${effect}, unsupported taint effect`);
  return { key, value, effect, isRemoval };
}

function changed(
  { flags }: Context,
  {
    taints,
    change,
    node,
  }: { readonly taints: readonly Taint[]; readonly change: ReturnType<typeof readTaint>; readonly node: string },
): readonly Taint[] {
  const isSame = (taint: Taint) => taint.key === change.key && (change.effect === "" || taint.effect === change.effect);
  const isThere = taints.some(isSame);
  const others = taints.filter((taint) => !isSame(taint));
  if (change.isRemoval) {
    if (!isThere)
      throw new Failure(`taint "${change.key}${change.effect === "" ? "" : `:${change.effect}`}" not found`);
    return others;
  }
  if (isThere && !flags.isOn("overwrite")) {
    throw new Failure(`node ${node} already has ${change.key} taint(s) with same effect(s) and --overwrite is false`);
  }
  return [...others, { key: change.key, value: change.value, effect: change.effect }];
}
