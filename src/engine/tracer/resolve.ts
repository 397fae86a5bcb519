import type { Resolved, ResolverHost } from "../dns/contract.ts";
import { resolveAsGlibc } from "../dns/resolve-glibc.ts";
import { resolveAsMusl } from "../dns/resolve-musl.ts";
import { parseResolvConf, resolverHostOf } from "../dns/resolver-files.ts";
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

/** The servers that the conversation's host asks, in its order. */
export function nameserversOf({ world, request }: Conversation): readonly Ipv4[] {
  return parseResolvConf(resolverFilesOf(world, request.from).resolvConf).nameservers;
}

const files = new WeakMap<object, ResolverHost>();

/** A pod's files stay the same for as long as its object does. */
function resolverFilesOf({ api }: TracerWorld, from: HostRef): ResolverHost {
  const pod = "pod" in from ? api.get("Pod", from.pod, from.namespace) : undefined;
  const known = pod && files.get(pod);
  if (known) return known;
  const made = resolverHostOf(from, api);
  if (pod) files.set(pod, made);
  return made;
}
