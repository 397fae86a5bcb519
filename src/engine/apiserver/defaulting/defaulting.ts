// Defaulting, kind by kind. As pkg/apis/*/v1/defaults.go and zz_generated.defaults.go.
import { draftIn, draftsIn, ensureDraft, setDefault, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { defaultPod, defaultPodTemplate } from "./pod.ts";
import { defaultService, defaultServiceStatus } from "./service.ts";

/** Fills in what a decoded object leaves open. Twice is once. */
export function applyDefaults(kind: string, draft: Draft): void {
  DEFAULTS[kind]?.(draft);
}

/** Fills in what a new status leaves open; the rest of the draft may be shared and stays as it is. */
export function applyStatusDefaults(kind: string, draft: Draft): void {
  if (kind === "Service") defaultServiceStatus(draft);
  if (kind === "Namespace") setDefault(ensureDraft(draft, "status"), "phase", "Active");
}

const DEFAULTS: Readonly<Record<string, (draft: Draft) => void>> = {
  Pod: defaultPod,
  Service: defaultService,
  Deployment: defaultDeployment,
  ReplicaSet: defaultReplicaSet,
  StatefulSet: defaultStatefulSet,
  DaemonSet: defaultDaemonSet,
  Job: defaultJob,
  CronJob: defaultCronJob,
  ReplicationController: defaultReplicationController,
  Endpoints: defaultEndpoints,
  EndpointSlice: defaultEndpointSlice,
  Namespace: defaultNamespace,
  Node: defaultNode,
  Secret: (draft) => setDefault(draft, "type", "Opaque"),
  NetworkPolicy: defaultNetworkPolicy,
  PersistentVolumeClaim: defaultClaim,
  PersistentVolume: defaultVolume,
  StorageClass: defaultStorageClass,
  RoleBinding: defaultRoleBinding,
  ClusterRoleBinding: defaultRoleBinding,
  PriorityClass: (draft) => setDefault(draft, "preemptionPolicy", "PreemptLowerPriority"),
};

function defaultDeployment(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  defaultPodTemplate(ensureDraft(spec, "template"));
  setDefault(spec, "replicas", 1);
  const strategy = ensureDraft(spec, "strategy");
  setDefault(strategy, "type", "RollingUpdate");
  if (strategy["type"] === "RollingUpdate") {
    const rolling = ensureDraft(strategy, "rollingUpdate");
    setDefault(rolling, "maxUnavailable", "25%");
    setDefault(rolling, "maxSurge", "25%");
  }
  setDefault(spec, "revisionHistoryLimit", 10);
  setDefault(spec, "progressDeadlineSeconds", 600);
}

function defaultReplicaSet(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  defaultPodTemplate(ensureDraft(spec, "template"));
  setDefault(spec, "replicas", 1);
}

function defaultReplicationController(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  const template = draftIn(spec, "template");
  if (template) {
    defaultPodTemplate(template);
    const labels = draftIn(draftIn(template, "metadata"), "labels");
    const metadata = ensureDraft(draft, "metadata");
    if (labels && !draftIn(spec, "selector")) spec["selector"] = { ...labels };
    if (labels && !draftIn(metadata, "labels")) metadata["labels"] = { ...labels };
  }
  setDefault(spec, "replicas", 1);
}

function defaultStatefulSet(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  defaultPodTemplate(ensureDraft(spec, "template"));
  for (const claim of draftsIn(spec, "volumeClaimTemplates")) {
    claim["apiVersion"] ??= "v1";
    claim["kind"] ??= "PersistentVolumeClaim";
    defaultClaim(claim);
  }
  setDefault(spec, "podManagementPolicy", "OrderedReady");
  const strategy = ensureDraft(spec, "updateStrategy");
  if (textIn(strategy, "type") === "") {
    strategy["type"] = "RollingUpdate";
    ensureDraft(strategy, "rollingUpdate");
  }
  const rolling = draftIn(strategy, "rollingUpdate");
  if (strategy["type"] === "RollingUpdate" && rolling) {
    setDefault(rolling, "partition", 0);
  }
  const retention = ensureDraft(spec, "persistentVolumeClaimRetentionPolicy");
  setDefault(retention, "whenDeleted", "Retain");
  setDefault(retention, "whenScaled", "Retain");
  setDefault(spec, "replicas", 1);
  setDefault(spec, "revisionHistoryLimit", 10);
}

function defaultDaemonSet(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  defaultPodTemplate(ensureDraft(spec, "template"));
  const strategy = ensureDraft(spec, "updateStrategy");
  setDefault(strategy, "type", "RollingUpdate");
  if (strategy["type"] === "RollingUpdate") {
    const rolling = ensureDraft(strategy, "rollingUpdate");
    setDefault(rolling, "maxUnavailable", 1);
    setDefault(rolling, "maxSurge", 0);
  }
  setDefault(spec, "revisionHistoryLimit", 10);
}

function defaultJob(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  defaultJobSpec(spec);
  const labels = draftIn(draftIn(draftIn(spec, "template"), "metadata"), "labels");
  const metadata = ensureDraft(draft, "metadata");
  if (labels && Object.keys(draftIn(metadata, "labels") ?? {}).length === 0) metadata["labels"] = { ...labels };
  if (spec["completions"] === undefined && spec["parallelism"] === undefined) spec["completions"] = 1;
  setDefault(spec, "parallelism", 1);
  setDefault(spec, "backoffLimit", spec["backoffLimitPerIndex"] === undefined ? 6 : 2_147_483_647);
  setDefault(spec, "completionMode", "NonIndexed");
  setDefault(spec, "suspend", false);
  setDefault(spec, "podReplacementPolicy", spec["podFailurePolicy"] ? "Failed" : "TerminatingOrFailed");
  setDefault(spec, "manualSelector", false);
}

function defaultCronJob(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  defaultJobSpec(ensureDraft(ensureDraft(spec, "jobTemplate"), "spec"));
  setDefault(spec, "concurrencyPolicy", "Allow");
  setDefault(spec, "suspend", false);
  setDefault(spec, "successfulJobsHistoryLimit", 3);
  setDefault(spec, "failedJobsHistoryLimit", 1);
}

function defaultJobSpec(spec: Draft): void {
  defaultPodTemplate(ensureDraft(spec, "template"));
  for (const rule of draftsIn(draftIn(spec, "podFailurePolicy"), "rules")) {
    for (const pattern of draftsIn(rule, "onPodConditions")) setDefault(pattern, "status", "True");
  }
}

function defaultEndpoints(draft: Draft): void {
  for (const subset of draftsIn(draft, "subsets")) {
    for (const port of draftsIn(subset, "ports")) setDefault(port, "protocol", "TCP");
  }
}

function defaultEndpointSlice(draft: Draft): void {
  for (const port of draftsIn(draft, "ports")) {
    port["name"] ??= "";
    port["protocol"] ??= "TCP";
  }
}

function defaultNamespace(draft: Draft): void {
  const metadata = ensureDraft(draft, "metadata");
  const name = textIn(metadata, "name");
  if (name !== "") ensureDraft(metadata, "labels")["kubernetes.io/metadata.name"] = name;
  setDefault(ensureDraft(draft, "status"), "phase", "Active");
}

function defaultNode(draft: Draft): void {
  const status = ensureDraft(draft, "status");
  const capacity = draftIn(status, "capacity");
  if (capacity && !draftIn(status, "allocatable")) status["allocatable"] = { ...capacity };
}

function defaultNetworkPolicy(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  for (const rule of [...draftsIn(spec, "ingress"), ...draftsIn(spec, "egress")]) {
    for (const port of draftsIn(rule, "ports")) port["protocol"] ??= "TCP";
  }
  const types = spec["policyTypes"];
  if (!Array.isArray(types) || types.length === 0) {
    spec["policyTypes"] = draftsIn(spec, "egress").length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
  }
}

function defaultClaim(draft: Draft): void {
  setDefault(ensureDraft(draft, "spec"), "volumeMode", "Filesystem");
  setDefault(ensureDraft(draft, "status"), "phase", "Pending");
}

function defaultVolume(draft: Draft): void {
  const spec = ensureDraft(draft, "spec");
  setDefault(ensureDraft(draft, "status"), "phase", "Pending");
  setDefault(spec, "persistentVolumeReclaimPolicy", "Retain");
  setDefault(spec, "volumeMode", "Filesystem");
}

function defaultStorageClass(draft: Draft): void {
  setDefault(draft, "reclaimPolicy", "Delete");
  setDefault(draft, "volumeBindingMode", "Immediate");
}

function defaultRoleBinding(draft: Draft): void {
  setDefault(ensureDraft(draft, "roleRef"), "apiGroup", "rbac.authorization.k8s.io");
  for (const subject of draftsIn(draft, "subjects")) {
    if (subject["kind"] !== "ServiceAccount") setDefault(subject, "apiGroup", "rbac.authorization.k8s.io");
  }
}
