// A Service port's own chains in table nat: KUBE-EXT (from outside), KUBE-FW (source ranges), KUBE-SVC and KUBE-SVL (which
// endpoint), KUBE-SEP (to that endpoint).
import type { Chain, Rule } from "../netfilter/ruleset.ts";
import type { Reference } from "../trace/trace.ts";
import { shortHash } from "./chain-names.ts";
import type { Endpoint } from "./endpoints.ts";
import { CLUSTER_CIDR } from "./fixed-rules.ts";
import type { ServicePort } from "./service-port.ts";
import type { Plan } from "./service-plan.ts";
import { serviceReference } from "./service-plan.ts";

/** A Service port's own chains on a node: written one by one, as a walk comes to them or a text is printed. */
export class ServiceChains {
  /** Whether the table of Services finds its endpoints' chains; the table's to set. */
  isTold = false;
  readonly #plan: Plan;
  readonly #kept = new Map<string, Chain>();
  #targets: ReadonlyMap<string, EndpointTarget> | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  names(): readonly string[] {
    const { isExternal, externalChain, usesFirewall, firewallChain } = this.#plan;
    const { usesClusterChain, clusterChain, usesLocalChain, localChain } = this.#plan;
    return [
      ...(isExternal ? [externalChain] : []),
      ...(usesFirewall ? [firewallChain] : []),
      ...(usesClusterChain ? [clusterChain] : []),
      ...(usesLocalChain ? [localChain] : []),
      ...this.endpointChains(),
    ];
  }

  /** Names of the chains that lead to one endpoint each. */
  endpointChains(): Iterable<string> {
    return this.#targetsByChain().keys();
  }

  /** A chain, the same object each time. */
  chain(name: string): Chain | undefined {
    const kept = this.#kept.get(name);
    if (kept) return kept;
    const { port } = this.#plan;
    const rules = this.#rulesOf(name, (endpoint) => referencesOf(port, endpoint));
    if (!rules) return undefined;
    const chain = { name, rules };
    this.#kept.set(name, chain);
    return chain;
  }

  /** A chain to be printed and dropped: its endpoints' rules refer to nothing. */
  write(name: string): Chain | undefined {
    const rules = this.#kept.get(name)?.rules ?? this.#rulesOf(name, () => undefined);
    return rules && { name, rules };
  }

  #rulesOf(name: string, refer: Refer): readonly Rule[] | undefined {
    const plan = this.#plan;
    if (plan.usesClusterChain && name === plan.clusterChain)
      return this.#toEndpoints(name, plan.endpoints.cluster, refer);
    if (plan.usesLocalChain && name === plan.localChain) return this.#toEndpoints(name, plan.endpoints.local, refer);
    if (plan.isExternal && name === plan.externalChain) return externalRules(plan);
    if (plan.usesFirewall && name === plan.firewallChain) return firewallRules(plan);
    const target = this.#targetsByChain().get(name);
    return target && endpointRules(plan, target, refer);
  }

  #toEndpoints(name: string, endpoints: readonly Endpoint[], refer: Refer): readonly Rule[] {
    const all = [...this.#targetsByChain().values()];
    const chosen = endpoints.length < all.length ? new Set(endpoints) : undefined;
    const targets = chosen ? all.filter(({ endpoint }) => chosen.has(endpoint)) : all;
    return choiceRules(this.#plan, name, { targets, refer });
  }

  #targetsByChain(): ReadonlyMap<string, EndpointTarget> {
    const { port, endpoints } = this.#plan;
    return (this.#targets ??= new Map(
      endpoints.reachable.map((endpoint) => {
        const chain = `KUBE-SEP-${shortHash(port.text + port.protocol + endpoint.text)}`;
        return [chain, { endpoint, chain }];
      }),
    ));
  }
}

/** What a rule that leads to an endpoint refers to. */
type Refer = (endpoint: Endpoint) => readonly Reference[] | undefined;

/** An endpoint with its chain. */
type EndpointTarget = { readonly endpoint: Endpoint; readonly chain: string };

/** The Service, and the endpoint: its pod if it is one, and its address. */
function referencesOf({ namespace, name }: ServicePort, { targetRef, address, port }: Endpoint): readonly Reference[] {
  const { kind, name: pod, namespace: of } = targetRef ?? {};
  return [
    { kind: "object", object: { kind: "Service", namespace, name } },
    ...(kind && pod
      ? [{ kind: "object" as const, object: { kind, name: pod, ...(of !== undefined && { namespace: of }) } }]
      : []),
    { kind: "address", address, port },
  ];
}

function externalRules({ port, externalChain, clusterChain, localChain, hasExternal }: Plan): Rule[] {
  const references = [
    serviceReference(port, "spec.externalTrafficPolicy", port.isExternalPolicyLocal ? "Local" : "Cluster"),
  ];
  const rule = (rest: string): Rule => ({ text: `-A ${externalChain} ${rest}`, references });
  const words = (text: string) => `-m comment --comment "${text} ${port.text} external destinations"`;
  const toPolicy = hasExternal ? [rule(`-j ${port.isExternalPolicyLocal ? localChain : clusterChain}`)] : [];
  if (!port.isExternalPolicyLocal) return [rule(`${words("masquerade traffic for")} -j KUBE-MARK-MASQ`), ...toPolicy];
  const local = "-m addrtype --src-type LOCAL";
  return [
    rule(`-s ${CLUSTER_CIDR} ${words("pod traffic for")} -j ${clusterChain}`),
    rule(`${words("masquerade LOCAL traffic for")} ${local} -j KUBE-MARK-MASQ`),
    rule(`${words("route LOCAL traffic for")} ${local} -j ${clusterChain}`),
    ...toPolicy,
  ];
}

function firewallRules({ port, firewallChain, externalChain, allowsNode }: Plan): Rule[] {
  const references = [
    serviceReference(port, "spec.loadBalancerSourceRanges", port.sourceRanges.map(({ text }) => text).join(",")),
  ];
  const allowed = [
    ...port.sourceRanges.map(({ text }) => text),
    ...(allowsNode ? port.loadBalancerIps.map((ip) => `${ip}/32`) : []),
  ];
  return [
    ...allowed.map((from) => ({
      text: `-A ${firewallChain} -s ${from} -m comment --comment "${port.text} loadbalancer IP" -j ${externalChain}`,
      references,
    })),
    {
      text: `-A ${firewallChain} -m comment --comment "other traffic to ${port.text} will be dropped by KUBE-PROXY-FIREWALL"`,
      references,
    },
  ];
}

/** First who is remembered, if there is affinity; then each endpoint with its chance, the last one for certain. */
function choiceRules(
  plan: Plan,
  chain: string,
  { targets, refer }: { readonly targets: readonly EndpointTarget[]; readonly refer: Refer },
): Rule[] {
  const { port, isLarge } = plan;
  const isInternal = chain === (port.isInternalPolicyLocal ? plan.localChain : plan.clusterChain);
  const comment = ({ endpoint }: EndpointTarget) =>
    isLarge ? "" : `-m comment --comment "${port.text} -> ${endpoint.text}" `;
  const remembered = port.affinitySeconds === undefined ? [] : targets;
  return [
    ...(isInternal && plan.hasInternal ? [masqueradeRule(port, chain)] : []),
    ...remembered.map((target) => ({
      text: `-A ${chain} ${comment(target)}-m recent --rcheck --seconds ${port.affinitySeconds ?? 0} --reap --name ${target.chain} --mask 255.255.255.255 --rsource -j ${target.chain}`,
      references: refer(target.endpoint),
    })),
    ...targets.map((target, i) => {
      const chance =
        i < targets.length - 1 ? `-m statistic --mode random --probability ${probability(targets.length - i)} ` : "";
      return {
        text: `-A ${chain} ${comment(target)}${chance}-j ${target.chain}`,
        references: refer(target.endpoint),
      };
    }),
  ];
}

/** What does not come from a pod may come from anywhere: the answer must come back through this node. */
function masqueradeRule(port: ServicePort, chain: string): Rule {
  const { protocol, clusterIp } = port;
  return {
    text: `-A ${chain} ! -s ${CLUSTER_CIDR} -d ${clusterIp}/32 -p ${protocol} -m comment --comment "${port.text} cluster IP" -m ${protocol} --dport ${port.port} -j KUBE-MARK-MASQ`,
    references: [serviceReference(port, "spec.clusterIP", clusterIp)],
  };
}

function endpointRules({ port, isLarge }: Plan, { endpoint, chain }: EndpointTarget, refer: Refer): Rule[] {
  const references = refer(endpoint);
  const { protocol } = port;
  const comment = isLarge ? "" : `-m comment --comment "${port.text}" `;
  const remember =
    port.affinitySeconds === undefined ? "" : `-m recent --set --name ${chain} --mask 255.255.255.255 --rsource `;
  return [
    { text: `-A ${chain} -s ${endpoint.address}/32 ${comment}-j KUBE-MARK-MASQ`, references },
    {
      text: `-A ${chain} -p ${protocol} ${comment}${remember}-m ${protocol} -j DNAT --to-destination ${endpoint.text}`,
      references,
    },
  ];
}

const probabilities: string[] = [];

/** 1/n as it comes out of kube-proxy's ten digits and the kernel's 31 bits: "0.33333333349". */
function probability(n: number): string {
  return (probabilities[n] ??= (Math.round(Number((1 / n).toFixed(10)) * 2 ** 31) / 2 ** 31).toFixed(11));
}
