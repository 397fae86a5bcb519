import { textAt } from "../../../apiserver/printers/fields.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { FILE_FLAGS, usageFailure } from "../command.ts";
import type { ToolStreams } from "../../tool.ts";
import { Failure } from "../failure.ts";
import { containerOf, isRunning, podOf } from "../pod-target.ts";

export const execCommand: Command = {
  name: "exec",
  short: "Execute a command in a container",
  usage: "exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...] [options]",
  examples: `  # Get output from running the 'date' command from pod mypod, using the first container by default
  kubectl exec mypod -- date

  # Get output from running 'date' command from the first pod of the deployment mydeployment, using the first container by default
  kubectl exec deploy/mydeployment -- date`,
  flags: [
    ...FILE_FLAGS,
    {
      name: "container",
      short: "c",
      kind: "string",
      help: "Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen",
    },
    {
      name: "pod-running-timeout",
      kind: "duration",
      default: "1m0s",
      help: "The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running",
    },
    { name: "quiet", short: "q", kind: "bool", default: "false", help: "Only print output from the remote session" },
    { name: "stdin", short: "i", kind: "bool", default: "false", help: "Pass stdin to the container" },
    { name: "tty", short: "t", kind: "bool", default: "false", help: "Stdin is a TTY" },
  ],
  run: runExec,
};

function* runExec(context: Context): Process<number> {
  const { flags, words, streams, world } = context;
  const [target, ...command] = words;
  if (target === undefined || flags.wordsBeforeDash === 0) {
    throw usageFailure(context, "pod, type/name or --filename must be specified");
  }
  if (command.length === 0) throw usageFailure(context, "you must specify at least one command for the container");
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
  const exitCode = yield* world.execIn({ namespace, pod: name, container }, command, inner);
  if (exitCode !== 0) streams.error(`command terminated with exit code ${exitCode}\n`);
  return exitCode;
}

function notOnHost(message: string): Failure {
  return new Failure(message, { status: { code: 400, reason: "BadRequest", message } });
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
