// ip of iproute2 6.1 (Debian 12), and BusyBox' one: what people look at. Changes need a capability that nobody has here.
import { sleep } from "../../../simulation/process.ts";
import { TOOL_START_MS } from "../../filter.ts";
import type { ShellTool } from "../../world.ts";
import { placeHost } from "../place-host.ts";
import { problem, said } from "./ip-answer.ts";
import type { IpLook, IpSaid } from "./ip-look.ts";
import { showAddresses, showLinks } from "./ip-links.ts";
import { showNeighbours, showRoutes } from "./ip-routes.ts";

const OPTIONS =
  /^-(4|6|0|br(ief)?|o(neline)?|s(tat(s|istics)?)?|d(etails)?|r(esolve)?|h(uman.*)?|c(olor)?(=\w+)?|p(retty)?|N(umeric)?|a(ll)?|f(amily)?)$/;
const CHANGES = new Set(["add", "del", "delete", "change", "replace", "append", "flush", "set", "prepend"]);
const RULES = ["0:\tfrom all lookup local", "32766:\tfrom all lookup main", "32767:\tfrom all lookup default"];
const USAGE = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | addrlabel | amt | fou | help | ila | ioam | l2tp |
                   link | macsec | maddress | monitor | mptcp | mroute | mrule |
                   neighbor | neighbour | netconf | netns | nexthop | ntable |
                   ntbl | route | rule | sr | tap | tcpmetrics |
                   token | tunnel | tuntap | vrf | xfrm }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[esolve] |
                    -h[uman-readable] | -iec | -j[son] | -p[retty] |
                    -f[amily] { inet | inet6 | mpls | bridge | link } |
                    -4 | -6 | -M | -B | -0 |
                    -l[oops] { maximum-addr-flush-attempts } | -br[ief] |
                    -o[neline] | -t[imestamp] | -ts[hort] | -b[atch] [filename] |
                    -rc[vbuf] [size] | -n[etns] name | -N[umeric] | -a[ll] |
                    -c[olor]}
`;

/** `ip [-4] [-br] [-o] addr|route|neigh|link|rule [show …]`, `ip route get ADDRESS`. */
export const ip: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const { host } = placeHost(world, place);
  const objectAt = words.findIndex((word, index) => index > 0 && !word.startsWith("-"));
  const options = words.slice(1, objectAt < 0 ? undefined : objectAt);
  const [object = "", ...rest] = objectAt < 0 ? [] : words.slice(objectAt);
  const answer =
    refusal(options) ??
    answerOf(object, lookOf(options, { world, host, words: rest, isBusybox: place.userland === "busybox" }));
  if (answer.kind === "problem") {
    streams.error(answer.text);
    return answer.exitCode;
  }
  streams.out(answer.text);
  return 0;
};

function refusal(options: readonly string[]): IpSaid | undefined {
  if (options.some((option) => option.startsWith("-V"))) return said("ip utility, iproute2-6.1.0, libbpf 1.1.2\n");
  const unknown = options.find((option) => !OPTIONS.test(option));
  return unknown === undefined ? undefined : problem(`Option "${unknown}" is unknown, try "ip -help".\n`);
}

function lookOf(options: readonly string[], rest: Pick<IpLook, "world" | "host" | "words" | "isBusybox">): IpLook {
  const has = (pattern: RegExp) => options.some((option) => pattern.test(option));
  return { ...rest, isBrief: has(/^-br/), isOneLine: has(/^-o/), isIpv4: has(/^-4$/), isIpv6: has(/^-6$/) };
}

function answerOf(object: string, look: IpLook): IpSaid {
  const [verb = ""] = look.words;
  if (object === "") return problem(USAGE);
  if (object === "help") return problem(USAGE);
  const known = OBJECTS.find(([name]) => name.startsWith(object));
  if (!known) return problem(`Object "${object}" is unknown, try "ip help".\n`, 1);
  const [name, show] = known;
  if (CHANGES.has(verb)) return problem("RTNETLINK answers: Operation not permitted\n", 2);
  if (verb === "help") return problem(`Usage: ip ${name} show\n`);
  return show(look);
}

/** What can be looked at; a name may stop short. */
const OBJECTS: readonly (readonly [name: string, show: (look: IpLook) => IpSaid])[] = [
  ["address", showAddresses],
  ["link", showLinks],
  ["route", showRoutes],
  ["neighbour", showNeighbours],
  ["neighbor", showNeighbours],
  ["rule", ({ isBusybox }) => said(RULES.map((line) => `${line}${isBusybox ? " " : ""}\n`).join(""))],
  ["netns", () => said("")],
  ["tunnel", () => said("")],
  ["maddress", () => said("")],
];
