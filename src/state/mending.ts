// Mends: the field that a diagnosis names, changed in the text where it is written, or with kubectl when no file has it.
import type { Fix } from "../engine/diagnosis/diagnosis.ts";
import { applyFiles } from "./applying.ts";
import { getObject, objectKey } from "./cluster.ts";
import { useEditing } from "./editing.ts";
import type { EditedFile } from "./editing.ts";
import { readField } from "./field-path.ts";
import { setText } from "./files.ts";
import type { MendedText } from "./mend-text.ts";

/** A mend as the change of a file. */
export type Mend = MendedText & { readonly file: string };

/** The change that a fix makes in the files; undefined when no file has the object, or not where the change could be made. */
export async function mendOf(fix: Fix, files: readonly EditedFile[]): Promise<Mend | undefined> {
  const { mendText } = await import("./mend-text.ts");
  for (const { name, text } of files) {
    const mended = mendText(text, fix);
    if (mended) return { file: name, ...mended };
  }
  return undefined;
}

/** Writes a mend into its file and applies. */
export async function applyMend({ file, text }: Mend): Promise<void> {
  if (!useEditing.getState().files.some(({ name }) => name === file)) return;
  setText(file, text);
  await applyFiles();
}

/** The command that does the same in the cluster; undefined where the API server refuses such a change. */
export function patchCommand({ object, path, from, to }: Fix): string | undefined {
  const { kind, name, namespace } = object;
  if (path.startsWith("metadata.name") || kind === "Pod" || path === "spec.serviceName") return undefined;
  const keys = readField(path, (parents, key) => valueAt(object, [...parents, key]) !== undefined);
  const pointer = keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  const op = to === undefined ? "remove" : from === undefined ? "add" : "replace";
  const patch = JSON.stringify([{ op, path: pointer, ...(to !== undefined && { value: to }) }]);
  const where = namespace === undefined || namespace === "default" ? "" : ` -n ${namespace}`;
  return `kubectl patch ${kind.toLowerCase()} ${name}${where} --type=json -p '${patch.replaceAll("'", String.raw`'\''`)}'`;
}

function valueAt({ kind, name, namespace }: Fix["object"], keys: readonly (string | number)[]): unknown {
  let at: unknown = getObject(kind, objectKey({ name, namespace }));
  for (const key of keys) at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  return at;
}
