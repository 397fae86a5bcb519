import type { KubernetesObject } from "../../model/objects.ts";
import { parseTimestamp } from "../../model/timestamp.ts";
import { fieldAt, listAt, numberAt, textAt } from "./fields.ts";
import { ageOf, humanDuration } from "./human-duration.ts";
import { formatLabels, selectorText } from "./selector-text.ts";
import type { Printer, PrintMoment } from "./table.ts";
import { columns } from "./table.ts";

export const deploymentPrinter: Printer = {
  columns: columns(
    "Name",
    "Ready",
    "Up-to-date:integer",
    "Available:integer",
    "Age",
    "Containers+",
    "Images+",
    "Selector+",
  ),
  cells: (object, moment) => [
    object.metadata.name,
    `${numberAt(object, "status", "readyReplicas") ?? 0}/${numberAt(object, "spec", "replicas") ?? 0}`,
    numberAt(object, "status", "updatedReplicas") ?? 0,
    numberAt(object, "status", "availableReplicas") ?? 0,
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    ...containerCells(object),
    selectorText(fieldAt(object, "spec", "selector")),
  ],
};

export const replicaSetPrinter: Printer = {
  columns: columns(
    "Name",
    "Desired:integer",
    "Current:integer",
    "Ready:integer",
    "Age",
    "Containers+",
    "Images+",
    "Selector+",
  ),
  cells: (object, moment) => [
    object.metadata.name,
    numberAt(object, "spec", "replicas") ?? 0,
    numberAt(object, "status", "replicas") ?? 0,
    numberAt(object, "status", "readyReplicas") ?? 0,
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    ...containerCells(object),
    object.kind === "ReplicaSet"
      ? selectorText(fieldAt(object, "spec", "selector"))
      : formatLabels(fieldAt(object, "spec", "selector")),
  ],
};

export const statefulSetPrinter: Printer = {
  columns: columns("Name", "Ready", "Age", "Containers+", "Images+"),
  cells: (object, moment) => [
    object.metadata.name,
    `${numberAt(object, "status", "readyReplicas") ?? 0}/${numberAt(object, "spec", "replicas") ?? 0}`,
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    ...containerCells(object),
  ],
};

export const daemonSetPrinter: Printer = {
  columns: columns(
    "Name",
    "Desired:integer",
    "Current:integer",
    "Ready:integer",
    "Up-to-date:integer",
    "Available:integer",
    "Node Selector",
    "Age",
    "Containers+",
    "Images+",
    "Selector+",
  ),
  cells: (object, moment) => [
    object.metadata.name,
    numberAt(object, "status", "desiredNumberScheduled") ?? 0,
    numberAt(object, "status", "currentNumberScheduled") ?? 0,
    numberAt(object, "status", "numberReady") ?? 0,
    numberAt(object, "status", "updatedNumberScheduled") ?? 0,
    numberAt(object, "status", "numberAvailable") ?? 0,
    formatLabels(fieldAt(object, "spec", "template", "spec", "nodeSelector")),
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    ...containerCells(object),
    selectorText(fieldAt(object, "spec", "selector")),
  ],
};

export const jobPrinter: Printer = {
  columns: columns("Name", "Status", "Completions", "Duration", "Age", "Containers+", "Images+", "Selector+"),
  cells: (object, moment) => [
    object.metadata.name,
    jobStatus(object),
    jobCompletions(object),
    jobDuration(object, moment),
    ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    ...containerCells(object),
    selectorText(fieldAt(object, "spec", "selector")),
  ],
};

export const cronJobPrinter: Printer = {
  columns: columns(
    "Name",
    "Schedule",
    "Timezone",
    "Suspend:boolean",
    "Active:integer",
    "Last Schedule",
    "Age",
    "Containers+",
    "Images+",
    "Selector+",
  ),
  cells: (object, moment) => {
    const lastSchedule = fieldAt(object, "status", "lastScheduleTime");
    const suspend = fieldAt(object, "spec", "suspend");
    return [
      object.metadata.name,
      textAt(object, "spec", "schedule"),
      textAt(object, "spec", "timeZone") || "<none>",
      typeof suspend === "boolean" ? titleCase(String(suspend)) : "<unset>",
      listAt(object, "status", "active").length,
      lastSchedule === undefined ? "<none>" : ageOf(lastSchedule, moment.nowEpochMs),
      ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
      ...containerCells(fieldAt(object, "spec", "jobTemplate")),
      selectorText(fieldAt(object, "spec", "jobTemplate", "spec", "selector")),
    ];
  },
};

export const controllerRevisionPrinter: Printer = {
  columns: columns("Name", "Controller", "Revision:integer", "Age"),
  cells: (object, moment) => {
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller);
    const group = owner?.apiVersion.includes("/") ? `.${owner.apiVersion.split("/")[0] ?? ""}` : "";
    return [
      object.metadata.name,
      owner ? `${owner.kind.toLowerCase()}${group}/${owner.name}` : "<none>",
      numberAt(object, "revision") ?? 0,
      ageOf(object.metadata.creationTimestamp, moment.nowEpochMs),
    ];
  },
};

function containerCells(object: unknown): readonly [names: string, images: string] {
  const containers = listAt(object, "spec", "template", "spec", "containers");
  return [
    containers.map((container) => textAt(container, "name")).join(","),
    containers.map((container) => textAt(container, "image")).join(","),
  ];
}

function jobStatus(job: KubernetesObject): string {
  const holds = (type: string) =>
    listAt(job, "status", "conditions").some((c) => textAt(c, "type") === type && textAt(c, "status") === "True");
  if (holds("Complete")) return "Complete";
  if (holds("Failed")) return "Failed";
  if (job.metadata.deletionTimestamp) return "Terminating";
  if (holds("Suspended")) return "Suspended";
  if (holds("FailureTarget")) return "FailureTarget";
  return holds("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
}

function jobCompletions(job: KubernetesObject): string {
  const succeeded = numberAt(job, "status", "succeeded") ?? 0;
  const completions = numberAt(job, "spec", "completions");
  if (completions !== undefined) return `${succeeded}/${completions}`;
  const parallelism = numberAt(job, "spec", "parallelism") ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(job: KubernetesObject, { nowEpochMs }: PrintMoment): string {
  const began = parseTimestamp(textAt(job, "status", "startTime"));
  if (began === undefined) return "";
  return humanDuration((parseTimestamp(textAt(job, "status", "completionTime")) ?? nowEpochMs) - began);
}

function titleCase(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
