import { fieldAt, isTrueAt, listAt, numberAt, textAt } from "../../../apiserver/printers/fields.ts";
import { goFormat } from "../../../apiserver/go-text.ts";
import type { DescribeText } from "./writer.ts";

/** What a kind of volume is called, and the fields that are shown of it. */
type VolumeKind = { readonly title: string; readonly fields: readonly (readonly [label: string, field: string])[] };

const KINDS: Readonly<Record<string, VolumeKind>> = {
  hostPath: {
    title: "HostPath (bare host directory volume)",
    fields: [
      ["Path", "path"],
      ["HostPathType", "type"],
    ],
  },
  secret: {
    title: "Secret (a volume populated by a Secret)",
    fields: [
      ["SecretName", "secretName"],
      ["Optional", "optional"],
    ],
  },
  configMap: {
    title: "ConfigMap (a volume populated by a ConfigMap)",
    fields: [
      ["Name", "name"],
      ["Optional", "optional"],
    ],
  },
  nfs: {
    title: "NFS (an NFS mount that lasts the lifetime of a pod)",
    fields: [
      ["Server", "server"],
      ["Path", "path"],
      ["ReadOnly", "readOnly"],
    ],
  },
  persistentVolumeClaim: {
    title: "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
    fields: [
      ["ClaimName", "claimName"],
      ["ReadOnly", "readOnly"],
    ],
  },
};
/** Fields that print as false when they are not set. */
const FLAGS: readonly string[] = ["optional", "readOnly"];

/** "Volumes:" of a pod or template, `space` before the title. As describeVolumes. */
export function describeVolumes(text: DescribeText, volumes: readonly unknown[], space: string): void {
  text.line(0, `${space}Volumes:${volumes.length === 0 ? "\t<none>" : ""}`);
  for (const volume of volumes) {
    text.line(1, `${space === "" ? "" : " "}${textAt(volume, "name")}:`);
    describeVolume(text, volume);
  }
}

function describeVolume(text: DescribeText, volume: unknown): void {
  const projected = fieldAt(volume, "projected");
  const emptyDir = fieldAt(volume, "emptyDir");
  if (projected !== undefined) return describeProjected(text, listAt(projected, "sources"));
  if (emptyDir !== undefined) {
    text.line(2, "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)");
    text.line(2, `Medium:\t${textAt(emptyDir, "medium")}`);
    return text.line(2, `SizeLimit:\t${textAt(emptyDir, "sizeLimit") || "<unset>"}`);
  }
  const downward = fieldAt(volume, "downwardAPI");
  if (downward !== undefined) return describeDownward(text, listAt(downward, "items"));
  const name = Object.keys(KINDS).find((kind) => fieldAt(volume, kind) !== undefined);
  const kind = name === undefined ? undefined : KINDS[name];
  if (name === undefined || kind === undefined) return text.line(1, "<unknown>");
  text.line(2, `Type:\t${kind.title}`);
  for (const [label, field] of kind.fields) {
    const value = fieldAt(volume, name, field);
    const missing = FLAGS.includes(field) ? "false" : field === "type" ? "<none>" : "";
    text.line(2, `${label}:\t${value === undefined ? missing : goFormat(value)}`);
  }
}

function describeProjected(text: DescribeText, sources: readonly unknown[]): void {
  text.line(2, "Type:\tProjected (a volume that contains injected data from multiple sources)");
  for (const source of sources) {
    const secret = fieldAt(source, "secret");
    const configMap = fieldAt(source, "configMap");
    const token = fieldAt(source, "serviceAccountToken");
    if (secret !== undefined) {
      text.line(2, `SecretName:\t${textAt(secret, "name")}`);
      text.line(2, `Optional:\t${isTrueAt(secret, "optional")}`);
    } else if (fieldAt(source, "downwardAPI") !== undefined) text.line(2, "DownwardAPI:\ttrue");
    else if (configMap !== undefined) {
      text.line(2, `ConfigMapName:\t${textAt(configMap, "name")}`);
      text.line(2, `Optional:\t${isTrueAt(configMap, "optional")}`);
    } else if (token !== undefined) {
      text.line(2, `TokenExpirationSeconds:\t${numberAt(token, "expirationSeconds") ?? 0}`);
    }
  }
}

function describeDownward(text: DescribeText, items: readonly unknown[]): void {
  text.line(2, "Type:\tDownwardAPI (a volume populated by information about the pod)\n    Items:");
  for (const item of items) {
    const path = textAt(item, "path");
    const field = textAt(item, "fieldRef", "fieldPath");
    if (field !== "") text.line(3, `${field} -> ${path}`);
    const resource = textAt(item, "resourceFieldRef", "resource");
    if (resource !== "") text.line(3, `${resource} -> ${path}`);
  }
}
