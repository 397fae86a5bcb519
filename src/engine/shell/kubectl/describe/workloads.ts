import { fieldAt, isTrueAt, listAt, numberAt, textAt } from "../../../apiserver/printers/fields.ts";
import { humanDuration } from "../../../apiserver/printers/human-duration.ts";
import { formatLabels, formatLabelSelector, selectorText } from "../../../apiserver/printers/selector-text.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import { parseTimestamp } from "../../../model/timestamp.ts";
import { requireResource } from "../mapping.ts";
import { newReplicaSetOf, replicaSetsOf } from "../replica-sets.ts";
import type { DescribeAids, Describer } from "./parts.ts";
import {
  controllerOf,
  describeAnnotations,
  describeConditions,
  describeEvents,
  describeHead,
  describeLabels,
} from "./parts.ts";
import { describePodTemplate } from "./pods.ts";
import { DescribeText, longTime } from "./writer.ts";

/** As describeDeployment. */
export const describeDeployment: Describer = (deployment, aids) => {
  const text = new DescribeText();
  const status = (name: string) => numberAt(deployment, "status", name) ?? 0;
  text.line(0, `Name:\t${deployment.metadata.name}`);
  text.line(0, `Namespace:\t${deployment.metadata.namespace ?? ""}`);
  text.line(0, `CreationTimestamp:\t${longTime(deployment.metadata.creationTimestamp ?? "")}`);
  describeLabels(text, "Labels", deployment.metadata.labels);
  describeAnnotations(text, "Annotations", deployment.metadata.annotations);
  text.line(0, `Selector:\t${selectorText(fieldAt(deployment, "spec", "selector"))}`);
  text.line(
    0,
    `Replicas:\t${numberAt(deployment, "spec", "replicas") ?? 0} desired | ${status("updatedReplicas")} updated | ` +
      `${status("replicas")} total | ${status("availableReplicas")} available | ${status("unavailableReplicas")} unavailable`,
  );
  text.line(0, `StrategyType:\t${textAt(deployment, "spec", "strategy", "type")}`);
  text.line(0, `MinReadySeconds:\t${numberAt(deployment, "spec", "minReadySeconds") ?? 0}`);
  const rolling = fieldAt(deployment, "spec", "strategy", "rollingUpdate");
  if (rolling !== undefined) {
    const [unavailable, surge] = [amountText(rolling, "maxUnavailable"), amountText(rolling, "maxSurge")];
    text.line(0, `RollingUpdateStrategy:\t${unavailable} max unavailable, ${surge} max surge`);
  }
  describePodTemplate(text, fieldAt(deployment, "spec", "template"));
  describeConditions(text, deployment);
  describeReplicaSets(text, deployment, aids);
  describeEvents(text, aids);
  return text.toString();
};

function describeReplicaSets(text: DescribeText, deployment: KubernetesObject, { client }: DescribeAids): void {
  const owned = replicaSetsOf(client, deployment);
  if (owned.length === 0) return;
  const current = newReplicaSetOf(deployment, owned);
  const listed = (sets: readonly KubernetesObject[]) =>
    sets
      .map((set) => {
        const [made, wanted] = [numberAt(set, "status", "replicas") ?? 0, numberAt(set, "spec", "replicas") ?? 0];
        return `${set.metadata.name} (${made}/${wanted} replicas created)`;
      })
      .join(", ") || "<none>";
  text.line(0, `OldReplicaSets:\t${listed(owned.filter((set) => set !== current))}`);
  text.line(0, `NewReplicaSet:\t${listed(current ? [current] : [])}`);
}

/** As describeReplicaSet. */
export const describeReplicaSet: Describer = (object, aids) => {
  const text = new DescribeText();
  text.line(0, `Name:\t${object.metadata.name}`);
  text.line(0, `Namespace:\t${object.metadata.namespace ?? ""}`);
  text.line(0, `Selector:\t${formatLabelSelector(fieldAt(object, "spec", "selector"))}`);
  describeLabels(text, "Labels", object.metadata.labels);
  describeAnnotations(text, "Annotations", object.metadata.annotations);
  const controller = controllerOf(object);
  if (controller !== "") text.line(0, `Controlled By:\t${controller}`);
  const [made, wanted] = [numberAt(object, "status", "replicas") ?? 0, numberAt(object, "spec", "replicas") ?? 0];
  text.line(0, `Replicas:\t${made} current / ${wanted} desired`);
  text.line(0, podsStatus(object, aids));
  describePodTemplate(text, fieldAt(object, "spec", "template"));
  describeConditions(text, object);
  describeEvents(text, aids);
  return text.toString();
};

/** As describeStatefulSet. */
export const describeStatefulSet: Describer = (object, aids) => {
  const text = new DescribeText();
  text.line(0, `Name:\t${object.metadata.name}`);
  text.line(0, `Namespace:\t${object.metadata.namespace ?? ""}`);
  text.line(0, `CreationTimestamp:\t${longTime(object.metadata.creationTimestamp ?? "")}`);
  text.line(0, `Selector:\t${selectorText(fieldAt(object, "spec", "selector"))}`);
  describeLabels(text, "Labels", object.metadata.labels);
  describeAnnotations(text, "Annotations", object.metadata.annotations);
  const [wanted, made] = [numberAt(object, "spec", "replicas") ?? 0, numberAt(object, "status", "replicas") ?? 0];
  text.line(0, `Replicas:\t${wanted} desired | ${made} total`);
  text.line(0, `Update Strategy:\t${textAt(object, "spec", "updateStrategy", "type")}`);
  const rolling = fieldAt(object, "spec", "updateStrategy", "rollingUpdate");
  const partition = numberAt(rolling, "partition");
  if (partition !== undefined) {
    text.line(1, `Partition:\t${partition}`);
    if (fieldAt(rolling, "maxUnavailable") !== undefined) {
      text.line(1, `MaxUnavailable:\t${amountText(rolling, "maxUnavailable")}`);
    }
  }
  text.line(0, podsStatus(object, aids));
  describePodTemplate(text, fieldAt(object, "spec", "template"));
  describeClaims(text, listAt(object, "spec", "volumeClaimTemplates"));
  describeEvents(text, aids);
  return text.toString();
};

function describeClaims(text: DescribeText, claims: readonly unknown[]): void {
  text.line(0, `Volume Claims:${claims.length === 0 ? "\t<none>" : ""}`);
  for (const claim of claims) {
    text.line(1, `Name:\t${textAt(claim, "metadata", "name")}`);
    text.line(1, `StorageClass:\t${textAt(claim, "spec", "storageClassName")}`);
    describeLabels(text, "  Labels", fieldAt(claim, "metadata", "labels"));
    describeLabels(text, "  Annotations", fieldAt(claim, "metadata", "annotations"));
    text.line(1, `Capacity:\t${textAt(claim, "spec", "resources", "requests", "storage") || "<default>"}`);
    text.line(1, `Access Modes:\t[${listAt(claim, "spec", "accessModes").join(" ")}]`);
  }
}

/** As describeDaemonSet. */
export const describeDaemonSet: Describer = (object, aids) => {
  const text = new DescribeText();
  const status = (name: string) => numberAt(object, "status", name) ?? 0;
  text.line(0, `Name:\t${object.metadata.name}`);
  text.line(0, `Namespace:\t${object.metadata.namespace ?? ""}`);
  text.line(0, `Selector:\t${selectorText(fieldAt(object, "spec", "selector"))}`);
  text.line(0, `Node-Selector:\t${formatLabels(fieldAt(object, "spec", "template", "spec", "nodeSelector"))}`);
  describeLabels(text, "Labels", object.metadata.labels);
  describeAnnotations(text, "Annotations", object.metadata.annotations);
  text.line(0, `Desired Number of Nodes Scheduled: ${status("desiredNumberScheduled")}`);
  text.line(0, `Current Number of Nodes Scheduled: ${status("currentNumberScheduled")}`);
  text.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status("updatedNumberScheduled")}`);
  text.line(0, `Number of Nodes Scheduled with Available Pods: ${status("numberAvailable")}`);
  text.line(0, `Number of Nodes Misscheduled: ${status("numberMisscheduled")}`);
  text.line(0, podsStatus(object, aids));
  describePodTemplate(text, fieldAt(object, "spec", "template"));
  describeEvents(text, aids);
  return text.toString();
};

/** As describeJob. */
export const describeJob: Describer = (job, aids) => {
  const text = new DescribeText();
  text.line(0, `Name:\t${job.metadata.name}`);
  text.line(0, `Namespace:\t${job.metadata.namespace ?? ""}`);
  text.line(0, `Selector:\t${selectorText(fieldAt(job, "spec", "selector"))}`);
  describeLabels(text, "Labels", job.metadata.labels);
  describeAnnotations(text, "Annotations", job.metadata.annotations);
  const controller = controllerOf(job);
  if (controller !== "") text.line(0, `Controlled By:\t${controller}`);
  describeJobSpec(text, fieldAt(job, "spec"));
  describeJobTimes(text, job);
  describePodTemplate(text, fieldAt(job, "spec", "template"));
  describeEvents(text, aids);
  return text.toString();
};

function describeJobSpec(text: DescribeText, spec: unknown): void {
  const shown = [
    ["Parallelism", numberAt(spec, "parallelism")],
    ["Completions", numberAt(spec, "completions") ?? "<unset>"],
    ["Completion Mode", textAt(spec, "completionMode") || undefined],
    ["Suspend", fieldAt(spec, "suspend") === undefined ? undefined : String(isTrueAt(spec, "suspend"))],
    ["Backoff Limit", numberAt(spec, "backoffLimit")],
    ["TTL Seconds After Finished", numberAt(spec, "ttlSecondsAfterFinished")],
  ] as const;
  for (const [title, value] of shown) if (value !== undefined) text.line(0, `${title}:\t${value}`);
}

function describeJobTimes(text: DescribeText, job: KubernetesObject): void {
  const [start, end] = [textAt(job, "status", "startTime"), textAt(job, "status", "completionTime")];
  if (start !== "") text.line(0, `Start Time:\t${longTime(start)}`);
  if (end !== "") text.line(0, `Completed At:\t${longTime(end)}`);
  if (start !== "" && end !== "") {
    text.line(0, `Duration:\t${humanDuration((parseTimestamp(end) ?? 0) - (parseTimestamp(start) ?? 0))}`);
  }
  const deadline = numberAt(job, "spec", "activeDeadlineSeconds");
  if (deadline !== undefined) text.line(0, `Active Deadline Seconds:\t${deadline}s`);
  const ready = numberAt(job, "status", "ready");
  const count = (name: string) => numberAt(job, "status", name) ?? 0;
  text.line(
    0,
    `Pods Statuses:\t${count("active")} Active${ready === undefined ? "" : ` (${ready} Ready)`} / ` +
      `${count("succeeded")} Succeeded / ${count("failed")} Failed`,
  );
  if (textAt(job, "spec", "completionMode") === "Indexed") {
    text.line(0, `Completed Indexes:\t${textAt(job, "status", "completedIndexes") || "<none>"}`);
  }
}

/** As describeCronJob. */
export const describeCronJob: Describer = (cronJob, aids) => {
  const text = new DescribeText();
  const spec = fieldAt(cronJob, "spec");
  const job = fieldAt(spec, "jobTemplate", "spec");
  describeHead(text, cronJob);
  const lastSchedule = textAt(cronJob, "status", "lastScheduleTime");
  const deadline = numberAt(spec, "startingDeadlineSeconds");
  const selector = fieldAt(job, "selector");
  const suspend = fieldAt(spec, "suspend");
  const jobDeadline = numberAt(job, "activeDeadlineSeconds");
  text.line(0, `Schedule:\t${textAt(spec, "schedule")}`);
  text.line(0, `Concurrency Policy:\t${textAt(spec, "concurrencyPolicy")}`);
  text.line(0, `Suspend:\t${suspend === undefined ? "<unset>" : isTrueAt(spec, "suspend") ? "True" : "False"}`);
  text.line(0, `Time Zone:\t${textAt(spec, "timeZone") || "<unset>"}`);
  text.line(0, `Successful Job History Limit:\t${numberAt(spec, "successfulJobsHistoryLimit") ?? "<unset>"}`);
  text.line(0, `Failed Job History Limit:\t${numberAt(spec, "failedJobsHistoryLimit") ?? "<unset>"}`);
  text.line(0, `Starting Deadline Seconds:\t${deadline === undefined ? "<unset>" : `${deadline}s`}`);
  text.line(0, `Selector:\t${selector === undefined ? "<unset>" : selectorText(selector)}`);
  text.line(0, `Parallelism:\t${numberAt(job, "parallelism") ?? "<unset>"}`);
  text.line(0, `Completions:\t${numberAt(job, "completions") ?? "<unset>"}`);
  if (jobDeadline !== undefined) text.line(0, `Active Deadline Seconds:\t${jobDeadline}s`);
  describePodTemplate(text, fieldAt(job, "template"));
  text.line(0, `Last Schedule Time:\t${lastSchedule === "" ? "<unset>" : longTime(lastSchedule)}`);
  const active = listAt(cronJob, "status", "active").map((reference) => textAt(reference, "name"));
  text.line(0, `Active Jobs:\t${active.join(", ") || "<none>"}`);
  describeEvents(text, aids);
  return text.toString();
};

/** How many of the pods that an object controls are in each phase. */
function podsStatus(object: KubernetesObject, { client }: DescribeAids): string {
  const pods = client
    .list(requireResource("pods"), object.metadata.namespace, {
      labelSelector: selectorText(fieldAt(object, "spec", "selector")),
    })
    .filter((pod) =>
      pod.metadata.ownerReferences?.some((owner) => owner.controller && owner.uid === object.metadata.uid),
    );
  const count = (phase: string) => pods.filter((pod) => textAt(pod, "status", "phase") === phase).length;
  return (
    `Pods Status:\t${count("Running")} Running / ${count("Pending")} Waiting / ` +
    `${count("Succeeded")} Succeeded / ${count("Failed")} Failed`
  );
}

function amountText(owner: unknown, field: string): string {
  return textAt(owner, field) || String(numberAt(owner, field) ?? 0);
}
