import { goQuote } from "../../../apiserver/go-text.ts";
import { textAt } from "../../../apiserver/printers/fields.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { dryRunOf, usageFailure } from "../command.ts";
import { Failure } from "../failure.ts";
import { makePod, makeService, parseEnv, parseLabelPairs } from "../generators/objects.ts";
import { requireResource } from "../mapping.ts";
import { resultPrinter } from "../result-printer.ts";
import { waitUntil } from "../waiting.ts";
import { askedNamespace, createMade } from "./create-made.ts";

/** How long `run -it` waits for its pod, as kubectl does by default. */
const POD_RUNNING_TIMEOUT_MS = 60_000;

/** A reference to an image: registry, path of lower-case names, tag, digest. As distribution's ReferenceRegexp. */
const IMAGE =
  /^([A-Za-z0-9.-]+(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@\w+:[0-9a-fA-F]{32,})?$/;

/** What a container ends with whose command is not there. */
const EXIT_NOT_STARTED = 128;

export const runCommand: Command = { name: "run", run: runRun };

function* runRun(context: Context): Process<number> {
  const { flags, words, streams } = context;
  const [name, ...command] = words;
  if (name === undefined || flags.wordsBeforeDash === 0) throw usageFailure(context, "NAME is required for run");
  const isInteractive = flags.isOn("stdin") || flags.isOn("attach");
  if (flags.isOn("tty") && !flags.isOn("stdin"))
    throw usageFailure(context, "-i/--stdin is required for containers with -t/--tty=true");
  if (flags.isOn("rm") && !isInteractive) throw new Failure("--rm should only be used for attached containers");
  const image = flags.text("image");
  if (image === "") throw new Failure("--image is required");
  if (!IMAGE.test(image)) throw new Failure(`Invalid image name ${goQuote(image)}: invalid reference format`);
  const port = flags.text("port");
  if (flags.isOn("expose") && port === "") throw new Failure("--port must be set when exposing a service");
  const isExposed = flags.isOn("expose");
  const labels = flags.isGiven("labels") ? parseLabelPairs(flags.text("labels")) : { run: name };
  const service = isExposed ? exposedService(context, { name, labels, port: portNumber(port) }) : undefined;
  const dryRun = dryRunOf(flags);
  const say = resultPrinter(context, dryRun, {
    keys: dryRun === "client" && !flags.isGiven("overrides") ? "given" : "sorted",
  });
  const pod = createMade(context, podOf(context, { name, labels, port, command }), {
    print: (place, object, operation) => {
      if (service) createMade(context, service);
      if (!isInteractive) say(place, object, operation);
    },
  });
  if (!isInteractive || dryRunOf(flags) !== "none") return 0;
  const code = yield* attach(context, pod.metadata.name, command);
  if (flags.isOn("rm")) {
    context.client.delete(podPlace(context, name), {});
    if (!flags.isOn("quiet")) streams.out(`pod "${name}" deleted from ${context.namespace} namespace\n`);
  }
  return code;
}

type Wanted = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly port: string;
  readonly command: readonly string[];
};

function podOf(context: Context, { name, labels, port, command }: Wanted) {
  const { flags } = context;
  const restartPolicy = flags.text("restart");
  if (!["Always", "OnFailure", "Never"].includes(restartPolicy)) {
    throw usageFailure(context, `invalid restart policy: ${restartPolicy}`);
  }
  const annotations = flags.texts("annotations").map((pair) => {
    const equals = pair.indexOf("=");
    if (equals <= 0) throw new Failure(`invalid annotation format: ${pair}`);
    return [pair.slice(0, equals), pair.slice(equals + 1)] as const;
  });
  return makePod({
    name,
    namespace: askedNamespace(context),
    labels,
    annotations: annotations.length > 0 ? Object.fromEntries(annotations) : undefined,
    image: flags.text("image"),
    imagePullPolicy: flags.text("image-pull-policy") || undefined,
    port: port === "" ? undefined : portNumber(port),
    env: parseEnv(flags.texts("env")),
    command: flags.isOn("command") ? command : [],
    args: flags.isOn("command") ? [] : command,
    restartPolicy,
    stdin: flags.isOn("stdin"),
    tty: flags.isOn("tty"),
  });
}

function portNumber(port: string): number {
  if (!/^[-+]?\d+$/.test(port)) throw new Failure(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
  return Number(port);
}

function exposedService(
  context: Context,
  {
    name,
    labels,
    port,
  }: { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly port: number },
) {
  const namespace = askedNamespace(context);
  return makeService({
    name,
    ...(namespace !== undefined && { namespace }),
    selector: labels,
    ports: [{ protocol: "TCP", port, targetPort: port }],
  });
}

function podPlace(context: Context, name: string) {
  return { resource: requireResource("pods"), namespace: context.namespace, name };
}

/** Waits for the pod to run, then runs what was asked for in it. */
function* attach(context: Context, name: string, command: readonly string[]): Process<number> {
  const phase = () => textAt(context.client.get(podPlace(context, name)), "status", "phase");
  const isUp = () => phase() !== "Pending";
  if (!(yield* waitUntil(context.world, isUp, { timeoutMs: POD_RUNNING_TIMEOUT_MS }))) {
    throw new Failure("timed out waiting for the condition");
  }
  if (context.flags.isOn("tty") && !context.flags.isOn("quiet")) {
    context.streams.error("If you don't see a command prompt, try pressing enter.\n");
  }
  const words = command.length > 0 ? command : ["sh"];
  const result = yield* context.world.execIn(
    { namespace: context.namespace, pod: name, container: name },
    words,
    context.streams,
  );
  const exitCode = result.kind === "exited" ? result.exitCode : EXIT_NOT_STARTED;
  if (exitCode !== 0) context.streams.error(`pod ${context.namespace}/${name} terminated (Error)\n`);
  return exitCode;
}
