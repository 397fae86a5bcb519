import type { Reference, RuleStep, Trace } from "../engine/trace/trace.ts";

/** All draws of a trace in the order in which they were made. */
export function drawsOf(trace: Trace): readonly RuleStep[] {
  return trace.packets
    .flatMap(({ hops }) => hops.flatMap(({ steps }) => steps))
    .filter((step): step is RuleStep => step.kind === "rule" && step.draw !== undefined);
}

/** The draws that send the same request down to one of them, which shows another number; what comes after is drawn anew. */
export function withOtherDraw(trace: Trace, changed: RuleStep, drawn: number): readonly number[] {
  const draws = drawsOf(trace);
  const index = draws.findIndex((step) => step.rule === changed.rule && step.draw?.drawn === changed.draw?.drawn);
  return draws.slice(0, index + 1).map((step, at) => (at === index ? drawn : (step.draw?.drawn ?? 0)));
}

/** Whether two references point at the same thing. */
export function isSameReference(a: Reference, b: Reference): boolean {
  return JSON.stringify(a) === JSON.stringify(b) || (isSameObject(a, b) && a.kind === "object");
}

function isSameObject(a: Reference, b: Reference): boolean {
  if (a.kind !== "object" || b.kind !== "object") return false;
  const [x, y] = [a.object, b.object];
  return x.kind === y.kind && x.name === y.name && x.namespace === y.namespace;
}
