// Where two traces part: what of two packets, hosts and steps is compared, and what of it is chance of the moment (times, ports,
// ids, TTLs, ARP that worked, and draws that led to the same rule). Read `firstDifference` first.
import { unhandled } from "../engine/model/unhandled.ts";
import type { Hop, PacketTrace, RuleStep, Step, Trace } from "../engine/trace/trace.ts";

/** A place of a trace, as playback.ts finds it. */
export type Place = { readonly packet: number; readonly hop: number; readonly step?: number };

/** What is not the same, the first trace's before the second's; undefined where one of them has nothing more. */
export type Difference = { readonly places: Pair<Place> } & (
  | { readonly kind: "draw"; readonly host: string; readonly chain: string; readonly draws: Pair<Draw> }
  | { readonly kind: "step"; readonly host: string; readonly steps: Pair<Step | undefined> }
  | { readonly kind: "host"; readonly hosts: Pair<string | undefined> }
  | { readonly kind: "packet"; readonly packets: Pair<PacketTrace | undefined> }
);

type Pair<T> = readonly [T, T];
type Draw = NonNullable<RuleStep["draw"]>;

/** Where two traces part first; undefined when they tell the same. */
export function firstDifference(a: Trace, b: Trace): Difference | undefined {
  return differencesOf(a, b)[0];
}

/** Where each packet parts from the one of the same turn, until the two send different packets. */
export function differencesOf(a: Trace, b: Trace): readonly Difference[] {
  const [ones, others] = [turnsOf(a), turnsOf(b)];
  const found: Difference[] = [];
  for (let turn = 0; turn < Math.max(ones.length, others.length); turn++) {
    const difference = packetDifference([ones, others], turn);
    if (difference !== undefined) found.push(difference);
    if (difference?.kind === "packet" && difference.packets[0]?.kind !== difference.packets[1]?.kind) break;
  }
  return found;
}

/** A packet and its number in its trace. */
type Turn = { readonly packet: PacketTrace; readonly index: number };

/**
 * All packets but ARP's that worked, as whether a neighbour was known already is chance of the moment; so is whether the answer for A or that
 * for AAAA came first: of one name, questions come before answers and A before AAAA.
 */
function turnsOf({ packets }: Trace): readonly Turn[] {
  const isAsking = ({ kind, fate }: PacketTrace) => kind.startsWith("arp-") && fate.kind === "delivered";
  const turns = packets.map((packet, index) => ({ packet, index })).filter(({ packet }) => !isAsking(packet));
  const runs: Turn[][] = [];
  for (const turn of turns) {
    const run = runs.at(-1);
    const name = questionOf(turn)?.name;
    if (run !== undefined && name !== undefined && questionOf(run[0])?.name === name) run.push(turn);
    else runs.push([turn]);
  }
  const rankOf = (turn: Turn) => `${turn.packet.answers === undefined ? 0 : 1} ${questionOf(turn)?.type ?? ""}`;
  return runs.flatMap((run) => run.toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : rankOf(a) > rankOf(b) ? 1 : 0)));
}

function questionOf(turn: Turn | undefined) {
  const payload = turn?.packet.payload;
  return payload?.kind === "dns" ? payload.question : undefined;
}

function packetDifference([ones, others]: Pair<readonly Turn[]>, turn: number): Difference | undefined {
  const [one, other] = [ones[turn], others[turn]];
  const isSame = one && other && packetKey(one.packet) === packetKey(other.packet);
  if (!isSame) {
    const places = [placeOfTurn(ones, turn), placeOfTurn(others, turn)] as const;
    return { kind: "packet", packets: [one?.packet, other?.packet], places };
  }
  const count = Math.max(one.packet.hops.length, other.packet.hops.length);
  for (let hop = 0; hop < count; hop++) {
    const found = hopDifference([one, other], hop);
    if (found !== undefined) return found;
  }
  return undefined;
}

function hopDifference([a, b]: Pair<Turn>, hop: number): Difference | undefined {
  const [one, other] = [a.packet.hops[hop], b.packet.hops[hop]];
  if (one === undefined || other === undefined || one.host !== other.host) {
    const placeOf = ({ packet, index }: Turn): Place => ({
      packet: index,
      hop: Math.max(0, Math.min(hop, packet.hops.length - 1)),
    });
    return { kind: "host", hosts: [one?.host, other?.host], places: [placeOf(a), placeOf(b)] };
  }
  const step = Array.from({ length: Math.max(one.steps.length, other.steps.length) }).findIndex(
    (_, index) => stepKey(one.steps[index]) !== stepKey(other.steps[index]),
  );
  if (step < 0) return undefined;
  const placeOf = ({ index }: Turn, { steps }: Hop): Place => ({
    packet: index,
    hop,
    step: Math.min(step, Math.max(0, steps.length - 1)),
  });
  return stepDifference({
    host: one.host,
    steps: [one.steps[step], other.steps[step]],
    places: [placeOf(a, one), placeOf(b, other)],
  });
}

/** A rule that was drawn here and not there is told by its draws. */
function stepDifference(about: {
  readonly host: string;
  readonly steps: Pair<Step | undefined>;
  readonly places: Pair<Place>;
}): Difference {
  const [one, other] = about.steps;
  const isSameRule = one?.kind === "rule" && other?.kind === "rule" && one.rule === other.rule;
  if (!isSameRule || one.draw === undefined || other.draw === undefined) return { kind: "step", ...about };
  return { kind: "draw", host: about.host, chain: one.chain, draws: [one.draw, other.draw], places: about.places };
}

/** Of a trace that has no such turn: where its last packet ended. */
function placeOfTurn(turns: readonly Turn[], turn: number): Place {
  const here = turns[turn];
  if (here !== undefined) return { packet: here.index, hop: 0 };
  const last = turns.at(-1);
  return { packet: last?.index ?? 0, hop: Math.max(0, (last?.packet.hops.length ?? 1) - 1) };
}

/** What makes two packets the same for a reader: kind, addresses and what they carry. */
function packetKey({ kind, header, payload }: PacketTrace): string {
  return JSON.stringify([kind, header.source, header.destination, header.icmp?.type, payloadKey(payload)]);
}

function payloadKey(payload: PacketTrace["payload"]): unknown {
  switch (payload?.kind) {
    case "dns":
      return [
        payload.question.name,
        payload.question.type,
        payload.message?.rcode,
        payload.message?.answer.map((r) => r.data),
      ];
    case "http-request":
      return [payload.method, payload.path, payload.host];
    case "http-response":
      return [payload.status];
    case "text":
    case undefined:
      return undefined;
    default:
      throw unhandled(payload);
  }
}

/** What makes two steps the same for a reader; of a draw, what it led to. */
function stepKey(step: Step | undefined): string {
  return JSON.stringify(step && [step.kind, ...stepFacts(step)]);
}

function stepFacts(step: Step): readonly unknown[] {
  switch (step.kind) {
    case "rule":
      return [step.table, step.chain, step.rule, step.matched];
    case "policy":
      return [step.table, step.chain, step.verdict];
    case "conntrack":
      return [step.hook, step.state];
    case "rewrite":
      return [step.by, step.after.source, step.after.destination];
    case "relay":
      return [step.by, step.after.destination, step.after.destinationPort];
    case "route":
      return [step.route];
    case "neighbour":
      return [step.address, step.result === "failed"];
    case "bridge":
      return [step.name];
    case "listen":
      return [step.protocol, step.port, step.result];
    case "drop":
      return [step.cause.code];
    case "reject":
      return [step.with, step.cause.code];
    default:
      throw unhandled(step);
  }
}
