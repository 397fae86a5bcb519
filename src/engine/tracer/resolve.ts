import { reverseOfAddress } from "../dns/message.ts";
import type { Resolved, ResolverHost } from "../dns/contract.ts";
import { resolveAsGlibc } from "../dns/resolve-glibc.ts";
import { resolveAsMusl } from "../dns/resolve-musl.ts";
import { readFilesOf, resolverHostOf } from "../dns/resolver-files.ts";
import type { Ipv4 } from "../model/address.ts";
import type { HostRef } from "../model/host.ts";
import type { Process } from "../simulation/process.ts";
import type { Cause } from "../trace/trace.ts";
import type { Conversation } from "./conversation.ts";
import { askFrom } from "./dns-queries.ts";
import type { TracerWorld } from "./world.ts";

export type ResolveOptions = {
  /** Whose getaddrinfo: glibc's (Debian) or musl's (Alpine). Default "glibc". */
  readonly libc?: "glibc" | "musl";
  /** "ipv4" asks for no AAAA. */
  readonly families?: "ipv4";
};

/** Resolves a name as a program on the conversation's host does; each query is a packet of the conversation. */
export function* resolveName(
  conversation: Conversation,
  name: string,
  options: ResolveOptions = {},
): Process<Resolved> {
  const { request, world } = conversation;
  const { libc = "glibc", families } = options;
  const host = resolverFilesOf(world, request.from);
  const resolver = { ask: askFrom(conversation), simulation: world.simulation, ...(families && { families }) };
  return yield* libc === "musl" ? resolveAsMusl(name, host, resolver) : resolveAsGlibc(name, host, resolver);
}

/** Why a name did not resolve: what the servers said, or why none was heard. */
export function causeOfUnresolved(conversation: Conversation, name: string, { queries }: Resolved): Cause {
  const record = { kind: "record", name, type: "A", data: "" } as const;
  if (queries.some(({ rcode }) => rcode === "TIMEOUT")) {
    const lost = conversation.lastFailure("dns-query");
    return { code: "DNS_UNREACHABLE", references: [record, ...(lost?.references ?? [])] };
  }
  const isFailure = queries.some(({ rcode }) => rcode === "SERVFAIL" || rcode === "REFUSED");
  return { code: isFailure ? "DNS_FAILURE" : "NAME_NOT_FOUND", references: [record] };
}

/** The name of an address as getnameinfo gives it: from /etc/hosts, else by a PTR query; the address itself when it has none. */
export function* nameOfAddress(conversation: Conversation, address: Ipv4): Process<string> {
  const files = resolverFilesOf(conversation.world, conversation.request.from);
  const inFile = readFilesOf(files).hosts.find((line) => line.address === address)?.names[0];
  if (inFile !== undefined) return inFile;
  const [server] = readFilesOf(files).conf.nameservers;
  const question = { name: reverseOfAddress(address), type: "PTR" } as const;
  const [answer] = server ? yield* askFrom(conversation)(server, [question], PTR_TIMEOUT_MS) : [];
  const record = typeof answer === "object" ? answer.answer.find(({ type }) => type === "PTR") : undefined;
  return record ? record.data.replace(/\.$/, "") : address;
}

/** The servers that the conversation's host asks, in its order. */
export function nameserversOf({ world, request }: Conversation): readonly Ipv4[] {
  return readFilesOf(resolverFilesOf(world, request.from)).conf.nameservers;
}

/** resolv.conf's time-out. */
const PTR_TIMEOUT_MS = 5000;

const resolverFiles = new WeakMap<object, ResolverHost>();

/** A pod's files stay the same for as long as its object does. */
function resolverFilesOf({ api }: TracerWorld, from: HostRef): ResolverHost {
  const pod = "pod" in from ? api.get("Pod", from.pod, from.namespace) : undefined;
  const known = pod && resolverFiles.get(pod);
  if (known) return known;
  const made = resolverHostOf(from, api);
  if (pod) resolverFiles.set(pod, made);
  return made;
}
