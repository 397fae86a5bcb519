// What the strip lights: the places whose steps come from the object and the field that is pointed at.
import { useMemo } from "react";
import type { Reference, Step } from "../engine/trace/trace.ts";
import { writtenCandidates } from "../state/editing.ts";
import type { FieldRef } from "../state/editing.ts";
import { stepsAt } from "../state/playback.ts";
import type { Moment, Playback } from "../state/playback.ts";
import { useSelection } from "../state/selection.ts";

/** By row: the places of it (`at`) that are lit. Rows without any are not here. */
export type Lit = ReadonlyMap<number, ReadonlySet<number>>;

const NONE: Lit = new Map();

/** What is lit now; the same map as long as the same is pointed at. */
export function useLit(playback: Playback): Lit {
  const object = useSelection((state) => state.pointed);
  const field = useSelection((state) => state.pointedField);
  return useMemo(() => (object ? litBy({ object, field }, playback) : NONE), [object, field, playback]);
}

/** The places whose steps name the object and the field, or one above or below it. */
export function litBy(pointed: FieldRef, playback: Playback): Lit {
  const lit = new Map<number, Set<number>>();
  for (const moment of playback.moments) {
    if (!referencesAt(playback, moment).some((one) => comesFrom(one, pointed))) continue;
    lit.set(moment.row, (lit.get(moment.row) ?? new Set()).add(moment.at));
  }
  return lit;
}

/** What the steps of a place refer to, and where the packet ended badly, why. */
function referencesAt({ trace }: Playback, moment: Moment): readonly Reference[] {
  const fate = trace.packets[moment.packet]?.fate;
  const isEnd = moment.mark === "rejected" || moment.mark === "lost";
  const ending = isEnd && fate && fate.kind !== "delivered" ? fate.cause.references : [];
  return [...stepsAt(trace, moment).flatMap(referencesOf), ...ending];
}

function referencesOf(step: Step): readonly Reference[] {
  if (step.kind === "reject" || step.kind === "drop") return step.cause.references;
  return "references" in step ? step.references : [];
}

/** A pod comes from its Deployment's template, too; a rule that names only its Service comes from what that selects. */
function comesFrom(reference: Reference, pointed: FieldRef): boolean {
  if (reference.kind !== "object") return false;
  const { object, field } = reference;
  const isOfService = object.kind === "Service" && field === undefined;
  return writtenCandidates({ object, field: isOfService ? "spec.selector" : field }).some(
    (written) => isSame(written, pointed) && isOneWay(written.field, pointed.field),
  );
}

/** Manifests of things without a namespace are read as if they had one. */
function isSame({ object: named }: FieldRef, { object }: FieldRef): boolean {
  const isThere = named.namespace === undefined || named.namespace === object.namespace;
  return named.kind === object.kind && named.name === object.name && isThere;
}

/** These say which object it is, so they stand for all of it. */
const NAMING: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace"]);

/** Whether one field is the other, or holds it. */
function isOneWay(written: string | undefined, pointed: string | undefined): boolean {
  if (written === undefined || pointed === undefined || NAMING.has(pointed)) return true;
  const [outer, inner] = written.length < pointed.length ? [written, pointed] : [pointed, written];
  return inner === outer || (inner.startsWith(outer) && /[.[]/.test(inner.charAt(outer.length)));
}
