import { ipv4ToNumber, numberToIpv4 } from "../../../model/address.ts";
import type { NetworkHost, NodeHost, PodHost } from "../../../network/hosts.ts";
import type { TracerWorld } from "../../../tracer/world.ts";

/** An interface as `ip link` and `ip addr` show it. */
export type Link = {
  readonly index: number;
  readonly name: string;
  /** "@if12": the other end of a pair. */
  readonly peer: string;
  readonly flags: string;
  readonly queue: string;
  readonly state: string;
  readonly kind: "loopback" | "ether";
  readonly mac: string;
  /** With the length of its network: "10.244.1.5/24". */
  readonly address?: string;
  readonly broadcast?: string;
  readonly scope: "host" | "global";
  readonly master?: string;
  readonly peerNamespace?: number;
};

const UP = "BROADCAST,MULTICAST,UP,LOWER_UP";
const DOWN = "NO-CARRIER,BROADCAST,MULTICAST,UP";
const FIRST_VETH = 4;

/** The interfaces of a host, lo first; on a node the bridge and a pair's end for each pod. */
export function linksOf({ network }: TracerWorld, host: NetworkHost | undefined): readonly Link[] {
  const loopback: Link = {
    index: 1,
    name: "lo",
    peer: "",
    flags: "LOOPBACK,UP,LOWER_UP",
    queue: "noqueue",
    state: "UNKNOWN",
    kind: "loopback",
    mac: "00:00:00:00:00:00",
    address: "127.0.0.1/8",
    scope: "host",
  };
  if (!host) return [loopback];
  if (host.kind !== "node") return [loopback, podLink(host)];
  const pods = [...network.topology.pods()].filter(({ node }) => node === host);
  return [
    loopback,
    ...nodeLinks(
      host,
      pods.toSorted((a, b) => (a.veth < b.veth ? -1 : 1)),
    ),
  ];
}

function podLink(host: Exclude<NetworkHost, NodeHost>): Link {
  const network = networkOf(host.address, 24);
  const common = { index: 2, name: "eth0", flags: UP, queue: "noqueue", state: "UP", scope: "global" } as const;
  const address = { address: `${host.address}/24`, broadcast: network.broadcast, mac: macOf(host.address) };
  return { ...common, ...address, kind: "ether", peer: host.kind === "pod" ? "@if5" : "", peerNamespace: 0 };
}

function nodeLinks(host: NodeHost, pods: readonly PodHost[]): Link[] {
  const { bridgeAddress, podCidr, isLinked, address } = host;
  const ether = { kind: "ether", peer: "", scope: "global" } as const;
  const eth0: Link = {
    ...ether,
    index: 2,
    name: "eth0",
    flags: isLinked ? UP : DOWN,
    queue: "noqueue",
    state: isLinked ? "UP" : "DOWN",
    mac: macOf(address),
    address: `${address}/24`,
    broadcast: networkOf(address, 24).broadcast,
  };
  if (bridgeAddress === undefined || !podCidr) return [eth0];
  const isUp = pods.length > 0;
  const cni0: Link = {
    ...ether,
    index: 3,
    name: "cni0",
    flags: isUp ? UP : DOWN,
    queue: "noqueue",
    state: isUp ? "UP" : "DOWN",
    mac: macOf(bridgeAddress),
    address: `${bridgeAddress}/${podCidr.bits}`,
    broadcast: networkOf(bridgeAddress, podCidr.bits).broadcast,
  };
  const veths = pods.map(({ veth, address: podAddress }, index): Link => ({
    ...ether,
    index: FIRST_VETH + index,
    name: veth,
    peer: "@if2",
    flags: UP,
    queue: "noqueue",
    state: "UP",
    master: "cni0",
    mac: macOf(podAddress, "peer"),
    peerNamespace: index,
  }));
  return [eth0, cni0, ...veths];
}

function networkOf(address: string, bits: number): { readonly broadcast: string } {
  const hostBits = bits >= 32 ? 0 : (2 ** (32 - bits) - 1) >>> 0;
  return { broadcast: numberToIpv4((ipv4ToNumber(address) | hostBits) >>> 0) };
}

/** A locally administered hardware address, made of the IP address as CNI plugins used to do. */
export function macOf(address: string, end: "own" | "peer" = "own"): string {
  const octets = address.split(".").map((octet) => Number(octet).toString(16).padStart(2, "0"));
  return [end === "own" ? "0a" : "0e", "58", ...octets].join(":");
}
