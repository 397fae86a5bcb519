// The chains and rules that are on every node whatever the Services: kube-proxy's frame (proxier.go), the kubelet's firewall, and
// the pod network's masquerading.
import type { Rule, TableName } from "../netfilter/ruleset.ts";

/** The network of all pods: what comes from it is local to the cluster, what leaves it is masqueraded. */
export const CLUSTER_CIDR = "10.244.0.0/16";

/** The bit by which packets are marked that must be masqueraded (--iptables-masquerade-bit 14). */
const MASQUERADE_MARK = "0x4000";

/** After the Services' own rules in nat's KUBE-SERVICES. */
const NODE_PORTS_RULE: Rule = {
  text: '-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS',
};

const NEW = "-m conntrack --ctstate NEW ";

/** By table and chain; shared chains are listed where they exist, without rules. */
export const FIXED_RULES: Readonly<Record<Exclude<TableName, "raw">, Readonly<Record<string, readonly Rule[]>>>> = {
  mangle: { PREROUTING: [], INPUT: [], FORWARD: [], OUTPUT: [], POSTROUTING: [], "KUBE-PROXY-CANARY": [] },
  nat: {
    PREROUTING: jumps("PREROUTING", ["", "kubernetes service portals", "KUBE-SERVICES"]),
    INPUT: [],
    OUTPUT: jumps("OUTPUT", ["", "kubernetes service portals", "KUBE-SERVICES"]),
    POSTROUTING: [
      ...jumps("POSTROUTING", ["", "kubernetes postrouting rules", "KUBE-POSTROUTING"]),
      { text: `-A POSTROUTING -s ${CLUSTER_CIDR} -m addrtype ! --dst-type LOCAL -j CNI-MASQ` },
    ],
    "CNI-MASQ": [{ text: `-A CNI-MASQ -d ${CLUSTER_CIDR} -j RETURN` }, { text: "-A CNI-MASQ -j MASQUERADE" }],
    "KUBE-MARK-MASQ": [{ text: `-A KUBE-MARK-MASQ -j MARK --set-xmark ${MASQUERADE_MARK}/${MASQUERADE_MARK}` }],
    "KUBE-NODEPORTS": [],
    "KUBE-POSTROUTING": [
      { text: `-A KUBE-POSTROUTING -m mark ! --mark ${MASQUERADE_MARK}/${MASQUERADE_MARK} -j RETURN` },
      { text: `-A KUBE-POSTROUTING -j MARK --set-xmark ${MASQUERADE_MARK}/0x0` },
      {
        text: '-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
      },
    ],
    "KUBE-PROXY-CANARY": [],
    "KUBE-SERVICES": [NODE_PORTS_RULE],
  },
  filter: {
    INPUT: [
      { text: "-A INPUT -j KUBE-FIREWALL" },
      ...jumps(
        "INPUT",
        [NEW, "kubernetes load balancer firewall", "KUBE-PROXY-FIREWALL"],
        ["", "kubernetes health check service ports", "KUBE-NODEPORTS"],
        [NEW, "kubernetes externally-visible service portals", "KUBE-EXTERNAL-SERVICES"],
      ),
    ],
    FORWARD: jumps(
      "FORWARD",
      [NEW, "kubernetes load balancer firewall", "KUBE-PROXY-FIREWALL"],
      ["", "kubernetes forwarding rules", "KUBE-FORWARD"],
      [NEW, "kubernetes service portals", "KUBE-SERVICES"],
      [NEW, "kubernetes externally-visible service portals", "KUBE-EXTERNAL-SERVICES"],
    ),
    OUTPUT: [
      { text: "-A OUTPUT -j KUBE-FIREWALL" },
      ...jumps(
        "OUTPUT",
        [NEW, "kubernetes load balancer firewall", "KUBE-PROXY-FIREWALL"],
        [NEW, "kubernetes service portals", "KUBE-SERVICES"],
      ),
    ],
    "KUBE-EXTERNAL-SERVICES": [],
    "KUBE-FIREWALL": [
      {
        text: '-A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP',
      },
    ],
    "KUBE-FORWARD": [
      {
        text: "-A KUBE-FORWARD -m conntrack --ctstate INVALID -m nfacct --nfacct-name  ct_state_invalid_dropped_pkts -j DROP",
      },
      {
        text: `-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark ${MASQUERADE_MARK}/${MASQUERADE_MARK} -j ACCEPT`,
      },
      {
        text: '-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      },
    ],
    "KUBE-NODEPORTS": [],
    "KUBE-PROXY-CANARY": [],
    "KUBE-PROXY-FIREWALL": [],
    "KUBE-SERVICES": [],
  },
};

function jumps(
  chain: string,
  ...to: readonly (readonly [condition: string, comment: string, target: string])[]
): Rule[] {
  return to.map(([condition, comment, target]) => ({
    text: `-A ${chain} ${condition}-m comment --comment "${comment}" -j ${target}`,
  }));
}
