import { goQuote } from "../../../apiserver/go-text.ts";
import { textAt } from "../../../apiserver/printers/fields.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { usageFailure } from "../command.ts";
import type { ToolStreams } from "../../tool.ts";
import { Failure } from "../failure.ts";
import { containerOf, isRunning, podOf } from "../pod-target.ts";

export const execCommand: Command = { name: "exec", run: runExec };

function* runExec(context: Context): Process<number> {
  const { flags, words, streams, world } = context;
  const [target, ...command] = words;
  if (target === undefined || flags.wordsBeforeDash === 0) {
    throw new Failure("pod, type/name or --filename must be specified");
  }
  if (command.length === 0) throw new Failure("you must specify at least one command for the container");
  if (flags.wordsBeforeDash !== 1) {
    throw usageFailure(context, "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead");
  }
  const pod = podOf(context, target);
  const phase = textAt(pod, "status", "phase");
  if (phase === "Succeeded" || phase === "Failed") {
    throw new Failure(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  const container = containerOf(context, pod, flags.text("container"));
  if (flags.isOn("tty") && !flags.isOn("stdin")) {
    streams.error("Unable to use a TTY - input is not a terminal or the right kind of file\n");
  }
  const name = pod.metadata.name;
  const namespace = pod.metadata.namespace ?? context.namespace;
  if (textAt(pod, "spec", "nodeName") === "") throw notOnHost(`pod ${name} does not have a host assigned`);
  if (!isRunning(pod, container)) throw notFoundContainer(container);
  const inner = flags.isOn("stdin") ? streams : withoutInput(streams);
  const result = yield* world.execIn({ namespace, pod: name, container }, command, inner);
  if (result.kind === "not-started") throw notStarted(context, result.because);
  const { exitCode } = result;
  if (exitCode !== 0) streams.error(`command terminated with exit code ${exitCode}\n`);
  else if (flags.isOn("stdin") && flags.isOn("tty") && streams.stdin === "" && isShell(command))
    streams.opens({ kind: "Pod", namespace, name, container });
  return exitCode;
}

/** A shell that reads its lines from the terminal: the page keeps it open. */
function isShell([program = "", ...words]: readonly string[]): boolean {
  return (
    /^(?:\/(?:usr\/)?bin\/)?(?:a|ba|da)?sh$/.test(program) && words.every((word) => /^-(?:[il]+|-login)$/.test(word))
  );
}

function notOnHost(message: string): Failure {
  return new Failure(message, { status: { code: 400, reason: "BadRequest", message } });
}

/** As the kubelet and containerd 2 hand on what runc said. */
function notStarted({ world }: Context, because: string): Failure {
  const random = world.simulation.random("exec ids");
  const id = Array.from({ length: 64 }, () => random.below(16).toString(16)).join("");
  const inside = `failed to exec in container: failed to start exec ${goQuote(id)}: ${because}`;
  const twice = "Internal error occurred: Internal error occurred";
  return new Failure(`${twice}: error executing command in container: ${inside}`);
}

function notFoundContainer(container: string): Failure {
  const message = `unable to upgrade connection: container not found ("${container}")`;
  return new Failure(message, {
    status: { code: 500, reason: "InternalError", message: `Internal error occurred: ${message}` },
  });
}

function withoutInput(streams: ToolStreams): ToolStreams {
  return {
    stdin: "",
    out: (text) => streams.out(text),
    error: (text) => streams.error(text),
    trace: (trace) => streams.trace(trace),
    opens: (object) => streams.opens(object),
  };
}
