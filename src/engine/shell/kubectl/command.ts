// What a kubectl command is made of. New command: one file that exports a `Command`, one line in commands.ts.
import type { Process } from "../../simulation/process.ts";
import type { ToolPlace, ToolStreams } from "../tool.ts";
import type { Client } from "./client.ts";
import { Failure } from "./failure.ts";
import type { ParsedFlags } from "./flags.ts";
import { klogLine } from "./klog.ts";
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

/** A command that the simulation does. Its flags, its aliases and what `--help` says of it are in command-docs.ts. */
export type Command = {
  readonly name: string;
  readonly commands?: readonly Command[];
  /** Gives the exit code. Not there for a command that only has others below it. */
  readonly run?: (context: Context) => Process<number> | number;
};

export type DryRun = "none" | "client" | "server";

/** How far a command goes; a bare --dry-run and the old boolean values still work. As cmdutil.GetDryRunStrategy. */
export function dryRunOf(flags: ParsedFlags): DryRun {
  const value = flags.text("dry-run");
  const old = oldDryRun(value);
  if (old) return old.means;
  if (value === "none" || value === "client" || value === "server") return value;
  throw new Failure(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** The line of kubectl's log about a --dry-run that is written in an old way; "" for any other. */
export function dryRunWarning(flags: ParsedFlags, simulation: KubectlWorld["simulation"]): string {
  const old = flags.isGiven("dry-run") ? oldDryRun(flags.text("dry-run")) : undefined;
  return old ? klogLine(simulation, { severity: "W", source: `helpers.go:${old.line}`, text: old.text }) : "";
}

function oldDryRun(
  value: string,
): { readonly means: DryRun; readonly line: number; readonly text: string } | undefined {
  if (value === "unchanged")
    return { means: "client", line: 719, text: "--dry-run is deprecated and can be replaced with --dry-run=client." };
  const isTrue = /^(1|t|T|TRUE|true|True)$/.test(value);
  if (!isTrue && !/^(0|f|F|FALSE|false|False)$/.test(value)) return undefined;
  const means = isTrue ? "client" : "none";
  const text = `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${means}.`;
  return { means, line: isTrue ? 733 : 736, text };
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
