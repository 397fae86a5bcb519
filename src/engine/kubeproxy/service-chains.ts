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

/** Writes them, by name. */
export function writeServiceChains(plan: Plan): ReadonlyMap<string, Chain> {
  const chains = new Map<string, Chain>();
  const add = (name: string, rules: readonly Rule[]) => chains.set(name, { name, rules });
  const targets = plan.endpoints.reachable.map((endpoint) => targetOf(plan.port, endpoint));
  const byEndpoint = new Map(targets.map((target) => [target.endpoint, target]));
  const toEndpoints = (chain: string, endpoints: readonly Endpoint[]) =>
    choiceRules(
      plan,
      chain,
      endpoints.flatMap((endpoint) => byEndpoint.get(endpoint) ?? []),
    );
  if (plan.isExternal) add(plan.externalChain, externalRules(plan));
  if (plan.usesFirewall) add(plan.firewallChain, firewallRules(plan));
  if (plan.usesClusterChain) add(plan.clusterChain, toEndpoints(plan.clusterChain, plan.endpoints.cluster));
  if (plan.usesLocalChain) add(plan.localChain, toEndpoints(plan.localChain, plan.endpoints.local));
  for (const target of targets) add(target.chain, endpointRules(plan, target));
  return chains;
}

/** An endpoint with its chain, and what its rules refer to. */
type EndpointTarget = {
  readonly endpoint: Endpoint;
  readonly chain: string;
  readonly references: readonly Reference[];
};

function targetOf(port: ServicePort, endpoint: Endpoint): EndpointTarget {
  const { namespace, name } = port;
  const chain = `KUBE-SEP-${shortHash(port.text + port.protocol + endpoint.text)}`;
  return {
    endpoint,
    chain,
    references: [{ kind: "object", object: { kind: "Service", namespace, name } }, ...endpoint.references],
  };
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
function choiceRules(plan: Plan, chain: string, targets: readonly EndpointTarget[]): Rule[] {
  const { port, isLarge } = plan;
  const isInternal = chain === (port.isInternalPolicyLocal ? plan.localChain : plan.clusterChain);
  const comment = ({ endpoint }: EndpointTarget) =>
    isLarge ? "" : `-m comment --comment "${port.text} -> ${endpoint.text}" `;
  const remembered = port.affinitySeconds === undefined ? [] : targets;
  return [
    ...(isInternal && plan.hasInternal ? [masqueradeRule(port, chain)] : []),
    ...remembered.map((target) => ({
      text: `-A ${chain} ${comment(target)}-m recent --rcheck --seconds ${port.affinitySeconds ?? 0} --reap --name ${target.chain} --mask 255.255.255.255 --rsource -j ${target.chain}`,
      references: target.references,
    })),
    ...targets.map((target, i) => {
      const chance =
        i < targets.length - 1 ? `-m statistic --mode random --probability ${probability(targets.length - i)} ` : "";
      return { text: `-A ${chain} ${comment(target)}${chance}-j ${target.chain}`, references: target.references };
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

function endpointRules({ port, isLarge }: Plan, { endpoint, chain, references }: EndpointTarget): Rule[] {
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

/** 1/n as it comes out of kube-proxy's ten digits and the kernel's 31 bits: "0.33333333349". */
function probability(n: number): string {
  return (Math.round(Number((1 / n).toFixed(10)) * 2 ** 31) / 2 ** 31).toFixed(11);
}
