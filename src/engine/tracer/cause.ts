import { cidr, isInCidr } from "../model/address.ts";
import type { Header } from "../model/packet.ts";
import type { KubernetesObject } from "../model/objects.ts";
import type { Cause, Reference, RuleStep, Step } from "../trace/trace.ts";
import type { TracerWorld } from "./world.ts";

/** Where ClusterIPs come from (--service-cluster-ip-range). */
const SERVICE_CIDR = cidr("10.96.0.0/16");

/** A rule's verdict ended the packet: the last one that matched, and what it stands for. */
export function causeOfRule(node: string, steps: readonly Step[], code: "REJECTED_BY_RULE" | "DROPPED_BY_RULE"): Cause {
  const rule = steps.findLast((step): step is RuleStep => step.kind === "rule" && step.matched);
  if (!rule) return { code, references: [] };
  const { table, chain, rule: text } = rule;
  return { code, references: [{ kind: "rule", node, table, chain, rule: text }, ...rule.references] };
}

/** Nobody on the link has the address. */
export function noSuchHost(address: string): Cause {
  return { code: "NO_SUCH_HOST", references: [{ kind: "address", address }] };
}

export function ttlExceeded(header: Header): Cause {
  return { code: "TTL_EXCEEDED", references: [addressOf(header)] };
}

/** The host has no socket on that port. `on`: the object that the host is. */
export function nothingListens(header: Header, on: readonly Reference[]): Cause {
  return { code: "NOTHING_LISTENS", references: [addressOf(header), ...on] };
}

/** The outside router swallowed it: why it came to it at all. */
export function causeOfSilence(
  world: TracerWorld,
  sent: { readonly header: Header; readonly from: { readonly kind: string } },
  header: Header,
): Cause {
  const { destination, protocol } = header;
  const { services } = world.network;
  const service = services.ofClusterIp(destination) ?? services.ofBalancerAddress(destination);
  const references: Reference[] = [addressOf(header), ...(service ? [referenceTo(service, "spec.ports")] : [])];
  if (!service && !isInCidr(destination, SERVICE_CIDR)) return { code: "SWALLOWED_OUTSIDE", references };
  if (sent.from.kind === "outside" && services.ofClusterIp(destination))
    return { code: "CLUSTER_IP_OUTSIDE_CLUSTER", references };
  return { code: protocol === "icmp" && service ? "ICMP_TO_VIRTUAL_IP" : "CLUSTER_IP_HAS_NO_RULE", references };
}

/** A reference to an object, and to one of its fields if told. */
export function referenceTo({ kind, metadata }: KubernetesObject, field?: string): Reference {
  const { name, namespace } = metadata;
  return {
    kind: "object",
    object: { kind, ...(namespace !== undefined && { namespace }), name },
    ...(field !== undefined && { field }),
  };
}

function addressOf({ destination, destinationPort }: Header): Reference {
  return {
    kind: "address",
    address: destination,
    ...(destinationPort !== undefined && { port: destinationPort }),
  };
}
