import { BUSYBOX_BANNER } from "../busybox-banner.ts";
import { parseIpv4 } from "../../../model/address.ts";
import { Conversation } from "../../../tracer/conversation.ts";
import { causeOfUnresolved, resolveName } from "../../../tracer/resolve.ts";
import { close, connect } from "../../../tracer/tcp.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import type { Tool } from "../../tool.ts";
import { getopt } from "../getopt.ts";
import { libcOf, placeHost } from "../place-host.ts";
import { connectError } from "../connect-error.ts";
import { failedOutcome } from "../wget/fetch.ts";
import { speak } from "./speak.ts";

const USAGE = `${BUSYBOX_BANNER}

Usage: nc [-lnuvz] [-w SEC] [-p PORT] [-e PROG] HOST PORT

Open a pipe to IP:PORT

	-l	Listen mode, for inbound connects
	-n	Don't do DNS resolution
	-u	UDP mode
	-v	Verbose
	-z	Zero-I/O mode (scanning)
	-w SEC	Timeout for connects and final net reads
	-p PORT	Local port
	-e PROG	Run PROG after connect
`;

/** nc of BusyBox 1.35, in its full form (networking/nc_bloaty.c). */
export const busyboxNc: Tool<TracerWorld> = function* busyboxNc(world, words, streams, place) {
  const read = getopt(words.slice(1), "hlnuvzw:p:s:e:i:o:");
  const { ref, host } = placeHost(world, place);
  const [name, port] = read.kind === "read" ? read.operands : [];
  if (read.kind !== "read" || name === undefined || port === undefined || !host) {
    streams.error(USAGE);
    return 1;
  }
  const { options, counts } = read;
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    streams.error(`nc: bad address '${name}:${port}'\n`);
    return 1;
  }
  const conversation = new Conversation(world, host, { from: ref, tcp: { host: name, port: Number(port) } });
  const literal = parseIpv4(name);
  const resolved = literal ? undefined : yield* resolveName(conversation, name, { libc: libcOf(place) });
  const address = literal ?? resolved?.addresses[0];
  if (!address) {
    streams.error(`nc: bad address '${name}'\n`);
    if (resolved) {
      const cause = causeOfUnresolved(conversation, name, resolved);
      streams.trace(conversation.finish({ kind: "not-resolved", exitCode: 1, stderr: "", cause }));
    }
    return 1;
  }
  const where = `${name} (${address}:${port})`;
  const verbosity = counts.get("v") ?? 0;
  const seconds = options.get("w");
  const idleMs = seconds === undefined ? undefined : Number(seconds) * 1000;
  const deadlineMs = idleMs === undefined ? Infinity : conversation.nowMs + idleMs;
  const connected = yield* connect(conversation, { address, port: Number(port) }, deadlineMs);
  if (connected.kind !== "connected") {
    if (verbosity > 1 || (verbosity === 1 && connected.kind !== "refused"))
      streams.error(`nc: ${where}: ${connectError(connected)}\n`);
    streams.trace(conversation.finish(failedOutcome(connected, 1)));
    return 1;
  }
  const { connection } = connected;
  if (verbosity > 0) streams.error(`${where} open\n`);
  if (!options.has("z")) {
    const outcome = yield* speak(conversation, { connection, streams, ...(idleMs !== undefined && { idleMs }) });
    streams.trace(conversation.finish(outcome));
    return 0;
  }
  yield* close(conversation, connection, "client");
  streams.trace(
    conversation.finish({ kind: "answered", status: 0, served: { port: connection.socket.port }, body: "" }),
  );
  return 0;
};
