import { goQuote } from "../../apiserver/go-text.ts";
import { sleep } from "../../simulation/process.ts";
import type { Process } from "../../simulation/process.ts";
import type { Tool, ToolPlace, ToolStreams } from "../tool.ts";
import { Client } from "./client.ts";
import type { Command, Context } from "./command.ts";
import { GLOBAL_FLAGS } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { Failure, Failures, failureText } from "./failure.ts";
import { parseFlags } from "./flags.ts";
import { helpText, rootHelp } from "./help.ts";
import { unknownCommandText } from "./suggestions.ts";
import type { KubectlWorld } from "./world.ts";
import { KUBECTL_MS } from "../latency.ts";

/** kubectl 1.36. Takes its time, then does one command; wrong input is kubectl's own words on stderr and its exit code. */
export const kubectl: Tool<KubectlWorld> = function* runKubectl(world, words, streams, place): Process<number> {
  yield* sleep(world.simulation, KUBECTL_MS);
  try {
    return yield* runCommand({ world, streams, place }, words.slice(1));
  } catch (error) {
    if (!(error instanceof Failure || error instanceof Failures)) throw error;
    const text = failureText(error);
    if (text !== "") streams.error(text.endsWith("\n") ? text : `${text}\n`);
    return error instanceof Failure ? error.exitCode : 1;
  }
};

type Surroundings = { readonly world: KubectlWorld; readonly streams: ToolStreams; readonly place: ToolPlace };

function* runCommand(around: Surroundings, words: readonly string[]): Process<number> {
  const { command, path, rest } = findCommand(words);
  const flags = parseFlags(rest, [...(command?.flags ?? []), ...GLOBAL_FLAGS], ["kubectl", ...path].join(" "));
  const commandPath = ["kubectl", ...path].join(" ");
  if (!command) {
    const [verb] = flags.words;
    if (verb !== undefined && verb !== "help") throw new Failure(unknownCommandText(verb, COMMANDS, "kubectl"));
    return help(around, flags.words.slice(1));
  }
  const [below] = flags.words;
  if (flags.isOn("help")) return help(around, path);
  if (!command.run) {
    if (below !== undefined) {
      throw new Failure(
        `unknown command ${goQuote(flags.words.join(" "))}\nSee '${commandPath} -h' for help and examples`,
      );
    }
    help(around, path);
    return 1;
  }
  const config = around.world.kubeconfig.read();
  const contextName = flags.text("context") || config.currentContext;
  const kubeContext = config.contexts.find((one) => one.name === contextName);
  if (!kubeContext && flags.isGiven("context")) throw new Failure(`context "${contextName}" does not exist`);
  const { simulation } = around.world;
  const context: Context = {
    ...around,
    flags,
    words: flags.words,
    commandPath,
    client: new Client(around.world, (text) => around.streams.error(text)),
    namespace: flags.text("namespace") || kubeContext?.namespace || "default",
    isNamespaceGiven: flags.isGiven("namespace"),
    nowEpochMs: simulation.startEpochMs + simulation.nowMs,
  };
  const result = command.run(context);
  return typeof result === "number" ? result : yield* result;
}

function help({ streams }: Surroundings, path: readonly string[]): number {
  const { command, path: found } = findCommand(path);
  streams.out(command ? helpText(command, ["kubectl", ...found].join(" ")) : rootHelp(COMMANDS));
  return 0;
}

/** The command that the words name; flags of kubectl itself may stand before it ("kubectl -n shop get pods"). */
function findCommand(words: readonly string[]): {
  readonly command: Command | undefined;
  readonly path: readonly string[];
  readonly rest: readonly string[];
} {
  let commands: readonly Command[] = COMMANDS;
  let command: Command | undefined;
  const path: string[] = [];
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") return { command, path, rest: [...rest, ...words.slice(at)] };
    if (word.startsWith("-")) {
      rest.push(word);
      if (takesNextWord(word) && words[at + 1] !== undefined) rest.push(words[++at] ?? "");
      continue;
    }
    const next = commands.find((one) => one.name === word || one.aliases?.includes(word));
    if (!next) return { command, path, rest: [...rest, ...words.slice(at)] };
    command = next;
    commands = next.commands ?? [];
    path.push(next.name);
    if (commands.length === 0) return { command, path, rest: [...rest, ...words.slice(at + 1)] };
  }
  return { command, path, rest };
}

function takesNextWord(word: string): boolean {
  if (word.includes("=")) return false;
  const flag = GLOBAL_FLAGS.find((one) => word === `--${one.name}` || word === `-${one.short}`);
  return flag !== undefined && flag.kind !== "bool";
}
