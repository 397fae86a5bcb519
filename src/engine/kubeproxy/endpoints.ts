import { parseIpv4 } from "../model/address.ts";
import type { Ipv4 } from "../model/address.ts";
import type { EndpointSlice, ObjectReference, SliceEndpoint } from "../model/objects.ts";
import type { ServicePort } from "./service-port.ts";

/** An address and port behind a Service, with what decides whether a node sends there (pkg/proxy/endpoint.go). */
export type Endpoint = {
  readonly address: Ipv4;
  readonly port: number;
  /** "10.244.1.2:8080". */
  readonly text: string;
  readonly isReady: boolean;
  readonly isServing: boolean;
  readonly isTerminating: boolean;
  readonly node: string | undefined;
  readonly zoneHints: readonly string[];
  readonly nodeHints: readonly string[];
  /** The pod, if it is one. */
  readonly targetRef: ObjectReference | undefined;
};

const NO_HINTS: readonly string[] = [];

/** The endpoints of one port, sorted by their text. In two slices at once, the one that is not terminating counts. */
export function endpointsOf(slices: readonly EndpointSlice[], port: ServicePort): readonly Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const slice of slices) {
    if (slice.addressType !== "IPv4") continue;
    for (const { name = "", port: number = 0, protocol = "TCP" } of slice.ports ?? []) {
      if (name !== port.portName || protocol.toLowerCase() !== port.protocol || number === 0) continue;
      for (const one of slice.endpoints ?? []) {
        const endpoint = endpointOf(one, number);
        if (endpoint && (!endpoint.isTerminating || !found.has(endpoint.text))) found.set(endpoint.text, endpoint);
      }
    }
  }
  return [...found.values()].toSorted((a, b) => (a.text < b.text ? -1 : 1));
}

function endpointOf(
  { addresses, conditions, nodeName, hints, targetRef }: SliceEndpoint,
  port: number,
): Endpoint | undefined {
  const address = parseIpv4(addresses[0] ?? "");
  if (!address) return undefined;
  return {
    address,
    port,
    text: `${address}:${port}`,
    isReady: conditions?.ready ?? true,
    isServing: conditions?.serving ?? true,
    isTerminating: conditions?.terminating ?? false,
    node: nodeName,
    zoneHints: hints?.forZones?.map((zone) => zone.name) ?? NO_HINTS,
    nodeHints: hints?.forNodes?.map((node) => node.name) ?? NO_HINTS,
    targetRef,
  };
}
