import type { Ask, AskResult, ResolverHost, ResolverWorld, ResolvConf } from "../../../dns/contract.ts";
import { parseResolvConf, resolverHostOf } from "../../../dns/resolver-files.ts";
import type { DnsType } from "../../../model/dns.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Cause, Outcome } from "../../../trace/trace.ts";
import { Conversation } from "../../../tracer/conversation.ts";
import { askFrom } from "../../../tracer/dns-queries.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import type { ToolPlace, ToolStreams } from "../../tool.ts";

/** A tool that asks DNS, on a host: how it asks, and what that host's files say. */
export type DnsSession = {
  readonly ask: Ask;
  readonly host: ResolverHost;
  readonly conf: ResolvConf;
  readonly resolver: ResolverWorld;
  readonly nowMs: () => number;
};

/** Runs a DNS tool as one conversation and tells its trace at the end. A host without a network hears nothing. */
export function* withDns(
  world: TracerWorld,
  place: ToolPlace,
  {
    streams,
    query,
  }: { readonly streams: ToolStreams; readonly query: { readonly name: string; readonly type: DnsType } },
  run: (session: DnsSession) => Process<number>,
): Process<number> {
  const from = place.host ?? { outside: "198.51.100.7" };
  const networkHost = world.network.host(from);
  const host = resolverHostOf(from, world.api);
  const conf = parseResolvConf(host.resolvConf);
  const { simulation } = world;
  const nowMs = (): number => simulation.nowMs;
  if (!networkHost) {
    const ask: Ask = silence(nowMs);
    return yield* run({ ask, host, conf, resolver: { ask, simulation }, nowMs });
  }
  const conversation = new Conversation(world, networkHost, { from, query });
  const asked = askFrom(conversation);
  const heard: AskResult[] = [];
  const ask: Ask = function* (server, questions, timeoutMs, how) {
    const results = yield* asked(server, questions, timeoutMs, how);
    heard.push(...results);
    return results;
  };
  const exitCode = yield* run({ ask, host, conf, resolver: { ask, simulation }, nowMs });
  streams.trace(conversation.finish(outcomeOf({ heard, query, exitCode, conversation })));
  return exitCode;
}

function silence(nowMs: () => number): Ask {
  return function* (_server, questions, timeoutMs) {
    yield { kind: "until", ms: nowMs() + timeoutMs };
    return questions.map(() => "timeout");
  };
}

function outcomeOf(end: {
  readonly heard: readonly AskResult[];
  readonly query: { readonly name: string; readonly type: DnsType };
  readonly exitCode: number;
  readonly conversation: Conversation;
}): Outcome {
  const { heard, query, exitCode, conversation } = end;
  const messages = heard.filter((result) => typeof result !== "string");
  const answered = messages.find(({ rcode, answer }) => rcode === "NOERROR" && answer.length > 0);
  if (answered) {
    const lines = answered.answer.map(({ name, ttl, type, data }) => `${name} ${ttl} IN ${type} ${data}`);
    return { kind: "answered", status: 0, body: lines.join("\n") };
  }
  const record = { kind: "record", ...query, data: "" } as const;
  const lost = conversation.lastFailure("dns-query")?.references ?? [];
  const cause: Cause =
    messages.length === 0
      ? { code: "DNS_UNREACHABLE", references: [record, ...lost] }
      : messages.every(({ rcode }) => rcode === "SERVFAIL" || rcode === "REFUSED")
        ? { code: "DNS_FAILURE", references: [record] }
        : { code: "NAME_NOT_FOUND", references: [record] };
  return { kind: "not-resolved", exitCode, stderr: "", cause };
}
