// Every resource that the API serves, as discovery tells it (Kubernetes 1.36, default groups). One table for discovery, the REST door and kubectl.

/** A resource of the API: what `kubectl api-resources` prints of it, its verbs and its subresources. */
export type Resource = {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly isNamespaced: boolean;
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
};

const STANDARD_VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const CREATE_ONLY = ["create"];

type Row = {
  readonly kind: string;
  readonly plural?: string;
  readonly short?: readonly string[];
  readonly isGlobal?: true;
  readonly categories?: readonly string[];
  readonly verbs?: readonly string[];
  readonly subresources?: readonly string[];
};

/** Group versions in the order in which the API server lists its groups; within a group the preferred version first. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  v1: [
    { kind: "Binding", verbs: CREATE_ONLY },
    { kind: "ComponentStatus", plural: "componentstatuses", short: ["cs"], isGlobal: true, verbs: ["get", "list"] },
    { kind: "ConfigMap", short: ["cm"] },
    { kind: "Endpoints", plural: "endpoints", short: ["ep"] },
    { kind: "Event", short: ["ev"] },
    { kind: "LimitRange", short: ["limits"] },
    {
      kind: "Namespace",
      short: ["ns"],
      isGlobal: true,
      verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
      subresources: ["finalize", "status"],
    },
    { kind: "Node", short: ["no"], isGlobal: true, subresources: ["proxy", "status"] },
    { kind: "PersistentVolumeClaim", short: ["pvc"], subresources: ["status"] },
    { kind: "PersistentVolume", short: ["pv"], isGlobal: true, subresources: ["status"] },
    {
      kind: "Pod",
      short: ["po"],
      categories: ["all"],
      subresources: [
        "attach",
        "binding",
        "ephemeralcontainers",
        "eviction",
        "exec",
        "log",
        "portforward",
        "proxy",
        "resize",
        "status",
      ],
    },
    { kind: "PodTemplate" },
    { kind: "ReplicationController", short: ["rc"], categories: ["all"], subresources: ["scale", "status"] },
    { kind: "ResourceQuota", short: ["quota"], subresources: ["status"] },
    { kind: "Secret" },
    { kind: "ServiceAccount", short: ["sa"], subresources: ["token"] },
    { kind: "Service", short: ["svc"], categories: ["all"], subresources: ["proxy", "status"] },
  ],
  "apiregistration.k8s.io/v1": [
    {
      kind: "APIService",
      plural: "apiservices",
      isGlobal: true,
      categories: ["api-extensions"],
      subresources: ["status"],
    },
  ],
  "apps/v1": [
    { kind: "ControllerRevision" },
    { kind: "DaemonSet", short: ["ds"], categories: ["all"], subresources: ["status"] },
    { kind: "Deployment", short: ["deploy"], categories: ["all"], subresources: ["scale", "status"] },
    { kind: "ReplicaSet", short: ["rs"], categories: ["all"], subresources: ["scale", "status"] },
    { kind: "StatefulSet", short: ["sts"], categories: ["all"], subresources: ["scale", "status"] },
  ],
  "events.k8s.io/v1": [{ kind: "Event", short: ["ev"] }],
  "authentication.k8s.io/v1": [
    { kind: "SelfSubjectReview", isGlobal: true, verbs: CREATE_ONLY },
    { kind: "TokenReview", isGlobal: true, verbs: CREATE_ONLY },
  ],
  "authorization.k8s.io/v1": [
    { kind: "LocalSubjectAccessReview", verbs: CREATE_ONLY },
    { kind: "SelfSubjectAccessReview", isGlobal: true, verbs: CREATE_ONLY },
    { kind: "SelfSubjectRulesReview", isGlobal: true, verbs: CREATE_ONLY },
    { kind: "SubjectAccessReview", isGlobal: true, verbs: CREATE_ONLY },
  ],
  "autoscaling/v2": [
    { kind: "HorizontalPodAutoscaler", short: ["hpa"], categories: ["all"], subresources: ["status"] },
  ],
  "autoscaling/v1": [
    { kind: "HorizontalPodAutoscaler", short: ["hpa"], categories: ["all"], subresources: ["status"] },
  ],
  "batch/v1": [
    { kind: "CronJob", short: ["cj"], categories: ["all"], subresources: ["status"] },
    { kind: "Job", categories: ["all"], subresources: ["status"] },
  ],
  "certificates.k8s.io/v1": [
    { kind: "CertificateSigningRequest", short: ["csr"], isGlobal: true, subresources: ["approval", "status"] },
  ],
  "networking.k8s.io/v1": [
    { kind: "IngressClass", isGlobal: true },
    { kind: "Ingress", short: ["ing"], subresources: ["status"] },
    { kind: "IPAddress", plural: "ipaddresses", short: ["ip"], isGlobal: true },
    { kind: "NetworkPolicy", short: ["netpol"] },
    { kind: "ServiceCIDR", isGlobal: true, subresources: ["status"] },
  ],
  "policy/v1": [{ kind: "PodDisruptionBudget", short: ["pdb"], subresources: ["status"] }],
  "rbac.authorization.k8s.io/v1": [
    { kind: "ClusterRoleBinding", isGlobal: true },
    { kind: "ClusterRole", isGlobal: true },
    { kind: "RoleBinding" },
    { kind: "Role" },
  ],
  "storage.k8s.io/v1": [
    { kind: "CSIDriver", isGlobal: true },
    { kind: "CSINode", isGlobal: true },
    { kind: "CSIStorageCapacity" },
    { kind: "StorageClass", short: ["sc"], isGlobal: true },
    { kind: "VolumeAttachment", isGlobal: true, subresources: ["status"] },
    { kind: "VolumeAttributesClass", short: ["vac"], isGlobal: true },
  ],
  "admissionregistration.k8s.io/v1": [
    { kind: "MutatingAdmissionPolicy", isGlobal: true, categories: ["api-extensions"] },
    { kind: "MutatingAdmissionPolicyBinding", isGlobal: true, categories: ["api-extensions"] },
    { kind: "MutatingWebhookConfiguration", isGlobal: true, categories: ["api-extensions"] },
    {
      kind: "ValidatingAdmissionPolicy",
      isGlobal: true,
      categories: ["api-extensions"],
      subresources: ["status"],
    },
    { kind: "ValidatingAdmissionPolicyBinding", isGlobal: true, categories: ["api-extensions"] },
    { kind: "ValidatingWebhookConfiguration", isGlobal: true, categories: ["api-extensions"] },
  ],
  "apiextensions.k8s.io/v1": [
    {
      kind: "CustomResourceDefinition",
      short: ["crd", "crds"],
      isGlobal: true,
      categories: ["api-extensions"],
      subresources: ["status"],
    },
  ],
  "scheduling.k8s.io/v1": [{ kind: "PriorityClass", short: ["pc"], isGlobal: true }],
  "coordination.k8s.io/v1": [{ kind: "Lease" }],
  "node.k8s.io/v1": [{ kind: "RuntimeClass", isGlobal: true }],
  "discovery.k8s.io/v1": [{ kind: "EndpointSlice" }],
  "resource.k8s.io/v1": [
    { kind: "DeviceClass", isGlobal: true },
    { kind: "ResourceClaim", subresources: ["status"] },
    { kind: "ResourceClaimTemplate" },
    { kind: "ResourceSlice", isGlobal: true },
  ],
  "flowcontrol.apiserver.k8s.io/v1": [
    { kind: "FlowSchema", isGlobal: true, subresources: ["status"] },
    { kind: "PriorityLevelConfiguration", isGlobal: true, subresources: ["status"] },
  ],
};

/** All of them, group by group in the order of discovery. */
export const RESOURCES: readonly Resource[] = Object.entries(ROWS).flatMap(([groupVersion, rows]) =>
  rows.map((row) => resourceOf(groupVersion, row)),
);

const byKind = new Map<string, Resource>();
const byPath = new Map<string, Resource>();
const byGroupKind = new Map<string, Resource>();
for (const resource of RESOURCES) {
  if (!byKind.has(resource.kind)) byKind.set(resource.kind, resource);
  byPath.set(`${groupVersionOf(resource)}/${resource.plural}`, resource);
  byGroupKind.set(`${groupVersionOf(resource)}/${resource.kind}`, resource);
}

/** The resource of a kind; of two groups that have it (Event, HorizontalPodAutoscaler) the first. */
export function resourceOfKind(kind: string): Resource | undefined {
  return byKind.get(kind);
}

/** The resource behind an object's apiVersion and kind; undefined when the API does not serve that pair. */
export function resourceOfObject(object: { readonly apiVersion: string; readonly kind: string }): Resource | undefined {
  return byGroupKind.get(`${object.apiVersion}/${object.kind}`);
}

/** The resource behind a path's group version ("v1", "apps/v1") and plural. */
export function resourceAt(groupVersion: string, plural: string): Resource | undefined {
  return byPath.get(`${groupVersion}/${plural}`);
}

/** "v1" or "apps/v1": what an object of the resource has as apiVersion. */
export function groupVersionOf(resource: { readonly group: string; readonly version: string }): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}

/** "services" or "deployments.apps": how messages name a resource. */
export function qualifiedPlural(resource: { readonly group: string; readonly plural: string }): string {
  return resource.group === "" ? resource.plural : `${resource.plural}.${resource.group}`;
}

function resourceOf(groupVersion: string, row: Row): Resource {
  const slash = groupVersion.indexOf("/");
  const singular = row.kind.toLowerCase();
  return {
    group: slash < 0 ? "" : groupVersion.slice(0, slash),
    version: groupVersion.slice(slash + 1),
    kind: row.kind,
    plural: row.plural ?? pluralOf(singular),
    singular,
    shortNames: row.short ?? [],
    isNamespaced: row.isGlobal !== true,
    categories: row.categories ?? [],
    verbs: row.verbs ?? STANDARD_VERBS,
    subresources: row.subresources ?? [],
  };
}

// As apimachinery's UnsafeGuessKindToResource.
function pluralOf(singular: string): string {
  if (singular.endsWith("s")) return `${singular}es`;
  return singular.endsWith("y") ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
