// Jobs and CronJobs. As pkg/apis/batch/validation/validation.go.
import { draftIn, numberIn, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { selectorTakes, validateLabelSelector } from "./labels.ts";
import { validateImmutable, validateMeta, validateMetaUpdate } from "./meta.ts";
import { subdomainProblems } from "./names.ts";
import { validateNonNegative } from "./numbers.ts";
import { validatePodTemplate } from "./pod.ts";

const MODES = ["NonIndexed", "Indexed"];
const CONCURRENCY = ["Allow", "Forbid", "Replace"];
const CRON_NAME_LENGTH_MAX = 52;
const COUNTS = [
  "parallelism",
  "completions",
  "activeDeadlineSeconds",
  "backoffLimit",
  "ttlSecondsAfterFinished",
  "backoffLimitPerIndex",
  "maxFailedIndexes",
];
const FIXED = ["selector", "template", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy"];

/** A new Job, its selector made. */
export function validateJob(job: Draft): FieldError[] {
  const spec = draftIn(job, "spec") ?? {};
  return [...validateMeta(job, { isNamespaced: true, name: subdomainProblems }), ...validateSelectedJob(spec)];
}

/** A changed Job. */
export function validateJobUpdate(job: Draft, before: Draft): FieldError[] {
  const [spec, old] = [draftIn(job, "spec") ?? {}, draftIn(before, "spec") ?? {}];
  const errors = [...validateMetaUpdate(job, before), ...validateSelectedJob(spec)];
  if (spec["completionMode"] !== "Indexed")
    errors.push(...validateImmutable(spec["completions"], old["completions"], "spec.completions"));
  return [...errors, ...FIXED.flatMap((field) => validateImmutable(spec[field], old[field], `spec.${field}`))];
}

/** A CronJob, new or changed. */
export function validateCronJob(cronJob: Draft): FieldError[] {
  const spec = draftIn(cronJob, "spec") ?? {};
  const name = textIn(draftIn(cronJob, "metadata"), "name");
  const errors = validateMeta(cronJob, { isNamespaced: true, name: subdomainProblems });
  const schedule = textIn(spec, "schedule");
  if (schedule === "") errors.push(required("spec.schedule"));
  else errors.push(...validateSchedule(schedule));
  errors.push(...validateNonNegative(spec, "startingDeadlineSeconds", "spec"));
  const concurrency = textIn(spec, "concurrencyPolicy");
  if (!CONCURRENCY.includes(concurrency)) {
    errors.push(notSupported("spec.concurrencyPolicy", concurrency, CONCURRENCY));
  }
  const jobSpec = draftIn(draftIn(spec, "jobTemplate"), "spec") ?? {};
  errors.push(...validateJobSpec(jobSpec, "spec.jobTemplate.spec"));
  errors.push(...validateNonNegative(spec, "successfulJobsHistoryLimit", "spec"));
  errors.push(...validateNonNegative(spec, "failedJobsHistoryLimit", "spec"));
  if (name.length <= CRON_NAME_LENGTH_MAX) return errors;
  return [...errors, invalid("metadata.name", name, `must be no more than ${CRON_NAME_LENGTH_MAX} characters`)];
}

function validateSelectedJob(spec: Draft): FieldError[] {
  const errors = validateJobSpec(spec, "spec");
  const selector = draftIn(spec, "selector");
  if (!selector) return [...errors, required("spec.selector")];
  errors.push(...validateLabelSelector(selector, "spec.selector"));
  const labels = draftIn(draftIn(draftIn(spec, "template"), "metadata"), "labels");
  if (selectorTakes(selector, labels)) return errors;
  return [...errors, invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`")];
}

function validateJobSpec(spec: Draft, path: string): FieldError[] {
  const errors = COUNTS.flatMap((field) => validateNonNegative(spec, field, path));
  const mode = textIn(spec, "completionMode") || "NonIndexed";
  if (!MODES.includes(mode)) errors.push(notSupported(`${path}.completionMode`, mode, MODES));
  if (mode === "Indexed" && numberIn(spec, "completions") === undefined) {
    errors.push(required(`${path}.completions`, "when completion mode is Indexed"));
  }
  if (mode === "NonIndexed") {
    for (const field of ["backoffLimitPerIndex", "maxFailedIndexes"]) {
      const value = numberIn(spec, field);
      if (value !== undefined) errors.push(invalid(`${path}.${field}`, value, "requires indexed completion mode"));
    }
  }
  errors.push(...validatePodTemplate(draftIn(spec, "template"), `${path}.template`));
  const field = `${path}.template.spec.restartPolicy`;
  const restart = textIn(draftIn(draftIn(spec, "template"), "spec"), "restartPolicy");
  if (restart === "Always" || restart === "") errors.push(required(field, 'valid values: "OnFailure", "Never"'));
  else if (restart !== "OnFailure" && restart !== "Never") {
    errors.push(notSupported(field, restart, ["OnFailure", "Never"]));
  } else if (spec["podFailurePolicy"] !== undefined && restart !== "Never") {
    errors.push(invalid(field, restart, 'only "Never" is supported when podFailurePolicy is specified'));
  }
  return errors;
}

/** Five fields, or a word. As robfig/cron words the two commonest mistakes. */
function validateSchedule(schedule: string): FieldError[] {
  if (schedule.includes("TZ")) {
    const why = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
    return [invalid("spec.schedule", schedule, why)];
  }
  if (schedule.startsWith("@")) {
    const isKnown = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every .+)$/.test(schedule);
    return isKnown ? [] : [invalid("spec.schedule", schedule, `unrecognized descriptor: ${schedule}`)];
  }
  const fields = schedule.trim().split(/\s+/);
  if (fields.length === 5) return [];
  const shown = `[${fields.join(" ")}]`;
  return [invalid("spec.schedule", schedule, `expected exactly 5 fields, found ${fields.length}: ${shown}`)];
}
