// The places that a packet visits: what the strip draws as marks, what a step of the player goes to. Read `Visit` first.
import type { Hop, PacketTrace, Step, Trace } from "../engine/trace/trace.ts";

/** Simple folds what a beginner need not see (the AAAA twin, bare ACKs, FINs, ARP that worked); detailed shows every step. */
export type Detail = "simple" | "detailed";

/**
 * What a visit did to the packet, each with a shape of its own: a rule matched or it passed, it was asked and no rule matched, a rule rewrote
 * it, the conntrack entry rewrote it, it arrived, it was rejected, it was lost.
 */
export type VisitMark = "passed" | "asked" | "rewritten" | "restored" | "delivered" | "rejected" | "lost";

/** One place of a packet's way. `place` is unique within its host: "nat KUBE-SEP", "route", "host" for a host seen as a whole. */
export type Visit = {
  /** Indices into the trace. */
  readonly packet: number;
  readonly hop: number;
  /** Indices into the hop's steps, ascending; empty where it only comes in. */
  readonly steps: readonly number[];
  readonly host: string;
  readonly place: string;
  readonly mark: VisitMark;
};

/** A row of the strip: a packet, and those folded into it. */
export type Row = {
  readonly packet: number;
  readonly folded: readonly number[];
  readonly visits: readonly Visit[];
  /** Whether it runs towards the sender of the request, as an answer does. */
  readonly isBack: boolean;
};

/** A column of the strip. */
export type Column = { readonly host: string; readonly place: string };

/** The name of a place as people say it: "nat KUBE-SEP" is "KUBE-SEP", the rest as they are. */
export function placeName(place: string): string {
  return place.replace(/^(nat|filter|mangle|raw) /, "");
}

/** The rows of the strip: packets in the order sent, without those that the detail leaves out. */
export function rowsOf(trace: Trace, detail: Detail): readonly Row[] {
  const hosts = hostsOf(trace);
  const expanded = expandedHosts(trace);
  return foldedPackets(trace, detail).flatMap(({ packet, folded }) => {
    const found = trace.packets[packet];
    if (found === undefined) return [];
    const visits = visitsOf(found, { packet, detail, expanded, rejectedAt: rejectedPlace(trace, found, expanded) });
    const [first, last] = [hosts.indexOf(visits[0]?.host ?? ""), hosts.indexOf(visits.at(-1)?.host ?? "")];
    return [{ packet, folded, visits, isBack: first > last || (first === last && found.answers !== undefined) }];
  });
}

/** The hosts that the trace visits, from the sender on: those of requests in their order, then what only answers visit. */
export function hostsOf(trace: Trace): readonly string[] {
  const hosts = new Set<string>();
  for (const packet of trace.packets) {
    const names = packet.hops.map((hop) => hop.host);
    for (const name of packet.answers === undefined ? names : names.toReversed()) hosts.add(name);
  }
  return [...hosts];
}

/** The columns of the strip: the hosts from the sender on, each with the places that rows visit there. */
export function columnsOf(trace: Trace, rows: readonly Row[]): readonly Column[] {
  const places = new Map<string, Set<string>>();
  for (const visit of rows.flatMap((row) => row.visits)) {
    const known = places.get(visit.host) ?? new Set<string>();
    places.set(visit.host, known.add(visit.place));
  }
  return hostsOf(trace).flatMap((host) =>
    [...(places.get(host) ?? [])].toSorted((a, b) => rankOf(a) - rankOf(b)).map((place) => ({ host, place })),
  );
}

/** The columns of two traces as one list, so that both strips stand on the same places: the first trace's hosts, then the other's. */
export function unitedColumns(a: readonly Column[], b: readonly Column[]): readonly Column[] {
  const all = [...a, ...b];
  return [...new Set(all.map(({ host }) => host))].flatMap((host) => {
    const places = new Set(all.flatMap((column) => (column.host === host ? [column.place] : [])));
    return [...places].toSorted((x, y) => rankOf(x) - rankOf(y)).map((place) => ({ host, place }));
  });
}

/** A packet's own way as columns, in its own order: what the detailed strip shows of the current packet. */
export function ownColumnsOf(row: Row): readonly Column[] {
  return row.visits.map(({ host, place }) => ({ host, place }));
}

type Folded = { readonly packet: number; readonly folded: readonly number[] };

function foldedPackets(trace: Trace, detail: Detail): readonly Folded[] {
  const all = trace.packets.map((_, packet): Folded => ({ packet, folded: [] }));
  if (detail === "detailed") return all;
  const twins = new Map<number, number[]>();
  const hidden = new Set<number>();
  trace.packets.forEach((packet, index) => {
    const twin = twinOf(trace, index);
    if (twin !== undefined) twins.set(twin, [...(twins.get(twin) ?? []), index]);
    if (twin !== undefined || isLeftOut(packet)) hidden.add(index);
  });
  return all
    .filter(({ packet }) => !hidden.has(packet))
    .map(({ packet }) => ({ packet, folded: twins.get(packet) ?? [] }));
}

/** What a beginner need not see, unless it went wrong. */
function isLeftOut({ kind, fate }: PacketTrace): boolean {
  const arp = kind === "arp-request" || kind === "arp-reply";
  return (kind === "tcp-ack" || kind === "tcp-fin" || arp) && fate.kind === "delivered";
}

/** The A question (or its answer) that stands for this AAAA one: same name, not repeated since. */
function twinOf(trace: Trace, index: number): number | undefined {
  const packet = trace.packets[index];
  if (packet?.payload?.kind !== "dns" || packet.payload.question.type !== "AAAA") return undefined;
  const { name } = packet.payload.question;
  const isTwin = (other: PacketTrace) =>
    other.kind === packet.kind &&
    other.payload?.kind === "dns" &&
    other.payload.question.type === "A" &&
    other.payload.question.name === name &&
    other.header.destination === packet.header.destination &&
    (other.retryOf === undefined) === (packet.retryOf === undefined);
  const before = trace.packets.slice(0, index).findLastIndex(isTwin);
  if (before >= 0) return before;
  const after = trace.packets.slice(index + 1).findIndex(isTwin);
  return after >= 0 ? index + 1 + after : undefined;
}

type VisitContext = {
  readonly packet: number;
  readonly detail: Detail;
  readonly expanded: ReadonlySet<string>;
  /** Where the packet ended that this one reports. */
  readonly rejectedAt: string | undefined;
};

/** An ICMP error sets out where the packet that it reports ended, if that is one of the places of its host. */
function rejectedPlace(trace: Trace, { kind, answers }: PacketTrace, expanded: ReadonlySet<string>) {
  const about = kind === "icmp-error" ? trace.packets.find(({ id }) => id === answers) : undefined;
  const hop = about?.hops.at(-1);
  return hop === undefined ? undefined : simpleStations(hop, expanded).at(-1)?.place;
}

function visitsOf(trace: PacketTrace, context: VisitContext): readonly Visit[] {
  const { packet, detail, expanded, rejectedAt } = context;
  return trace.hops.flatMap((hop, index) => {
    const isLast = index === trace.hops.length - 1;
    const from = index === 0 ? rejectedAt : undefined;
    const groups = detail === "detailed" ? everyStation(hop) : simpleStations(hop, expanded, from);
    return groups.map((group, at): Visit => ({
      packet,
      hop: index,
      steps: group.steps,
      host: hop.host,
      place: group.place,
      mark: markOf({ trace, hop, station: group, isEnd: isLast && at === groups.length - 1 }),
    }));
  });
}

type Station = { readonly place: string; readonly steps: readonly number[] };

/** In simple, only the hosts where something happened are seen from inside, and only by a packet that the rules look at. */
function simpleStations(hop: Hop, expanded: ReadonlySet<string>, from?: string): readonly Station[] {
  const whole: Station = { place: "host", steps: hop.steps.map((_, index) => index) };
  if (!expanded.has(hop.host)) return [whole];
  if (!isKnownConnection(hop)) return stationsOf(hop, placeOf);
  const landmark = hop.steps.findLast((step) => step.kind === "rewrite");
  return [{ ...whole, place: (landmark && placeOf(landmark)) ?? from ?? "route" }];
}

function everyStation(hop: Hop): readonly Station[] {
  const stations = stationsOf(hop, placeInDetail);
  return stations.length > 0 ? stations : [{ place: "host", steps: [] }];
}

/** Neighbouring steps of one place are one station; where a packet comes in by an interface, that is the first. */
function stationsOf(hop: Hop, place: (step: Step) => string | undefined): readonly Station[] {
  const stations: { place: string; steps: number[] }[] = [];
  if (hop.in !== undefined) stations.push({ place: hop.in.startsWith("veth") ? "cni0" : hop.in, steps: [] });
  hop.steps.forEach((step, index) => {
    const here = place(step);
    const last = stations.at(-1);
    if (last !== undefined && (here === undefined || here === last.place)) last.steps.push(index);
    else stations.push({ place: here ?? "host", steps: [index] });
    if (isUnansweredJump(hop, index)) stations.push({ place: UNANSWERED, steps: [] });
  });
  return stations;
}

const UNANSWERED = "nat KUBE-SERVICES";

/** The packet was sent through the Services' chain, and no rule of it matched. */
function isUnansweredJump(hop: Hop, index: number): boolean {
  const step = hop.steps[index];
  const next = hop.steps[index + 1];
  const isJump = step?.kind === "rule" && step.matched && step.table === "nat" && step.verdict === "KUBE-SERVICES";
  return isJump && !(next?.kind === "rule" && next.table === "nat" && next.chain === "KUBE-SERVICES");
}

/** A packet of a connection that conntrack knows: it passes the nat table by. */
function isKnownConnection(hop: Hop): boolean {
  const isLooked = hop.steps.some((step) => step.kind === "reject" || step.kind === "drop");
  const first = hop.steps.find((step) => step.kind === "conntrack");
  return !isLooked && first !== undefined && (first.state === "established" || first.state === "related");
}

/** Nodes where a Service's rule acted on a packet, or where one ended badly. */
function expandedHosts(trace: Trace): ReadonlySet<string> {
  const hops = trace.packets.flatMap((packet) => packet.hops);
  const isActing = (step: Step) =>
    step.kind === "rewrite" ||
    step.kind === "reject" ||
    step.kind === "drop" ||
    (step.kind === "rule" && step.matched && /^KUBE-(SVC|SVL|SEP|EXT|FW)-/.test(step.chain));
  return new Set(hops.filter((hop) => hop.host.startsWith("node ") && hop.steps.some(isActing)).map((hop) => hop.host));
}

/** The place of a step as the simple strip names it; undefined for what belongs to the place before. */
function placeOf(step: Step): string | undefined {
  switch (step.kind) {
    case "rule":
      return placeOfChain(step.table, step.chain, step.hook);
    case "policy":
      return step.table === "nat" ? undefined : `${step.table} ${step.hook}`;
    case "conntrack":
      return step.hook === "PREROUTING" || step.hook === "OUTPUT" ? `nat ${step.hook}` : undefined;
    case "rewrite":
      return isSourceRewrite(step) ? "SNAT" : "DNAT";
    case "route":
      return "route";
    case "neighbour":
      return step.result === "failed" ? "neighbour" : undefined;
    case "listen":
      return "socket";
    default:
      return undefined;
  }
}

function placeOfChain(table: string, chain: string, hook: string): string | undefined {
  if (table !== "nat") return `${table} ${hook}`;
  if (chain === "KUBE-MARK-MASQ") return undefined;
  const [, kind] = /^(KUBE-(?:SVC|SVL|SEP|EXT|FW))-/.exec(chain) ?? [];
  if (kind !== undefined) return `nat ${kind}`;
  return chain === "KUBE-SERVICES" || chain === "KUBE-NODEPORTS" ? `nat ${chain}` : `nat ${hook}`;
}

function placeInDetail(step: Step): string | undefined {
  if (step.kind === "rule") return `${step.table} ${step.chain}`;
  if (step.kind === "policy") return `${step.table} ${step.chain}`;
  if (step.kind === "conntrack") return "conntrack";
  if (step.kind === "neighbour") return "neighbour";
  if (step.kind === "relay") return step.by;
  return placeOf(step);
}

/** Masquerading and its undoing: what concerns the sender's address, not the Service's. */
function isSourceRewrite({ by, before, after }: Extract<Step, { kind: "rewrite" }>): boolean {
  if (by !== "reply") return by !== "dnat";
  return before.destination !== after.destination || before.destinationPort !== after.destinationPort;
}

type MarkQuestion = {
  readonly trace: PacketTrace;
  readonly hop: Hop;
  readonly station: Station;
  readonly isEnd: boolean;
};

function markOf({ trace, hop, station, isEnd }: MarkQuestion): VisitMark {
  const here = station.steps.flatMap((index) => hop.steps[index] ?? []);
  const kinds = new Set(here.map((step) => step.kind));
  if (kinds.has("reject") || (isEnd && trace.fate.kind === "rejected")) return "rejected";
  if (kinds.has("drop") || (isEnd && (trace.fate.kind === "lost" || trace.fate.kind === "dropped"))) return "lost";
  if (here.some((step) => step.kind === "listen" && step.result === "nobody")) return "rejected";
  if (kinds.has("rewrite")) return isKnownConnection(hop) ? "restored" : "rewritten";
  if (isEnd && trace.fate.kind === "delivered") return "delivered";
  const rules = here.filter((step) => step.kind === "rule");
  return station.place === UNANSWERED && rules.every((step) => !step.matched) ? "asked" : "passed";
}

const RANKS = ["nat PREROUTING", "nat OUTPUT", "nat KUBE-SERVICES", "nat KUBE-NODEPORTS", "nat KUBE-FW", "nat KUBE-EXT"]
  .concat(["nat KUBE-SVL", "nat KUBE-SVC", "nat KUBE-SEP", "DNAT", "route", "filter INPUT", "filter FORWARD"])
  .concat(["filter OUTPUT", "nat INPUT", "nat POSTROUTING", "filter POSTROUTING", "SNAT", "neighbour", "socket"]);

/** Interfaces come first, then the kernel's own order. */
function rankOf(place: string): number {
  return RANKS.indexOf(place);
}
