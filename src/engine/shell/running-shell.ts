import type { Process } from "../simulation/process.ts";
import type { Descriptors } from "./shell-streams.ts";
import type { Command, Redirection, Script, Word } from "./syntax.ts";
import type { ToolPlace } from "./tool.ts";
import type { ToolWorld } from "./world.ts";

/** What is under way: nothing, the end of the shell, or a jump out of so many loops. */
export type ShellFlow =
  | { readonly kind: "none" }
  | { readonly kind: "exit" }
  | { readonly kind: "break" | "continue"; readonly loops: number };

export const NO_FLOW: ShellFlow = { kind: "none" };

/** A shell as builtins and pipelines see it; interpreter.ts makes it. */
export type RunningShell = {
  readonly world: ToolWorld;
  readonly place: ToolPlace;
  /** How the shell calls itself in its messages. */
  readonly name: string;
  /** How many shells it is in. */
  readonly depth: number;
  readonly lastExitCode: number;
  /** "$1", "$2" … */
  parameters: readonly string[];
  flow: ShellFlow;
  /** A shell below this one: it has the variables, and what it changes is lost. */
  child(): RunningShell;
  /** A shell that is started as a program: it has what is exported. */
  fresh(): RunningShell;
  /** Gives a variable a value; one that is exported stays so. */
  assign(name: string, value: string): void;
  runLine(line: string, descriptors: Descriptors): Process<number>;
  runScript(script: Script, descriptors: Descriptors): Process<number>;
  runCommand(command: Command, outside: Descriptors): Process<number>;
  runWords(words: readonly string[], descriptors: Descriptors): Process<number>;
  expandWords(words: readonly Word[], descriptors: Descriptors): Process<string[] | undefined>;
  redirect(redirections: readonly Redirection[], outside: Descriptors): Process<Descriptors | undefined>;
};
