import type { IpLook, IpSaid } from "./ip-look.ts";
import { problem, said } from "./ip-answer.ts";
import { linksOf, type Link } from "./links.ts";

const FOREVER = "valid_lft forever preferred_lft forever";

/** `ip addr [show] [dev DEVICE] [up] [scope SCOPE] [to ADDRESS]`. */
export function showAddresses(look: IpLook): IpSaid {
  const links = shownLinks(look, "address");
  if ("kind" in links) return links;
  if (look.isIpv6) return said("");
  const { isBrief, isOneLine, isIpv4 } = look;
  const narrowed =
    isIpv4 || look.words.includes("scope") ? links.filter(({ address }) => address !== undefined) : links;
  if (isBrief)
    return said(
      narrowed.map((link) => `${briefHead(link)} ${link.address === undefined ? "" : `${link.address} `}\n`).join(""),
    );
  if (isOneLine)
    return said(narrowed.flatMap((link) => (link.address === undefined ? [] : [oneLineAddress(link)])).join(""));
  return said(
    narrowed
      .map((link) => `${headLine(link, look, "")}${isIpv4 ? "" : etherLine(link, look)}${addressLines(link)}`)
      .join(""),
  );
}

/** `ip link [show] [dev DEVICE] [up] [master BRIDGE]`. */
export function showLinks(look: IpLook): IpSaid {
  const links = shownLinks(look, "link");
  if ("kind" in links) return links;
  const { isBrief, isOneLine, isBusybox } = look;
  if (isBrief) return said(links.map((link) => `${briefHead(link)} ${link.mac} <${link.flags}> \n`).join(""));
  const mode = isBusybox ? "" : "mode DEFAULT ";
  const lines = links.map((link) => `${headLine(link, look, mode)}${etherLine(link, look)}`);
  return said(lines.map((text) => (isOneLine ? `${text.trimEnd().replaceAll("\n", "\\")}\n` : text)).join(""));
}

/** The interfaces that the words leave; or what is said of words that are wrong. */
function shownLinks({ world, host, words }: IpLook, object: string): readonly Link[] | IpSaid {
  const all = linksOf(world, host);
  const rest = [...words];
  if (/^(sh(ow)?|ls|l(ist)?)$/.test(rest[0] ?? "")) rest.shift();
  let links = all;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "up") links = links.filter(({ flags }) => flags.split(",").includes("UP"));
    else if (word === "scope") {
      const scope = rest.shift();
      links = links.filter((link) => link.scope === scope);
    } else if (word === "master") {
      const master = rest.shift();
      links = links.filter((link) => link.master === master);
    } else if (word === "type" || word === "to" || word === "label") rest.shift();
    else {
      const name = word === "dev" ? (rest.shift() ?? "") : word;
      if (!all.some((link) => link.name === name))
        return words[0] === name
          ? problem(`Command "${name}" is unknown, try "ip ${object} help".\n`)
          : problem(`Device "${name}" does not exist.\n`, 1);
      links = links.filter((link) => link.name === name);
    }
  }
  return links;
}

function briefHead({ name, peer, state }: Link): string {
  return `${(name + peer).padEnd(16)} ${state.padEnd(14)}`;
}

function oneLineAddress({ index, name, address, broadcast, scope }: Link): string {
  const around = broadcast === undefined ? "" : ` brd ${broadcast}`;
  return `${index}: ${name}    inet ${address}${around} scope ${scope} ${name}\\       ${FOREVER}\n`;
}

/** BusyBox tells neither the group nor, of most, the queue's length. */
function headLine(link: Link, { isBusybox }: IpLook, mode: string): string {
  const { index, name, peer, flags, queue, state, master, kind } = link;
  const onBridge = master === undefined ? "" : `master ${master} `;
  const size = kind === "loopback" ? 65_536 : 1500;
  const group = isBusybox ? (kind === "loopback" ? "qlen 1000" : "") : `${mode}group default qlen 1000`;
  return `${index}: ${name}${peer}: <${flags}> mtu ${size} qdisc ${queue} ${onBridge}state ${state} ${group}\n`;
}

function etherLine({ kind, mac, peerNamespace }: Link, { isBusybox }: IpLook): string {
  const broadcast = kind === "loopback" ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff";
  const namespace = peerNamespace === undefined || isBusybox ? "" : ` link-netnsid ${peerNamespace}`;
  return `    link/${kind} ${mac} brd ${broadcast}${namespace}\n`;
}

function addressLines({ name, address, broadcast, scope }: Link): string {
  if (address === undefined) return "";
  const around = broadcast === undefined ? "" : ` brd ${broadcast}`;
  return `    inet ${address}${around} scope ${scope} ${name}\n       ${FOREVER}\n`;
}
