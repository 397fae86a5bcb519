import { ended, lineFilter, type FilterContext, type Opened } from "../filter.ts";
import { readOptions, type Options } from "../options.ts";
import { compileRegex } from "./regex.ts";

const LONG = {
  "ignore-case": "i",
  "invert-match": "v",
  count: "c",
  "line-number": "n",
  "extended-regexp": "E",
  "fixed-strings": "F",
  "perl-regexp": "P",
  "only-matching": "o",
  "word-regexp": "w",
  "line-regexp": "x",
  quiet: "q",
  silent: "q",
  "no-messages": "s",
  "no-filename": "h",
  "with-filename": "H",
  "files-with-matches": "l",
  "files-without-match": "L",
  recursive: "r",
  "after-context": "A",
  "before-context": "B",
  context: "C",
  "max-count": "m",
  regexp: "e",
  color: "k",
  "line-buffered": "u",
} as const;

const EXIT_TROUBLE = 2;

/** `grep [option…] PATTERN [FILE…]`. */
export function grep(words: readonly string[], context: FilterContext): Opened {
  const options = readOptions(words, { flags: "ivcnEFGPowxqshHlLrRuy", values: "ABCmek", long: LONG });
  const given = options.values("e");
  const [pattern, ...inputs] = given.length > 0 ? [given.join("\n"), ...options.operands] : options.operands;
  if (options.problem !== undefined || pattern === undefined) {
    const what = options.problem === undefined ? "" : `grep: invalid option -- '${options.problem}'\n`;
    context.error(`${what}Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n`);
    return ended(EXIT_TROUBLE);
  }
  const matcher = matcherOf(pattern, options, words[0] ?? "grep");
  if (!matcher) {
    context.error("grep: Invalid regular expression\n");
    return ended(EXIT_TROUBLE);
  }
  const showsNames = options.has("H") || (inputs.length > 1 && !options.has("h"));
  const grepping = new Grepping({ matcher, options, context, showsNames });
  return { kind: "filter", inputs, filter: lineFilter(grepping) };
}

type Matcher = (line: string) => readonly string[] | undefined;

/** What of a line matches, or undefined; with -v nothing of a line that does not match. */
function matcherOf(pattern: string, options: Options, name: string): Matcher | undefined {
  const syntax =
    options.has("F") || name === "fgrep"
      ? "fixed"
      : options.has("P")
        ? "perl"
        : options.has("E") || name === "egrep"
          ? "extended"
          : "basic";
  const regexes = pattern.split("\n").map((one) => {
    const plain = compileRegex(one, { syntax });
    const body =
      plain &&
      (options.has("x")
        ? `^(?:${plain.source})$`
        : options.has("w")
          ? `(?<!\\w)(?:${plain.source})(?!\\w)`
          : plain.source);
    const ignoresCase = options.has("i") || options.has("y");
    return body === undefined ? undefined : compileRegex(body, { syntax: "perl", ignoresCase, isGlobal: true });
  });
  if (regexes.includes(undefined)) return undefined;
  const isInverted = options.has("v");
  return (line) => {
    const found = regexes.flatMap((regex) => (regex ? [...line.matchAll(regex)].map(([text]) => text) : []));
    const isMatch = found.length > 0;
    if (isMatch === isInverted) return undefined;
    return isInverted ? [] : found;
  };
}

class Grepping {
  readonly #matcher: Matcher;
  readonly #options: Options;
  readonly #context: FilterContext;
  readonly #showsNames: boolean;
  readonly #before: string[] = [];
  #file = "(standard input)";
  #number = 0;
  #count = 0;
  #total = 0;
  #after = 0;
  #lastShown = 0;

  constructor(start: { matcher: Matcher; options: Options; context: FilterContext; showsNames: boolean }) {
    this.#matcher = start.matcher;
    this.#options = start.options;
    this.#context = start.context;
    this.#showsNames = start.showsNames;
  }

  begin(file: string): void {
    if (this.#number > 0 || this.#count > 0) this.#endFile();
    this.#file = file;
    this.#number = 0;
    this.#count = 0;
    this.#lastShown = 0;
    this.#before.length = 0;
  }

  line(text: string): "more" | "enough" {
    this.#number++;
    const found = this.#matcher(text);
    const options = this.#options;
    if (!found) {
      this.#unmatched(text);
      return "more";
    }
    this.#count++;
    this.#total++;
    if (options.has("q")) return "enough";
    if (!options.has("c") && !options.has("l") && !options.has("L")) this.#matched(text, found);
    return this.#count >= this.#contextSize("m", Infinity) && this.#after === 0 ? "enough" : "more";
  }

  end(): number {
    this.#endFile();
    return this.#total > 0 ? 0 : 1;
  }

  #matched(text: string, found: readonly string[]): void {
    if (this.#options.has("o")) {
      for (const part of found) if (part !== "") this.#show(part, ":");
      return;
    }
    const first = this.#number - this.#before.length;
    const hasContext = this.#contextSize("A", 0) + this.#contextSize("B", 0) > 0;
    if (hasContext && this.#lastShown > 0 && first > this.#lastShown + 1) this.#context.out("--\n");
    for (const [index, line] of this.#before.entries()) this.#show(line, "-", first + index);
    this.#before.length = 0;
    this.#show(text, ":");
    this.#after = this.#contextSize("A", 0);
  }

  #unmatched(text: string): void {
    if (this.#after > 0) {
      this.#after--;
      this.#show(text, "-");
      return;
    }
    const size = this.#contextSize("B", 0);
    if (size === 0) return;
    this.#before.push(text);
    if (this.#before.length > size) this.#before.shift();
  }

  #show(text: string, mark: ":" | "-", number = this.#number): void {
    const name = this.#showsNames ? `${this.#file}${mark}` : "";
    const place = this.#options.has("n") ? `${number}${mark}` : "";
    this.#context.out(`${name}${place}${text}\n`);
    this.#lastShown = number;
  }

  #endFile(): void {
    const options = this.#options;
    if (options.has("c")) this.#context.out(`${this.#showsNames ? `${this.#file}:` : ""}${this.#count}\n`);
    if ((options.has("l") && this.#count > 0) || (options.has("L") && this.#count === 0))
      this.#context.out(`${this.#file}\n`);
  }

  /** -A, -B, -m; -C stands for both of the first. */
  #contextSize(letter: "A" | "B" | "m", otherwise: number): number {
    const value = this.#options.value(letter) ?? (letter === "m" ? undefined : this.#options.value("C"));
    const number = Number(value);
    return value === undefined || Number.isNaN(number) ? otherwise : number;
  }
}
