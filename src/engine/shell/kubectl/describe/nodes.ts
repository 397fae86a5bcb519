import { nodeRoles } from "../../../apiserver/printers/cluster.ts";
import { compareText, fieldAt, isTrueAt, listAt, mapAt, textAt, textsAt } from "../../../apiserver/printers/fields.ts";
import { ageOf } from "../../../apiserver/printers/human-duration.ts";
import { printQuantity } from "../../../apiserver/schema/quantity.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import { Failure } from "../failure.ts";
import { requireResource } from "../mapping.ts";
import type { DescribeAids, Describer } from "./parts.ts";
import { describeAnnotations, describeEvents, describeLabels, describeLines } from "./parts.ts";
import type { Amounts } from "./pod-resources.ts";
import { amountsIn, podAmounts, shareText, sumOf } from "./pod-resources.ts";
import { DescribeText, longTime } from "./writer.ts";

const SYSTEM_INFO = [
  ["Machine ID", "machineID"],
  ["System UUID", "systemUUID"],
  ["Boot ID", "bootID"],
  ["Kernel Version", "kernelVersion"],
  ["OS Image", "osImage"],
  ["Operating System", "operatingSystem"],
  ["Architecture", "architecture"],
  ["Container Runtime Version", "containerRuntimeVersion"],
  ["Kubelet Version", "kubeletVersion"],
] as const;

/** As describeNode. */
export const describeNode: Describer = (node, aids) => {
  const text = new DescribeText();
  text.line(0, `Name:\t${node.metadata.name}`);
  text.line(0, `Roles:\t${nodeRoles(node).join(",") || "<none>"}`);
  describeLabels(text, "Labels", node.metadata.labels);
  describeAnnotations(text, "Annotations", node.metadata.annotations);
  text.line(0, `CreationTimestamp:\t${longTime(node.metadata.creationTimestamp ?? "")}`);
  describeLines(
    text,
    "Taints",
    listAt(node, "spec", "taints")
      .map(taintText)
      .toSorted(compareTaints)
      .map(({ line }) => line),
  );
  text.line(0, `Unschedulable:\t${isTrueAt(node, "spec", "unschedulable")}`);
  describeLease(text, node, aids);
  describeNodeConditions(text, node);
  text.line(0, "Addresses:");
  for (const address of listAt(node, "status", "addresses")) {
    text.line(1, `${textAt(address, "type")}:\t${textAt(address, "address")}`);
  }
  describeAmounts(text, "Capacity", mapAt(node, "status", "capacity"));
  describeAmounts(text, "Allocatable", mapAt(node, "status", "allocatable"));
  text.line(0, "System Info:");
  for (const [title, field] of SYSTEM_INFO) text.line(1, `${title}:\t${textAt(node, "status", "nodeInfo", field)}`);
  const podCidrs = textsAt(node, "spec", "podCIDRs").join(",");
  for (const [title, value] of [
    ["PodCIDR", textAt(node, "spec", "podCIDR")],
    ["PodCIDRs", podCidrs],
    ["ProviderID", textAt(node, "spec", "providerID")],
  ] as const) {
    if (value !== "") text.line(0, `${title}:\t${value}`);
  }
  describePods(text, node, aids);
  describeEvents(text, aids);
  return text.toString();
};

function taintText(taint: unknown): { readonly key: string; readonly line: string } {
  const [key, value, effect] = [textAt(taint, "key"), textAt(taint, "value"), textAt(taint, "effect")];
  return {
    key: `${effect},${key}`,
    line: `${key}${value === "" ? "" : `=${value}`}${effect === "" ? "" : `:${effect}`}`,
  };
}

function compareTaints(a: { readonly key: string }, b: { readonly key: string }): number {
  return compareText(a.key, b.key);
}

function describeLease(text: DescribeText, node: KubernetesObject, { client }: DescribeAids): void {
  const resource = requireResource("leases.coordination.k8s.io");
  try {
    const lease = client.get({ resource, namespace: "kube-node-lease", name: node.metadata.name });
    const time = (field: string) => {
      const moment = textAt(lease, "spec", field);
      return moment === "" ? "<unset>" : longTime(moment);
    };
    text.line(0, "Lease:");
    text.line(1, `HolderIdentity:\t${textAt(lease, "spec", "holderIdentity") || "<unset>"}`);
    text.line(1, `AcquireTime:\t${time("acquireTime")}`);
    text.line(1, `RenewTime:\t${time("renewTime")}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    text.line(0, `Lease:\tFailed to get lease: ${error.message}`);
  }
}

function describeNodeConditions(text: DescribeText, node: KubernetesObject): void {
  const conditions = listAt(node, "status", "conditions");
  if (conditions.length === 0) return;
  text.line(0, "Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
  text.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
  for (const condition of conditions) {
    const [heartbeat, transition] = ["lastHeartbeatTime", "lastTransitionTime"].map((name) =>
      longTime(textAt(condition, name)),
    );
    text.line(
      1,
      `${textAt(condition, "type")} \t${textAt(condition, "status")} \t${heartbeat} \t${transition} \t` +
        `${textAt(condition, "reason")} \t${textAt(condition, "message")}`,
    );
  }
}

function describeAmounts(text: DescribeText, title: string, amounts: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(amounts).toSorted(compareText);
  if (names.length > 0) text.line(0, `${title}:`);
  for (const name of names) text.line(1, `${name}:\t${String(amounts[name])}`);
}

function describePods(text: DescribeText, node: KubernetesObject, { client, nowEpochMs }: DescribeAids): void {
  const fieldSelector = `spec.nodeName=${node.metadata.name},status.phase!=Failed,status.phase!=Succeeded`;
  const pods = client.list(requireResource("pods"), undefined, { fieldSelector });
  const status = fieldAt(node, "status", "allocatable") === undefined ? "capacity" : "allocatable";
  const whole = amountsIn(mapAt(node, "status", status));
  text.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  text.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
  text.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
  for (const pod of pods) {
    const [requests, limits] = [podAmounts(pod, "requests"), podAmounts(pod, "limits")];
    const shares = ["cpu", "memory"].flatMap((name) => [
      shareText(requests.get(name), whole.get(name)),
      shareText(limits.get(name), whole.get(name)),
    ]);
    const age = ageOf(pod.metadata.creationTimestamp, nowEpochMs);
    text.line(1, `${pod.metadata.namespace}\t${pod.metadata.name}\t\t${shares.join("\t")}\t${age}`);
  }
  describeAllocated(text, { pods, whole });
}

function describeAllocated(
  text: DescribeText,
  { pods, whole }: { readonly pods: readonly KubernetesObject[]; readonly whole: Amounts },
): void {
  const requests = sumOf(pods.map((pod) => podAmounts(pod, "requests")));
  const limits = sumOf(pods.map((pod) => podAmounts(pod, "limits")));
  text.line(0, "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)");
  text.line(1, "Resource\tRequests\tLimits");
  text.line(1, "--------\t--------\t------");
  const names = [...whole.keys()].toSorted(compareText);
  const hugePages = names.filter((name) => name.startsWith("hugepages-"));
  for (const name of ["cpu", "memory", "ephemeral-storage", ...hugePages]) {
    const shares = [requests, limits].map((amounts) => shareText(amounts.get(name), whole.get(name)));
    text.line(1, `${name}\t${shares.join("\t")}`);
  }
  for (const name of names.filter((one) => !STANDARD_RESOURCES.includes(one) && !hugePages.includes(one))) {
    const amounts = [requests, limits].map((all) => printQuantity(all.get(name) ?? { nanos: 0n, format: "DecimalSI" }));
    text.line(1, `${name}\t${amounts.join("\t")}`);
  }
}

const STANDARD_RESOURCES: readonly string[] = ["cpu", "memory", "ephemeral-storage", "pods"];
