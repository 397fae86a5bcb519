// Scalars as libyaml's scanner takes them (go-yaml v2's scannerc.go): block, quoted, plain.
import { isBlank, isBreak, YamlFailure } from "./reader.ts";
import type { Mark, Reader } from "./reader.ts";

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

export type ScannedScalar = { readonly value: string; readonly end: Mark };

/** "|" and ">" with their indicators; `indent` is that of the block around. */
export function scanBlockScalar(
  reader: Reader,
  { style, indent }: { style: ScalarStyle; indent: number },
): ScannedScalar {
  reader.skip();
  const { chomping, increment } = scanBlockHeader(reader);
  const block = new BlockIndent(increment > 0 ? Math.max(indent, 0) + increment : 0, indent);
  let { trailing, end } = block.scanBreaks(reader);
  let value = "";
  let leading = "";
  let wasBlank = false;
  while (reader.column === block.indent && reader.peek() !== "") {
    const isIndented = reader.isBlank();
    if (style === "folded" && !wasBlank && !isIndented && leading.startsWith("\n")) {
      if (trailing === "") value += " ";
    } else value += leading;
    value += trailing;
    wasBlank = isIndented;
    value += reader.takeWhile((character) => !isBreak(character));
    leading = reader.peek() === "" ? "" : reader.takeBreak();
    ({ trailing, end } = block.scanBreaks(reader));
  }
  if (chomping !== "-") value += leading;
  if (chomping === "+") value += trailing;
  return { value, end };
}

function scanBlockHeader(reader: Reader): { readonly chomping: string; readonly increment: number } {
  let chomping = "";
  let increment = 0;
  for (let i = 0; i < 2; i++) {
    const character = reader.peek();
    if (chomping === "" && (character === "+" || character === "-")) chomping = character;
    else if (increment === 0 && /\d/.test(character)) {
      if (character === "0") throw scanFailure(reader, "found an indentation indicator equal to 0");
      increment = Number(character);
    } else break;
    reader.skip();
  }
  reader.takeWhile(isBlank);
  if (reader.peek() === "#") reader.takeWhile((character) => !isBreak(character));
  if (!reader.isBlankZ() || reader.isBlank()) throw scanFailure(reader, "did not find expected comment or line break");
  if (reader.isBreak()) reader.takeBreak();
  return { chomping, increment };
}

/** The indentation of a block scalar: given by its header, or found at its first line. */
class BlockIndent {
  indent: number;
  readonly #around: number;

  constructor(indent: number, around: number) {
    this.indent = indent;
    this.#around = around;
  }

  scanBreaks(reader: Reader): { trailing: string; end: Mark } {
    let trailing = "";
    let end = reader.mark;
    let deepest = 0;
    for (;;) {
      while ((this.indent === 0 || reader.column < this.indent) && reader.peek() === " ") reader.skip();
      deepest = Math.max(deepest, reader.column);
      if ((this.indent === 0 || reader.column < this.indent) && reader.peek() === "\t") {
        throw scanFailure(reader, "found a tab character where an indentation space is expected");
      }
      if (!reader.isBreak()) break;
      trailing += reader.takeBreak();
      end = reader.mark;
    }
    if (this.indent === 0) this.indent = Math.max(deepest, this.#around + 1, 1);
    return { trailing, end };
  }
}

/** '…' and "…", over lines too. */
export function scanQuotedScalar(reader: Reader, style: "single" | "double"): ScannedScalar {
  const quote = style === "single" ? "'" : '"';
  reader.skip();
  let value = "";
  for (;;) {
    if (reader.isDocumentIndicator()) throw scanFailure(reader, "found unexpected document indicator");
    if (reader.peek() === "") throw scanFailure(reader, "found unexpected end of stream");
    const { text, isContinued } = scanQuotedWord(reader, style);
    value += text;
    if (reader.peek() === quote) break;
    value += scanFold(reader, isContinued);
  }
  reader.skip();
  return { value, end: reader.mark };
}

function scanQuotedWord(reader: Reader, style: "single" | "double"): { text: string; isContinued: boolean } {
  let text = "";
  while (!reader.isBlankZ()) {
    const character = reader.peek();
    if (style === "single" && character === "'") {
      if (reader.peek(1) !== "'") break;
      text += "'";
      reader.skip(2);
    } else if (style === "double" && character === '"') break;
    else if (style === "double" && character === "\\" && reader.isBreak(1)) {
      reader.skip();
      reader.takeBreak();
      return { text, isContinued: true };
    } else if (style === "double" && character === "\\") text += scanEscape(reader);
    else {
      text += character;
      reader.skip();
    }
  }
  return { text, isContinued: false };
}

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\u0007",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\u001b",
  " ": " ",
  '"': '"',
  "'": "'",
  "\\": "\\",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
};
const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function scanEscape(reader: Reader): string {
  const letter = reader.peek(1);
  const length = CODE_LENGTHS[letter];
  const plain = ESCAPES[letter];
  if (length === undefined && plain === undefined) throw scanFailure(reader, "found unknown escape character");
  reader.skip(2);
  if (length === undefined) return plain ?? "";
  const digits = reader.text.slice(reader.offset, reader.offset + length);
  if (!/^[0-9A-Fa-f]+$/.test(digits) || digits.length < length) {
    throw scanFailure(reader, "did not find expected hexdecimal number");
  }
  const code = Number.parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    throw scanFailure(reader, "found invalid Unicode character escape code");
  }
  reader.skip(length);
  return String.fromCodePoint(code);
}

/** Blanks and breaks between two words of a quoted scalar. `isContinued`: a backslash ended the line before. */
function scanFold(reader: Reader, isContinued: boolean): string {
  let blanks = "";
  let leading = isContinued ? undefined : "";
  let trailing = "";
  let isFolded = isContinued;
  while (reader.isBlank() || reader.isBreak()) {
    if (reader.isBlank()) {
      if (!isFolded) blanks += reader.peek();
      reader.skip();
    } else if (isFolded) trailing += reader.takeBreak();
    else {
      leading = reader.takeBreak();
      isFolded = true;
    }
  }
  if (!isFolded) return blanks;
  return leading === undefined ? trailing : folded(leading, trailing);
}

/** A plain scalar; `foldedLines` tells that it ended after a line break, so that a key may follow. */
export function scanPlainScalar(
  reader: Reader,
  { indent, isFlow }: { readonly indent: number; readonly isFlow: boolean },
): ScannedScalar & { readonly endsLine: boolean } {
  let value = "";
  let blanks = "";
  let leading: string | undefined;
  let trailing = "";
  let end = reader.mark;
  for (;;) {
    if (reader.isDocumentIndicator() || reader.peek() === "#") break;
    while (!reader.isBlankZ() && !endsPlain(reader, isFlow)) {
      value += leading === undefined ? blanks : folded(leading, trailing);
      [blanks, leading, trailing] = ["", undefined, ""];
      value += reader.peek();
      reader.skip();
      end = reader.mark;
    }
    if (!reader.isBlank() && !reader.isBreak()) break;
    while (reader.isBlank() || reader.isBreak()) {
      if (reader.isBlank()) {
        if (leading !== undefined && reader.column < indent + 1 && reader.peek() === "\t") {
          throw scanFailure(reader, "found a tab character that violates indentation");
        }
        if (leading === undefined) blanks += reader.peek();
        reader.skip();
      } else if (leading === undefined) {
        blanks = "";
        leading = reader.takeBreak();
      } else trailing += reader.takeBreak();
    }
    if (!isFlow && reader.column < indent + 1) break;
  }
  return { value, end, endsLine: leading !== undefined };
}

function endsPlain(reader: Reader, isFlow: boolean): boolean {
  const character = reader.peek();
  if (character === ":" && reader.isBlankZ(1)) return true;
  return isFlow && ",?[]{}".includes(character);
}

/** One break is a space, more are one less; LS and PS stay. */
function folded(leading: string, trailing: string): string {
  if (!leading.startsWith("\n")) return leading + trailing;
  return trailing === "" ? " " : trailing;
}

function scanFailure(reader: Reader, problem: string): YamlFailure {
  return new YamlFailure(problem, reader.mark, "scanner");
}
