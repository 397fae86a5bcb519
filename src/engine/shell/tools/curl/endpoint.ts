// Whom curl connects to for a URL: the URL's own host, a proxy, or what --connect-to says.
import type { Ipv4 } from "../../../model/address.ts";
import { parseIpv4 } from "../../../model/address.ts";
import type { NetworkHost } from "../../../network/hosts.ts";
import type { TracerWorld } from "../../../tracer/world.ts";
import { linksOf } from "../net/links.ts";
import type { CurlOptions } from "./options.ts";
import type { CurlUrl } from "./url.ts";

export type CurlEndpoint = {
  readonly kind: "origin" | "proxy" | "connect-to";
  readonly host: string;
  readonly port: number;
  /** As curl names it in "Connected to …": it has no name for an address that --connect-to gave. */
  readonly shownHost: string;
};

/** What --interface and --local-port bind a socket to. */
export type CurlBinding = {
  readonly address?: Ipv4;
  /** What curl says of it with -v. */
  readonly says: readonly string[];
  /** Why it cannot be bound. */
  readonly problem?: string;
};

const PROXY_PORT = 1080;

export function endpointOf({ proxy, connectTos }: CurlOptions, { host, port, scheme }: CurlUrl): CurlEndpoint {
  if (proxy !== undefined && proxy !== "" && scheme === "http") {
    const [, name = "", at] = /^(?:[a-z0-9]+:\/\/)?(?:[^@]*@)?([^:/]*)(?::(\d+))?/i.exec(proxy) ?? [];
    return { kind: "proxy", host: name, port: at === undefined ? PROXY_PORT : Number(at), shownHost: name };
  }
  for (const entry of connectTos) {
    const [fromHost = "", fromPort = "", toHost = "", toPort = ""] = entry.split(":");
    const isOurs =
      (fromHost === "" || fromHost.toLowerCase() === host.toLowerCase()) && ["", String(port)].includes(fromPort);
    if (!isOurs) continue;
    const name = toHost === "" ? host : toHost;
    const shownHost = toHost !== "" && parseIpv4(toHost) ? "(nil)" : name;
    return { kind: "connect-to", host: name, port: toPort === "" ? port : Number(toPort), shownHost };
  }
  return { kind: "origin", host, port, shownHost: host };
}

/** As lib/connect.c: bindlocal. A device by its name needs no more; an address has to be one of the host's own. */
export function bindingOf(world: TracerWorld, host: NetworkHost, name: string | undefined): CurlBinding {
  if (name === undefined) return { says: [] };
  const device = linksOf(world, host).find((link) => link.name === name);
  if (device) {
    const address = parseIpv4(device.address?.split("/")[0] ?? "");
    return { says: [], ...(address && { address }) };
  }
  const address = parseIpv4(name);
  if (!address) {
    const problem = `Couldn't bind to '${name}'`;
    return { says: [`Could not resolve host: ${name}`, problem], problem };
  }
  const resolved = `Name '${name}' family 2 resolved to '${name}' family 2`;
  if (world.network.isLocal(host, address)) return { address, says: [resolved, "Local port: 0"] };
  const problem = "bind failed with errno 99: Cannot assign requested address";
  return { says: [resolved, problem], problem };
}

/** The addresses that --resolve gives for a host and port. */
export function resolvedByOption(
  resolves: readonly string[],
  { host, port }: { readonly host: string; readonly port: number },
): readonly Ipv4[] | undefined {
  for (const entry of resolves) {
    const [name = "", at = "", addresses = ""] = entry.replace(/^\+/, "").split(":");
    if ((name.toLowerCase() !== host.toLowerCase() && name !== "*") || Number(at) !== port) continue;
    return addresses.split(",").flatMap((text) => parseIpv4(text) ?? []);
  }
  return undefined;
}
