// netcat-openbsd 1.219 as Debian 12 has it. Read netcat.c (remote_connect, main) beside this file.
import type { Ipv4 } from "../../../model/address.ts";
import { parseIpv4 } from "../../../model/address.ts";
import type { Process } from "../../../simulation/process.ts";
import type { Outcome } from "../../../trace/trace.ts";
import { Conversation } from "../../../tracer/conversation.ts";
import { sendDatagram, serveText } from "../../../tracer/datagram.ts";
import { causeOfUnresolved, resolveName } from "../../../tracer/resolve.ts";
import { close, connect } from "../../../tracer/tcp.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import type { Tool, ToolStreams } from "../../tool.ts";
import type { Getopt } from "../getopt.ts";
import { getopt } from "../getopt.ts";
import { libcOf, placeHost, resolverError } from "../place-host.ts";
import { connectError } from "../connect-error.ts";
import { failedOutcome } from "../wget/fetch.ts";
import { speak } from "./speak.ts";

const USAGE = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
	  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
	  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
	  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
	  [destination] [port]
`;
const OPTIONS = "46CDdFhklNnrStUuvZzI:i:M:m:O:P:p:q:s:T:V:W:w:X:x:";
/** /etc/services, as far as people try ports. */
const SERVICES: Readonly<Record<string, string>> = {
  "22/tcp": "ssh",
  "25/tcp": "smtp",
  "53/tcp": "domain",
  "53/udp": "domain",
  "80/tcp": "http",
  "123/udp": "ntp",
  "443/tcp": "https",
  "443/udp": "https",
  "3306/tcp": "mysql",
  "5353/udp": "mdns",
  "5432/tcp": "postgresql",
  "6379/tcp": "redis",
  "8080/tcp": "http-alt",
};

type Options = Getopt & { kind: "read" };
type Target = { readonly host: string; readonly port: number; readonly addresses: readonly Ipv4[] };

/** nc: tries a port (-z), or sends standard input to it and prints what comes back. */
export const nc: Tool<TracerWorld> = function* nc(world, words, streams, place) {
  const read = getopt(words.slice(1), OPTIONS);
  if (read.kind !== "read") {
    const what = read.kind === "missing" ? "option requires an argument" : "invalid option";
    streams.error(`nc: ${what} -- '${read.isLong ? "-" : read.name}'\n${USAGE}`);
    return 1;
  }
  const [name, ports] = read.operands;
  const { ref, host } = placeHost(world, place);
  if (name === undefined || ports === undefined || !host) {
    streams.error(name === undefined ? USAGE : "nc: missing port number\n");
    return 1;
  }
  const range = portsOf(ports);
  if (!range) {
    streams.error(`nc: port number invalid: ${ports}\n`);
    return 1;
  }
  let exitCode = 1;
  for (const port of range) {
    const target = { host: name, port };
    const isUdp = read.options.has("u");
    const conversation = new Conversation(world, host, { from: ref, ...(isUdp ? { udp: target } : { tcp: target }) });
    const { options } = read;
    const literal = parseIpv4(name);
    const resolved =
      literal || options.has("n") ? undefined : yield* resolveName(conversation, name, { libc: libcOf(place) });
    const addresses = literal ? [literal] : (resolved?.addresses ?? []);
    if (addresses.length === 0) {
      streams.error(`nc: getaddrinfo for host "${name}" port ${port}: ${resolverError(resolved?.failure)}\n`);
      const cause = resolved
        ? causeOfUnresolved(conversation, name, resolved)
        : ({ code: "NAME_NOT_FOUND", references: [] } as const);
      streams.trace(conversation.finish({ kind: "not-resolved", exitCode: 1, stderr: "", cause }));
      return 1;
    }
    const told = { target: { ...target, addresses }, read, streams };
    const outcome = yield* isUdp ? tryUdp(conversation, told) : tryTcp(conversation, told);
    streams.trace(conversation.finish(outcome));
    if (outcome.kind === "answered") exitCode = 0;
  }
  return exitCode;
};

type Told = { readonly target: Target; readonly read: Options; readonly streams: ToolStreams };

function* tryTcp(conversation: Conversation, { target, read, streams }: Told): Process<Outcome> {
  const { options } = read;
  const { host, port, addresses } = target;
  const seconds = options.get("w");
  const source = parseIpv4(options.get("s") ?? "");
  let outcome: Outcome | undefined;
  for (const address of addresses) {
    const deadlineMs = seconds === undefined ? Infinity : conversation.nowMs + Number(seconds) * 1000;
    const wanted = { address, port, ...(source && { source }), ...sourcePort(options.get("p")) };
    const connected = yield* connect(conversation, wanted, deadlineMs);
    const where = `${host}${host === address ? "" : ` (${address})`}`;
    if (connected.kind !== "connected") {
      const isOver = connected.kind === "timed-out" && !connected.byKernel;
      const reason = isOver ? "timed out: Operation now in progress" : `failed: ${connectError(connected)}`;
      if (options.has("v")) streams.error(`nc: connect to ${where} port ${port} (tcp) ${reason}\n`);
      outcome = failedOutcome(connected, 1);
      continue;
    }
    if (options.has("v"))
      streams.error(`Connection to ${where} ${port} port [tcp/${serviceOf(port, "tcp", options)}] succeeded!\n`);
    const { connection } = connected;
    if (!options.has("z"))
      return yield* speak(conversation, {
        connection,
        streams,
        ...(seconds !== undefined && { idleMs: Number(seconds) * 1000 }),
      });
    yield* close(conversation, connection, "client");
    return { kind: "answered", status: 0, served: { port: connection.socket.port }, body: "" };
  }
  return outcome ?? { kind: "unreachable", exitCode: 1, stderr: "", cause: { code: "NO_ROUTE", references: [] } };
}

/** UDP says nothing of its own: without an error within the time it is taken for open. */
function* tryUdp(conversation: Conversation, { target, read, streams }: Told): Process<Outcome> {
  const { options } = read;
  const { host, port, addresses } = target;
  const [address] = addresses;
  if (!address) return { kind: "unreachable", exitCode: 1, stderr: "", cause: { code: "NO_ROUTE", references: [] } };
  const isProbe = options.has("z");
  const text = isProbe ? "X" : streams.stdin;
  const waitMs = Number(options.get("w") ?? 1) * 1000;
  const datagram = {
    from: conversation.host,
    to: { address, port },
    sourcePort: conversation.drawPort(),
    kind: "udp",
    payload: { kind: "text", text },
  } as const;
  const deadlineMs = conversation.nowMs + waitMs;
  const result = yield* sendDatagram(conversation, { datagram, serve: serveText(conversation), deadlineMs });
  if (result.kind === "failed") return { kind: result.error, exitCode: 1, stderr: "", cause: result.cause };
  const where = `${host}${host === address ? "" : ` (${address})`}`;
  if (options.has("v"))
    streams.error(`Connection to ${where} ${port} port [udp/${serviceOf(port, "udp", options)}] succeeded!\n`);
  if (result.kind === "timed-out")
    return isProbe
      ? { kind: "answered", status: 0, body: "" }
      : { kind: "timed-out", exitCode: 0, stderr: "", cause: result.cause };
  if (!isProbe) streams.out(result.value);
  return { kind: "answered", status: 0, served: { port: result.socket.port }, body: result.value };
}

/** "80" or "80-90". */
function portsOf(text: string): readonly number[] | undefined {
  const [, first = "", last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)].toSorted((a, b) => a - b);
  if (first === "" || from === undefined || to === undefined || from < 1 || to > 65_535) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function serviceOf(port: number, protocol: "tcp" | "udp", options: Options["options"]): string {
  return options.has("n") ? "*" : (SERVICES[`${port}/${protocol}`] ?? "*");
}

function sourcePort(text: string | undefined): { readonly sourcePort?: number } {
  return text !== undefined && /^\d+$/.test(text) ? { sourcePort: Number(text) } : {};
}
