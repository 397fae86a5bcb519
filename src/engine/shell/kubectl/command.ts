// What a kubectl command is made of. New command: one file that exports a `Command`, one line in commands.ts.
import type { Process } from "../../simulation/process.ts";
import type { ToolPlace, ToolStreams } from "../tool.ts";
import type { Client } from "./client.ts";
import { Failure } from "./failure.ts";
import type { Flag, ParsedFlags } from "./flags.ts";
import type { KubectlWorld } from "./world.ts";

/** A command under way. */
export type Context = {
  readonly world: KubectlWorld;
  readonly client: Client;
  readonly streams: ToolStreams;
  readonly place: ToolPlace;
  readonly flags: ParsedFlags;
  /** The words after the command and its flags. */
  readonly words: readonly string[];
  /** Of --namespace, else of the kubeconfig's context, else "default". */
  readonly namespace: string;
  readonly isNamespaceGiven: boolean;
  /** "kubectl rollout status". */
  readonly commandPath: string;
  readonly nowEpochMs: number;
};

export type Command = {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line, for the list of commands. */
  readonly short: string;
  /** What `--help` says first; `short` when there is none. */
  readonly long?: string;
  /** "kubectl get (TYPE[.VERSION][.GROUP] [NAME | -l label] | …) [flags]", without "kubectl". */
  readonly usage: string;
  readonly examples?: string;
  readonly flags?: readonly Flag[];
  readonly commands?: readonly Command[];
  /** Gives the exit code. Not there for a command that only has others below it. */
  readonly run?: (context: Context) => Process<number> | number;
};

/** Flags that every command has. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  { name: "as", kind: "string", help: "Username to impersonate for the operation." },
  { name: "cluster", kind: "string", help: "The name of the kubeconfig cluster to use" },
  { name: "context", kind: "string", help: "The name of the kubeconfig context to use" },
  { name: "help", short: "h", kind: "bool", help: "Show help for the command" },
  { name: "kubeconfig", kind: "string", help: "Path to the kubeconfig file to use for CLI requests." },
  {
    name: "namespace",
    short: "n",
    kind: "string",
    help: "If present, the namespace scope for this CLI request",
  },
  { name: "request-timeout", kind: "string", default: "0", help: "The length of time to wait for a server request." },
  { name: "server", short: "s", kind: "string", help: "The address and port of the Kubernetes API server" },
  { name: "user", kind: "string", help: "The name of the kubeconfig user to use" },
  { name: "v", short: "v", kind: "int", default: "0", help: "number for the log level verbosity" },
  {
    name: "warnings-as-errors",
    kind: "bool",
    default: "false",
    help: "Treat warnings received from the server as errors and exit with a non-zero exit code",
  },
];

export const OUTPUT_FLAGS: readonly Flag[] = [
  {
    name: "output",
    short: "o",
    kind: "string",
    help: "Output format. One of: (json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file).",
  },
  { name: "template", kind: "string", help: "Template string or path to template file to use when -o=go-template." },
  {
    name: "allow-missing-template-keys",
    kind: "bool",
    default: "true",
    help: "If true, ignore any errors in templates when a field or map key is missing in the template.",
  },
  {
    name: "show-managed-fields",
    kind: "bool",
    default: "false",
    help: "If true, keep the managedFields when printing objects in JSON or YAML format.",
  },
];

export const FILE_FLAGS: readonly Flag[] = [
  { name: "filename", short: "f", kind: "list", help: "Filename, directory, or URL to files identifying the resource" },
  {
    name: "recursive",
    short: "R",
    kind: "bool",
    default: "false",
    help: "Process the directory used in -f, --filename recursively.",
  },
  { name: "kustomize", short: "k", kind: "string", help: "Process the kustomization directory." },
];

export const SELECTOR_FLAG: Flag = {
  name: "selector",
  short: "l",
  kind: "string",
  help: "Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin'.",
};

export const DRY_RUN_FLAG: Flag = {
  name: "dry-run",
  kind: "string",
  bare: "unchanged",
  default: "none",
  help: 'Must be "none", "server", or "client".',
};

export const ALL_NAMESPACES_FLAG: Flag = {
  name: "all-namespaces",
  short: "A",
  kind: "bool",
  default: "false",
  help: "If present, list the requested object(s) across all namespaces.",
};

export type DryRun = "none" | "client" | "server";

/** How far a command goes. As cmdutil.GetDryRunStrategy. */
export function dryRunOf(flags: ParsedFlags): DryRun {
  const value = flags.text("dry-run");
  switch (value) {
    case "none":
    case "client":
    case "server":
      return value;
    case "unchanged":
      throw new Failure(
        '--dry-run flag without a value was specified. A value must be set: "none", "server", or "client".',
      );
    default:
      if (/^(true|false)$/i.test(value)) {
        throw new Failure(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
      }
      throw new Failure(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  }
}

/** What a command says of its work: " (dry run)", " (server dry run)" or nothing. */
export function dryRunSuffix(dryRun: DryRun): string {
  if (dryRun === "none") return "";
  return dryRun === "client" ? " (dry run)" : " (server dry run)";
}

/** Wrong use of a command. As cmdutil.UsageErrorf. */
export function usageFailure(context: Context, message: string): Failure {
  return new Failure(`${message}\nSee '${context.commandPath} -h' for help and examples`);
}
