import { parseScript } from "./parser.ts";
import type { RunningShell } from "./running-shell.ts";
import type { Descriptors } from "./shell-streams.ts";
import type { Command } from "./syntax.ts";

type Simple = Command & { readonly kind: "simple" };

/** Aliases of aliases are followed so far; each is expanded once in a command. */
const DEPTH_MAX = 8;

/** The command with its first word replaced by what it stands for, if that is a plain command: `alias k=kubectl`. */
export function withoutAlias(command: Simple, aliases: ReadonlyMap<string, string>): Simple {
  let meant = command;
  const seen = new Set<string>();
  for (let depth = 0; depth < DEPTH_MAX; depth++) {
    const [first, ...rest] = meant.words;
    const [part] = first ?? [];
    const name = first?.length === 1 && part?.kind === "text" && !part.isQuoted ? part.text : "";
    const text = seen.has(name) ? undefined : aliases.get(name);
    const script = text === undefined ? undefined : parseScript(text);
    const [item, more] = script && !("kind" in script) ? script : [];
    const [stands, piped] = item?.pipeline.commands ?? [];
    if (more || piped || stands?.kind !== "simple") return meant;
    seen.add(name);
    const { assignments, redirections } = meant;
    meant = {
      kind: "simple",
      assignments: [...assignments, ...stands.assignments],
      words: [...stands.words, ...rest],
      redirections: [...stands.redirections, ...redirections],
    };
  }
  return meant;
}

/** `alias`, `alias NAME`, `alias NAME=TEXT`. */
export function alias(
  { name: shellName, place }: RunningShell,
  words: readonly string[],
  { out, error }: Descriptors,
): number {
  const { aliases } = place.memory;
  const print = (name: string, text: string) =>
    out(`${shellName === "bash" ? "alias " : ""}${name}='${text.replaceAll("'", "'\\''")}'\n`);
  if (words.length === 1)
    for (const [name, text] of [...aliases].toSorted(([a], [b]) => (a < b ? -1 : 1))) print(name, text);
  let exitCode = 0;
  for (const word of words.slice(1)) {
    const [, name = "", text] = /^([^=]+)=([^]*)$/.exec(word) ?? [];
    const known = aliases.get(word);
    if (text !== undefined) aliases.set(name, text);
    else if (known !== undefined) print(word, known);
    else {
      error(`${shellName}: alias: ${word}: not found\n`);
      exitCode = 1;
    }
  }
  return exitCode;
}

/** `unalias NAME…`, `unalias -a`. */
export function unalias(
  { name: shellName, place }: RunningShell,
  words: readonly string[],
  { error }: Descriptors,
): number {
  const { aliases } = place.memory;
  let exitCode = 0;
  for (const word of words.slice(1)) {
    if (word === "-a") aliases.clear();
    else if (!aliases.delete(word)) {
      error(`${shellName}: unalias: ${word}: not found\n`);
      exitCode = 1;
    }
  }
  return exitCode;
}
