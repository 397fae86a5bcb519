// What a kubectl command is made of. New command: one file that exports a `Command`, one line in commands.ts.
import type { Process } from "../../simulation/process.ts";
import type { ToolPlace, ToolStreams } from "../tool.ts";
import type { Client } from "./client.ts";
import { Failure } from "./failure.ts";
import type { ParsedFlags } from "./flags.ts";
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
