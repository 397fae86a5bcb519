// Where a cursor stands in half-typed text: by indentation, as such text does not parse.
import type { SchemaPath, TypeMeta } from "./schema.ts";

export type Place = {
  /** Of the thing that is being written: of the value, or of the map that a field is to be added to. */
  readonly path: SchemaPath;
  readonly type: TypeMeta;
  readonly isValue: boolean;
  /** Fields that the map has already. */
  readonly siblings: readonly string[];
  /** Columns that dashes before the cursor take: later lines of an insertion stand so much further right. */
  readonly dashes: number;
  /** Offset of the document in the text. */
  readonly documentFrom: number;
  /** Whether the document has nothing but white space and comments, beside the line of the cursor. */
  readonly isEmptyDocument: boolean;
};

/** "  - name: web" is read as: indentation, dashes, field, value. */
const LINE = /^(\s*)((?:- +)*)(?:"([^"]*)"|'([^']*)'|([\w./-]+)):(?:\s|$)/;

/** What the cursor is about to write, and where. */
export function placeAt(text: string, offset: number): Place {
  const before = [...text.slice(0, offset).matchAll(/^---(?:[ \t].*)?\n/gm)].at(-1);
  const documentFrom = before ? before.index + before[0].length : 0;
  const above = text.slice(documentFrom, offset).split("\n");
  const rest = (text.slice(offset).split(/^---(?:[ \t].*)?$/m)[0] ?? "").split("\n");
  const line = above.pop() ?? "";
  const below = rest.slice(1);
  const whole = [...above, line + (rest[0] ?? ""), ...below];
  const now = /^(\s*)((?:- +)*)([^:#]*?)(:\s+(.*))?$/.exec(line);
  const [, space = "", dashes = "", name = "", value] = now ?? [];
  const isValue = value !== undefined;
  const path: (string | 0)[] = isValue ? [unquoted(name)] : [];
  if (dashes !== "") path.unshift(0);
  return {
    path: [...parentsOf(above, { space, dashes }), ...path],
    type: { apiVersion: topField(whole, "apiVersion"), kind: topField(whole, "kind") },
    isValue,
    siblings: siblingsOf({ above, below, column: space.length + dashes.length, isItem: dashes !== "" }),
    dashes: dashes.length,
    documentFrom,
    isEmptyDocument: [...above, ...below].every((one) => /^\s*(#.*)?$/.test(one)),
  };
}

function topField(lines: readonly string[], name: string): string | undefined {
  for (const line of lines) {
    const found = line.startsWith(`${name}:`) && /:\s+["']?([^\s"'#]+)/.exec(line);
    if (found) return found[1];
  }
  return undefined;
}

/**
 * The fields that a line lies in, outermost first. `column` is where the innermost found so far stands; a list's item stands
 * half a column right of its dash, as "ports:" and "- port: 80" may begin in the same column.
 */
function parentsOf(
  lines: readonly string[],
  { space, dashes }: { readonly space: string; readonly dashes: string },
): SchemaPath {
  const path: (string | 0)[] = [];
  let column = dashes === "" ? space.length : space.length + 0.5;
  for (const line of lines.toReversed()) {
    const found = readLine(line);
    if (!found) continue;
    const { before, dash, field } = found;
    const at = before + dash;
    if (at < column) {
      path.unshift(field);
      column = at;
      if (dash === 0) continue;
      path.unshift(0);
      column = before + 0.5;
    } else if (dash > 0 && at === column) {
      path.unshift(0);
      column = before + 0.5;
    }
  }
  return path;
}

type Around = {
  readonly above: readonly string[];
  readonly below: readonly string[];
  readonly column: number;
  /** The cursor's own line begins the item: nothing above it is a sibling. */
  readonly isItem: boolean;
};

/** Names in the same column, up to a line that stands further left or begins another item. */
function siblingsOf({ above, below, column, isItem }: Around): readonly string[] {
  const names: string[] = [];
  for (const line of isItem ? [] : above.toReversed()) {
    const found = readLine(line);
    if (!found || found.before + found.dash > column) continue;
    if (found.before + found.dash < column) break;
    names.push(found.field);
    if (found.dash > 0) break;
  }
  for (const line of below) {
    const found = readLine(line);
    if (!found || found.before > column) continue;
    if (found.before < column) break;
    if (found.dash === 0) names.push(found.field);
  }
  return names;
}

function readLine(
  line: string,
): { readonly before: number; readonly dash: number; readonly field: string } | undefined {
  const found = LINE.exec(line);
  if (!found) return undefined;
  const [, before = "", dash = "", double, single, plain] = found;
  return { before: before.length, dash: dash.length, field: double ?? single ?? plain ?? "" };
}

function unquoted(name: string): string {
  return name.trim().replace(/^(["'])(.*)\1$/, "$2");
}
