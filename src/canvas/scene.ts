// What of the drawing is lit at a moment: the Service whose rules are walked, the machine where they act, sender and target.
import { hostName } from "../engine/model/host.ts";
import type { PacketTrace, Step, Trace } from "../engine/trace/trace.ts";
import { objectKey } from "../state/cluster.ts";
import { restoringAt, stepsAt } from "../state/playback.ts";
import type { Moment } from "../state/playback.ts";
import { placeName } from "../state/visits.ts";

/** What a rule did at the moment, as the drawing marks it. */
export type Verdict = "DNAT" | "SNAT" | "un-DNAT" | "un-SNAT" | "REJECT" | "DROP";

/** What is lit. */
export type Scene = {
  /** The key of the Service that this packet is about. */
  readonly service?: string;
  /** The machine where its rules act now, at which hook, and what they did. */
  readonly acting?: {
    readonly machine: string;
    readonly where: string;
    readonly verdict?: Verdict;
    /** Whether a Service's own rules act: masquerading is POSTROUTING's, whatever it is done for. */
    readonly isByService: boolean;
  };
  /** Keys of the pods that send and that were chosen. */
  readonly sender?: string;
  readonly target?: string;
  readonly isFailed: boolean;
};

/** What is lit at a moment of a trace. */
export function sceneOf(trace: Trace, moment: Moment): Scene {
  const packet = trace.packets[moment.packet];
  const service = packet && serviceOfPacket(trace, packet);
  const target = packet && targetOf(trace, packet);
  const acting = actingAt(trace, moment);
  return {
    isFailed: moment.mark === "rejected" || moment.mark === "lost",
    ...(service !== undefined && { service }),
    ...(acting && { acting }),
    ...("pod" in trace.request.from && { sender: objectKey({ ...trace.request.from, name: trace.request.from.pod }) }),
    ...(target !== undefined && { target }),
  };
}

/** The Service whose rules a packet's connection went through, whichever packet of it this is. */
export function serviceOfPacket(trace: Trace, packet: PacketTrace): string | undefined {
  return serviceInSteps(packet) ?? serviceInSteps(firstOfConnection(trace, packet));
}

/** The way of the packet that opened the connection, and of the question that an answer answers. */
function firstOfConnection(trace: Trace, packet: PacketTrace): PacketTrace | undefined {
  const asked = packet.answers === undefined ? packet : trace.packets.find(({ id }) => id === packet.answers);
  if (asked === undefined) return undefined;
  const { source, sourcePort, destination, destinationPort } = asked.header;
  return trace.packets.find(
    ({ header }) =>
      header.source === source &&
      header.sourcePort === sourcePort &&
      header.destination === destination &&
      header.destinationPort === destinationPort,
  );
}

function serviceInSteps(packet: PacketTrace | undefined): string | undefined {
  for (const step of packet?.hops.flatMap(({ steps }) => steps) ?? []) {
    for (const reference of referencesOf(step))
      if (reference.kind === "object" && reference.object.kind === "Service") return objectKey(reference.object);
  }
  return undefined;
}

function referencesOf(step: Step) {
  if (step.kind === "rule" || step.kind === "rewrite") return step.references;
  return step.kind === "reject" || step.kind === "drop" ? step.cause.references : [];
}

/** The pod where the connection ends that this packet belongs to. */
function targetOf(trace: Trace, packet: PacketTrace): string | undefined {
  const first = firstOfConnection(trace, packet) ?? packet;
  const end = first.hops.at(-1)?.host;
  return end?.startsWith("pod ") && end !== hostName(trace.request.from) ? end.slice("pod ".length) : undefined;
}

function actingAt(trace: Trace, moment: Moment): Scene["acting"] {
  if (!moment.host.startsWith("node ")) return undefined;
  const steps = stepsAt(trace, moment);
  const verdict = verdictOf(moment, steps);
  const isAtRules = /^nat KUBE-(SERVICES|NODEPORTS|SVC|SVL|SEP|EXT|FW)/.test(moment.place) && moment.mark !== "asked";
  if (verdict === undefined && !isAtRules) return undefined;
  const restoring = restoringAt(trace, moment);
  const machine = moment.host.slice("node ".length);
  if (restoring) {
    const isByService = restoring.name === "DNAT" || restoring.name === "un-DNAT";
    return { machine, where: restoring.step.hook, verdict: restoring.name, isByService };
  }
  const at = steps.find((step) => step.kind === "rule" || step.kind === "rewrite" || step.kind === "policy");
  const table = at?.kind === "rule" || at?.kind === "policy" ? at.table : "nat";
  const where = at === undefined ? placeName(moment.place) : `${table} ${at.hook}`;
  return { machine, where, isByService: verdict !== "SNAT", ...(verdict && { verdict }) };
}

function verdictOf(moment: Moment, steps: readonly Step[]): Verdict | undefined {
  if (moment.mark === "rejected") return "REJECT";
  if (steps.some((step) => step.kind === "drop")) return "DROP";
  const rewrite = steps.findLast((step) => step.kind === "rewrite");
  if (rewrite === undefined) return undefined;
  return moment.place === "SNAT" ? "SNAT" : "DNAT";
}
