// Mends: the field that a diagnosis names, changed in the text where it is written.
import type { Fix } from "../engine/diagnosis/diagnosis.ts";
import { applyFiles } from "./applying.ts";
import { fieldLocation, useEditing } from "./editing.ts";
import type { FileLine } from "./editing.ts";
import { setText } from "./files.ts";

/** A mend as a change of one line: undefined `written` takes the line away. */
export type LineChange = FileLine & { readonly before: string; readonly written: string | undefined };

/** The line that a fix changes, and what it becomes; undefined when the field is in no file, or is not written on one line. */
export function lineChange(fix: Fix): LineChange | undefined {
  const location = fieldLocation({ object: fix.object, field: fix.path });
  const file = location && useEditing.getState().files.find(({ name }) => name === location.file);
  const before = location && file?.text.split("\n")[location.line - 1];
  if (location === undefined || before === undefined) return undefined;
  const key = fix.path.slice(fix.path.lastIndexOf(".") + 1);
  const found = /^(\s*(?:-\s+)?["']?([\w./-]+)["']?\s*:\s*)([^\s#{[][^#]*?)?(\s*(?:#.*)?)$/.exec(before);
  if (found?.[2] !== key || typeof fix.to === "object") return undefined;
  const [, head = "", , , tail = ""] = found;
  const space = head.endsWith(" ") ? "" : " ";
  return {
    ...location,
    before,
    written: fix.to === undefined ? undefined : `${head}${space}${scalarText(fix.to)}${tail}`,
  };
}

/** Writes the mend into its file and applies. */
export async function applyFix(fix: Fix): Promise<void> {
  const change = lineChange(fix);
  const file = change && useEditing.getState().files.find(({ name }) => name === change.file);
  if (change === undefined || file === undefined) return;
  const lines = file.text.split("\n");
  lines.splice(change.line - 1, 1, ...(change.written === undefined ? [] : [change.written]));
  setText(change.file, lines.join("\n"));
  await applyFiles();
}

/** Text that YAML would take for something else is quoted. */
function scalarText(value: string | number | boolean | null): string {
  if (typeof value !== "string") return String(value);
  return /^(?:[\d.+-]+|true|false|null|yes|no|on|off|~|)$|[:#{}[\],&*?|<>=!%@\\]|^\s|\s$/i.test(value)
    ? JSON.stringify(value)
    : value;
}
