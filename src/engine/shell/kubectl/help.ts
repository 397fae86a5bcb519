import type { Command } from "./command.ts";
import { GLOBAL_FLAGS } from "./command.ts";
import type { Flag } from "./flags.ts";

const NAME_WIDTH_MIN = 11;

/** The groups of `kubectl --help`, as kubectl's NewKubectlCommand has them. */
const GROUPS: readonly (readonly [title: string, commands: readonly string[]])[] = [
  ["Basic Commands (Beginner)", ["create", "expose", "run", "set"]],
  ["Basic Commands (Intermediate)", ["explain", "get", "edit", "delete"]],
  ["Deploy Commands", ["rollout", "scale", "autoscale"]],
  ["Cluster Management Commands", ["certificate", "cluster-info", "top", "cordon", "uncordon", "drain", "taint"]],
  [
    "Troubleshooting and Debugging Commands",
    ["describe", "logs", "attach", "exec", "port-forward", "proxy", "cp", "auth", "debug", "events"],
  ],
  ["Advanced Commands", ["diff", "apply", "patch", "replace", "wait", "kustomize"]],
  ["Settings Commands", ["label", "annotate", "completion"]],
  ["Other Commands", ["api-resources", "api-versions", "config", "plugin", "version"]],
];

/** What bare `kubectl` prints. */
export function rootHelp(commands: readonly Command[]): string {
  const byName = new Map(commands.map((command) => [command.name, command]));
  const groups = GROUPS.map(([title, names]) => {
    const known = names.flatMap((name) => byName.get(name) ?? []);
    return `${title}:\n${listOf(known, commands)}`;
  });
  return `kubectl controls the Kubernetes cluster manager.

 Find more information at: https://kubernetes.io/docs/reference/kubectl/

${groups.join("\n")}
Usage:
  kubectl [flags] [options]

Use "kubectl <command> --help" for more information about a given command.
Use "kubectl options" for a list of global command-line options (applies to all commands).
`;
}

/** What `--help` prints of a command. */
export function helpText(command: Command, path: string): string {
  const commands = command.commands ?? [];
  const parts = [`${command.long ?? `${command.short}.`}\n`];
  if (command.examples) parts.push(`Examples:\n${command.examples}\n`);
  if (commands.length > 0) parts.push(`Available Commands:\n${listOf(commands, commands)}`);
  if (command.flags && command.flags.length > 0)
    parts.push(`Options:\n${command.flags.toSorted(byName).map(flagText).join("\n")}`);
  const usage = `Usage:\n  ${path.slice(0, path.length - command.name.length)}${command.usage}\n`;
  const more =
    commands.length > 0 ? `\nUse "${path} <command> --help" for more information about a given command.` : "";
  parts.push(
    `${usage}${more}\nUse "kubectl options" for a list of global command-line options (applies to all commands).\n`,
  );
  return parts.join("\n").replace(/\n\nUse "kubectl options"/, '\n\nUse "kubectl options"');
}

/** What `kubectl options` prints. */
export function globalOptions(): string {
  return `The following options can be passed to any command:\n\n${GLOBAL_FLAGS.map(flagText).join("\n")}`;
}

/** Commands in a column as wide as the longest name among all of their siblings. As cobra's NamePadding. */
function listOf(commands: readonly Command[], siblings: readonly Command[]): string {
  const width = Math.max(NAME_WIDTH_MIN, ...siblings.map(({ name }) => name.length));
  return commands.map(({ name, short }) => `  ${name.padEnd(width)}   ${short}\n`).join("");
}

function flagText(flag: Flag): string {
  const name = flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`;
  return `    ${name}=${valueText(flag)}:\n\t${flag.help}\n`;
}

function valueText({ kind, default: value = "" }: Flag): string {
  if (kind === "list" || kind === "array") return `[${value}]`;
  return kind === "string" ? `'${value}'` : value || (kind === "bool" ? "false" : "0");
}

function byName(a: Flag, b: Flag): number {
  return a.name < b.name ? -1 : 1;
}
