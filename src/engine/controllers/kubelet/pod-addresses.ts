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
    const taken = this.#takenOn(name);
    const after =
      this.#last.get(name) ?? Math.max(first - 1, ...[...taken].filter((ip) => ip >= first && ip < first + count));
    for (let i = 0; i < count; i++) {
      const candidate = first + ((after + 1 - first + i) % count);
      if (taken.has(candidate)) continue;
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

  #takenOn(node: string): ReadonlySet<number> {
    const pods = this.#index.podsOnNode(node).filter((pod) => !isPodEnded(pod) && !pod.spec.hostNetwork);
    return new Set(pods.flatMap(({ status }) => (status?.podIP ? [ipv4ToNumber(status.podIP)] : [])));
  }
}
