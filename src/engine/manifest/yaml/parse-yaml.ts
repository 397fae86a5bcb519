import type { TextRange, YamlNode } from "./node.ts";
import { parseNodes } from "./parser.ts";
import { YamlFailure } from "./reader.ts";
import { valueOfNode } from "./value.ts";
import type { DuplicateKey } from "./value.ts";

/** A document as a JSON value with its nodes, or why it is none: `message` is go-yaml's ("yaml: line 4: did not find expected key"). */
export type ParsedYaml =
  | {
      readonly value: unknown;
      /** Undefined for a text that holds nothing. */
      readonly node: YamlNode | undefined;
      readonly duplicates: readonly DuplicateKey[];
    }
  | { readonly message: string; readonly range: TextRange };

/** Reads the first document of a text. Never throws: half-typed YAML is the normal case. */
export function parseYaml(text: string): ParsedYaml {
  const control = text.search(CONTROL);
  if (control >= 0) {
    return { message: "yaml: control characters are not allowed", range: { from: control, to: control + 1 } };
  }
  try {
    const node = parseNodes(text);
    return node ? { ...valueOfNode(node), node } : { value: null, node, duplicates: [] };
  } catch (error) {
    if (!(error instanceof YamlFailure)) throw error;
    return { message: messageOf(error), range: lineFrom(text, error.mark.offset) };
  }
}

// As libyaml's reader: what YAML calls printable, and no lone half of a surrogate pair.
const CONTROL = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function messageOf({ message, mark, by, name }: YamlFailure): string {
  if (name === "json") return message;
  if (by === "reader" || mark.line === 0) return `yaml: ${message}`;
  return `yaml: line ${by === "scanner" ? mark.line + 1 : mark.line}: ${message}`;
}

/** From there to the end of its line; the last character of the text when there is nothing behind. */
function lineFrom(text: string, offset: number): TextRange {
  const from = Math.min(offset, Math.max(0, text.length - 1));
  const end = text.indexOf("\n", from);
  return { from, to: Math.max(end < 0 ? text.length : end, Math.min(from + 1, text.length)) };
}
