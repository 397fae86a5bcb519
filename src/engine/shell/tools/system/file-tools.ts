import { sleep } from "../../../simulation/process.ts";
import { fileSystemOf } from "../../files.ts";
import { TOOL_START_MS } from "../../filter.ts";
import { readOptions } from "../../options.ts";
import type { ShellTool } from "../../world.ts";

/** `ls [-l] [PATH…]`: what files.ts knows to be there. */
export const ls: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const files = fileSystemOf(world, place);
  const options = readOptions(words, { flags: "lahR1tr" });
  const paths = options.operands.length > 0 ? options.operands : ["."];
  let exitCode = 0;
  for (const path of paths) {
    const names = files.list(path) ?? (files.read(path) === undefined ? undefined : [path]);
    if (!names) {
      streams.error(`ls: cannot access '${path}': No such file or directory\n`);
      exitCode = 2;
      continue;
    }
    if (paths.length > 1) streams.out(`${path}:\n`);
    streams.out(names.map((name) => `${name}\n`).join(""));
  }
  return exitCode;
};

/** `rm [-rf] FILE…`. */
export const rm: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const files = fileSystemOf(world, place);
  const options = readOptions(words, { flags: "rRfiv" });
  let exitCode = 0;
  for (const path of options.operands) {
    if (files.remove(path) || options.has("f")) continue;
    streams.error(`rm: cannot remove '${path}': No such file or directory\n`);
    exitCode = 1;
  }
  return exitCode;
};

/** `touch FILE…`. */
export const touch: ShellTool = function* (world, words, _streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const files = fileSystemOf(world, place);
  for (const path of words.slice(1)) if (!path.startsWith("-")) files.append(path, "");
  return 0;
};

/** `cp FROM TO` and `mv FROM TO`, one file at a time. */
export const copy: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const files = fileSystemOf(world, place);
  const [name = "cp", ...operands] = words.filter((word) => !word.startsWith("-"));
  const [from, to] = operands;
  if (from === undefined || to === undefined) {
    streams.error(`${name}: missing ${from === undefined ? "file" : "destination file"} operand\n`);
    return 1;
  }
  const text = files.read(from);
  if (text === undefined) {
    streams.error(`${name}: cannot stat '${from}': No such file or directory\n`);
    return 1;
  }
  files.write(to, text);
  if (name === "mv") files.remove(from);
  return 0;
};

/** `test EXPRESSION` and `[ EXPRESSION ]`. */
export const test: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, 0);
  const rest = words.slice(1);
  if (words[0] === "[" && rest.pop() !== "]") {
    streams.error("[: missing `]'\n");
    return 2;
  }
  const files = fileSystemOf(world, place);
  const value = evaluate(rest, (path) => files.read(path));
  if (value !== undefined) return value ? 0 : 1;
  streams.error(`${words[0]}: ${rest.join(" ")}: unexpected operator\n`);
  return 2;
};

type Read = (path: string) => string | undefined;

function evaluate(words: readonly string[], read: Read): boolean | undefined {
  const or = words.lastIndexOf("-o");
  if (or > 0) return join(evaluate(words.slice(0, or), read), evaluate(words.slice(or + 1), read), (a, b) => a || b);
  const and = words.lastIndexOf("-a");
  if (and > 0) return join(evaluate(words.slice(0, and), read), evaluate(words.slice(and + 1), read), (a, b) => a && b);
  const [first, second, third] = words;
  if (first === undefined) return false;
  if (words.length === 1) return first !== "";
  if (first === "!") {
    const inner = evaluate(words.slice(1), read);
    return inner === undefined ? undefined : !inner;
  }
  if (words.length === 2) return unary(first, second ?? "", read);
  return words.length === 3 ? binary(first, second ?? "", third ?? "") : undefined;
}

function join(
  a: boolean | undefined,
  b: boolean | undefined,
  by: (a: boolean, b: boolean) => boolean,
): boolean | undefined {
  return a === undefined || b === undefined ? undefined : by(a, b);
}

function unary(operator: string, value: string, read: Read): boolean | undefined {
  switch (operator) {
    case "-n":
      return value !== "";
    case "-z":
      return value === "";
    case "-e":
    case "-f":
    case "-r":
      return read(value) !== undefined;
    case "-s":
      return (read(value) ?? "") !== "";
    case "-d":
    case "-x":
      return read(value) === undefined && value.startsWith("/");
    default:
      return undefined;
  }
}

function binary(left: string, operator: string, right: string): boolean | undefined {
  if (operator === "=" || operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  const [a, b] = [Number(left), Number(right)];
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  switch (operator) {
    case "-eq":
      return a === b;
    case "-ne":
      return a !== b;
    case "-lt":
      return a < b;
    case "-le":
      return a <= b;
    case "-gt":
      return a > b;
    case "-ge":
      return a >= b;
    default:
      return undefined;
  }
}
