import type { Process } from "../simulation/process.ts";
import { evaluateArithmetic } from "./arithmetic.ts";
import { globPattern } from "./glob.ts";
import type { Script, VariableDefault, Word, WordPart } from "./syntax.ts";

/** What words are expanded with: variables, and a way to run a script for its output. */
export type Expander = {
  readonly variable: (name: string) => string | undefined;
  /** "$@" and "$*". */
  readonly parameters: readonly string[];
  assign(name: string, value: string): void;
  output(script: Script): Process<string>;
  /** The files of the working folder that match a pattern, sorted. */
  files(pattern: string): readonly string[];
  /** `${X:?word}` found nothing: the command is not run. */
  fail(message: string): void;
};

/**
 * A word as the one or more words (or none) that it stands for: unquoted expansions are split at white space, and an unquoted
 * "*" stands for the files that match, if there are any.
 */
export function* expandWord(word: Word, expander: Expander): Process<string[]> {
  const words = new Words();
  for (const part of word) {
    if (part.kind === "variable" && part.name === "@" && part.isQuoted && !part.otherwise) {
      for (const [index, parameter] of expander.parameters.entries()) {
        if (index > 0) words.end();
        words.add(parameter, "as it is");
      }
      continue;
    }
    const text = yield* expandPart(part, expander);
    if (part.isQuoted) words.add(text, "as it is");
    else if (part.kind === "text") words.add(words.isEmpty ? expandTilde(text, expander) : text, "as a pattern");
    else {
      for (const [index, piece] of text.split(/[ \t\n]+/).entries()) {
        if (index > 0) words.end();
        if (piece !== "") words.add(piece, "as a pattern");
      }
    }
  }
  words.end();
  return words.all.flatMap(({ text, pattern }) => {
    const matches = pattern === undefined ? [] : expander.files(pattern);
    return matches.length > 0 ? matches : [text];
  });
}

/** Words in the making. A word's pattern has what was quoted in brackets, so that it stands for itself. */
class Words {
  readonly all: { readonly text: string; readonly pattern: string | undefined }[] = [];
  #current: { text: string; pattern: string; isPattern: boolean } | undefined;

  get isEmpty(): boolean {
    return this.#current === undefined;
  }

  add(text: string, how: "as it is" | "as a pattern"): void {
    this.#current ??= { text: "", pattern: "", isPattern: false };
    this.#current.text += text;
    this.#current.pattern += how === "as it is" ? text.replaceAll(/[*?[]/g, "[$&]") : text;
    this.#current.isPattern ||= how === "as a pattern" && /[*?[]/.test(text);
  }

  end(): void {
    if (!this.#current) return;
    const { text, pattern, isPattern } = this.#current;
    this.all.push({ text, pattern: isPattern ? pattern : undefined });
    this.#current = undefined;
  }
}

/** A word as one text: for assignments, redirections and here-documents. */
export function* expandText(word: Word, expander: Expander): Process<string> {
  let text = "";
  for (const part of word) text += yield* expandPart(part, expander);
  return text;
}

function expandTilde(text: string, { variable }: Expander): string {
  return /^~(\/|$)/.test(text) ? (variable("HOME") ?? "~") + text.slice(1) : text;
}

function* expandPart(part: WordPart, expander: Expander): Process<string> {
  switch (part.kind) {
    case "text":
      return part.text;
    case "variable":
      return yield* expandVariable(part.name, part.otherwise, expander);
    case "substitution":
      return (yield* expander.output(part.script)).replace(/\n+$/, "");
    default: {
      const value = evaluateArithmetic(part.expression, (name) => expander.variable(name));
      if (value === undefined) expander.fail(`${part.expression}: arithmetic syntax error`);
      return String(value ?? "");
    }
  }
}

function* expandVariable(name: string, otherwise: VariableDefault | undefined, expander: Expander): Process<string> {
  const isAll = name === "@" || name === "*";
  const value = isAll ? expander.parameters.join(" ") : expander.variable(name);
  if (!otherwise) return value ?? "";
  const isEmpty = value === undefined || value === "";
  switch (otherwise.operator) {
    case "length":
      return String((value ?? "").length);
    case ":-":
      return isEmpty ? yield* expandText(otherwise.word, expander) : value;
    case ":+":
      return isEmpty ? "" : yield* expandText(otherwise.word, expander);
    case ":=": {
      if (!isEmpty) return value;
      const assigned = yield* expandText(otherwise.word, expander);
      expander.assign(name, assigned);
      return assigned;
    }
    case ":?": {
      if (!isEmpty) return value;
      const message = yield* expandText(otherwise.word, expander);
      expander.fail(`${name}: ${message === "" ? "parameter null or not set" : message}`);
      return "";
    }
    default:
      return trim(value ?? "", otherwise.operator, yield* expandText(otherwise.word, expander));
  }
}

/** `${X%pattern}` cuts the shortest end that matches, `%%` the longest; `#` and `##` the beginning. */
function trim(value: string, operator: "%" | "%%" | "#" | "##", pattern: string): string {
  const matches = globPattern(pattern);
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
  const isEnd = operator.startsWith("%");
  const found = (operator.length === 2 ? lengths.toReversed() : lengths).find((length) =>
    matches.test(isEnd ? value.slice(value.length - length) : value.slice(0, length)),
  );
  if (found === undefined) return value;
  return isEnd ? value.slice(0, value.length - found) : value.slice(found);
}
