import type { Chain } from "../netfilter/ruleset.ts";
import type { ProxyNode } from "./choose-endpoints.ts";
import { dependsOnNode } from "./choose-endpoints.ts";
import type { Endpoint } from "./endpoints.ts";
import type { ServicePort } from "./service-port.ts";
import { serviceRules } from "./service-rules.ts";
import type { ServiceRules } from "./service-rules.ts";

/** Its rules are the same on every node: one key for all. */
const EVERY_NODE = "";

/** One port of one Service with its endpoints, as of the last sync, and its rules: one set for all nodes where they are the same. */
export class ServiceEntry {
  readonly port: ServicePort;
  readonly endpoints: readonly Endpoint[];
  readonly isLarge: boolean;
  readonly dependsOnNode: boolean;
  /** Names of endpoint chains that have been written and told. */
  readonly told = new Set<string>();
  readonly #byNode = new Map<string, ServiceRules>();

  constructor(port: ServicePort, endpoints: readonly Endpoint[], isLarge: boolean) {
    this.port = port;
    this.endpoints = endpoints;
    this.isLarge = isLarge;
    this.dependsOnNode = dependsOnNode(endpoints, port);
  }

  rules(node: ProxyNode): ServiceRules {
    const key = this.dependsOnNode ? `${node.name} ${node.address} ${node.zone}` : EVERY_NODE;
    let rules = this.#byNode.get(key);
    if (!rules) {
      rules = serviceRules(this.port, this.endpoints, { node, isLarge: this.isLarge });
      this.#byNode.set(key, rules);
    }
    return rules;
  }

  /** A chain of its own on a node. */
  chain(node: ProxyNode, name: string): Chain | undefined {
    return this.rules(node).chains().get(name);
  }
}
