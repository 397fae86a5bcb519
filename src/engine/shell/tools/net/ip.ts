// ip of iproute2 6.1 (Debian 12): what people look at; it changes nothing.
import type { Ipv4 } from "../../../model/address.ts";
import { parseIpv4 } from "../../../model/address.ts";
import type { NetworkHost } from "../../../network/hosts.ts";
import { sleep } from "../../../simulation/process.ts";
import { TOOL_START_MS } from "../../filter.ts";
import type { ShellTool, ToolWorld } from "../../world.ts";
import { linksOf, macOf, type Link } from "./links.ts";
import { placeHost } from "../place-host.ts";

const EXIT_USAGE = 255;

/** `ip addr|route|neigh|link [show …]`, `ip route get ADDRESS`. */
export const ip: ShellTool = function* (world, words, streams, place) {
  yield* sleep(world.simulation, TOOL_START_MS);
  const { host } = placeHost(world, place);
  const options = words.slice(1).filter((word) => word.startsWith("-"));
  const rest = words.slice(1).filter((word) => !word.startsWith("-"));
  const [object = "", ...more] = rest;
  const look: Look = {
    world,
    host,
    words: more,
    isBusybox: place.userland === "busybox",
    isBrief: options.some((option) => option.startsWith("-br")),
  };
  const answer = answerOf(object, look);
  if (answer.kind === "problem") {
    streams.error(answer.text);
    return answer.exitCode;
  }
  streams.out(answer.text);
  return 0;
};

type Look = {
  readonly world: ToolWorld;
  readonly host: NetworkHost | undefined;
  readonly words: readonly string[];
  readonly isBrief: boolean;
  readonly isBusybox: boolean;
};
type Said =
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "problem"; readonly text: string; readonly exitCode: number };

const USAGE = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | addrlabel | fou | help | ila | ioam | l2tp | link |
                   macsec | maddress | monitor | mptcp | mroute | mrule |
                   neighbor | neighbour | netconf | netns | nexthop | ntable |
                   ntbl | route | rule | sr | tap | tcpmetrics |
                   token | tunnel | tuntap | vrf | xfrm }
`;

function answerOf(object: string, look: Look): Said {
  if (object === "") return problem(USAGE);
  if ("address".startsWith(object)) return said(addresses(look));
  if ("link".startsWith(object)) return said(links(look));
  if ("route".startsWith(object)) return routes(look);
  if ("neighbour".startsWith(object) || "neighbor".startsWith(object)) return said(neighbours(look));
  if ("rule".startsWith(object))
    return said("0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n");
  return { kind: "problem", text: `Object "${object}" is unknown, try "ip help".\n`, exitCode: 1 };
}

function said(text: string): Said {
  return { kind: "said", text };
}

function problem(text: string): Said {
  return { kind: "problem", text, exitCode: EXIT_USAGE };
}

function shownLinks({ world, host, words }: Look): readonly Link[] {
  const device = deviceOf(words);
  return linksOf(world, host).filter(({ name }) => device === undefined || name === device);
}

/** "dev eth0", "show eth0", "eth0". */
function deviceOf(words: readonly string[]): string | undefined {
  return words.filter((word) => !["show", "list", "dev", "ls"].includes(word))[0];
}

function addresses(look: Look): string {
  if (look.isBrief) {
    const line = ({ name, peer, state, address }: Link) =>
      `${(name + peer).padEnd(16)} ${state.padEnd(14)} ${address === undefined ? "" : `${address} `}`;
    return shownLinks(look)
      .map((link) => `${line(link)}\n`)
      .join("");
  }
  const inet = ({ name, address, broadcast, scope }: Link) =>
    address === undefined
      ? ""
      : `    inet ${address}${broadcast === undefined ? "" : ` brd ${broadcast}`} scope ${scope} ${name}\n       valid_lft forever preferred_lft forever\n`;
  return shownLinks(look)
    .map((link) => linkLines(link, look) + inet(link))
    .join("");
}

function links(look: Look): string {
  return shownLinks(look)
    .map((link) => linkLines(link, look))
    .join("");
}

/** BusyBox tells neither the group nor the other end's namespace, and the queue of lo alone. */
function linkLines(link: Link, { isBusybox }: Look): string {
  const { index, name, peer, flags, queue, state, master, kind, mac, peerNamespace } = link;
  const onBridge = master === undefined ? "" : `master ${master} `;
  const broadcast = kind === "loopback" ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff";
  const namespace = peerNamespace === undefined || isBusybox ? "" : ` link-netnsid ${peerNamespace}`;
  const size = kind === "loopback" ? 65536 : 1500;
  const group = isBusybox ? (kind === "loopback" ? "qlen 1000" : "") : "group default qlen 1000";
  return `${index}: ${name}${peer}: <${flags}> mtu ${size} qdisc ${queue} ${onBridge}state ${state} ${group}\n    link/${kind} ${mac} brd ${broadcast}${namespace}\n`;
}

function routes({ world, host, words }: Look): Said {
  if (!host) return said("");
  const [verb, target = ""] = words;
  if (verb !== "get")
    return said(
      world.network
        .routes(host)
        .map((line) => `${line} \n`)
        .join(""),
    );
  const address = parseIpv4(target);
  if (!address)
    return { kind: "problem", text: `Error: any valid prefix is expected rather than "${target}".\n`, exitCode: 1 };
  return said(routeTo(world, host, address));
}

/** "10.96.0.10 via 10.244.1.1 dev eth0 src 10.244.1.5 uid 0 ". */
function routeTo(world: ToolWorld, host: NetworkHost, address: Ipv4): string {
  const route = world.network.route(host, address);
  const via = route.kind === "via" ? `via ${route.via} ` : "";
  const local = route.kind === "local" ? "local " : "";
  const end = route.kind === "local" ? "    cache <local> \n" : "    cache \n";
  return `${local}${address} ${via}dev ${route.out} src ${route.source} uid 0 \n${end}`;
}

function neighbours({ world, host, words }: Look): string {
  if (!host) return "";
  const device = deviceOf(words);
  const rows = host.neighbours.list(world.simulation.nowMs).flatMap(({ address, state }) => {
    const out = host.kind === "node" && world.network.topology.nodeOfPodAddress(address) === host ? "cni0" : "eth0";
    if (device !== undefined && device !== out) return [];
    const place = device === undefined ? `dev ${out} ` : "";
    const mac = state === "FAILED" || state === "INCOMPLETE" ? "" : `lladdr ${macOf(address)} `;
    return [`${address} ${place}${mac}${state} \n`];
  });
  return rows.join("");
}
