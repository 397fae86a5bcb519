// Reads a command's flags as pflag does, with its error messages.
import { Failure } from "./failure.ts";
import { goQuote } from "../../apiserver/go-text.ts";

export type FlagKind = "bool" | "string" | "int" | "duration" | "list" | "array";

/** A flag that a command knows. */
export type Flag = {
  readonly name: string;
  readonly short?: string;
  readonly kind: FlagKind;
  /** What the flag means without a value ("--dry-run"); a flag that has it takes a value only after "=". */
  readonly bare?: string;
  readonly default?: string;
  /** What `--help` says of it. */
  readonly help: string;
};

/** The flags as given, and all other words in their order. */
export class ParsedFlags {
  readonly words: readonly string[];
  /** How many of `words` came before "--"; all of them when there was none. */
  readonly wordsBeforeDash: number | undefined;
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #flags: ReadonlyMap<string, Flag>;

  constructor(options: {
    readonly words: readonly string[];
    readonly wordsBeforeDash: number | undefined;
    readonly values: ReadonlyMap<string, readonly string[]>;
    readonly flags: readonly Flag[];
  }) {
    this.words = options.words;
    this.wordsBeforeDash = options.wordsBeforeDash;
    this.#values = options.values;
    this.#flags = new Map(options.flags.map((flag) => [flag.name, flag]));
  }

  isGiven(name: string): boolean {
    return this.#values.has(name);
  }

  isOn(name: string): boolean {
    return /^(1|t|T|TRUE|true|True)$/.test(this.text(name));
  }

  /** The last value given, or the flag's default, or "". */
  text(name: string): string {
    return this.#values.get(name)?.at(-1) ?? this.#flags.get(name)?.default ?? "";
  }

  /** A whole number; the flag's default, or 0. */
  number(name: string): number {
    return Number(this.text(name));
  }

  /** A duration in milliseconds. */
  durationMs(name: string): number {
    return parseDuration(this.text(name)) ?? 0;
  }

  /** All values given; those of a "list" flag taken apart at their commas. */
  texts(name: string): readonly string[] {
    const flag = this.#flags.get(name);
    const given = this.#values.get(name) ?? (flag?.default ? [flag.default] : []);
    return flag?.kind === "list" ? given.flatMap((value) => (value === "" ? [] : value.split(","))) : given;
  }
}

/** Takes the words of a command line apart, or fails with pflag's words and cobra's hint at --help. */
export function parseFlags(words: readonly string[], flags: readonly Flag[], commandPath: string): ParsedFlags {
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  const byShort = new Map(flags.flatMap((flag) => (flag.short ? [[flag.short, flag] as const] : [])));
  const reader: Reader = { words, at: 0, values: new Map(), rest: [], byName, byShort };
  let wordsBeforeDash: number | undefined;
  try {
    for (; reader.at < words.length; reader.at++) {
      const word = words[reader.at] ?? "";
      if (word === "--") {
        wordsBeforeDash = reader.rest.length;
        reader.rest.push(...words.slice(reader.at + 1));
        break;
      }
      if (word.startsWith("--")) readLong(reader, word.slice(2));
      else if (word.startsWith("-") && word.length > 1) readShorts(reader, word.slice(1));
      else reader.rest.push(word);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(`${error.message}\nSee '${commandPath} --help' for usage.`);
  }
  return new ParsedFlags({ words: reader.rest, wordsBeforeDash, values: reader.values, flags });
}

type Reader = {
  readonly words: readonly string[];
  at: number;
  readonly values: Map<string, string[]>;
  readonly rest: string[];
  readonly byName: ReadonlyMap<string, Flag>;
  readonly byShort: ReadonlyMap<string, Flag>;
};

function readLong(reader: Reader, text: string): void {
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  if (name === "" || name.startsWith("-")) throw new Failure(`bad flag syntax: --${text}`);
  const flag = reader.byName.get(name);
  if (!flag) throw new Failure(`unknown flag: --${name}`);
  if (equals >= 0) return setFlag(reader, flag, text.slice(equals + 1));
  const bare = flag.bare ?? (flag.kind === "bool" ? "true" : undefined);
  if (bare !== undefined) return setFlag(reader, flag, bare);
  const value = reader.words[reader.at + 1];
  if (value === undefined) throw new Failure(`flag needs an argument: --${name}`);
  reader.at++;
  return setFlag(reader, flag, value);
}

function readShorts(reader: Reader, letters: string): void {
  for (let at = 0; at < letters.length; at++) {
    const letter = letters.charAt(at);
    const rest = letters.slice(at + 1);
    const flag = reader.byShort.get(letter);
    if (!flag) throw new Failure(`unknown shorthand flag: '${letter}' in -${letters.slice(at)}`);
    if (rest.startsWith("=")) return setFlag(reader, flag, rest.slice(1));
    const bare = flag.bare ?? (flag.kind === "bool" ? "true" : undefined);
    if (bare !== undefined) {
      setFlag(reader, flag, bare);
      continue;
    }
    if (rest !== "") return setFlag(reader, flag, rest);
    const value = reader.words[reader.at + 1];
    if (value === undefined) throw new Failure(`flag needs an argument: '${letter}' in -${letters.slice(at)}`);
    reader.at++;
    return setFlag(reader, flag, value);
  }
}

function setFlag(reader: Reader, flag: Flag, value: string): void {
  const problem = problemOf(flag.kind, value);
  if (problem !== undefined) {
    const name = flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`;
    throw new Failure(`invalid argument ${goQuote(value)} for ${goQuote(name)} flag: ${problem}`);
  }
  reader.values.set(flag.name, [...(reader.values.get(flag.name) ?? []), value]);
}

function problemOf(kind: FlagKind, value: string): string | undefined {
  if (kind === "bool" && !/^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value)) {
    return `strconv.ParseBool: parsing ${goQuote(value)}: invalid syntax`;
  }
  if (kind === "int") return integerProblem(value);
  if (kind === "duration" && parseDuration(value) === undefined) return `time: invalid duration ${goQuote(value)}`;
  return undefined;
}

function integerProblem(value: string): string | undefined {
  if (!/^[-+]?\d+$/.test(value)) return `strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`;
  return Math.abs(Number(value)) > 2 ** 63
    ? `strconv.ParseInt: parsing ${goQuote(value)}: value out of range`
    : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

/** Milliseconds of a Go duration ("1m30s", "500ms", "0"); undefined for anything else. As time.ParseDuration. */
export function parseDuration(text: string): number | undefined {
  if (/^[-+]?0$/.test(text)) return 0;
  const found = /^([-+]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/.exec(text);
  if (!found) return undefined;
  const parts = [...(found[2] ?? "").matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  const total = parts.reduce((sum, part) => sum + Number(part[1]) * (UNIT_MS[part[2] ?? ""] ?? 0), 0);
  return found[1] === "-" ? -total : total;
}
