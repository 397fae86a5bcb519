import { draftIn, ensureDraft, textIn, textOf } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isJsonEqual } from "../json-equal.ts";
import { validateClaim, validateClaimUpdate } from "../validation/claims.ts";
import { validateEndpoints, validateEndpointSlice } from "../validation/endpoints.ts";
import { validateCronJob, validateJob, validateJobUpdate } from "../validation/jobs.ts";
import { validateIngress, validateNetworkPolicy } from "../validation/networking.ts";
import {
  validateConfigMap,
  validateLease,
  validateNode,
  validateNodeUpdate,
  validateSecret,
  validateServiceAccount,
} from "../validation/plain.ts";
import { daemonSetRules, deploymentRules, replicaSetRules, statefulSetRules } from "../validation/workloads.ts";
import { namespaceStrategy } from "./namespace.ts";
import { hostNameWarnings, podWarnings } from "./pod-warnings.ts";
import { podStrategy } from "./pod.ts";
import { serviceStrategy } from "./service.ts";
import type { Strategy } from "./strategy.ts";

const spec = (draft: Draft): unknown => draft["spec"];

const STRATEGIES: Readonly<Record<string, Strategy>> = {
  Service: serviceStrategy,
  Pod: podStrategy,
  Namespace: namespaceStrategy,
  Deployment: {
    // Annotations count too, as they are copied to the ReplicaSets.
    generationOf: (draft) => [draft["spec"], draftIn(draftIn(draft, "metadata"), "annotations")],
    validate: deploymentRules.create,
    validateUpdate: deploymentRules.update,
    warnings: templateWarnings,
  },
  ReplicaSet: {
    generationOf: spec,
    validate: replicaSetRules.create,
    validateUpdate: replicaSetRules.update,
    warnings: templateWarnings,
  },
  StatefulSet: {
    generationOf: spec,
    validate: statefulSetRules.create,
    validateUpdate: statefulSetRules.update,
    warnings: templateWarnings,
  },
  DaemonSet: {
    generationOf: spec,
    prepareCreate: (daemonSet) => countTemplates(daemonSet, undefined),
    prepareUpdate: countTemplates,
    validate: daemonSetRules.create,
    validateUpdate: daemonSetRules.update,
    warnings: templateWarnings,
  },
  Job: {
    generationOf: spec,
    prepareCreate: selectOwnPods,
    validate: validateJob,
    validateUpdate: validateJobUpdate,
    warnings: templateWarnings,
  },
  CronJob: {
    generationOf: spec,
    validate: validateCronJob,
    validateUpdate: validateCronJob,
    warnings: (cronJob, before) => [
      ...(before ? [] : hostNameWarnings(cronJob, "Pod names and hostnames")),
      ...podWarnings(draftIn(jobSpecOf(cronJob), "template"), "spec.jobTemplate.spec.template."),
    ],
  },
  ReplicationController: { generationOf: spec },
  Ingress: { generationOf: spec, validate: validateIngress, validateUpdate: validateIngress },
  NetworkPolicy: { generationOf: spec, validate: validateNetworkPolicy, validateUpdate: validateNetworkPolicy },
  PodDisruptionBudget: { generationOf: spec },
  Endpoints: { validate: validateEndpoints, validateUpdate: validateEndpoints },
  EndpointSlice: {
    generationOf: ({ metadata, ...content }) => [content, draftIn({ metadata }, "metadata")?.["labels"]],
    validate: validateEndpointSlice,
    validateUpdate: validateEndpointSlice,
    warnings: (slice) =>
      textIn(slice, "addressType") === "FQDN" ? ["spec.addressType: FQDN endpoints are deprecated"] : [],
  },
  PersistentVolumeClaim: {
    prepareCreate: (claim) => {
      const metadata = ensureDraft(claim, "metadata");
      metadata["finalizers"] ??= ["kubernetes.io/pvc-protection"];
    },
    validate: validateClaim,
    validateUpdate: validateClaimUpdate,
  },
  ConfigMap: { validate: validateConfigMap, validateUpdate: validateConfigMap },
  Secret: {
    prepareCreate: mergeStringData,
    prepareUpdate: mergeStringData,
    validate: validateSecret,
    validateUpdate: validateSecret,
  },
  ServiceAccount: { validate: validateServiceAccount, validateUpdate: validateServiceAccount },
  Node: { prepareUpdate: takeFirstNetwork, validate: validateNode, validateUpdate: validateNodeUpdate },
  Lease: { validate: validateLease, validateUpdate: validateLease },
};

/** The strategy of a kind; an empty one for kinds without rules of their own. */
export function strategyOf(kind: string): Strategy {
  return STRATEGIES[kind] ?? {};
}

/** podCIDR is the first of podCIDRs; who changes it alone means all of them. As the conversion of core/v1's NodeSpec. */
function takeFirstNetwork(node: Draft): void {
  const spec = ensureDraft(node, "spec");
  const [own, all] = [textIn(spec, "podCIDR"), spec["podCIDRs"]];
  if (own !== "" && Array.isArray(all) && all[0] !== own) spec["podCIDRs"] = [own];
}

const NAMING_KINDS = ["Deployment", "ReplicaSet", "Job"];

function templateWarnings(object: Draft, before: Draft | undefined): string[] {
  const isNaming = !before && NAMING_KINDS.includes(textIn(object, "kind"));
  const named = isNaming ? hostNameWarnings(object, "Pod names and hostnames") : [];
  const isSame = before !== undefined && isJsonEqual(object["spec"], before["spec"]);
  return isSame ? named : [...named, ...podWarnings(draftIn(draftIn(object, "spec"), "template"), "spec.template.")];
}

function jobSpecOf(cronJob: Draft): Draft | undefined {
  return draftIn(draftIn(draftIn(cronJob, "spec"), "jobTemplate"), "spec");
}

const TEMPLATE_COUNT = "deprecated.daemonset.template.generation";

/** apps/v1 keeps a DaemonSet's count of its templates in an annotation, whatever is written there. */
function countTemplates(daemonSet: Draft, before: Draft | undefined): void {
  const old = Number(draftIn(draftIn(before, "metadata"), "annotations")?.[TEMPLATE_COUNT] ?? 0);
  const isSame = before && isJsonEqual(draftIn(daemonSet, "spec")?.["template"], draftIn(before, "spec")?.["template"]);
  ensureDraft(ensureDraft(daemonSet, "metadata"), "annotations")[TEMPLATE_COUNT] = String(isSame ? old : old + 1);
}

/** A Job selects its pods by its own uid, unless it is told not to. As generateSelector of the Job registry. */
function selectOwnPods(job: Draft): void {
  const jobSpec = ensureDraft(job, "spec");
  if (jobSpec["manualSelector"] === true) return;
  const metadata = ensureDraft(job, "metadata");
  const labels = ensureDraft(ensureDraft(ensureDraft(jobSpec, "template"), "metadata"), "labels");
  for (const key of ["job-name", "batch.kubernetes.io/job-name"]) labels[key] ??= metadata["name"];
  for (const key of ["controller-uid", "batch.kubernetes.io/controller-uid"]) labels[key] ??= metadata["uid"];
  ensureDraft(ensureDraft(jobSpec, "selector"), "matchLabels")["batch.kubernetes.io/controller-uid"] ??=
    metadata["uid"];
}

/** stringData is written, never read: it becomes data. */
function mergeStringData(secret: Draft): void {
  const texts = draftIn(secret, "stringData");
  if (!texts) return;
  const data = ensureDraft(secret, "data");
  for (const [key, text] of Object.entries(texts)) data[key] = toBase64(textOf(text));
  delete secret["stringData"];
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 of a text's UTF-8 bytes. */
function toBase64(text: string): string {
  const bytes = utf8Of(text);
  let encoded = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let place = 0; place < 4; place++) {
      encoded += i + place > bytes.length ? "=" : ALPHABET[(group >> (18 - 6 * place)) & 63];
    }
  }
  return encoded;
}

function utf8Of(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}
