// Field selectors as text ("status.phase=Running,spec.nodeName!=node-1"). As apimachinery's pkg/fields/selector.go, with the fields
// that each kind's registry offers.
import type { KubernetesObject } from "../../model/objects.ts";
import { isJsonObject } from "../../model/json.ts";
import { goQuote } from "../go-text.ts";

type Term = { readonly field: string; readonly value: string; readonly isEqual: boolean };

export type ParsedFieldSelector = { readonly terms: readonly Term[] } | { readonly problem: string };

const EVENT_FIELDS = [
  ...["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"].map(
    (field) => `involvedObject.${field}`,
  ),
  "reason",
  "reportingComponent",
  "source",
  "type",
];

/** Beside metadata.name and metadata.namespace, what a kind can be selected by. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.podIPs",
    "status.nominatedNodeName",
  ],
  Event: EVENT_FIELDS,
  Node: ["spec.unschedulable"],
  Namespace: ["status.phase"],
  Secret: ["type"],
  Service: ["spec.clusterIP", "spec.type"],
  ReplicationController: ["status.replicas"],
  ReplicaSet: ["status.replicas"],
  Job: ["status.successful"],
};

/** Kinds whose refusal is worded by a conversion of their own. */
const OWN_WORDS = ["Pod", "Event", "Node", "Namespace", "Secret", "Service", "ReplicationController"];

/** Reads a selector for a kind; the problem is in the server's words. */
export function parseFieldSelector(text: string, kind: string): ParsedFieldSelector {
  const terms: Term[] = [];
  for (const part of splitTerms(text).toSorted()) {
    if (part === "") continue;
    const found = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
    if (!found) return { problem: `invalid selector: '${text}'; can't understand '${part}'` };
    const [, field = "", operator, value = ""] = found;
    terms.push({ field, value: value.replace(/\\([\\,=])/g, "$1"), isEqual: operator !== "!=" });
  }
  const unknown = terms.find(({ field }) => !isSelectable(kind, field));
  return unknown ? { problem: refusalOf(kind, unknown.field) } : { terms };
}

/** Whether the object meets all of the terms. */
export function matchesFields(terms: readonly Term[], object: KubernetesObject): boolean {
  return terms.every(({ field, value, isEqual }) => (fieldText(object, field) === value) === isEqual);
}

/** The name that the terms pin the object to, if they do. */
export function pinnedName(terms: readonly Term[]): string | undefined {
  return terms.find(({ field, isEqual }) => field === "metadata.name" && isEqual)?.value;
}

function isSelectable(kind: string, field: string): boolean {
  return field === "metadata.name" || field === "metadata.namespace" || (FIELDS[kind]?.includes(field) ?? false);
}

function refusalOf(kind: string, field: string): string {
  if (OWN_WORDS.includes(kind)) return `field label not supported: ${field}`;
  if (kind === "Job") return `field label ${goQuote(field)} not supported for Job`;
  if (kind === "ReplicaSet") return `field label not supported for appsv1.ReplicaSet: ${field}`;
  return `${goQuote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

function fieldText(object: KubernetesObject, field: string): string {
  const path = object.kind === "Job" && field === "status.successful" ? "status.succeeded" : field;
  if (object.kind === "Event" && field === "source") return eventSource(object);
  let value: unknown = object;
  for (const key of path.split(".")) value = isJsonObject(value) ? value[key] : undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return BOOLEAN_FIELDS.includes(field) ? "false" : NUMBER_FIELDS.includes(field) ? "0" : "";
}

const BOOLEAN_FIELDS = ["spec.unschedulable", "spec.hostNetwork"];
const NUMBER_FIELDS = ["status.replicas", "status.successful"];

function eventSource({ source, reportingComponent }: KubernetesObject): string {
  const component = isJsonObject(source) ? source["component"] : undefined;
  if (typeof component === "string" && component !== "") return component;
  return typeof reportingComponent === "string" ? reportingComponent : "";
}

/** At commas that no backslash stands before. */
function splitTerms(text: string): string[] {
  return text.split(/(?<!\\),/);
}
