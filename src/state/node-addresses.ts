import type { Node } from "../engine/model/objects.ts";

/** The nodes' addresses, by their names as hosts of traces: "node node-1" is 172.18.0.3. */
export function nodeAddressesOf(nodes: Iterable<Node>): ReadonlyMap<string, string> {
  const addressOf = ({ status }: Node) => status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
  return new Map(Array.from(nodes, (node) => [`node ${node.metadata.name}`, addressOf(node)]));
}
