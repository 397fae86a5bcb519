// Jobs and CronJobs. As pkg/apis/batch/validation/validation.go.
import { draftIn, numberIn, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { invalid, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./field-error.ts";
import { selectorTakes, validateLabelSelector } from "./labels.ts";
import { validateImmutable, validateMeta, validateMetaUpdate } from "./meta.ts";
import { scheduleProblem } from "./cron-schedule.ts";
import { validateJobPolicies, validateManagedBy } from "./job-policies.ts";
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
  return [
    ...validateMeta(job, { isNamespaced: true, name: subdomainProblems }),
    ...validateGenerated(job),
    ...validateSelectedJob(job),
  ];
}

/** A changed Job. */
export function validateJobUpdate(job: Draft, before: Draft): FieldError[] {
  const [spec, old] = [draftIn(job, "spec") ?? {}, draftIn(before, "spec") ?? {}];
  const errors = [...validateMetaUpdate(job, before), ...validateSelectedJob(job)];
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
  errors.push(...validateTimeZone(spec));
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

function validateSelectedJob(job: Draft): FieldError[] {
  const spec = draftIn(job, "spec") ?? {};
  const errors = validateJobSpec(spec, "spec");
  const selector = draftIn(spec, "selector");
  if (!selector) errors.push(required("spec.selector"));
  else errors.push(...validateLabelSelector(selector, "spec.selector"));
  const labels = draftIn(draftIn(draftIn(spec, "template"), "metadata"), "labels");
  if (selector && selectorTakes(selector, labels)) return errors;
  const shown = labels && internalMap(labels);
  return [...errors, invalid("spec.template.metadata.labels", shown, "`selector` does not match template `labels`")];
}

/** What the server has made the selector of must still be in it and in the template. As validateGeneratedSelector. */
function validateGenerated(job: Draft): FieldError[] {
  const [metadata, spec] = [draftIn(job, "metadata"), draftIn(job, "spec")];
  const selector = draftIn(spec, "selector");
  if (!selector || spec?.["manualSelector"] === true) return [];
  const labels = draftIn(draftIn(draftIn(spec, "template"), "metadata"), "labels");
  const expected = {
    "controller-uid": textIn(metadata, "uid"),
    "job-name": textIn(metadata, "name"),
    "batch.kubernetes.io/controller-uid": textIn(metadata, "uid"),
    "batch.kubernetes.io/job-name": textIn(metadata, "name"),
  };
  const errors = Object.entries(expected).flatMap(([key, value]) => {
    const field = `spec.template.metadata.labels[${key}]`;
    if (labels?.[key] === undefined) return [required(field, `must be '${value}'`)];
    return labels[key] === value ? [] : [invalid(field, internalMap(labels), `must be '${value}'`)];
  });
  if (selectorTakes(selector, expected)) return errors;
  return [...errors, invalid("spec.selector", selector, "`selector` not auto-generated")];
}

function internalMap(map: Draft): Draft {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function validateJobSpec(spec: Draft, path: string): FieldError[] {
  const errors = COUNTS.flatMap((field) => validateNonNegative(spec, field, path));
  if (numberIn(spec, "maxFailedIndexes") !== undefined && numberIn(spec, "backoffLimitPerIndex") === undefined) {
    errors.push(required(`${path}.backoffLimitPerIndex`, "when maxFailedIndexes is specified"));
  }
  errors.push(...validateManagedBy(spec, path));
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
  errors.push(...validateJobPolicies(spec, path));
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

function validateSchedule(schedule: string): FieldError[] {
  const why = schedule.includes("TZ")
    ? "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
    : scheduleProblem(schedule);
  return why === undefined ? [] : [invalid("spec.schedule", schedule, why)];
}

/** A zone of the IANA's list. As time.LoadLocation takes it: case counts. */
function validateTimeZone(spec: Draft): FieldError[] {
  if (spec["timeZone"] === undefined) return [];
  const field = "spec.timeZone";
  const zone = textIn(spec, "timeZone");
  if (zone === "") return [invalid(field, zone, "timeZone must be nil or non-empty string")];
  const errors: FieldError[] = [];
  if (zone.toLowerCase() === "local") {
    const why = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
    errors.push(invalid(field, zone, why));
  }
  return isTimeZone(zone) ? errors : [...errors, invalid(field, zone, `unknown time zone ${zone}`)];
}

function isTimeZone(zone: string): boolean {
  if (zone === "Local") return true;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    return timeZone === zone || timeZone.toLowerCase() !== zone.toLowerCase();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
