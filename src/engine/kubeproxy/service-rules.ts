// The rules of one port of one Service on one node, in the words and the order of syncProxyRules in
// pkg/proxy/iptables/proxier.go: here those in the chains that all Services share; its own chains are in service-chains.ts.
import type { Rule } from "../netfilter/ruleset.ts";
import type { Reference } from "../trace/trace.ts";
import type { ProxyNode } from "./choose-endpoints.ts";
import type { Endpoint } from "./endpoints.ts";
import { ServiceChains } from "./service-chains.ts";
import { planOf, serviceReference } from "./service-plan.ts";
import type { Plan } from "./service-plan.ts";
import type { ServicePort } from "./service-port.ts";

/** A Service port's rules in the chains that all Services share. */
export type SharedRules = {
  readonly nat: { readonly "KUBE-SERVICES": readonly Rule[]; readonly "KUBE-NODEPORTS": readonly Rule[] };
  readonly filter: {
    readonly "KUBE-SERVICES": readonly Rule[];
    readonly "KUBE-NODEPORTS": readonly Rule[];
    readonly "KUBE-EXTERNAL-SERVICES": readonly Rule[];
    readonly "KUBE-PROXY-FIREWALL": readonly Rule[];
  };
};

/** All rules of a Service port on a node. */
export type ServiceRules = { readonly shared: SharedRules; readonly chains: ServiceChains };

/** Writes the rules of a Service port for a node. Of `before`, what says the same stays the same object. */
export function serviceRules(
  port: ServicePort,
  endpoints: readonly Endpoint[],
  {
    node,
    isLarge,
    before,
  }: { readonly node: ProxyNode; readonly isLarge: boolean; readonly before?: SharedRules | undefined },
): ServiceRules {
  const plan = planOf(port, endpoints, { node, isLarge });
  const shared = sharedRules(plan);
  return { shared: before && isSameText(before, shared) ? before : shared, chains: new ServiceChains(plan) };
}

function isSameText({ nat, filter }: SharedRules, other: SharedRules): boolean {
  const isSame = (a: readonly Rule[], b: readonly Rule[]) =>
    a.length === b.length && a.every((rule, i) => rule.text === b[i]?.text);
  return (
    isSame(nat["KUBE-SERVICES"], other.nat["KUBE-SERVICES"]) &&
    isSame(nat["KUBE-NODEPORTS"], other.nat["KUBE-NODEPORTS"]) &&
    isSame(filter["KUBE-SERVICES"], other.filter["KUBE-SERVICES"]) &&
    isSame(filter["KUBE-NODEPORTS"], other.filter["KUBE-NODEPORTS"]) &&
    isSame(filter["KUBE-EXTERNAL-SERVICES"], other.filter["KUBE-EXTERNAL-SERVICES"]) &&
    isSame(filter["KUBE-PROXY-FIREWALL"], other.filter["KUBE-PROXY-FIREWALL"])
  );
}

/** "-d ADDRESS -p tcp … --dport PORT": what leads to a Service port. */
type Way = { readonly address: string; readonly comment: string; readonly field: string };

function sharedRules(plan: Plan): SharedRules {
  const { port, hasInternal, hasExternal, endpoints, usesFirewall } = plan;
  const { isAny } = endpoints;
  const lb = usesFirewall ? plan.firewallChain : plan.externalChain;
  const ways = (comment: string, field: string, addresses: readonly string[]): Way[] =>
    addresses.map((address) => ({ address, comment: `${port.text} ${comment}`, field }));
  const internal = ways("cluster IP", "spec.clusterIP", [port.clusterIp]);
  const external = ways("external IP", "spec.externalIPs", port.externalIps);
  const balanced = ways("loadbalancer IP", "status.loadBalancer.ingress", port.loadBalancerIps);
  const refusal = isAny ? "no local endpoints" : "no endpoints";
  const refuse = isAny ? "DROP" : "REJECT --reject-with icmp-port-unreachable";
  const refused = (way: Way): Way => ({ ...way, comment: `${port.text} has ${refusal}` });
  const internalChain = port.isInternalPolicyLocal ? plan.localChain : plan.clusterChain;
  return {
    nat: {
      "KUBE-SERVICES": [
        ...(hasInternal ? internal.map((way) => wayRule(port, "KUBE-SERVICES", way, internalChain)) : []),
        ...(isAny ? external.map((way) => wayRule(port, "KUBE-SERVICES", way, plan.externalChain)) : []),
        ...(isAny ? balanced.map((way) => wayRule(port, "KUBE-SERVICES", way, lb)) : []),
      ],
      "KUBE-NODEPORTS": port.nodePort !== 0 && isAny ? nodePortRules(plan) : [],
    },
    filter: {
      "KUBE-SERVICES": hasInternal ? [] : internal.map((way) => wayRule(port, "KUBE-SERVICES", refused(way), refuse)),
      "KUBE-NODEPORTS": port.healthCheckNodePort === 0 ? [] : [healthCheckRule(port)],
      "KUBE-EXTERNAL-SERVICES": hasExternal
        ? []
        : [
            ...[...external, ...balanced].map((way) => wayRule(port, "KUBE-EXTERNAL-SERVICES", refused(way), refuse)),
            ...(port.nodePort === 0 ? [] : [refusedNodePortRule(port, refusal, refuse)]),
          ],
      "KUBE-PROXY-FIREWALL": usesFirewall
        ? balanced.map((way) => {
            const comment = `${port.text} traffic not accepted by ${plan.firewallChain}`;
            return wayRule(
              port,
              "KUBE-PROXY-FIREWALL",
              { ...way, comment, field: "spec.loadBalancerSourceRanges" },
              "DROP",
            );
          })
        : [],
    },
  };
}

function wayRule(port: ServicePort, chain: string, { address, comment, field }: Way, target: string): Rule {
  const { protocol } = port;
  return {
    text: `-A ${chain} -d ${address}/32 -p ${protocol} -m comment --comment "${comment}" -m ${protocol} --dport ${port.port} -j ${target}`,
    references: [serviceReference(port, field, address), portReference(port)],
  };
}

/** For 127.0.0.0/8 once more, so that such use is counted. */
function nodePortRules({ port, externalChain }: Plan): Rule[] {
  const { protocol, text, nodePort } = port;
  const references = [nodePortReference(port)];
  const match = `-p ${protocol} -m comment --comment "${text}" -m ${protocol} --dport ${nodePort}`;
  return [
    {
      text: `-A KUBE-NODEPORTS -d 127.0.0.0/8 ${match} -m nfacct --nfacct-name  localhost_nps_accepted_pkts -j ${externalChain}`,
      references,
    },
    { text: `-A KUBE-NODEPORTS ${match} -j ${externalChain}`, references },
  ];
}

function refusedNodePortRule(port: ServicePort, refusal: string, refuse: string): Rule {
  const { protocol, text, nodePort } = port;
  return {
    text: `-A KUBE-EXTERNAL-SERVICES -p ${protocol} -m comment --comment "${text} has ${refusal}" -m addrtype --dst-type LOCAL -m ${protocol} --dport ${nodePort} -j ${refuse}`,
    references: [nodePortReference(port)],
  };
}

function healthCheckRule(port: ServicePort): Rule {
  const { text, healthCheckNodePort } = port;
  return {
    text: `-A KUBE-NODEPORTS -p tcp -m comment --comment "${text} health check node port" -m tcp --dport ${healthCheckNodePort} -j ACCEPT`,
    references: [serviceReference(port, "spec.healthCheckNodePort", healthCheckNodePort)],
  };
}

function portReference(port: ServicePort): Reference {
  return serviceReference(port, `spec.ports[${port.index}].port`, port.port);
}

function nodePortReference(port: ServicePort): Reference {
  return serviceReference(port, `spec.ports[${port.index}].nodePort`, port.nodePort);
}
