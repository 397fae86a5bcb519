import { goQuote } from "../../../apiserver/go-text.ts";
import { isTrueAt } from "../../../apiserver/printers/fields.ts";
import { formatTimestamp } from "../../../model/timestamp.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Command, Context } from "../command.ts";
import { Failure, raiseAll } from "../failure.ts";
import { groupKind, resourceLabel } from "../mapping.ts";
import { DESCRIBE_STYLE, alignTabs } from "../output/tabwriter.ts";
import { objectPrinter } from "../output/object-printer.ts";
import { resultPrinter } from "../result-printer.ts";
import { LAST_APPLIED } from "../last-applied.ts";
import { describeTemplate, templateOfRevision, undoPatch } from "../rollout/history.ts";
import { revisionsOf } from "../rollout/revisions.ts";
import { rolloutState } from "../rollout/status.ts";
import type { Info } from "../selection.ts";
import { fetchSelection, selectionOf } from "../selection.ts";

/** The kinds that can be restarted and taken back. */
const RESTARTED = ["Deployment", "DaemonSet", "StatefulSet"];
/** As `rollout status` waits when no --timeout is given. */
const FOREVER_MS = 365 * 24 * 3_600_000;

export const rolloutCommand: Command = {
  name: "rollout",
  commands: [
    { name: "history", run: runHistory },
    { name: "pause", run: (context) => setPaused(context, { isPaused: true, done: "paused" }) },
    { name: "restart", run: runRestart },
    { name: "resume", run: (context) => setPaused(context, { isPaused: false, done: "resumed" }) },
    { name: "status", run: runStatus },
    { name: "undo", run: runUndo },
  ],
};

function targetsOf(context: Context): readonly Info[] {
  const { words, flags } = context;
  if (words.length === 0 && !flags.isGiven("filename")) throw new Failure("required resource not specified");
  const { infos, failures } = fetchSelection(context, selectionOf(context, words, { bareType: "all" }));
  raiseAll(failures);
  return infos;
}

function* runStatus(context: Context): Process<number> {
  const { flags, client, streams, world } = context;
  const infos = targetsOf(context);
  if (infos.length === 0) {
    streams.error(`No resources found in ${context.namespace} namespace.\n`);
    return 0;
  }
  const limitMs = world.simulation.nowMs + (flags.durationMs("timeout") || FOREVER_MS);
  for (const { place } of infos) {
    let said = "";
    for (;;) {
      const found = client.find(place);
      if (!found) throw new Failure("object has been deleted");
      const state = rolloutState(place.resource, found, flags.number("revision"));
      if (state.kind === "failed") throw new Failure(state.message);
      if (state.message !== said) streams.out(state.message);
      said = state.message;
      if (state.kind === "done" || (flags.isGiven("watch") && !flags.isOn("watch"))) break;
      if (world.simulation.nowMs >= limitMs) throw new Failure("timed out waiting for the condition");
      yield { kind: "signal", signal: world.changed, untilMs: limitMs };
    }
  }
  return 0;
}

function runHistory(context: Context): number {
  const { flags, streams, client } = context;
  if (flags.number("revision") < 0)
    throw new Failure(`revision must be a positive integer: ${flags.number("revision")}`);
  const wanted = flags.number("revision");
  const whole = objectPrinter(context);
  for (const { place, object } of targetsOf(context)) {
    const revisions = revisionsOf(client, place.resource, object);
    const label = `${place.resource.kind.toLowerCase()}.${place.resource.group}/${place.name}`;
    if (wanted > 0) {
      const template = templateOfRevision(revisions, wanted);
      if (whole) streams.out(whole(revisions.find(({ revision }) => revision === wanted)?.owner));
      else streams.out(`${label} with revision #${wanted}\n${describeTemplate(template)}\n`);
      continue;
    }
    if (whole) {
      for (const { owner } of revisions) streams.out(whole(owner));
      continue;
    }
    const rows = revisions.map(({ revision, cause }) => `${revision}\t${cause || "<none>"}\n`);
    const table =
      revisions.length === 0
        ? "No rollout history found."
        : alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join("")}`, DESCRIBE_STYLE);
    streams.out(`${label} \n${table}\n`);
  }
  return 0;
}

function runUndo(context: Context): number {
  const { flags, client, streams } = context;
  if (flags.number("to-revision") < 0) throw new Failure("invalid revision");
  const dryRun = flags.text("dry-run");
  const print = resultPrinter(context);
  for (const { place, object } of targetsOf(context)) {
    if (object.metadata.annotations?.[LAST_APPLIED] !== undefined) {
      const what = `${place.resource.plural}/${place.name}`;
      streams.error(
        `Warning: resource ${what} was previously managed with 'kubectl apply'. Rolling back will not update the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
      );
    }
    if (!RESTARTED.includes(object.kind)) {
      throw new Failure(`no rollbacker has been implemented for ${goQuote(groupKind(place.resource))}`);
    }
    const revisions = revisionsOf(client, place.resource, object);
    const undo = undoPatch(object, revisions, flags.number("to-revision"));
    if (undo.kind === "skipped") {
      print(place, object, `skipped rollback (current template already matches revision ${undo.revision})`);
      continue;
    }
    const written = dryRun === "client" ? object : client.patch(place, undo.patch, { dryRun: dryRun === "server" });
    print(place, written, "rolled back");
  }
  return 0;
}

function runRestart(context: Context): number {
  const print = resultPrinter(context, "none");
  const annotations = { "kubectl.kubernetes.io/restartedAt": formatTimestamp(context.nowEpochMs) };
  const body = { spec: { template: { metadata: { annotations } } } };
  const failures: Failure[] = [];
  for (const { place, object } of targetsOf(context)) {
    const name = resourceLabel(place.resource, place.name);
    if (!RESTARTED.includes(object.kind)) {
      failures.push(new Failure(`error: ${name} restarting is not supported`));
      continue;
    }
    if (isPaused(object)) {
      failures.push(new Failure(`error: ${name} can't restart paused deployment (run rollout resume first)`));
      continue;
    }
    const written = context.client.patch(place, { type: "strategic", body });
    if (written.metadata.resourceVersion === object.metadata.resourceVersion) {
      throw new Failure(
        "if restart has already been triggered within the past second, please wait before attempting to trigger another",
      );
    }
    print(place, written, "restarted");
  }
  raiseAll(failures);
  return 0;
}

function setPaused(context: Context, wanted: { readonly isPaused: boolean; readonly done: string }): number {
  const print = resultPrinter(context, "none");
  const failures: Failure[] = [];
  for (const { place, object } of targetsOf(context)) {
    const name = `error: ${resourceLabel(place.resource, place.name)}`;
    if (object.kind !== "Deployment") {
      failures.push(new Failure(`${name} ${wanted.isPaused ? "pausing" : "resuming"} is not supported`));
    } else if (isPaused(object) === wanted.isPaused) {
      failures.push(new Failure(`${name} ${wanted.isPaused ? "is already paused" : "is not paused"}`));
    } else {
      const body = { spec: { paused: wanted.isPaused ? true : null } };
      print(place, context.client.patch(place, { type: "strategic", body }), wanted.done);
    }
  }
  raiseAll(failures);
  return 0;
}

function isPaused(object: unknown): boolean {
  return isTrueAt(object, "spec", "paused");
}
