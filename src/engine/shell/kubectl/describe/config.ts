import { goFormat } from "../../../apiserver/go-text.ts";
import { compareText, listAt, mapAt, textAt } from "../../../apiserver/printers/fields.ts";
import { requireResource } from "../mapping.ts";
import type { Describer } from "./parts.ts";
import { describeAnnotations, describeEvents, describeHead, describeLabels, describeLines } from "./parts.ts";
import { DescribeText, longTime } from "./writer.ts";

/** As describeNamespace. */
export const describeNamespace: Describer = (namespace, aids) => {
  const text = new DescribeText();
  text.line(0, `Name:\t${namespace.metadata.name}`);
  describeLabels(text, "Labels", namespace.metadata.labels);
  describeAnnotations(text, "Annotations", namespace.metadata.annotations);
  text.line(0, `Status:\t${textAt(namespace, "status", "phase")}`);
  const conditions = listAt(namespace, "status", "conditions");
  if (conditions.length > 0) {
    text.line(0, "Conditions:");
    text.line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage");
    text.line(1, "----\t------\t------------------\t------\t-------");
  }
  for (const condition of conditions) {
    const cells = ["type", "status", "lastTransitionTime", "reason", "message"].map((field) =>
      field === "lastTransitionTime" ? longTime(textAt(condition, field)) : textAt(condition, field),
    );
    text.line(1, cells.join("\t"));
  }
  const list = (type: string) => aids.client.list(requireResource(type), namespace.metadata.name);
  const [quotas, limits] = [list("resourcequotas"), list("limitranges")];
  text.line(0, quotas.length === 0 ? "\nNo resource quota." : "\nResource Quotas");
  for (const quota of quotas) {
    text.line(1, `Name:\t${quota.metadata.name}`);
    text.line(1, "Resource\tUsed\tHard");
    text.line(1, "--------\t---\t---");
    const hard = mapAt(quota, "status", "hard");
    for (const name of Object.keys(hard).toSorted(compareText)) {
      text.line(1, `${name}\t${textAt(quota, "status", "used", name)}\t${String(hard[name])}`);
    }
  }
  text.line(0, limits.length === 0 ? "\nNo LimitRange resource." : "\nResource Limits");
  for (const limit of limits) text.line(1, `Name:\t${limit.metadata.name}`);
  return text.toString();
};

/** As describeConfigMap. */
export const describeConfigMap: Describer = (configMap, aids) => {
  const text = new DescribeText();
  describeHead(text, configMap);
  text.line(0, "\nData\n====");
  const data = mapAt(configMap, "data");
  for (const key of Object.keys(data).toSorted(compareText)) text.line(0, `${key}:\n----\n${String(data[key])}\n`);
  text.line(0, "\nBinaryData\n====");
  const binary = mapAt(configMap, "binaryData");
  for (const key of Object.keys(binary).toSorted(compareText)) {
    text.line(0, `${key}: ${base64Length(String(binary[key]))} bytes`);
  }
  text.line(0, "");
  describeEvents(text, aids);
  return text.toString();
};

/** As describeSecret: what is inside stays hidden. */
export const describeSecret: Describer = (secret) => {
  const text = new DescribeText();
  describeHead(text, secret);
  text.line(0, `\nType:\t${textAt(secret, "type")}`);
  text.line(0, "\nData\n====");
  const data = mapAt(secret, "data");
  for (const key of Object.keys(data).toSorted(compareText)) {
    text.line(0, `${key}:\t${base64Length(String(data[key]))} bytes`);
  }
  return text.toString();
};

/** As describeServiceAccount. */
export const describeServiceAccount: Describer = (account, aids) => {
  const text = new DescribeText();
  describeHead(text, account);
  const secrets = listAt(account, "imagePullSecrets").map((secret) => textAt(secret, "name"));
  describeLines(text, "Image pull secrets", secrets);
  describeEvents(text, aids);
  return text.toString();
};

/** The generic description, for kinds without one of their own. As genericDescriber. */
export const describeAnything: Describer = (object, aids) => {
  const text = new DescribeText();
  describeHead(text, object);
  describeContent(text, object, { level: 0, path: "" });
  describeEvents(text, aids);
  return text.toString();
};

const SHOWN_BEFORE: readonly string[] = [
  ".metadata.managedFields",
  ".metadata.name",
  ".metadata.namespace",
  ".metadata.labels",
  ".metadata.annotations",
];

function describeContent(
  text: DescribeText,
  content: unknown,
  { level, path }: { readonly level: number; readonly path: string },
): void {
  const fields = Object.entries(mapAt(content)).toSorted(([a], [b]) => compareText(a, b));
  for (const [field, value] of fields) {
    const at = `${path}.${field}`;
    if (SHOWN_BEFORE.includes(at) || value === undefined) continue;
    if (typeof value !== "object" || value === null) {
      text.line(level, `${labelOf(field)}:\t${goFormat(value)}`);
      continue;
    }
    text.line(level, `${labelOf(field)}:`);
    for (const part of Array.isArray(value) ? value : [value]) {
      if (typeof part === "object") describeContent(text, part, { level: level + 1, path: at });
      else text.line(level + 1, String(part));
    }
  }
}

/** "lastTransitionTime" -> "Last Transition Time". As smartLabelFor. */
function labelOf(field: string): string {
  if (!/^[\p{L}-]+$/u.test(field)) return field;
  const parts = field.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|-/gu) ?? [];
  return parts
    .map((part) =>
      ACRONYMS.includes(part.toUpperCase()) ? part.toUpperCase() : part[0]?.toUpperCase() + part.slice(1),
    )
    .join(" ");
}

const ACRONYMS: readonly string[] = ["API", "URL", "UID", "OSB", "GUID"];

function base64Length(text: string): number {
  return Math.floor((text.replace(/=+$/, "").length * 3) / 4);
}
