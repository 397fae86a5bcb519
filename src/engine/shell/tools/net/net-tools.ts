// netstat, route and arp: of package net-tools, and BusyBox' own, as far as both print the same.
import { parseIpv4 } from "../../../model/address.ts";
import type { NetworkHost } from "../../../network/hosts.ts";
import { sleep } from "../../../simulation/process.ts";
import { TOOL_START_MS } from "../../filter.ts";
import { readOptions } from "../../options.ts";
import type { ShellTool, ToolWorld } from "../../world.ts";
import { placeHost } from "../place-host.ts";
import { macOf } from "./links.ts";
import type { SocketEnd, SocketRow } from "./sockets.ts";
import { connectionsOf, listeningOn } from "./sockets.ts";

const STATES: Readonly<Record<string, string>> = {
  ESTAB: "ESTABLISHED",
  UNCONN: "",
  "FIN-WAIT-1": "FIN_WAIT1",
};

/** `netstat [-tulnap]`, `netstat -rn`. */
export const netstat: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const options = readOptions(words, {
    flags: "tulnaprWew",
    long: { tcp: "t", udp: "u", listening: "l", route: "r", all: "a", numeric: "n", programs: "p" },
  });
  if (options.problem !== undefined) {
    streams.error(`netstat: invalid option -- '${options.problem}'\n`);
    return 3;
  }
  const { host } = placeHost(world, place);
  if (options.has("r")) {
    streams.out(routeTable(world, host, "netstat"));
    return 0;
  }
  const isAny = !options.has("t") && !options.has("u");
  const [hasListening, hasOpen] = [options.has("l") || options.has("a"), !options.has("l") || options.has("a")];
  const all = [...(hasListening ? listeningOn(world, host) : []), ...(hasOpen ? connectionsOf(world, host) : [])];
  const rows = all.filter(({ protocol }) => isAny || options.has(protocol === "tcp" ? "t" : "u"));
  const what = options.has("a") ? "servers and established" : options.has("l") ? "only servers" : "w/o servers";
  const isBusybox = place.userland === "busybox";
  const program = options.has("p") ? "PID/Program name    " : "";
  streams.out(
    `Active Internet connections (${what})\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ${isBusybox || program !== "" ? " " : ""}${program}\n`,
  );
  for (const row of rows) streams.out(`${socketLine(row)}${program === "" ? "" : "-".padEnd(program.length)}\n`);
  return 0;
};

/** `route [-n]`: what is looked at; names are not asked for. */
export const route: ShellTool = function* (world, _words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  streams.out(routeTable(world, placeHost(world, place).host, "route"));
  return 0;
};

/** `arp [-n]`, `arp -a`. */
export const arp: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const { host } = placeHost(world, place);
  const isBsd = words.includes("-a") || words.includes("-an") || place.userland === "busybox";
  const gap = place.userland === "busybox" ? "  " : " ";
  const rows = (host?.neighbours.list(world.simulation.nowMs) ?? []).map(({ address, state }) => {
    const isFound = state === "REACHABLE" || state === "STALE";
    const isPod = host?.kind === "node" && world.network.topology.nodeOfPodAddress(address) === host;
    const device = isPod ? "cni0" : "eth0";
    if (isBsd) return `? (${address}) at ${isFound ? `${macOf(address)} [ether]` : "<incomplete>"}${gap}on ${device}\n`;
    const [type, mac, flags] = isFound ? ["ether", macOf(address), "C"] : ["", "(incomplete)", ""];
    return `${address.padEnd(24)} ${type.padEnd(7)} ${mac.padEnd(19)} ${flags.padEnd(21)} ${device}\n`;
  });
  const head = isBsd ? "" : "Address                  HWtype  HWaddress           Flags Mask            Iface\n";
  streams.out(rows.length === 0 ? "" : head + rows.join(""));
  return 0;
};

function socketLine({ protocol, state, local, peer }: SocketRow): string {
  const end = ({ address, port }: SocketEnd) => `${address}:${port === 0 ? "*" : port}`.padEnd(23);
  return `${protocol.padEnd(5)}      0      0 ${end(local)} ${end(peer)} ${(STATES[state] ?? state.replaceAll("-", "_")).padEnd(11)} `;
}

/** The lines of `ip route`, in the older columns. */
function routeTable(world: ToolWorld, host: NetworkHost | undefined, form: "route" | "netstat"): string {
  const lines = (host ? world.network.routes(host) : []).map((line) => {
    const [to = "", bits = "32"] = (line.split(" ")[0] ?? "").replace("default", "0.0.0.0/0").split("/");
    const gateway = / via (\S+)/.exec(line)?.[1];
    const device = / dev (\S+)/.exec(line)?.[1] ?? "";
    const flags = `U${gateway ? "G" : ""}${bits === "32" ? "H" : ""}`;
    const numbers = form === "route" ? "0      0        0" : "    0 0          0";
    return `${to.padEnd(15)} ${(gateway ?? "0.0.0.0").padEnd(15)} ${maskOf(Number(bits)).padEnd(15)} ${flags.padEnd(5)} ${numbers} ${device}\n`;
  });
  const tail = form === "route" ? "Metric Ref    Use Iface" : "  MSS Window  irtt Iface";
  return `Kernel IP routing table\nDestination     Gateway         Genmask         Flags ${tail}\n${lines.join("")}`;
}

function maskOf(bits: number): string {
  const octets = [24, 16, 8, 0].map((shift) => (bits === 0 ? 0 : ((-1 << (32 - bits)) >>> shift) & 255));
  return parseIpv4(octets.join(".")) ?? "255.255.255.255";
}
