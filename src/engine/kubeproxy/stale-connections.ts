import type { ConntrackEntry } from "../model/conntrack-entry.ts";
import type { ServiceEntry } from "./service-entry.ts";

/**
 * Tells which UDP connections go to a Service but not to one of its serving endpoints; they would hold on for ever, as UDP has no end
 * (pkg/proxy/conntrack/cleanup.go). A Service without endpoints is left alone.
 */
export function staleConnections(entries: Iterable<ServiceEntry>): (connection: ConntrackEntry) => boolean {
  const byAddress = new Map<string, ReadonlySet<string>>();
  const byNodePort = new Map<number, ReadonlySet<string>>();
  for (const { port, endpoints } of entries) {
    const serving = new Set(endpoints.filter((endpoint) => endpoint.isServing).map((endpoint) => endpoint.text));
    if (serving.size === 0) continue;
    for (const address of [port.clusterIp, ...port.loadBalancerIps, ...port.externalIps])
      byAddress.set(`${address}:${port.port}`, serving);
    if (port.nodePort !== 0) byNodePort.set(port.nodePort, serving);
  }
  return ({ protocol, original, reply }) => {
    if (protocol !== "udp") return false;
    const server = `${reply.source}:${reply.sourcePort ?? 0}`;
    const serving = [
      byAddress.get(`${original.destination}:${original.destinationPort ?? 0}`),
      byNodePort.get(original.destinationPort ?? 0),
    ];
    return serving.some((endpoints) => endpoints !== undefined && !endpoints.has(server));
  };
}
