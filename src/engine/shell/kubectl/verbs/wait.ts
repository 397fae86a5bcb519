import { goQuote } from "../../../apiserver/go-text.ts";
import { listAt, textAt } from "../../../apiserver/printers/fields.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { Process } from "../../../simulation/process.ts";
import type { ObjectPlace } from "../client.ts";
import type { Command, Context } from "../command.ts";
import { Failure, Failures, raiseAll } from "../failure.ts";
import { objectLabel } from "../mapping.ts";
import { relaxPath } from "../output/custom-columns.ts";
import { printableText } from "../output/go-value.ts";
import { findResults } from "../output/jsonpath.ts";
import { parseJsonPath } from "../output/jsonpath-parser.ts";
import { fetchSelection, selectionOf } from "../selection.ts";
import { waitUntil } from "../waiting.ts";

export const waitCommand: Command = { name: "wait", run: runWait };

/** What is waited for of each object. */
type Condition =
  | { readonly kind: "delete" }
  | { readonly kind: "create" }
  | { readonly kind: "holds"; readonly isMet: (object: KubernetesObject) => boolean };

function* runWait(context: Context): Process<number> {
  const { flags, client, world, streams, words } = context;
  const condition = conditionOf(flags.texts("for").at(-1) ?? "");
  const timeoutMs = flags.durationMs("timeout") < 0 ? 7 * 24 * 3_600_000 : flags.durationMs("timeout");
  const places = yield* placesOf(context, words, { condition, timeoutMs });
  if (places.length === 0 && condition.kind !== "delete") throw new Failure("no matching resources found");
  const failures: Failure[] = [];
  const endMs = world.simulation.nowMs + timeoutMs;
  for (const { place, uid } of places) {
    const isMet = () => {
      const found = client.find(place);
      if (condition.kind === "delete") return found === undefined || found.metadata.uid !== uid;
      return found !== undefined && (condition.kind === "create" || condition.isMet(found));
    };
    const isInTime = yield* waitUntil(world, isMet, { timeoutMs: Math.max(0, endMs - world.simulation.nowMs) });
    if (isInTime) {
      const done = condition.kind === "delete" ? "deleted" : "condition met";
      streams.out(`${objectLabel(place.resource, place.name)} ${done}\n`);
    } else failures.push(new Failure(`timed out waiting for the condition on ${place.resource.plural}/${place.name}`));
  }
  raiseAll(failures);
  return 0;
}

type Awaited = { readonly place: ObjectPlace; readonly uid: string | undefined };

function* placesOf(
  context: Context,
  words: readonly string[],
  { condition, timeoutMs }: { readonly condition: Condition; readonly timeoutMs: number },
): Process<readonly Awaited[]> {
  const selection = selectionOf(context, words, { bareType: "refused" });
  if (condition.kind === "create") {
    const named = selection.queries.flatMap((query) =>
      query.kind === "name" ? [{ place: query.place, uid: undefined }] : [],
    );
    if (named.length > 0) return named;
    yield* waitUntil(context.world, () => fetchSelection(context, selection).infos.length > 0, { timeoutMs });
  }
  const { infos, failures } = fetchSelection(context, selection);
  const left =
    condition.kind === "delete" ? failures.filter((failure) => failure.status?.reason !== "NotFound") : failures;
  if (left.length > 1) throw new Failures(left);
  raiseAll(left);
  return infos.map(({ place, object }) => ({ place, uid: object.metadata.uid }));
}

function conditionOf(text: string): Condition {
  const lower = text.toLowerCase();
  if (lower === "delete") return { kind: "delete" };
  if (lower === "create") return { kind: "create" };
  if (lower.startsWith("condition=")) {
    const [name = "", value = "true"] = text.slice("condition=".length).split("=");
    return { kind: "holds", isMet: (object) => hasCondition(object, name, value) };
  }
  if (lower.startsWith("jsonpath=")) return jsonPathCondition(text.slice("jsonpath=".length));
  throw new Failure(`unrecognized condition: ${text === "" ? "[]" : goQuote(text)}`);
}

function hasCondition(object: KubernetesObject, name: string, value: string): boolean {
  return listAt(object, "status", "conditions").some(
    (condition) =>
      textAt(condition, "type").toLowerCase() === name.toLowerCase() &&
      textAt(condition, "status").toLowerCase() === value.toLowerCase(),
  );
}

function jsonPathCondition(text: string): Condition {
  const close = text.lastIndexOf("}");
  const equals = text.indexOf("=", close < 0 ? 0 : close);
  const [path, wanted] = equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
  if (path === "" || wanted === "") throw new Failure("jsonpath wait has to have a value after equal sign");
  const parsed = parseJsonPath(relaxPath(path.replace(/^'|'$/g, "")));
  if (!parsed.ok) throw new Failure(parsed.message);
  return {
    kind: "holds",
    isMet: (object) => {
      const found = findResults(parsed.nodes, object);
      if (!found.ok) return false;
      const values = found.results.flat();
      return wanted === undefined
        ? values.length > 0
        : values.length === 1 && printableText(values[0]) === wanted.replace(/^'|'$/g, "");
    },
  };
}
