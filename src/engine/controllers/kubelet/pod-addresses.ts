// As the host-local IPAM plugin: the next free address of the node's range after the last one given, round and round.
import { ipv4ToNumber, numberToIpv4, parseCidr } from "../../model/address.ts";
import type { Json } from "../../model/json.ts";
import { isJsonObject } from "../../model/json.ts";
import type { Node } from "../../model/objects.ts";
import type { ClusterIndex } from "../cluster-index.ts";
import { isPodEnded } from "../pods.ts";

/** Which address each node gave last. */
export class PodAddresses {
  readonly #index: ClusterIndex;
  readonly #last = new Map<string, number>();

  constructor(index: ClusterIndex) {
    this.#index = index;
  }

  /** The network's own address and the bridge's (.1) are never given; undefined when all are taken. */
  next(node: Node): string | undefined {
    const network = parseCidr(node.spec.podCIDR ?? "");
    if (!network) return undefined;
    const { name } = node.metadata;
    const first = network.base + 2;
    const count = 2 ** (32 - network.bits) - 3;
    const after = this.#last.get(name) ?? this.#highestOn(name, first, first + count);
    for (let i = 0; i < count; i++) {
      const candidate = first + ((after + 1 - first + i) % count);
      if (this.#isTaken(name, candidate)) continue;
      this.#last.set(name, candidate);
      return numberToIpv4(candidate);
    }
    return undefined;
  }

  save(): Json {
    return Object.fromEntries(this.#last);
  }

  restore(saved: Json | undefined): void {
    if (!isJsonObject(saved)) return;
    for (const [node, last] of Object.entries(saved)) if (typeof last === "number") this.#last.set(node, last);
  }

  #isTaken(node: string, address: number): boolean {
    return this.#index
      .podsWithAddress(numberToIpv4(address))
      .some((pod) => pod.spec.nodeName === node && !isPodEnded(pod));
  }

  /** The highest address in the range that a pod there has, or the one before the range. */
  #highestOn(node: string, first: number, end: number): number {
    const addresses = this.#index.podsOnNode(node).map(({ status }) => ipv4ToNumber(status?.podIP ?? "0.0.0.0"));
    return Math.max(first - 1, ...addresses.filter((address) => address >= first && address < end));
  }
}
