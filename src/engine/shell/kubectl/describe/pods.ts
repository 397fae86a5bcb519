import { compareText, fieldAt, listAt, numberAt, textAt } from "../../../apiserver/printers/fields.ts";
import { ageOf } from "../../../apiserver/printers/human-duration.ts";
import { formatLabelSelector } from "../../../apiserver/printers/selector-text.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import { describeContainers, describeResources, describeSeccomp } from "./containers.ts";
import type { Describer } from "./parts.ts";
import { controllerOf, describeAnnotations, describeEvents, describeLabels, describeTolerations } from "./parts.ts";
import { describeVolumes } from "./volumes.ts";
import { DescribeText, longTime } from "./writer.ts";

/** As describePod. */
export const describePod: Describer = (pod, aids) => {
  const text = new DescribeText();
  describeIdentity(text, pod);
  describeStatus(text, pod, aids.nowEpochMs);
  describeAllContainers(text, pod);
  describePodConditions(text, pod);
  describeVolumes(text, listAt(pod, "spec", "volumes"), "");
  text.line(0, `QoS Class:\t${textAt(pod, "status", "qosClass") || qosClassOf(pod)}`);
  describeLabels(text, "Node-Selectors", fieldAt(pod, "spec", "nodeSelector"));
  describeTolerations(text, "Tolerations", listAt(pod, "spec", "tolerations"));
  describeSpread(text, listAt(pod, "spec", "topologySpreadConstraints"), "");
  describeEvents(text, aids);
  return text.toString();
};

function describeIdentity(text: DescribeText, pod: KubernetesObject): void {
  text.line(0, `Name:\t${pod.metadata.name}`);
  text.line(0, `Namespace:\t${pod.metadata.namespace ?? ""}`);
  const priority = numberAt(pod, "spec", "priority");
  if (priority !== undefined) text.line(0, `Priority:\t${priority}`);
  for (const [title, field] of [
    ["Priority Class Name", "priorityClassName"],
    ["Runtime Class Name", "runtimeClassName"],
    ["Service Account", "serviceAccountName"],
  ] as const) {
    const value = textAt(pod, "spec", field);
    if (value !== "") text.line(0, `${title}:\t${value}`);
  }
  const node = textAt(pod, "spec", "nodeName");
  text.line(0, `Node:\t${node === "" ? "<none>" : `${node}/${textAt(pod, "status", "hostIP")}`}`);
  const startTime = textAt(pod, "status", "startTime");
  if (startTime !== "") text.line(0, `Start Time:\t${longTime(startTime)}`);
  describeLabels(text, "Labels", pod.metadata.labels);
  describeAnnotations(text, "Annotations", pod.metadata.annotations);
}

function describeStatus(text: DescribeText, pod: KubernetesObject, nowEpochMs: number): void {
  const phase = textAt(pod, "status", "phase");
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp !== undefined && phase !== "Failed" && phase !== "Succeeded") {
    text.line(0, `Status:\tTerminating (lasts ${ageOf(deletionTimestamp, nowEpochMs)})`);
    text.line(0, `Termination Grace Period:\t${deletionGracePeriodSeconds ?? 0}s`);
  } else text.line(0, `Status:\t${phase}`);
  for (const [title, field] of [
    ["Reason", "reason"],
    ["Message", "message"],
  ] as const) {
    const value = textAt(pod, "status", field);
    if (value !== "") text.line(0, `${title}:\t${value}`);
  }
  describeSeccomp(text, fieldAt(pod, "spec"), 0);
  text.line(0, `IP:\t${textAt(pod, "status", "podIP")}`);
  const ips = listAt(pod, "status", "podIPs");
  text.line(0, `IPs:${ips.length === 0 ? "\t<none>" : ""}`);
  for (const ip of ips) text.line(1, `IP:\t${textAt(ip, "ip")}`);
  const controller = controllerOf(pod);
  if (controller !== "") text.line(0, `Controlled By:\t${controller}`);
  const nominated = textAt(pod, "status", "nominatedNodeName");
  if (nominated !== "") text.line(0, `NominatedNodeName:\t${nominated}`);
}

function describeAllContainers(text: DescribeText, pod: KubernetesObject): void {
  const resources = fieldAt(pod, "spec", "resources");
  if (resources !== undefined) {
    text.line(0, "Resources:");
    describeResources(text, resources, 1);
  }
  for (const [title, field, statuses] of [
    ["Init Containers", "initContainers", "initContainerStatuses"],
    ["Containers", "containers", "containerStatuses"],
    ["Ephemeral Containers", "ephemeralContainers", "ephemeralContainerStatuses"],
  ] as const) {
    const containers = listAt(pod, "spec", field);
    if (containers.length === 0 && field !== "containers") continue;
    describeContainers(text, { title, containers, statuses: listAt(pod, "status", statuses), pod, space: "" });
  }
}

function describePodConditions(text: DescribeText, pod: KubernetesObject): void {
  const conditions = listAt(pod, "status", "conditions");
  const gates = listAt(pod, "spec", "readinessGates");
  if (gates.length > 0) text.line(0, "Readiness Gates:\n  Type\tStatus");
  for (const gate of gates) {
    const type = textAt(gate, "conditionType");
    const found = conditions.find((condition) => textAt(condition, "type") === type);
    text.line(1, `${type} \t${found === undefined ? "<none>" : textAt(found, "status")} `);
  }
  if (conditions.length > 0) text.line(0, "Conditions:\n  Type\tStatus");
  for (const condition of conditions) text.line(1, `${textAt(condition, "type")} \t${textAt(condition, "status")} `);
}

/** "Pod Template:" and what it makes. As DescribePodTemplate. */
export function describePodTemplate(text: DescribeText, template: unknown): void {
  text.line(0, "Pod Template:");
  describeLabels(text, "  Labels", fieldAt(template, "metadata", "labels"));
  const annotations = fieldAt(template, "metadata", "annotations");
  if (annotations !== undefined) describeAnnotations(text, "  Annotations", annotations);
  const account = textAt(template, "spec", "serviceAccountName");
  if (account !== "") text.line(1, `Service Account:\t${account}`);
  const initContainers = listAt(template, "spec", "initContainers");
  const common = { statuses: [], pod: undefined, space: "  " };
  if (initContainers.length > 0) {
    describeContainers(text, { ...common, title: "Init Containers", containers: initContainers });
  }
  describeContainers(text, { ...common, title: "Containers", containers: listAt(template, "spec", "containers") });
  describeVolumes(text, listAt(template, "spec", "volumes"), "  ");
  describeSpread(text, listAt(template, "spec", "topologySpreadConstraints"), "  ");
  const priorityClass = textAt(template, "spec", "priorityClassName");
  if (priorityClass !== "") text.line(1, `Priority Class Name:\t${priorityClass}`);
  describeLabels(text, "  Node-Selectors", fieldAt(template, "spec", "nodeSelector"));
  describeTolerations(text, "  Tolerations", listAt(template, "spec", "tolerations"));
}

function describeSpread(text: DescribeText, constraints: readonly unknown[], space: string): void {
  const sorted = constraints.toSorted((a, b) => compareText(textAt(a, "topologyKey"), textAt(b, "topologyKey")));
  for (const [index, constraint] of sorted.entries()) {
    const selector = fieldAt(constraint, "labelSelector");
    const title = index === 0 ? `${space}Topology Spread Constraints:` : space;
    text.add(
      `${title}\t${textAt(constraint, "topologyKey")}:${textAt(constraint, "whenUnsatisfiable")} when max skew ` +
        `${numberAt(constraint, "maxSkew") ?? 0} is exceeded` +
        `${selector === undefined ? "" : ` for selector ${formatLabelSelector(selector)}`}\n`,
    );
  }
}

// As ComputePodQOS, for pods that do not say it.
function qosClassOf(pod: KubernetesObject): string {
  const containers = [...listAt(pod, "spec", "containers"), ...listAt(pod, "spec", "initContainers")];
  const amounts = containers.map((container) =>
    ["cpu", "memory"].map((name) => ({
      request: textAt(container, "resources", "requests", name),
      limit: textAt(container, "resources", "limits", name),
    })),
  );
  const all = amounts.flat();
  if (all.every(({ request, limit }) => request === "" && limit === "")) return "BestEffort";
  const isGuaranteed = all.every(({ request, limit }) => limit !== "" && (request === "" || request === limit));
  return isGuaranteed ? "Guaranteed" : "Burstable";
}
