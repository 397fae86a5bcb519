import type { KubernetesObject } from "../../model/objects.ts";
import { compareText, entriesAt, fieldAt, isTrueAt, listAt, mapAt, numberAt, textAt } from "./fields.ts";
import { ageOf } from "./human-duration.ts";
import { formatLabelSelector } from "./selector-text.ts";
import type { Printer } from "./table.ts";
import { columns } from "./table.ts";

const ROLE_LABEL = "node-role.kubernetes.io/";

export const nodePrinter: Printer = {
  columns: columns(
    "Name",
    "Status",
    "Roles",
    "Age",
    "Version",
    "Internal-IP+",
    "External-IP+",
    "OS-Image+",
    "Kernel-Version+",
    "Container-Runtime+",
  ),
  cells: (object, moment) => [
    object.metadata.name,
    nodeStatus(object),
    nodeRoles(object).join(",") || "<none>",
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    textAt(object, "status", "nodeInfo", "kubeletVersion"),
    nodeAddress(object, "InternalIP"),
    nodeAddress(object, "ExternalIP"),
    textAt(object, "status", "nodeInfo", "osImage") || "<unknown>",
    kernelVersion(object),
    textAt(object, "status", "nodeInfo", "containerRuntimeVersion") || "<unknown>",
  ],
};

export const namespacePrinter: Printer = {
  columns: columns("Name", "Status", "Age"),
  cells: (object, moment) => [
    object.metadata.name,
    textAt(object, "status", "phase"),
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
  ],
};

export const configMapPrinter: Printer = {
  columns: columns("Name", "Data:integer", "Age"),
  cells: (object, moment) => [
    object.metadata.name,
    Object.keys(mapAt(object, "data")).length + Object.keys(mapAt(object, "binaryData")).length,
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
  ],
};

export const secretPrinter: Printer = {
  columns: columns("Name", "Type", "Data:integer", "Age"),
  cells: (object, moment) => [
    object.metadata.name,
    textAt(object, "type"),
    Object.keys(mapAt(object, "data")).length,
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
  ],
};

export const leasePrinter: Printer = {
  columns: columns("Name", "Holder", "Age"),
  cells: (object, moment) => [
    object.metadata.name,
    textAt(object, "spec", "holderIdentity"),
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
  ],
};

export const networkPolicyPrinter: Printer = {
  columns: columns("Name", "Pod-Selector", "Age"),
  cells: (object, moment) => [
    object.metadata.name,
    formatLabelSelector(fieldAt(object, "spec", "podSelector")),
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
  ],
};

export const eventPrinter: Printer = {
  columns: columns(
    "Last Seen",
    "Type",
    "Reason",
    "Object",
    "Subobject+",
    "Source+",
    "Message",
    "First Seen+",
    "Count+",
    "Name+",
  ),
  cells: (event, { nowEpochMs }) => {
    const first = ageOf(fieldAt(event, "firstTimestamp") ?? fieldAt(event, "eventTime"), nowEpochMs);
    const series = fieldAt(event, "series");
    const lastTimestamp = fieldAt(series, "lastObservedTime") ?? fieldAt(event, "lastTimestamp");
    const about = fieldAt(event, "involvedObject");
    const count = numberAt(series ?? event, "count") ?? 0;
    return [
      lastTimestamp ? ageOf(lastTimestamp, nowEpochMs) : first,
      textAt(event, "type"),
      textAt(event, "reason"),
      [textAt(about, "kind").toLowerCase(), textAt(about, "name")].filter(Boolean).join("/"),
      textAt(about, "fieldPath"),
      eventSource(event),
      textAt(event, "message").trim(),
      first,
      String(count === 0 ? 1 : count),
      event.metadata.name,
    ];
  },
};

/** The kinds that have nothing to show but their age: ServiceAccount, and every kind that is only stored. */
export const namePrinter: Printer = {
  columns: columns("Name", "Age"),
  cells: (object, moment) => [object.metadata.name, ageOf(object.metadata.creationTimestamp, moment.nowEpochMs)],
};

/** The roles of a node, by its labels, sorted. As findNodeRoles. */
export function nodeRoles(node: KubernetesObject): readonly string[] {
  const roles = entriesAt(node, "metadata", "labels").map(([key, value]) => {
    if (key.startsWith(ROLE_LABEL)) return key.slice(ROLE_LABEL.length);
    return key === "kubernetes.io/role" ? value : "";
  });
  return [...new Set(roles.filter(Boolean))].toSorted(compareText);
}

function nodeStatus(node: KubernetesObject): string {
  const ready = listAt(node, "status", "conditions").find((condition) => textAt(condition, "type") === "Ready");
  const words = [ready === undefined ? "Unknown" : textAt(ready, "status") === "True" ? "Ready" : "NotReady"];
  if (isTrueAt(node, "spec", "unschedulable")) words.push("SchedulingDisabled");
  return words.join(",");
}

function nodeAddress(node: KubernetesObject, type: string): string {
  const found = listAt(node, "status", "addresses").find((address) => textAt(address, "type") === type);
  return textAt(found, "address") || "<none>";
}

function kernelVersion(node: KubernetesObject): string {
  const version = textAt(node, "status", "nodeInfo", "kernelVersion") || "<unknown>";
  const architecture = textAt(node, "status", "nodeInfo", "architecture");
  return architecture === "" ? version : `${version} (${architecture})`;
}

function eventSource(event: KubernetesObject): string {
  const component = textAt(event, "source", "component") || textAt(event, "reportingComponent");
  const instance = textAt(event, "source", "host") || textAt(event, "reportingInstance");
  return instance === "" ? component : `${component}, ${instance}`;
}
