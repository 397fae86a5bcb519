import { askFrom } from "./tracer/dns-queries.ts";
import { zoneFileLine } from "./dns/message.ts";
import type { Ipv4 } from "./model/address.ts";
import { ipv4, parseIpv4 } from "./model/address.ts";
import type { DnsAnswer, DnsType, Resolution } from "./model/dns.ts";
import type { HostRef } from "./model/host.ts";
import type { Process } from "./simulation/process.ts";
import { Conversation } from "./tracer/conversation.ts";
import { resolveName } from "./tracer/resolve.ts";
import type { TracerWorld } from "./tracer/world.ts";

/** How long a query waits for its answer. */
const QUERY_TIMEOUT_MS = 5000;

const NO_ANSWER: DnsAnswer = { rcode: "SERVFAIL", flags: [], answer: [], authority: [] };

/** Asks the host's libc. A host that is not there resolves nothing. */
export function* resolveOnce(world: TracerWorld, from: HostRef, name: string): Process<Resolution> {
  const conversation = openConversation(world, from, { name, type: "A" });
  if (!conversation) return { addresses: [], queries: [] };
  const { addresses, canonicalName, queries } = yield* resolveName(conversation, name);
  return { addresses, queries, ...(canonicalName !== undefined && { canonicalName }) };
}

/** Asks CoreDNS at its Service's address, without search list. No answer in time is SERVFAIL, as a client would see it. */
export function* queryOnce(
  world: TracerWorld,
  from: HostRef,
  question: { readonly name: string; readonly type: DnsType },
): Process<DnsAnswer> {
  const conversation = openConversation(world, from, question);
  if (!conversation) return NO_ANSWER;
  const name = question.name.endsWith(".") ? question.name : `${question.name}.`;
  const [result] = yield* askFrom(conversation)(dnsAddress(world), [{ name, type: question.type }], QUERY_TIMEOUT_MS);
  if (result === undefined || typeof result === "string") return NO_ANSWER;
  const { rcode, flags, answer, authority } = result;
  return { rcode, flags, answer: answer.map(zoneFileLine), authority: authority.map(zoneFileLine) };
}

function openConversation(
  world: TracerWorld,
  from: HostRef,
  query: { readonly name: string; readonly type: DnsType },
): Conversation | undefined {
  const host = world.network.host(from);
  return host && new Conversation(world, host, { from, query, trace: "none" });
}

function dnsAddress({ api }: TracerWorld): Ipv4 {
  const address = api.get("Service", "kube-dns", "kube-system")?.spec.clusterIP ?? "";
  return parseIpv4(address) ?? ipv4("10.96.0.10");
}
