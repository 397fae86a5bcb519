import { goQuote } from "../../apiserver/go-text.ts";
import { sleep } from "../../simulation/process.ts";
import type { Process } from "../../simulation/process.ts";
import type { Tool, ToolPlace, ToolStreams } from "../tool.ts";
import { Client } from "./client.ts";
import type { CommandDocs } from "./command-docs.ts";
import { commandDocs, commandsBelow, globalFlags } from "./command-docs.ts";
import type { Command, Context } from "./command.ts";
import { dryRunWarning } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { absenceOf } from "./absent-commands.ts";
import { Failure, Failures, failureText } from "./failure.ts";
import type { Flag } from "./flags.ts";
import { parseDuration, parseFlags } from "./flags.ts";
import { helpText, usageText } from "./help.ts";
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

/** Flags of every command that its help does not list. */
const UNLISTED_FLAGS: readonly Flag[] = [
  { name: "help", short: "h", kind: "bool", help: "" },
  { name: "v", short: "v", kind: "int", default: "0", help: "" },
];

/** Commands that show their help on stdout when nothing is asked of them; the others do it on stderr. */
const SHOWN_ON_STDOUT = ["certificate", "rollout"];

type Surroundings = { readonly world: KubectlWorld; readonly streams: ToolStreams; readonly place: ToolPlace };

function* runCommand(around: Surroundings, words: readonly string[]): Process<number> {
  const { docs, command, rest } = findCommand(words);
  const commandPath = `kubectl ${docs?.path ?? ""}`.trimEnd();
  const flags = parseFlags(rest, [...(docs?.flags ?? []), ...globalFlags(), ...UNLISTED_FLAGS], commandPath);
  if (!docs || docs.path === "") {
    const [verb] = flags.words;
    if (verb !== undefined) throw new Failure(unknownCommandText(verb, commandsBelow(""), "kubectl"));
    return help(around.streams, "");
  }
  if (docs.path === "alpha") {
    around.streams.error("No alpha commands are available in this version of kubectl\n");
    return 0;
  }
  if (flags.isOn("help")) return help(around.streams, docs.path);
  const missing = docs.flags.filter(({ name, isRequired }) => isRequired && !flags.isGiven(name));
  if (missing.length > 0)
    throw new Failure(`required flag(s) ${missing.map(({ name }) => goQuote(name)).join(", ")} not set`);
  if (docs.path === "help") return helpOf(around, flags.words);
  if (!command?.run) return withoutAction(around, { docs, commandPath, words: flags.words });
  const warning = dryRunWarning(flags, around.world.simulation);
  if (warning !== "") around.streams.error(warning);
  const result = command.run(contextOf(around, { flags, commandPath }));
  return typeof result === "number" ? result : yield* result;
}

function contextOf(around: Surroundings, told: Pick<Context, "flags" | "commandPath">): Context {
  const { flags } = told;
  const config = around.world.kubeconfig.read();
  const contextName = flags.text("context") || config.currentContext;
  const kubeContext = config.contexts.find((one) => one.name === contextName);
  if (!kubeContext && flags.isGiven("context"))
    throw new Failure(`Error in configuration: context was not found for specified context: ${contextName}`);
  refuseTimeout(flags.text("request-timeout"));
  const { simulation } = around.world;
  return {
    ...around,
    ...told,
    words: flags.words,
    client: new Client(around.world, (text) => around.streams.error(text)),
    namespace: flags.text("namespace") || kubeContext?.namespace || "default",
    isNamespaceGiven: flags.isGiven("namespace"),
    nowEpochMs: simulation.startEpochMs + simulation.nowMs,
  };
}

/** As clientcmd.ParseTimeout: whole seconds or a duration. */
function refuseTimeout(text: string): void {
  if (text === "" || /^[-+]?\d+$/.test(text) || parseDuration(text) !== undefined) return;
  throw new Failure(
    "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a " +
      "corresponding time unit (e.g. 1s | 2m | 3h)",
  );
}

/** A command that only has others below it shows its help; one that this cluster does not have says why. */
function withoutAction(
  { streams }: Surroundings,
  {
    docs,
    commandPath,
    words,
  }: { readonly docs: CommandDocs; readonly commandPath: string; readonly words: readonly string[] },
): number {
  const isParent = commandsBelow(docs.path).length > 0;
  if (!isParent) throw new Failure(absenceOf(docs.path));
  if (isParent && words.length > 0)
    throw new Failure(`unknown command ${goQuote(words.join(" "))}\nSee '${commandPath} -h' for help and examples`);
  if (SHOWN_ON_STDOUT.includes(docs.path)) help(streams, docs.path);
  else streams.error(helpText(docs.path));
  return docs.path === "certificate" ? 0 : 1;
}

/** `kubectl help rollout status`. As cobra's InitDefaultHelpCmd. */
function helpOf({ streams }: Surroundings, words: readonly string[]): number {
  const { docs } = findCommand(words);
  if (words.length === 0 || (docs && docs.path !== "")) return help(streams, docs?.path ?? "");
  streams.error(`Unknown help topic [${words.map((word) => `\`${word}\``).join(" ")}]\n\n\n${usageText("")}`);
  return 0;
}

function help(streams: ToolStreams, path: string): number {
  streams.out(helpText(path));
  return 0;
}

type Found = {
  /** Of the command that the words name; undefined for none. */
  readonly docs: CommandDocs | undefined;
  readonly command: Command | undefined;
  readonly rest: readonly string[];
};

/** The command that the words name; flags of kubectl itself may stand before it ("kubectl -n shop get pods"). */
function findCommand(words: readonly string[]): Found {
  let docs = commandDocs("");
  let command: Command | undefined;
  let commands: readonly Command[] = COMMANDS;
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") return { docs, command, rest: [...rest, ...words.slice(at)] };
    if (word.startsWith("-")) {
      rest.push(word);
      if (takesNextWord(word) && words[at + 1] !== undefined) rest.push(words[++at] ?? "");
      continue;
    }
    const next = commandsBelow(docs?.path ?? "").find((one) => one.name === word || one.aliases.includes(word));
    if (!next) return { docs, command, rest: [...rest, ...words.slice(at)] };
    docs = next;
    command = commands.find(({ name }) => name === next.name);
    commands = command?.commands ?? [];
    if (commandsBelow(next.path).length === 0) return { docs, command, rest: [...rest, ...words.slice(at + 1)] };
  }
  return { docs, command, rest };
}

function takesNextWord(word: string): boolean {
  if (word.includes("=")) return false;
  const flag = [...globalFlags(), ...UNLISTED_FLAGS].find(
    (one) => word === `--${one.name}` || word === `-${one.short}`,
  );
  return flag !== undefined && flag.kind !== "bool";
}
