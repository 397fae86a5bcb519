import { fieldAt } from "../../../apiserver/printers/fields.ts";
import type { Process } from "../../../simulation/process.ts";
import type { ObjectPlace } from "../client.ts";
import type { Command, Context, DryRun } from "../command.ts";
import { dryRunOf, dryRunSuffix } from "../command.ts";
import { Failure, raiseAll, withSource } from "../failure.ts";
import { kindLabel, objectLabel } from "../mapping.ts";
import type { Info } from "../selection.ts";
import { fetchSelection, selectionOf } from "../selection.ts";
import { waitUntil } from "../waiting.ts";

/** As kubectl waits for a deletion when no --timeout is given: a week. */
const DELETE_TIMEOUT_MS = 7 * 24 * 3_600_000;

const FORCE_WARNING =
  "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. " +
  "The resource may continue to run on the cluster indefinitely.\n";

export const deleteCommand: Command = { name: "delete", run: runDelete };

type DeletePlan = {
  readonly gracePeriodSeconds: number;
  readonly dryRun: DryRun;
  readonly propagation: string;
  readonly ignoresMissing: boolean;
};

function* runDelete(context: Context): Process<number> {
  const { flags, streams } = context;
  const plan = planOf(context);
  const targets = targetsOf(context);
  if (targets.length === 0) {
    streams.out("No resources found\n");
    return 0;
  }
  if (flags.isOn("interactive") && !isConfirmed(context, targets)) {
    streams.out("deletion is cancelled\n");
    return 0;
  }
  const failures: Failure[] = [];
  const going: (ObjectPlace & { readonly uid: unknown })[] = [];
  for (const { place, source } of targets) {
    try {
      const uid = deleteOne(context, place, plan);
      streams.out(`${resultText(context, place, plan)}\n`);
      if (uid !== undefined) going.push({ ...place, uid });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (plan.ignoresMissing && error.status?.reason === "NotFound") continue;
      failures.push(withSource(error, "deleting", source));
    }
  }
  const waits = flags.isGiven("wait") ? flags.isOn("wait") : true;
  raiseAll(failures);
  if (plan.dryRun === "none" && waits) yield* waitUntilGone(context, going);
  return 0;
}

function planOf(context: Context): DeletePlan {
  const { flags, streams } = context;
  const [isNow, isForced] = [flags.isOn("now"), flags.isOn("force")];
  const given = flags.number("grace-period");
  if (isNow && given >= 0) throw new Failure("--now and --grace-period cannot be specified together");
  let gracePeriodSeconds = isNow ? 1 : given;
  if (gracePeriodSeconds === 0 && !isForced) gracePeriodSeconds = 1;
  if (isForced && gracePeriodSeconds < 0) gracePeriodSeconds = 0;
  if (isForced && gracePeriodSeconds > 0) {
    throw new Failure("--force and --grace-period greater than 0 cannot be specified together");
  }
  const [isAll, labels, fields] = [flags.isOn("all"), flags.text("selector"), flags.text("field-selector")];
  if (isAll && (labels !== "" || fields !== ""))
    throw new Failure("setting 'all' parameter but found a non empty selector. ");
  const cascade = CASCADES[flags.text("cascade")];
  if (cascade === undefined) {
    throw new Failure(
      `invalid cascade value (${flags.text("cascade")}). Must be "background", "foreground", or "orphan"`,
    );
  }
  if (gracePeriodSeconds === 0 && isForced) streams.error(FORCE_WARNING);
  const isBulk = isAll || labels !== "" || fields !== "";
  return {
    gracePeriodSeconds,
    dryRun: dryRunOf(flags),
    propagation: cascade,
    ignoresMissing: flags.isGiven("ignore-not-found") ? flags.isOn("ignore-not-found") : isBulk,
  };
}

const CASCADES: Readonly<Record<string, string>> = {
  background: "Background",
  true: "Background",
  foreground: "Foreground",
  orphan: "Orphan",
  false: "Orphan",
};

/** What shall go: named objects unseen, as the server will say what is not there; of lists, those that are there. */
function targetsOf(context: Context): readonly Pick<Info, "place" | "source">[] {
  const selection = selectionOf(context, context.words, { bareType: "refused" });
  const named = selection.queries.filter((query) => query.kind === "name");
  if (named.length === selection.queries.length) return named;
  const { infos, failures } = fetchSelection(context, selection);
  raiseAll(failures);
  return infos;
}

function isConfirmed({ streams }: Context, targets: readonly Pick<Info, "place">[]): boolean {
  const names = targets.map(({ place }) => `${objectLabel(place.resource, place.name)}\n`).join("");
  streams.out(
    `You are about to delete the following ${targets.length} resource(s):\n${names}Do you want to continue? (y/n): `,
  );
  return /^\s*y(\s|$)/i.test(streams.stdin);
}

/** Deletes, and tells the uid of what went or is on its way out. */
function deleteOne(context: Context, place: ObjectPlace, plan: DeletePlan): unknown {
  if (plan.dryRun === "client") {
    context.client.get(place);
    return undefined;
  }
  const answer = context.client.delete(place, {
    propagation: plan.propagation,
    dryRun: plan.dryRun === "server",
    ...(plan.gracePeriodSeconds >= 0 && { gracePeriodSeconds: plan.gracePeriodSeconds }),
  });
  return fieldAt(answer, "metadata", "uid") ?? fieldAt(answer, "details", "uid");
}

function resultText({ flags }: Context, { resource, name, namespace }: ObjectPlace, plan: DeletePlan): string {
  if (flags.text("output") === "name") return `${kindLabel(resource)}/${name}`;
  const operation = plan.gracePeriodSeconds === 0 ? "force deleted" : "deleted";
  const from = resource.isNamespaced ? ` from ${namespace} namespace` : "";
  return `${kindLabel(resource)} "${name}" ${operation}${from}${dryRunSuffix(plan.dryRun)}`;
}

function* waitUntilGone(context: Context, going: readonly (ObjectPlace & { readonly uid: unknown })[]): Process<void> {
  const timeoutMs = context.flags.durationMs("timeout") || DELETE_TIMEOUT_MS;
  for (const place of going) {
    const isGone = () => {
      const found = context.client.find(place);
      return found === undefined || found.metadata.uid !== place.uid;
    };
    if (yield* waitUntil(context.world, isGone, { timeoutMs })) continue;
    throw new Failure(`timed out waiting for the condition on ${place.resource.plural}/${place.name}`);
  }
}
