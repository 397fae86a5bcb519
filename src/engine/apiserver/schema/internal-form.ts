// Objects as the API server holds them: Go's own names, every field there, nil as null. Its messages print them as JSON of this form.
// As pkg/apis/core/types.go orders the fields; where that is as in the served version, the served version's order is taken.
import type { Json, JsonObject } from "../../model/json.ts";
import { isJsonObject } from "../../model/json.ts";
import { goFieldName } from "./go-names.ts";
import { schemaOf } from "./schema.ts";
import type { GoType, StructType } from "./schema.ts";

/** Fields of structs whose internal form is ordered otherwise, or holds more. */
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  "v1.PodSpec": `Volumes InitContainers Containers EphemeralContainers RestartPolicy TerminationGracePeriodSeconds
    ActiveDeadlineSeconds DNSPolicy NodeSelector ServiceAccountName AutomountServiceAccountToken NodeName SecurityContext
    ImagePullSecrets Hostname Subdomain SetHostnameAsFQDN Affinity SchedulerName Tolerations HostAliases PriorityClassName
    Priority PreemptionPolicy DNSConfig ReadinessGates RuntimeClassName Overhead EnableServiceLinks
    TopologySpreadConstraints OS SchedulingGates ResourceClaims Resources HostnameOverride SchedulingGroup`.split(
    /\s+/,
  ),
  "v1.PodSecurityContext": `HostNetwork HostPID HostIPC ShareProcessNamespace HostUsers SELinuxOptions WindowsOptions
    RunAsUser RunAsGroup RunAsNonRoot SupplementalGroups SupplementalGroupsPolicy FSGroup FSGroupChangePolicy Sysctls
    SeccompProfile AppArmorProfile SELinuxChangePolicy`.split(/\s+/),
  "v1.Volume": `Name HostPath EmptyDir GCEPersistentDisk AWSElasticBlockStore GitRepo Secret NFS ISCSI Glusterfs
    PersistentVolumeClaim RBD Quobyte FlexVolume Cinder CephFS Flocker DownwardAPI FC AzureFile ConfigMap VsphereVolume
    AzureDisk PhotonPersistentDisk Projected PortworxVolume ScaleIO StorageOS CSI Ephemeral Image`.split(/\s+/),
};
/** What the served version has beside the security context, and the internal one in it. */
const HOST_FIELDS: readonly (readonly [name: string, isPointer: boolean])[] = [
  ["hostNetwork", false],
  ["hostPID", false],
  ["hostIPC", false],
  ["shareProcessNamespace", true],
  ["hostUsers", true],
];

/** The internal form of a struct of the API: `internalForm("PodSpec", pod.spec)`. */
export function internalForm(kind: string, value: unknown, apiVersion = "v1"): Json {
  const schema = schemaOf({ apiVersion, kind });
  if (!schema) throw new Error(`no schema of ${apiVersion} ${kind}`);
  return structForm(schema, isJsonObject(value) ? value : {});
}

/** JSON as Go writes it: a space for a step in, and what HTML could mistake escaped. */
export function indentedGoJson(value: Json): string {
  return escapeHtml(JSON.stringify(value, undefined, 1));
}

/** JSON as Go writes it on one line. */
export function goJsonLine(value: Json): string {
  return escapeHtml(JSON.stringify(value));
}

function escapeHtml(json: string): string {
  return json.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

function structForm(type: StructType, value: Readonly<Record<string, unknown>>): Json {
  const entries = new Map<string, Json>();
  for (const field of type.fields.values()) entries.set(goFieldName(field.name), formOf(field.type, value[field.name]));
  if (type.name === "v1.PodSpec") entries.set("SecurityContext", securityForm(value, entries.get("SecurityContext")));
  const names = ORDERS[type.name] ?? [...entries.keys()];
  return Object.fromEntries(names.map((name) => [name, entries.get(name) ?? null]));
}

function securityForm(spec: Readonly<Record<string, unknown>>, own: Json | undefined): Json {
  const form: JsonObject = own !== undefined && isJsonObject(own) ? own : {};
  const hosts = HOST_FIELDS.map(([name, isPointer]): [string, Json] => [
    goFieldName(name),
    spec[name] === true || (spec[name] === false && isPointer) ? spec[name] : isPointer ? null : false,
  ]);
  return { ...form, ...Object.fromEntries(hosts) };
}

function formOf(type: GoType, value: unknown): Json {
  switch (type.kind) {
    case "pointer":
      return value === undefined || value === null ? null : formOf(type.to, value);
    case "scalar": {
      const zero = type.base === "string" ? "" : type.base === "bool" ? false : 0;
      return typeof value === typeof zero ? (value as Json) : zero;
    }
    case "list":
      return Array.isArray(value) && value.length > 0 ? value.map((element) => formOf(type.element, element)) : null;
    case "map": {
      if (!isJsonObject(value) || Object.keys(value).length === 0) return null;
      const keys = Object.keys(value).toSorted();
      return Object.fromEntries(keys.map((key) => [key, formOf(type.value, value[key])]));
    }
    case "special":
      return specialForm(type.special, value);
    default:
      return structForm(type, isJsonObject(value) ? value : {});
  }
}

function specialForm(special: string, value: unknown): Json {
  if (value !== undefined && value !== null) return value as Json;
  return special === "IntOrString" ? 0 : special === "Quantity" ? "0" : null;
}
