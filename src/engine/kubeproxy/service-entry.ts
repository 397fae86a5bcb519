import type { ProxyNode } from "./choose-endpoints.ts";
import { dependsOnNode } from "./choose-endpoints.ts";
import type { Endpoint } from "./endpoints.ts";
import type { ServicePort } from "./service-port.ts";
import { serviceRules } from "./service-rules.ts";
import type { ServiceRules, SharedRules } from "./service-rules.ts";

/** Its rules are the same on every node: one key for all, and no node's name matters. */
const EVERY_NODE = "";
const ANY_NODE: ProxyNode = { name: EVERY_NODE, address: "0.0.0.0", zone: "" };

/** One port of one Service with its endpoints, as of the last sync, and its rules: one set for all nodes where they are the same. */
export class ServiceEntry {
  readonly port: ServicePort;
  readonly endpoints: readonly Endpoint[];
  readonly isLarge: boolean;
  readonly dependsOnNode: boolean;
  /** The edition of the table that made it. */
  readonly edition: number;
  /** Names of endpoint chains under which the table finds it. */
  readonly told = new Set<string>();
  readonly #byNode = new Map<string, ServiceRules>();
  readonly #before = new Map<string, SharedRules>();

  constructor(
    { port, endpoints }: Pick<ServiceEntry, "port" | "endpoints">,
    {
      isLarge,
      before,
      edition,
    }: { readonly isLarge: boolean; readonly before: ServiceEntry | undefined; readonly edition: number },
  ) {
    this.port = port;
    this.endpoints = endpoints;
    this.isLarge = isLarge;
    this.edition = edition;
    this.dependsOnNode = dependsOnNode(endpoints, port);
    for (const [key, { shared }] of before ? before.#byNode : []) this.#before.set(key, shared);
  }

  rules(node: ProxyNode): ServiceRules {
    const key = this.dependsOnNode ? `${node.name} ${node.address} ${node.zone}` : EVERY_NODE;
    let rules = this.#byNode.get(key);
    if (!rules) {
      const before = this.#before.get(key);
      rules = serviceRules(this.port, this.endpoints, { node, isLarge: this.isLarge, before });
      this.#byNode.set(key, rules);
      this.#before.delete(key);
    }
    return rules;
  }

  /** Whether its rules in the chains that Services share are those of another entry, on every node. */
  sharesRulesOf(other: ServiceEntry): boolean {
    if (this.dependsOnNode || other.dependsOnNode) return false;
    return this.rules(ANY_NODE).shared === other.rules(ANY_NODE).shared;
  }
}
