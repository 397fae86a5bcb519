import { COMMAND_TEXTS } from "./command-texts.ts";
import type { Flag, FlagKind } from "./flags.ts";

/** What is written of a command of kubectl: its words, its flags, its help. */
export type CommandDocs = {
  /** "rollout status"; "" for kubectl itself. */
  readonly path: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly isHidden: boolean;
  /** False for one that has nothing to do but to show its help. */
  readonly isRunnable: boolean;
  /** As cobra prints it: "kubectl rollout status (TYPE NAME | TYPE/NAME) [flags] [options]". */
  readonly usage: string;
  readonly short: string;
  /** "" when the short text says it all. */
  readonly long: string;
  readonly examples: string;
  /** Its own, by name; those of kubectl itself are every command's. */
  readonly flags: readonly DocumentedFlag[];
};

/** A flag with what `--help` prints of it. */
export type DocumentedFlag = Flag & {
  /** pflag's name of its type, which says how the default is shown. */
  readonly type: string;
  readonly shownDefault: string;
  readonly isPersistent: boolean;
  readonly isHidden: boolean;
  readonly isRequired: boolean;
  /** Without " (DEPRECATED: …)" the flag is as good as any. */
  readonly isDeprecated: boolean;
};

let docs: ReadonlyMap<string, CommandDocs> | undefined;

/** The documents of the command of that path ("rollout status"); undefined when kubectl has none. */
export function commandDocs(path: string): CommandDocs | undefined {
  return (docs ??= readTexts()).get(path);
}

/** The commands right below a path, in the order of their names. */
export function commandsBelow(path: string): readonly CommandDocs[] {
  const prefix = path === "" ? "" : `${path} `;
  const isBelow = (one: CommandDocs) =>
    one.path !== path && one.path.startsWith(prefix) && !one.path.slice(prefix.length).includes(" ");
  return [...(docs ??= readTexts()).values()].filter(isBelow);
}

/** The flags that every command has beside its own, `--help` among them. */
export function globalFlags(): readonly DocumentedFlag[] {
  return commandDocs("")?.flags ?? [];
}

function readTexts(): ReadonlyMap<string, CommandDocs> {
  const found = new Map<string, CommandDocs>();
  const shared: string[] = [];
  let open: { head: readonly string[]; long: string; examples: string; flags: DocumentedFlag[] } | undefined;
  const close = () => {
    if (!open) return;
    const [path = "", aliases = "", marks = "", usage = "", short = ""] = open.head;
    const { long, examples, flags } = open;
    const name = path.slice(path.lastIndexOf(" ") + 1);
    const names = aliases.split(",").filter(Boolean);
    found.set(path, {
      path,
      name,
      aliases: names,
      isHidden: marks.includes("h"),
      isRunnable: marks.includes("r"),
      usage,
      short,
      long,
      examples,
      flags,
    });
  };
  for (const line of COMMAND_TEXTS.trim().split("\n")) {
    if (line.startsWith("#")) {
      close();
      open = { head: line.slice(1).split("|").map(plainText), long: "", examples: "", flags: [] };
    } else if (!open) shared.push(line);
    else if (line.startsWith("<")) open.long = plainText(line.slice(1));
    else if (line.startsWith(">")) open.examples = plainText(line.slice(1));
    else open.flags.push(readFlag(line.startsWith("$") ? (shared[Number(line.slice(1))] ?? "") : line));
  }
  close();
  return found;
}

const KINDS: Readonly<Record<string, FlagKind>> = {
  bool: "bool",
  duration: "duration",
  int: "int",
  int32: "int",
  int64: "int",
  Level: "int",
  stringSlice: "list",
  stringArray: "array",
};

function readFlag(line: string): DocumentedFlag {
  const [name = "", short = "", type = "", shownDefault = "", bare = "", marks = "", help = ""] = line
    .split("|")
    .map(plainText);
  const kind = KINDS[type] ?? "string";
  const isList = kind === "list" || kind === "array";
  const value = isList ? shownDefault.replace(/^\[|\]$/g, "") : shownDefault;
  return {
    name,
    kind,
    type,
    shownDefault,
    help,
    ...(short !== "" && { short }),
    ...(bare !== "" && { bare }),
    ...(value !== "" && { default: value }),
    isPersistent: marks.includes("p"),
    isHidden: marks.includes("h"),
    isRequired: marks.includes("r"),
    isDeprecated: marks.includes("d"),
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\n": "\n",
  "\\t": "\t",
  "\\q": "`",
  "\\p": "|",
  "\\\\": "\\",
  "\\{": "{",
};

function plainText(text: string): string {
  return text.replace(/\\[ntqp\\{]/g, (found) => ESCAPES[found] ?? found);
}
