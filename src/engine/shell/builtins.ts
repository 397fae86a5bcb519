import { alias, unalias } from "./aliases.ts";
import type { Process } from "../simulation/process.ts";
import { absolute, fileSystemOf } from "./files.ts";
import type { RunningShell } from "./running-shell.ts";
import type { Descriptors } from "./shell-streams.ts";
import { parseScript } from "./parser.ts";
import { syntaxProblemText } from "./shell-words.ts";

/** A command that changes the shell itself, or is part of it. */
export type Builtin = (
  shell: RunningShell,
  words: readonly string[],
  descriptors: Descriptors,
) => number | Process<number>;

/** As POSIX' special and regular builtins, as far as people type them. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [":", always(0)],
  ["alias", alias],
  [".", source],
  ["bash", subshell],
  ["break", jump],
  ["cd", changeFolder],
  ["command", command],
  ["continue", jump],
  ["eval", evaluate],
  ["exec", execute],
  ["exit", exit],
  ["export", exportVariables],
  ["read", read],
  ["return", exit],
  ["set", set],
  ["sh", subshell],
  ["shift", shift],
  ["source", source],
  ["trap", always(0)],
  ["type", typeOf],
  ["unalias", unalias],
  ["unset", unset],
  ["wait", always(0)],
]);

const EXIT_NOT_FOUND = 127;
const EXIT_SYNTAX = 2;

function always(exitCode: number): Builtin {
  return () => exitCode;
}

/** `sh -c LINE NAME ARGUMENT…`, `sh FILE ARGUMENT…`, or commands on standard input. */
function* subshell(shell: RunningShell, words: readonly string[], descriptors: Descriptors): Process<number> {
  const options = words.slice(1).filter((word) => /^-[a-z]+$/.test(word));
  const rest = words.slice(1).filter((word) => !options.includes(word));
  const child = shell.fresh();
  if (options.some((option) => option.includes("c"))) {
    const [line, , ...parameters] = rest;
    if (line === undefined) {
      descriptors.error(`${words[0]}: -c: option requires an argument\n`);
      return EXIT_SYNTAX;
    }
    child.parameters = parameters;
    return yield* child.runLine(line, descriptors);
  }
  const [file, ...parameters] = rest;
  child.parameters = parameters;
  if (file === undefined) return yield* child.runLine(descriptors.input.rest(), descriptors);
  const text = fileSystemOf(shell.world, shell.place).read(file);
  if (text !== undefined) return yield* child.runLine(text, descriptors);
  descriptors.error(`${words[0]}: ${file}: No such file or directory\n`);
  return EXIT_NOT_FOUND;
}

function* source(shell: RunningShell, [name = "", file]: readonly string[], descriptors: Descriptors): Process<number> {
  const text = file === undefined ? undefined : fileSystemOf(shell.world, shell.place).read(file);
  if (text === undefined) {
    const what = file === undefined ? "filename argument required" : `${file}: No such file or directory`;
    descriptors.error(`${shell.name}: ${name}: ${what}\n`);
    return file === undefined ? EXIT_SYNTAX : 1;
  }
  return yield* shell.runLine(text, descriptors);
}

function* evaluate(shell: RunningShell, words: readonly string[], descriptors: Descriptors): Process<number> {
  const script = parseScript(words.slice(1).join(" "), shell.depth);
  if (!("kind" in script)) return yield* shell.runScript(script, descriptors);
  descriptors.error(`${syntaxProblemText(script, shell.place)}\n`);
  return EXIT_SYNTAX;
}

function* execute(shell: RunningShell, words: readonly string[], descriptors: Descriptors): Process<number> {
  if (words.length < 2) return 0;
  const exitCode = yield* shell.runWords(words.slice(1), descriptors);
  shell.flow = { kind: "exit" };
  return exitCode;
}

function exit(shell: RunningShell, [, code]: readonly string[]): number {
  shell.flow = { kind: "exit" };
  return code === undefined ? shell.lastExitCode : Number.parseInt(code, 10) & 255;
}

function jump(shell: RunningShell, [name, count = "1"]: readonly string[]): number {
  const loops = Math.max(1, Number.parseInt(count, 10) || 1);
  shell.flow = { kind: name === "break" ? "break" : "continue", loops };
  return 0;
}

function changeFolder(shell: RunningShell, [, folder]: readonly string[], descriptors: Descriptors): number {
  const { environment } = shell.place;
  const here = environment.get("PWD") ?? "/";
  const wanted = folder === undefined ? (environment.get("HOME") ?? "/") : folder;
  const target = wanted === "-" ? (environment.get("OLDPWD") ?? here) : absolute(wanted, here);
  if (fileSystemOf(shell.world, shell.place).list(target) === undefined && target !== "/") {
    descriptors.error(`${shell.name}: cd: ${wanted}: No such file or directory\n`);
    return 1;
  }
  environment.set("OLDPWD", here);
  environment.set("PWD", target);
  return 0;
}

function exportVariables(shell: RunningShell, words: readonly string[], { out }: Descriptors): number {
  const { environment, memory } = shell.place;
  const named = words.slice(1).filter((word) => !word.startsWith("-"));
  if (named.length === 0) {
    const lines = [...environment].toSorted(([a], [b]) => (a < b ? -1 : 1));
    out(lines.map(([name, value]) => `declare -x ${name}="${value}"\n`).join(""));
  }
  for (const word of named) {
    const [, name = "", value] = /^([^=]*)=([^]*)$/.exec(word) ?? [];
    const exported = value ?? memory.variables.get(word);
    if (exported === undefined) continue;
    environment.set(name || word, exported);
    memory.variables.delete(name || word);
  }
  return 0;
}

function unset(shell: RunningShell, words: readonly string[]): number {
  const { environment, memory } = shell.place;
  for (const name of words.slice(1)) {
    environment.delete(name);
    memory.variables.delete(name);
  }
  return 0;
}

/** `set -- a b` sets the parameters; options are taken and change nothing. */
function set(shell: RunningShell, words: readonly string[], { out }: Descriptors): number {
  const dashes = words.indexOf("--");
  if (dashes > 0) shell.parameters = words.slice(dashes + 1);
  const all = [...shell.place.environment, ...shell.place.memory.variables].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (words.length === 1) for (const [name, value] of all) out(`${name}='${value}'\n`);
  return 0;
}

function shift(shell: RunningShell, [, count = "1"]: readonly string[]): number {
  const by = Number.parseInt(count, 10);
  if (Number.isNaN(by) || by > shell.parameters.length) return 1;
  shell.parameters = shell.parameters.slice(by);
  return 0;
}

/** Reads a line into variables; the last one takes what is left of it. */
function read(shell: RunningShell, words: readonly string[], { input }: Descriptors): number {
  const line = input.line();
  const named = words.slice(1).filter((word) => !word.startsWith("-"));
  const names = named.length > 0 ? named : ["REPLY"];
  let rest = (line ?? "").trim();
  for (const [index, name] of names.entries()) {
    const [, first = "", after = ""] = /^(\S*)\s*([^]*)$/.exec(rest) ?? [];
    shell.assign(name, index === names.length - 1 ? rest : first);
    rest = after;
  }
  return line === undefined ? 1 : 0;
}

/** `command -v NAME` says where a name leads; `command NAME …` runs it. */
function* command(shell: RunningShell, words: readonly string[], descriptors: Descriptors): Process<number> {
  const [, option, name = ""] = words;
  if (option !== "-v") return yield* shell.runWords(words.slice(1), descriptors);
  if (BUILTINS.has(name)) descriptors.out(`${name}\n`);
  else if (shell.world.hasTool(name, shell.place.userland)) descriptors.out(`/usr/bin/${name}\n`);
  else return shell.place.userland === "workstation" ? 1 : EXIT_NOT_FOUND;
  return 0;
}

function typeOf(shell: RunningShell, words: readonly string[], { out, error }: Descriptors): number {
  let exitCode = 0;
  for (const name of words.slice(1)) {
    if (BUILTINS.has(name)) out(`${name} is a shell builtin\n`);
    else if (shell.world.hasTool(name, shell.place.userland)) out(`${name} is /usr/bin/${name}\n`);
    else {
      error(shell.name === "bash" ? `bash: type: ${name}: not found\n` : `${name}: not found\n`);
      exitCode = shell.name === "bash" ? 1 : EXIT_NOT_FOUND;
    }
  }
  return exitCode;
}
