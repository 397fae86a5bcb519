// Commands that have nothing to act on in this cluster: they refuse wrong use as kubectl does, then say what is not here.
import { goQuote } from "../../../apiserver/go-text.ts";
import { absenceOf } from "../absent-commands.ts";
import type { Command, Context } from "../command.ts";
import { usageFailure } from "../command.ts";
import { Failure } from "../failure.ts";
import { podOf } from "../pod-target.ts";

const SHELLS: readonly string[] = ["bash", "fish", "powershell", "zsh"];

/** `kubectl attach POD`. */
export const attachCommand: Command = { name: "attach", run: runAttach };

/** `kubectl completion SHELL`. */
export const completionCommand: Command = { name: "completion", run: runCompletion };

/** `kubectl cp FROM TO`. */
export const cpCommand: Command = { name: "cp", run: runCp };

/** `kubectl debug POD --image=IMAGE`. */
export const debugCommand: Command = { name: "debug", run: runDebug };

function runAttach(context: Context): number {
  const { words } = context;
  if (words.length === 0) throw new Failure("at least 1 argument is required for attach");
  if (words.length > 2) {
    const saw = `saw ${words.length}: [${words.join(" ")}]`;
    throw new Failure(`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) ${saw}`);
  }
  podOf(context, words.join("/"));
  throw new Failure(absenceOf("attach"));
}

function runCompletion(context: Context): number {
  const [shell, ...others] = context.words;
  if (shell === undefined) throw usageFailure(context, "Shell not specified.");
  if (others.length > 0) throw usageFailure(context, "Too many arguments. Expected only the shell type.");
  if (!SHELLS.includes(shell)) throw usageFailure(context, `Unsupported shell type ${goQuote(shell)}.`);
  throw new Failure(absenceOf("completion"));
}

function runCp({ words }: Context): number {
  const [from, to, ...others] = words;
  if (from === undefined || to === undefined || others.length > 0)
    throw new Failure("source and destination are required");
  if (from.includes(":") && to.includes(":"))
    throw new Failure("one of src or dest must be a local file specification");
  if (!from.includes(":") && !to.includes(":"))
    throw new Failure("one of src or dest must be a remote file specification");
  throw new Failure(absenceOf("cp"));
}

function runDebug({ flags, words }: Context): number {
  if (flags.text("copy-to") === "" && flags.text("image") === "")
    throw new Failure("you must specify --image when not using --copy-to.");
  if (words.length === 0 && !flags.isGiven("filename")) throw new Failure("NAME or filename is required for debug");
  throw new Failure(absenceOf("debug"));
}
