import { toolOfText } from "./filter.ts";
import { kubectl } from "./kubectl/kubectl.ts";
import { TEXT_TOOLS } from "./text-tools.ts";
import type { ToolPlace } from "./tool.ts";
import { curl } from "./tools/curl/curl.ts";
import { busyboxNslookup } from "./tools/dns/busybox-nslookup.ts";
import { dig } from "./tools/dns/dig.ts";
import { getent } from "./tools/dns/getent.ts";
import { host } from "./tools/dns/host.ts";
import { nslookup } from "./tools/dns/nslookup.ts";
import { conntrack } from "./tools/net/conntrack.ts";
import { ip } from "./tools/net/ip.ts";
import { iptables, iptablesSave } from "./tools/iptables/iptables.ts";
import { arp, netstat, route } from "./tools/net/net-tools.ts";
import { ss } from "./tools/net/ss.ts";
import { busyboxNc } from "./tools/nc/busybox-nc.ts";
import { nc } from "./tools/nc/nc.ts";
import { busyboxPing } from "./tools/ping/busybox-ping.ts";
import { ping } from "./tools/ping/ping.ts";
import { copy, ls, rm, test, touch } from "./tools/system/file-tools.ts";
import { busybox, env, runAsRoot, xargs } from "./tools/system/running.ts";
import * as small from "./tools/system/small-tools.ts";
import { date, sleep, time, timeout, watch } from "./tools/system/timing.ts";
import { busyboxWget } from "./tools/wget/busybox-wget.ts";
import { wget } from "./tools/wget/wget.ts";
import type { ShellTool } from "./world.ts";

type Userland = ToolPlace["userland"];

/** A tool, the userlands that have it, and its name there. */
type Entry = { readonly name: string; readonly tool: ShellTool; readonly in: readonly Userland[] };

const EVERYWHERE: readonly Userland[] = ["workstation", "toolbox", "busybox"];
const GNU: readonly Userland[] = ["workstation", "toolbox"];
const TOOLBOX: readonly Userland[] = ["toolbox"];
const BUSYBOX: readonly Userland[] = ["busybox"];
const WORKSTATION: readonly Userland[] = ["workstation"];

const kubectlTool: ShellTool = (world, words, streams, place) => kubectl(world.kubectl, words, streams, place);

/** Every tool that can be typed. New tool: one file, one line here. */
const ENTRIES: readonly Entry[] = [
  { name: "kubectl", tool: kubectlTool, in: WORKSTATION },
  { name: "k", tool: kubectlTool, in: WORKSTATION },

  { name: "curl", tool: curl, in: GNU },
  { name: "ping", tool: ping, in: GNU },
  { name: "ping", tool: busyboxPing, in: BUSYBOX },
  { name: "wget", tool: wget, in: GNU },
  { name: "wget", tool: busyboxWget, in: BUSYBOX },
  { name: "nc", tool: nc, in: GNU },
  { name: "nc", tool: busyboxNc, in: BUSYBOX },

  { name: "dig", tool: dig, in: GNU },
  { name: "host", tool: host, in: GNU },
  { name: "nslookup", tool: nslookup, in: GNU },
  { name: "nslookup", tool: busyboxNslookup, in: BUSYBOX },
  { name: "getent", tool: getent, in: EVERYWHERE },

  { name: "ip", tool: ip, in: EVERYWHERE },
  { name: "ss", tool: ss, in: TOOLBOX },
  { name: "netstat", tool: netstat, in: ["toolbox", "busybox"] },
  { name: "route", tool: route, in: ["toolbox", "busybox"] },
  { name: "arp", tool: arp, in: ["toolbox", "busybox"] },
  { name: "conntrack", tool: conntrack, in: TOOLBOX },
  { name: "iptables", tool: iptables, in: TOOLBOX },
  { name: "iptables-save", tool: iptablesSave, in: TOOLBOX },

  { name: "basename", tool: small.basename, in: EVERYWHERE },
  { name: "clear", tool: small.clear, in: EVERYWHERE },
  { name: "date", tool: date, in: EVERYWHERE },
  { name: "dirname", tool: small.dirname, in: EVERYWHERE },
  { name: "echo", tool: small.echo, in: EVERYWHERE },
  { name: "env", tool: env, in: EVERYWHERE },
  { name: "false", tool: small.falseTool, in: EVERYWHERE },
  { name: "hostname", tool: small.hostname, in: EVERYWHERE },
  { name: "id", tool: small.id, in: EVERYWHERE },
  { name: "nohup", tool: runAsRoot, in: EVERYWHERE },
  { name: "printenv", tool: small.printenv, in: EVERYWHERE },
  { name: "printf", tool: small.printf, in: EVERYWHERE },
  { name: "pwd", tool: small.pwd, in: EVERYWHERE },
  { name: "seq", tool: small.seq, in: EVERYWHERE },
  { name: "sleep", tool: sleep, in: EVERYWHERE },
  { name: "sudo", tool: runAsRoot, in: WORKSTATION },
  { name: "time", tool: time, in: EVERYWHERE },
  { name: "timeout", tool: timeout, in: EVERYWHERE },
  { name: "true", tool: small.trueTool, in: EVERYWHERE },
  { name: "uname", tool: small.uname, in: EVERYWHERE },
  { name: "watch", tool: watch, in: EVERYWHERE },
  { name: "which", tool: small.which, in: EVERYWHERE },
  { name: "whoami", tool: small.whoami, in: EVERYWHERE },
  { name: "xargs", tool: xargs, in: EVERYWHERE },
  { name: "busybox", tool: busybox, in: ["toolbox", "busybox"] },

  { name: "[", tool: test, in: EVERYWHERE },
  { name: "cp", tool: copy, in: EVERYWHERE },
  { name: "ls", tool: ls, in: EVERYWHERE },
  { name: "mv", tool: copy, in: EVERYWHERE },
  { name: "rm", tool: rm, in: EVERYWHERE },
  { name: "test", tool: test, in: EVERYWHERE },
  { name: "touch", tool: touch, in: EVERYWHERE },

  ...Array.from(TEXT_TOOLS, ([name, open]): Entry => ({ name, tool: toolOfText(open), in: EVERYWHERE })),
];

const TOOLS: ReadonlyMap<string, ShellTool> = new Map(
  ENTRIES.flatMap(({ name, tool, in: userlands }) =>
    userlands.map((userland) => [`${userland} ${name}`, tool] as const),
  ),
);

/** The tool of that name in a userland; undefined if it does not have one. */
export function findTool(name: string, userland: Userland): ShellTool | undefined {
  return TOOLS.get(`${userland} ${name}`);
}

/** Whether a userland has a tool of that name. */
export function hasTool(name: string, userland: Userland): boolean {
  return findTool(name, userland) !== undefined;
}

/** The names of a userland's tools, sorted: for completion. */
export function toolNames(userland: Userland): readonly string[] {
  return [...new Set(ENTRIES.filter((entry) => entry.in.includes(userland)).map(({ name }) => name))].toSorted();
}
