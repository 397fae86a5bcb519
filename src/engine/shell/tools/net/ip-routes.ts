import type { Ipv4 } from "../../../model/address.ts";
import { ipv4ToNumber, parseIpv4 } from "../../../model/address.ts";
import type { IpLook, IpSaid } from "./ip-look.ts";
import { problem, said } from "./ip-answer.ts";
import { linksOf, macOf, type Link } from "./links.ts";

/** `ip route [show|list] [PREFIX] [dev DEVICE] [table TABLE]`, `ip route get ADDRESS [from ADDRESS [iif DEVICE]]`. */
export function showRoutes(look: IpLook): IpSaid {
  const [verb = "show", ...rest] = look.words;
  if (look.isIpv6 || !look.host) return said("");
  if (verb === "get") return getRoute(look, rest);
  if (/^(sh(ow)?|ls|l(ist)?)$/.test(verb)) return listRoutes(look, rest);
  return /^(table|dev|default|\d)/.test(verb)
    ? listRoutes(look, look.words)
    : problem(`Command "${verb}" is unknown, try "ip route help".\n`);
}

/** `ip neigh [show] [ADDRESS] [dev DEVICE] [nud STATE]`. */
export function showNeighbours({ world, host, words, isBusybox }: IpLook): IpSaid {
  if (!host) return said("");
  const filters = filtersOf(words);
  const rows = host.neighbours.list(world.simulation.nowMs).flatMap(({ address, state }) => {
    const out = host.kind === "node" && world.network.topology.nodeOfPodAddress(address) === host ? "cni0" : "eth0";
    if (filters.has("dev") && filters.get("dev") !== out) return [];
    if (filters.has("nud") && filters.get("nud")?.toUpperCase() !== state && filters.get("nud") !== "all") return [];
    if (filters.has("to") && filters.get("to") !== address) return [];
    const place = filters.has("dev") ? "" : `dev ${out} `;
    const isFound = state !== "FAILED" && state !== "INCOMPLETE";
    const mac = isFound ? `lladdr ${macOf(address)} ` : "";
    const use = isBusybox ? `${isFound ? "" : " "}used 0/0/0 probes ${isFound ? 1 : 6} ` : "";
    return [`${address} ${place}${mac}${use}${state}${isBusybox ? "" : " "}\n`];
  });
  return said(rows.join(""));
}

function listRoutes(look: IpLook, words: readonly string[]): IpSaid {
  const { world, host } = look;
  if (!host) return said("");
  const filters = filtersOf(words);
  const table = filters.get("table") ?? "main";
  const device = filters.get("dev");
  if (device !== undefined && !linksOf(world, host).some(({ name }) => name === device))
    return problem(`Cannot find device "${device}"\n`, 1);
  const all =
    table === "local" ? localRoutes(look) : ["main", "all", "254"].includes(table) ? world.network.routes(host) : [];
  const wanted = filters.get("to");
  const lines = all.filter((line) => {
    if (
      wanted !== undefined &&
      line.split(" ")[0] !== wanted.replace(/\/32$/, "").replace(/^0\.0\.0\.0\/0$/, "default")
    )
      return false;
    return device === undefined || line.includes(` dev ${device}`);
  });
  const shown = lines.map((line) => (device === undefined ? line : line.replace(` dev ${device}`, "")));
  return said(
    shown
      .map((line) => `${look.isBusybox ? line.replace(" proto kernel", "").replace(" src", "  src") : line} \n`)
      .join(""),
  );
}

/** The kernel's own table: addresses of this host, and broadcasts. */
function localRoutes({ world, host }: IpLook): readonly string[] {
  const links = linksOf(world, host).toSorted((a, b) => numberOf(a) - numberOf(b));
  return links.flatMap(({ name, address, broadcast }) => {
    const own = address?.split("/")[0];
    if (own === undefined) return [];
    const tail = `dev ${name} proto kernel scope`;
    if (name === "lo")
      return [
        `local 127.0.0.0/8 ${tail} host src ${own}`,
        `local ${own} ${tail} host src ${own}`,
        `broadcast 127.255.255.255 ${tail} link src ${own}`,
      ];
    return [
      `local ${own} ${tail} host src ${own}`,
      ...(broadcast ? [`broadcast ${broadcast} ${tail} link src ${own}`] : []),
    ];
  });
}

function numberOf({ address }: Link): number {
  return ipv4ToNumber(address?.split("/")[0] ?? "0.0.0.0") >>> 0;
}

/** "10.96.0.10 via 10.244.1.1 dev eth0 src 10.244.1.5 uid 0 ". */
function getRoute(look: IpLook, words: readonly string[]): IpSaid {
  const { world, host } = look;
  const filters = filtersOf(words);
  const target = filters.get("to");
  if (target === undefined) return problem("need at least a destination address\n", 1);
  const address = parseIpv4(target);
  if (!address) return problem(`Error: any valid prefix is expected rather than "${target}".\n`, 1);
  const [from, into] = [filters.get("from"), filters.get("iif")];
  const source = from === undefined ? undefined : parseIpv4(from);
  if (from !== undefined && !source) return problem(`Error: any valid prefix is expected rather than "${from}".\n`, 1);
  if (!host) return said("");
  if (source && into === undefined && !world.network.isLocal(host, source))
    return problem("RTNETLINK answers: Invalid argument\n", 2);
  const text = routeText(look, address, { source, into });
  return said(look.isOneLine ? `${text.trimEnd().replaceAll("\n", "\\")} \n` : text);
}

function routeText(
  { world, host, isBusybox }: IpLook,
  address: Ipv4,
  { source, into }: { readonly source: Ipv4 | undefined; readonly into: string | undefined },
): string {
  if (!host) return "";
  const route = world.network.route(host, address);
  const local = route.kind === "local" ? "local " : "";
  const from = source ? `from ${source} ` : "";
  const via = route.kind === "via" ? `via ${route.via} ` : "";
  if (isBusybox) return `${local}${address} ${via}dev ${route.out}  src ${route.source} \n`;
  const own = source ? "" : `src ${route.source} `;
  const user = into === undefined ? "uid 0 " : "";
  const cache = `    cache ${route.kind === "local" ? "<local> " : ""}${into === undefined ? "" : `iif ${into} `}\n`;
  return `${local}${address} ${from}${via}dev ${route.out} ${own}${user}\n${cache}`;
}

/** "dev eth0 nud reachable 10.0.0.1": names with their values; a word alone is what is looked for. */
function filtersOf(words: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (/^(show|list|ls|sh)$/.test(word)) continue;
    if (/^(dev|nud|table|from|iif|oif|to|via|proto|scope|src|type|mark|uid)$/.test(word))
      found.set(word, rest.shift() ?? "");
    else if (word !== "exact" && word !== "match" && word !== "root") found.set("to", word);
  }
  return found;
}
