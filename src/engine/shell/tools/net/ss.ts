import type { ConntrackEntry } from "../../../model/conntrack-entry.ts";
import { sleep } from "../../../simulation/process.ts";
import { listenersOf } from "../../../workloads/listeners.ts";
import { TOOL_START_MS } from "../../filter.ts";
import { readOptions } from "../../options.ts";
import type { ToolPlace } from "../../tool.ts";
import type { ShellTool, ToolWorld } from "../../world.ts";

type Row = { readonly protocol: "tcp" | "udp"; readonly state: string; readonly local: string; readonly peer: string };

/** `ss [-tulnap]`: what listens, and the connections that this host has. */
export const ss: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const options = readOptions(words, {
    flags: "tulnaperosm4H",
    long: { tcp: "t", udp: "u", listening: "l", numeric: "n", all: "a", processes: "p", "no-header": "H" },
  });
  if (options.problem !== undefined) {
    streams.error(
      `ss: invalid option -- '${options.problem}'\nUsage: ss [ OPTIONS ]\n       ss [ OPTIONS ] [ FILTER ]\n`,
    );
    return 255;
  }
  const isAny = !options.has("t") && !options.has("u");
  const protocols = (["tcp", "udp"] as const).filter((one) => isAny || options.has(one === "tcp" ? "t" : "u"));
  const listening = options.has("l") || options.has("a") ? listeners(world, place) : [];
  const open = options.has("l") ? [] : connections(world, place);
  const rows = [...listening, ...open].filter(({ protocol }) => protocols.includes(protocol));
  if (!options.has("H")) streams.out(heading(protocols.length > 1));
  for (const row of rows) streams.out(format(row, protocols.length > 1));
  return 0;
};

function listeners(world: ToolWorld, { host }: ToolPlace): Row[] {
  if (!host || !("pod" in host)) return [];
  const pod = world.api.get("Pod", host.pod, host.namespace);
  if (!pod) return [];
  return listenersOf(pod).map(({ protocol, port, address }) => ({
    protocol,
    state: protocol === "udp" ? "UNCONN" : "LISTEN",
    local: `${address}:${port}`,
    peer: "0.0.0.0:*",
  }));
}

/** Connections that a node's conntrack knows and that begin at this host. */
function connections(world: ToolWorld, { host }: ToolPlace): Row[] {
  const found = host && world.network.host(host);
  if (!found || found.kind === "outside") return [];
  const node = found.kind === "node" ? found.node : found.node.node;
  const entries = world.netfilter(node)?.conntrack(world.simulation.nowMs) ?? [];
  return entries.filter(({ protocol, original }) => protocol === "tcp" && original.source === found.address).map(rowOf);
}

const STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: "ESTAB",
  SYN_SENT: "SYN-SENT",
  SYN_RECV: "SYN-RECV",
  FIN_WAIT: "FIN-WAIT-1",
  CLOSE_WAIT: "CLOSE-WAIT",
  LAST_ACK: "LAST-ACK",
  TIME_WAIT: "TIME-WAIT",
};

function rowOf({ original, state }: ConntrackEntry): Row {
  return {
    protocol: "tcp",
    state: (state && STATES[state]) ?? "CLOSE",
    local: `${original.source}:${original.sourcePort}`,
    peer: `${original.destination}:${original.destinationPort}`,
  };
}

function heading(hasProtocol: boolean): string {
  const first = hasProtocol ? "Netid State  " : "State  ";
  return `${first} Recv-Q Send-Q      Local Address:Port      Peer Address:Port Process\n`;
}

function format({ protocol, state, local, peer }: Row, hasProtocol: boolean): string {
  const first = hasProtocol ? protocol.padEnd(6) : "";
  const queue = state === "LISTEN" ? "128" : "0";
  return `${first}${state.padEnd(7)} ${"0".padEnd(6)} ${queue.padEnd(6)} ${local.padStart(23)} ${peer.padStart(22)}\n`;
}
