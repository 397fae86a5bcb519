import { listAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import { formatMicroTimestamp, parseTimestamp } from "../../../model/timestamp.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { usageFailure } from "../command.ts";
import { Failure } from "../failure.ts";
import { requireResource } from "../mapping.ts";
import { containerOf, podOf } from "../pod-target.ts";
import type { ContainerLog, LogLine } from "../world.ts";

/** Lines of each pod that are shown with a selector when --tail is not given. */
const SELECTED_TAIL = 10;

export const logsCommand: Command = { name: "logs", run: runLogs };

type Source = { readonly log: ContainerLog; readonly prefix: string };

function* runLogs(context: Context): Process<number> {
  const { flags, words, streams } = context;
  const [target, container] = words;
  const isSelected = flags.text("selector") !== "";
  if (words.length > 2 || (target === undefined && !isSelected)) {
    throw usageFailure(
      context,
      "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command",
    );
  }
  if (target !== undefined && isSelected) {
    throw usageFailure(context, "only a selector (-l) or a POD name is allowed");
  }
  if (container !== undefined && flags.isGiven("container"))
    throw usageFailure(context, "only one of -c or an inline [CONTAINER] arg is allowed");
  const pods = target === undefined ? selectedPods(context) : [podOfLogs(context, target)];
  if (pods.length === 0) {
    streams.error(`No resources found in ${context.namespace} namespace.\n`);
    return 0;
  }
  const sources = pods.flatMap((pod) => sourcesOf(context, pod, container ?? flags.text("container")));
  for (const source of sources) print(context, source, firstLines(context, source.log, isSelected));
  if (!flags.isOn("follow")) return 0;
  return yield* follow(context, sources);
}

/** As logs' own handling of a name that is not there. */
function podOfLogs(context: Context, target: string): KubernetesObject {
  try {
    return podOf(context, target);
  } catch (error) {
    if (!(error instanceof Failure) || error.status?.reason !== "NotFound") throw error;
    throw new Failure(`error from server (NotFound): ${error.message} in namespace "${context.namespace}"`);
  }
}

function selectedPods(context: Context): readonly KubernetesObject[] {
  return context.client.list(requireResource("pods"), context.namespace, {
    labelSelector: context.flags.text("selector"),
  });
}

function sourcesOf(context: Context, pod: KubernetesObject, container: string): readonly Source[] {
  const { flags, world } = context;
  const name = pod.metadata.name;
  const names = flags.isOn("all-containers")
    ? [...listAt(pod, "spec", "initContainers"), ...listAt(pod, "spec", "containers")].map((one) => textAt(one, "name"))
    : [containerOf(context, pod, container)];
  return names.map((one) => {
    refuseUnstarted(pod, one, flags.isOn("previous"));
    const target = { namespace: pod.metadata.namespace ?? context.namespace, pod: name, container: one };
    const prefix = flags.isOn("prefix") || flags.isOn("all-pods") ? `[pod/${name}/${one}] ` : "";
    return { log: world.logsOf(target, { isPrevious: flags.isOn("previous") }), prefix };
  });
}

/** A container that has never run has no log. As the kubelet's validateContainerLogStatus. */
function refuseUnstarted(pod: KubernetesObject, container: string, isPrevious: boolean): void {
  const name = pod.metadata.name;
  const status = [
    ...listAt(pod, "status", "containerStatuses"),
    ...listAt(pod, "status", "initContainerStatuses"),
  ].find((one) => textAt(one, "name") === container);
  const before = textAt(status, "lastState", "terminated", "finishedAt");
  const waiting = textAt(status, "state", "waiting", "reason");
  const isRunning =
    textAt(status, "state", "running", "startedAt") !== "" ||
    textAt(status, "state", "terminated", "finishedAt") !== "";
  if (isPrevious && before === "") {
    throw refused(`previous terminated container "${container}" in pod "${name}" not found`);
  }
  if (isPrevious || isRunning || before !== "") return;
  if (status === undefined && textAt(pod, "spec", "nodeName") === "") {
    throw refused(`pod ${name} does not have a host assigned`);
  }
  const reason = waiting === "" || waiting === "ContainerCreating" ? "ContainerCreating" : "";
  const because =
    waiting === "ErrImagePull" || waiting === "ImagePullBackOff"
      ? "trying and failing to pull image"
      : waiting || "not available";
  throw refused(`container "${container}" in pod "${name}" is waiting to start: ${reason || because}`);
}

function refused(message: string): Failure {
  return new Failure(message, { status: { code: 400, reason: "BadRequest", message } });
}

function firstLines(context: Context, { lines }: ContainerLog, isSelected: boolean): readonly LogLine[] {
  const { flags, nowEpochMs } = context;
  const since = flags.durationMs("since");
  const sinceTime = parseTimestamp(flags.text("since-time"));
  if (flags.isGiven("since-time") && sinceTime === undefined) {
    throw new Failure(
      `parsing time "${flags.text("since-time")}" as "2006-01-02T15:04:05Z07:00": cannot parse "${flags.text("since-time")}" as "2006"`,
    );
  }
  const from = since > 0 ? nowEpochMs - since : (sinceTime ?? Number.NEGATIVE_INFINITY);
  const recent = lines.filter((line) => line.epochMs >= from);
  const tail = flags.isGiven("tail") ? flags.number("tail") : isSelected ? SELECTED_TAIL : -1;
  if (tail < 0) return recent;
  return tail === 0 ? [] : recent.slice(-tail);
}

function print({ flags, streams }: Context, { prefix }: Source, lines: readonly LogLine[]): void {
  for (const { epochMs, text } of lines) {
    const time = flags.isOn("timestamps") ? `${formatMicroTimestamp(epochMs).replace("Z", "000Z")} ` : "";
    streams.out(`${prefix}${time}${text}\n`);
  }
}

function* follow(context: Context, sources: readonly Source[]): Process<number> {
  const seen = sources.map(({ log }) => log.lines.length);
  for (;;) {
    for (const [index, source] of sources.entries()) {
      print(context, source, source.log.lines.slice(seen[index]));
      seen[index] = source.log.lines.length;
    }
    const [first] = sources;
    if (!first) return 0;
    yield { kind: "signal", signal: first.log.appended };
  }
}
