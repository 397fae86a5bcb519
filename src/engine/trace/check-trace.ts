// Whether a value from outside (a link, a file) is a trace that the page can draw: shapes only, nothing about its truth.
import { isJsonObject } from "../model/json.ts";
import type { JsonObject } from "../model/json.ts";
import type { Trace } from "./trace.ts";

/** A trace or an outcome of reading one: what is wrong, each with its path ("packets[2].hops[0].host: not a text"). */
export type CheckedTrace =
  | { readonly kind: "trace"; readonly trace: Trace }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** Problems that are reported; a wrong file has no use for more. */
const PROBLEMS_MAX = 20;
/** Packets, hops and steps that are taken; a link with more is not one of ours. */
const ITEMS_MAX = 10_000;

/** Reads a trace. Unknown kinds of packets and steps are problems, as nothing could be said of them. */
export function checkTrace(value: unknown): CheckedTrace {
  const problems: string[] = [];
  checkRoot(value, (path, what) => problems.length < PROBLEMS_MAX && problems.push(`${path}: ${what}`));
  return problems.length > 0 ? { kind: "problems", problems } : { kind: "trace", trace: value as Trace };
}

type Report = (path: string, what: string) => void;
type Place = { readonly value: unknown; readonly path: string; readonly report: Report };

function checkRoot(value: unknown, report: Report): void {
  const trace = objectAt({ value, path: "trace", report });
  if (trace === undefined) return;
  const request = objectAt({ value: trace["request"], path: "request", report });
  if (request !== undefined) objectAt({ value: request["from"], path: "request.from", report });
  for (const field of ["beganMs", "endedMs"]) numberAt({ value: trace[field], path: field, report });
  listAt({ value: trace["packets"], path: "packets", report }, checkPacket);
  checkOutcome({ value: trace["outcome"], path: "outcome", report });
}

const PACKET_KINDS = new Set(
  "dns-query dns-answer tcp-syn tcp-syn-ack tcp-ack tcp-fin tcp-reset tcp-data http-request http-response udp".split(
    " ",
  ),
);
for (const kind of "icmp-echo icmp-echo-reply icmp-error arp-request arp-reply".split(" ")) PACKET_KINDS.add(kind);

function checkPacket(place: Place): void {
  const { path, report } = place;
  const packet = objectAt(place);
  if (packet === undefined) return;
  kindAt({ value: packet["kind"], path: `${path}.kind`, report }, PACKET_KINDS);
  for (const field of ["id", "sentMs"]) numberAt({ value: packet[field], path: `${path}.${field}`, report });
  checkHeader({ value: packet["header"], path: `${path}.header`, report });
  listAt({ value: packet["hops"], path: `${path}.hops`, report }, checkHop);
  const fate = objectAt({ value: packet["fate"], path: `${path}.fate`, report });
  if (fate === undefined) return;
  kindAt({ value: fate["kind"], path: `${path}.fate.kind`, report }, FATES);
  if (fate["kind"] !== "delivered") checkCause({ value: fate["cause"], path: `${path}.fate.cause`, report });
}

const FATES = new Set(["delivered", "rejected", "dropped", "lost"]);

function checkHop(place: Place): void {
  const { path, report } = place;
  const hop = objectAt(place);
  if (hop === undefined) return;
  textAt({ value: hop["host"], path: `${path}.host`, report });
  for (const field of ["arrivedMs", "leftMs"]) numberAt({ value: hop[field], path: `${path}.${field}`, report });
  listAt({ value: hop["steps"], path: `${path}.steps`, report }, checkStep);
}

/** What a step of each kind must have for the page to speak of it: texts, then headers, then lists, then causes. */
const STEPS: Readonly<Record<string, { readonly [field: string]: "text" | "header" | "list" | "cause" }>> = {
  rule: { hook: "text", table: "text", chain: "text", rule: "text", references: "list" },
  policy: { hook: "text", table: "text", chain: "text", verdict: "text" },
  conntrack: { hook: "text", state: "text" },
  rewrite: { hook: "text", by: "text", before: "header", after: "header", references: "list" },
  relay: { by: "text", before: "header", after: "header", references: "list" },
  route: { destination: "text", route: "text", out: "text", references: "list" },
  neighbour: { address: "text", out: "text", result: "text" },
  bridge: { name: "text", in: "text", out: "text" },
  listen: { protocol: "text", result: "text", references: "list" },
  drop: { cause: "cause" },
  reject: { with: "text", cause: "cause" },
};

function checkStep(place: Place): void {
  const { path, report } = place;
  const step = objectAt(place);
  if (step === undefined) return;
  const fields =
    typeof step["kind"] === "string" && Object.hasOwn(STEPS, step["kind"]) ? STEPS[step["kind"]] : undefined;
  if (fields === undefined) return report(`${path}.kind`, "not a kind of step");
  for (const [field, kind] of Object.entries(fields)) {
    const part = { value: step[field], path: `${path}.${field}`, report };
    if (kind === "text") textAt(part);
    else if (kind === "header") checkHeader(part);
    else if (kind === "list") listAt(part, objectAt);
    else checkCause(part);
  }
}

function checkHeader(place: Place): void {
  const header = objectAt(place);
  if (header === undefined) return;
  for (const field of ["protocol", "source", "destination"])
    textAt({ ...place, value: header[field], path: `${place.path}.${field}` });
  numberAt({ ...place, value: header["ttl"], path: `${place.path}.ttl` });
}

function checkCause(place: Place): void {
  const cause = objectAt(place);
  if (cause === undefined) return;
  textAt({ ...place, value: cause["code"], path: `${place.path}.code` });
  listAt({ ...place, value: cause["references"], path: `${place.path}.references` }, objectAt);
}

const FAILURES = new Set(["not-resolved", "refused", "unreachable", "timed-out", "reset"]);

function checkOutcome(place: Place): void {
  const outcome = objectAt(place);
  if (outcome === undefined) return;
  const at = (field: string) => ({ ...place, value: outcome[field], path: `${place.path}.${field}` });
  if (outcome["kind"] === "answered") return numberAt(at("status"));
  kindAt(at("kind"), FAILURES);
  numberAt(at("exitCode"));
  textAt(at("stderr"));
  checkCause(at("cause"));
}

function objectAt({ value, path, report }: Place): JsonObject | undefined {
  if (isJsonObject(value)) return value;
  report(path, "not an object");
  return undefined;
}

function listAt({ value, path, report }: Place, check: (place: Place) => void): void {
  if (!Array.isArray(value)) return report(path, "not a list");
  if (value.length > ITEMS_MAX) return report(path, `more than ${ITEMS_MAX} items`);
  value.forEach((item: unknown, index) => check({ value: item, path: `${path}[${index}]`, report }));
}

function numberAt({ value, path, report }: Place): void {
  if (typeof value !== "number" || !Number.isFinite(value)) report(path, "not a number");
}

function textAt({ value, path, report }: Place): void {
  if (typeof value !== "string") report(path, "not a text");
}

function kindAt({ value, path, report }: Place, kinds: ReadonlySet<string>): void {
  if (typeof value !== "string" || !kinds.has(value)) report(path, "not a known kind");
}
