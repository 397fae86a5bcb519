// Parts that the descriptions of many kinds share.
import { compareText, entriesAt, fieldAt, listAt, numberAt, textAt } from "../../../apiserver/printers/fields.ts";
import { ageOf } from "../../../apiserver/printers/human-duration.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { Client } from "../client.ts";
import type { DescribeText } from "./writer.ts";

/** What a description may ask beside its object. */
export type DescribeAids = {
  readonly client: Client;
  readonly nowEpochMs: number;
  /** The object's events; undefined when they are not to be shown. */
  readonly events: readonly KubernetesObject[] | undefined;
};

/** How one kind is described. */
export type Describer = (object: KubernetesObject, aids: DescribeAids) => string;

const ANNOTATION_LENGTH_MAX = 140;
const HIDDEN_ANNOTATIONS: readonly string[] = ["kubectl.kubernetes.io/last-applied-configuration"];

/** "Labels:" and a map of strings, one a line. */
export function describeLabels(text: DescribeText, title: string, labels: unknown): void {
  describeLines(
    text,
    title,
    entriesAt(labels).map(([key, value]) => `${key}=${value}`),
  );
}

/** A title and lines below one another; "<none>" without any. */
export function describeLines(text: DescribeText, title: string, lines: readonly string[]): void {
  const indent = /^ */.exec(title)?.[0] ?? "";
  for (const [index, line] of lines.entries()) text.add(`${index === 0 ? `${title}:` : indent}\t${line}\n`);
  if (lines.length === 0) text.add(`${title}:\t<none>\n`);
}

/** Annotations but for the last-applied one; long values on lines of their own, cut. */
export function describeAnnotations(text: DescribeText, title: string, annotations: unknown): void {
  const shown = entriesAt(annotations).filter(([key]) => !HIDDEN_ANNOTATIONS.includes(key));
  text.add(`${title}:\t`);
  if (shown.length === 0) text.add("<none>\n");
  for (const [index, [key, whole]] of shown.entries()) {
    const value = whole.replace(/\n$/, "");
    if (index > 0) text.add("\t");
    if (value.length + key.length + 2 <= ANNOTATION_LENGTH_MAX && !value.includes("\n")) {
      text.add(`${key}: ${value}\n`);
      continue;
    }
    text.add(`${key}:\n`);
    for (const line of value.split("\n")) text.add(`\t  ${shorten(line)}\n`);
  }
}

function shorten(line: string): string {
  const max = ANNOTATION_LENGTH_MAX - 2;
  return line.length > max ? `${line.slice(0, max)}...` : line;
}

/** Name, namespace, labels and annotations, as most descriptions begin. */
export function describeHead(text: DescribeText, object: KubernetesObject): void {
  text.line(0, `Name:\t${object.metadata.name}`);
  text.line(0, `Namespace:\t${object.metadata.namespace ?? ""}`);
  describeLabels(text, "Labels", object.metadata.labels);
  describeAnnotations(text, "Annotations", object.metadata.annotations);
}

/** "ReplicaSet/web-7d4c": the controller of an object; "" without one. */
export function controllerOf(object: KubernetesObject): string {
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
  return owner ? `${owner.kind}/${owner.name}` : "";
}

/** The table of events, oldest first; nothing when they are not to be shown. */
export function describeEvents(text: DescribeText, { events, nowEpochMs }: DescribeAids): void {
  if (!events) return;
  if (events.length === 0) return text.line(0, "Events:\t<none>");
  text.flush();
  text.line(0, "Events:\n  Type\tReason\tAge\tFrom\tMessage");
  text.line(1, "----\t------\t----\t----\t-------");
  const sorted = events.toSorted((a, b) => compareText(textAt(a, "lastTimestamp"), textAt(b, "lastTimestamp")));
  for (const event of sorted) {
    const source = textAt(event, "source", "component") || textAt(event, "reportingComponent");
    const fieldPath = textAt(event, "involvedObject", "fieldPath");
    const message = `${fieldPath === "" ? "" : `${fieldPath}: `}${textAt(event, "message").trim()}`;
    const cells = [textAt(event, "type"), textAt(event, "reason"), eventAge(event, nowEpochMs), source, message];
    text.line(1, cells.join("\t"));
  }
}

function eventAge(event: KubernetesObject, nowEpochMs: number): string {
  const since = (timestamp: unknown) => ageOf(timestamp, nowEpochMs);
  const first = since(fieldAt(event, "eventTime") ?? fieldAt(event, "firstTimestamp"));
  const series = fieldAt(event, "series");
  if (series) {
    return `${since(fieldAt(series, "lastObservedTime"))} (x${numberAt(series, "count") ?? 0} over ${first})`;
  }
  const count = numberAt(event, "count") ?? 0;
  return count > 1 ? `${since(fieldAt(event, "lastTimestamp"))} (x${count} over ${first})` : first;
}

/** Tolerations, one a line, by their keys. */
export function describeTolerations(text: DescribeText, title: string, tolerations: readonly unknown[]): void {
  const sorted = tolerations.toSorted((a, b) => compareText(textAt(a, "key"), textAt(b, "key")));
  describeLines(text, title, sorted.map(tolerationText));
}

function tolerationText(toleration: unknown): string {
  const key = textAt(toleration, "key");
  const value = textAt(toleration, "value");
  const effect = textAt(toleration, "effect");
  const seconds = numberAt(toleration, "tolerationSeconds");
  const isExists = textAt(toleration, "operator") === "Exists" && value === "";
  const space = key !== "" || effect !== "" ? " " : "";
  return [
    key,
    value === "" ? "" : `=${value}`,
    effect === "" ? "" : `:${effect}`,
    isExists ? `${space}op=Exists` : "",
    seconds === undefined ? "" : ` for ${seconds}s`,
  ].join("");
}

/** Conditions as workloads show them: type, status, reason. */
export function describeConditions(text: DescribeText, object: KubernetesObject): void {
  const conditions = listAt(object, "status", "conditions");
  if (conditions.length === 0) return;
  text.line(0, "Conditions:\n  Type\tStatus\tReason");
  text.line(1, "----\t------\t------");
  for (const condition of conditions) {
    text.line(1, `${textAt(condition, "type")} \t${textAt(condition, "status")}\t${textAt(condition, "reason")}`);
  }
}
