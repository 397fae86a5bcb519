// What `--help` prints. As the templates in k8s.io/kubectl/pkg/util/templates.
import type { CommandDocs, DocumentedFlag } from "./command-docs.ts";
import { commandDocs, commandsBelow, globalFlags } from "./command-docs.ts";

const NAME_WIDTH_MIN = 11;

/** The groups of `kubectl --help`, as kubectl's NewKubectlCommand has them; what is in none of them is among the last. */
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
];
/** Commands that no list names. */
const UNLISTED = ["alpha", "help", "options"];
/** There are none, and kubectl says so. */
const PLUGINS = "Subcommands provided by plugins";
const OTHER_COMMANDS = "Other Commands";

/** What `kubectl PATH --help` prints; "" is kubectl itself. */
export function helpText(path: string): string {
  const docs = commandDocs(path);
  if (!docs || path === "options") return "";
  return `${docs.long || docs.short}\n\n${usageText(path)}`;
}

/** What follows the description in it. */
export function usageText(path: string): string {
  const docs = commandDocs(path);
  if (!docs) return "";
  const below = commandsBelow(path).filter(({ isHidden, name }) => !isHidden && !UNLISTED.includes(name));
  const flags = docs.flags.filter(({ isPersistent, isHidden, name }) => !isPersistent && !isHidden && name !== "help");
  const sections = [
    docs.aliases.length > 0 ? `Aliases:\n${[docs.name, ...docs.aliases].join(", ")}` : "",
    docs.examples === "" ? "" : `Examples:\n${docs.examples}`,
    path === "" ? rootCommands(below) : below.length > 0 ? `Available Commands:\n${listOf(below, NAME_WIDTH_MIN)}` : "",
    flags.length > 0 ? `Options:\n${flags.map(flagText).join("\n\n")}` : "",
    docs.usage === "kubectl" ? "" : `Usage:\n  ${docs.usage}`,
    hintsOf(path, below),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** What `kubectl options` prints. */
export function globalOptions(): string {
  const flags = globalFlags().filter(({ isHidden }) => !isHidden);
  return `The following options can be passed to any command:\n\n${flags.map((flag) => `${flagText(flag)}\n\n`).join("")}`;
}

function rootCommands(commands: readonly CommandDocs[]): string {
  const byName = new Map(commands.map((command) => [command.name, command]));
  const grouped = new Set(GROUPS.flatMap(([, names]) => names));
  const others = commands.filter(({ name }) => !grouped.has(name)).map(({ name }) => name);
  const width = Math.max(...commands.map(({ name }) => name.length), NAME_WIDTH_MIN);
  const groups = [...GROUPS, [PLUGINS, []] as const, [OTHER_COMMANDS, others] as const];
  return groups
    .map(([title, names]) => {
      const listed = names.flatMap((name) => byName.get(name) ?? []);
      return listed.length === 0 ? `${title}:` : `${title}:\n${listOf(listed, width)}`;
    })
    .join("\n\n");
}

/** Commands in a column as wide as the longest name among all of their siblings. As cobra's NamePadding. */
function listOf(commands: readonly CommandDocs[], widthMin: number): string {
  const width = Math.max(widthMin, ...commands.map(({ name }) => name.length));
  return commands.map(({ name, short }) => `  ${name.padEnd(width)}   ${short}`).join("\n");
}

function hintsOf(path: string, below: readonly CommandDocs[]): string {
  const full = ["kubectl", path].join(" ").trim();
  const more = `Use "${full} <command> --help" for more information about a given command.\n`;
  const options = 'Use "kubectl options" for a list of global command-line options (applies to all commands).';
  return `${below.length > 0 ? more : ""}${options}`;
}

function flagText({ name, short, type, shownDefault, help }: DocumentedFlag): string {
  const value = type === "string" ? `'${shownDefault}'` : shownDefault;
  const letter = short === undefined ? "" : `-${short}, `;
  return `    ${letter}--${name}=${value}:\n\t${help.replaceAll("\n", " ")}`;
}
