// Who can send a request: pods, nodes, the client outside.
import { hostName } from "../engine/model/host.ts";
import type { HostRef } from "../engine/model/host.ts";
import type { Node, Pod } from "../engine/model/objects.ts";
import type { SenderHint } from "../scenarios/scenario.ts";
import { getObject, getObjects } from "./cluster.ts";
import { setFrom, useRequests } from "./requests.ts";

/** The machine outside that asks; of the default world. */
export const OUTSIDE_CLIENT: HostRef = { outside: "198.51.100.7" };

/** Something that can send. `short` is what a pod is called without its hash. */
export type Sender = { readonly host: HostRef; readonly name: string; readonly short: string; readonly note: string };

/** Pods that run, by namespace and name; then nodes. */
export function listSenders(
  pods: Iterable<Pod>,
  nodes: Iterable<Node>,
): { readonly pods: readonly Sender[]; readonly nodes: readonly Sender[] } {
  const byName = (a: Sender, b: Sender) => (hostName(a.host) < hostName(b.host) ? -1 : 1);
  return {
    pods: [...pods].filter(canSend).map(podSender).toSorted(byName),
    nodes: [...nodes].map(nodeSender).toSorted(byName),
  };
}

/** The host that a hint means now; undefined while there is no such pod. */
export function resolveSender(hint: SenderHint): HostRef | undefined {
  if (!("labels" in hint)) return hint;
  const found = [...getObjects("Pod").values()]
    .filter((pod) => pod.metadata.namespace === hint.namespace && canSend(pod))
    .filter((pod) => Object.entries(hint.labels).every(([key, value]) => pod.metadata.labels?.[key] === value))
    .map((pod) => pod.metadata.name)
    .toSorted();
  return found[0] === undefined ? undefined : { namespace: hint.namespace, pod: found[0] };
}

/** The inverse of `resolveSender`: what is still true of a sender when its pod has been replaced. */
export function hintOf(host: HostRef): SenderHint {
  if (!("pod" in host)) return host;
  const { "pod-template-hash": _, ...labels } =
    getObject("Pod", `${host.namespace}/${host.pod}`)?.metadata.labels ?? {};
  return { namespace: host.namespace, labels };
}

/** A pod's name without what its ReplicaSet and the API server added: "numbers-web" of "numbers-web-66d9f6c8f5-t5q5j". */
export function shortPodName({ metadata }: Pod): string {
  const hash = metadata.labels?.["pod-template-hash"];
  const at = hash === undefined ? -1 : metadata.name.lastIndexOf(`-${hash}-`);
  if (at > 0) return metadata.name.slice(0, at);
  return metadata.generateName ? metadata.generateName.replace(/-$/, "") : metadata.name;
}

/** When the sending pod is gone, one that took its place sends; else any pod, else the client outside. */
export function replaceLostSender(): void {
  const { from } = useRequests.getState();
  if (!("pod" in from)) return;
  const pod = getObject("Pod", `${from.namespace}/${from.pod}`);
  if (pod && canSend(pod)) return;
  const stem = from.pod.replace(/(-[a-z0-9]{5,10})?-[a-z0-9]{1,5}$/, "");
  const pods = [...getObjects("Pod").values()].filter(
    (one) => one.metadata.namespace === from.namespace && canSend(one),
  );
  const next = pods.find((one) => shortPodName(one) === stem) ?? pods[0];
  if (next) setFrom({ namespace: from.namespace, pod: next.metadata.name });
  else if (!pod) setFrom(OUTSIDE_CLIENT);
}

function canSend({ metadata, status }: Pod): boolean {
  return status?.phase === "Running" && status.podIP !== undefined && metadata.deletionTimestamp === undefined;
}

function podSender(pod: Pod): Sender {
  const { name, namespace = "default" } = pod.metadata;
  return {
    host: { namespace, pod: name },
    name: namespace === "default" ? name : `${namespace}/${name}`,
    short: shortPodName(pod),
    note: pod.status?.podIP ?? "",
  };
}

function nodeSender({ metadata, status }: Node): Sender {
  const address = status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
  return { host: { node: metadata.name }, name: metadata.name, short: metadata.name, note: address };
}
