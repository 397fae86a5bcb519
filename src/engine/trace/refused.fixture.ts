import type { Header } from "../model/packet.ts";
import type { Step, Trace } from "./trace.ts";
import {
  at,
  CLUSTER_IP,
  fromPod,
  hops,
  newConnection,
  route,
  rule,
  service,
  STORY,
  tcp,
  toServices,
  web,
  WEB,
} from "./story.fixture.ts";

const refusal: Step = rule(
  {
    table: "filter",
    hook: "FORWARD",
    rule: '-A KUBE-SERVICES -d 10.96.40.28/32 -p tcp -m comment --comment "default/numbers-api has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable',
  },
  { references: [service("numbers-api", "default")] },
);
const cause = { code: "REJECTED_BY_RULE", references: [service("numbers-api", "default")] } as const;
const icmp = (source: string): Header => ({
  protocol: "icmp",
  source: at(source),
  destination: WEB,
  ttl: 64,
  icmp: { type: "port-unreachable", about: tcp(WEB, CLUSTER_IP) },
});

/** The same request when the Service has no endpoints. */
export const REFUSED: Trace = {
  ...STORY,
  endedMs: 7,
  packets: [
    ...STORY.packets.filter((packet) => packet.kind.startsWith("dns")),
    {
      id: 5,
      kind: "tcp-syn",
      sentMs: 6.2,
      header: tcp(WEB, CLUSTER_IP),
      fate: { kind: "rejected", host: "node node-2", cause },
      hops: hops(6.2, [
        { host: web, out: "eth0", steps: [fromPod] },
        {
          host: "node node-2",
          in: "cni0",
          steps: [
            newConnection,
            toServices,
            route("10.96.40.28", "default via 172.18.0.254 dev eth0", "eth0", "172.18.0.254"),
            refusal,
            { kind: "reject", with: "icmp-port-unreachable", cause },
          ],
        },
      ]),
    },
    {
      id: 6,
      kind: "icmp-error",
      answers: 5,
      sentMs: 6.41,
      header: icmp("10.244.2.1"),
      fate: { kind: "delivered", host: web },
      hops: hops(6.41, [
        { host: "node node-2", out: "cni0", steps: [{ kind: "conntrack", hook: "OUTPUT", state: "related" }] },
        { host: web, in: "eth0" },
      ]),
    },
  ],
  outcome: {
    kind: "refused",
    exitCode: 7,
    stderr: "curl: (7) Failed to connect to numbers-api port 80 after 7 ms: Couldn't connect to server",
    cause,
  },
};
