// The mock's story as a trace, for tests: numbers-web asks for numbers-api, on the addresses and rules of the recording
// seed-numbers-clusterip. Written by hand, so that these tests need no engine.
import type { Ipv4 } from "../model/address.ts";
import type { Header } from "../model/packet.ts";
import type { Hop, PacketTrace, Reference, Step, Trace } from "./trace.ts";

export const at = (text: string) => text as Ipv4;
export const WEB = at("10.244.2.4");
const API = at("10.244.1.7");
const COREDNS = at("10.244.2.2");
export const CLUSTER_IP = at("10.96.40.28");
const DNS_IP = at("10.96.0.10");
export const service = (name: string, namespace: string): Reference => ({
  kind: "object",
  object: { kind: "Service", namespace, name },
  field: "spec.selector",
});

type RuleText = { readonly table?: string; readonly hook?: "PREROUTING" | "FORWARD" | "POSTROUTING"; rule: string };

export function rule(
  { table = "nat", hook = "PREROUTING", rule }: RuleText,
  more: Partial<Extract<Step, { kind: "rule" }>> = {},
) {
  const [, chain = ""] = rule.split(" ");
  const verdict = / -j (\S+)/.exec(rule)?.[1];
  return {
    kind: "rule",
    hook,
    table,
    chain,
    rule,
    matched: true,
    skipped: 0,
    references: [],
    ...(verdict !== undefined && { verdict }),
    ...more,
  } as const satisfies Step;
}

export function tcp(source: Ipv4, destination: Ipv4, flags: Header["flags"] = ["SYN"], ports = [44932, 80]): Header {
  const [sourcePort = 0, destinationPort = 0] = ports;
  return { protocol: "tcp", source, destination, sourcePort, destinationPort, flags, ttl: 64 };
}
function udp(source: Ipv4, destination: Ipv4, ports = [39501, 53]): Header {
  const [sourcePort = 0, destinationPort = 0] = ports;
  return { protocol: "udp", source, destination, sourcePort, destinationPort, ttl: 64 };
}

export const toServices = rule({
  rule: '-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
});
const forward = [
  rule({
    table: "filter",
    hook: "FORWARD",
    rule: '-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD',
  }),
  { kind: "policy", hook: "FORWARD", table: "filter", chain: "FORWARD", verdict: "ACCEPT" },
] as const satisfies readonly Step[];
const postrouting = [
  rule({
    hook: "POSTROUTING",
    rule: '-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING',
  }),
  rule({ hook: "POSTROUTING", rule: "-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN" }),
] as const satisfies readonly Step[];

export const newConnection: Step = { kind: "conntrack", hook: "PREROUTING", state: "new" };
const known: Step = { kind: "conntrack", hook: "PREROUTING", state: "established" };
export const route = (destination: string, text: string, out: string, via?: string): Step => ({
  kind: "route",
  destination,
  route: text,
  out,
  references: [],
  ...(via !== undefined && { via }),
});

function dnsRules(): Step[] {
  const references = [service("kube-dns", "kube-system")];
  return [
    newConnection,
    toServices,
    rule(
      {
        rule: '-A KUBE-SERVICES -d 10.96.0.10/32 -p udp -m comment --comment "kube-system/kube-dns:dns cluster IP" -m udp --dport 53 -j KUBE-SVC-TCOU7JCQXEZGVUNU',
      },
      { references },
    ),
    rule(
      {
        rule: '-A KUBE-SVC-TCOU7JCQXEZGVUNU -m comment --comment "kube-system/kube-dns:dns -> 10.244.1.2:53" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-Z6M7ZHWCTBNMPLD7',
      },
      { matched: false, skipped: 1, draw: { probability: 0.5, drawn: 0.83 }, references },
    ),
    rule(
      {
        rule: '-A KUBE-SVC-TCOU7JCQXEZGVUNU -m comment --comment "kube-system/kube-dns:dns -> 10.244.2.2:53" -j KUBE-SEP-TCIZBYBD3WWXNWF5',
      },
      { references },
    ),
    rule(
      {
        rule: '-A KUBE-SEP-TCIZBYBD3WWXNWF5 -p udp -m comment --comment "kube-system/kube-dns:dns" -m udp -j DNAT --to-destination 10.244.2.2:53',
      },
      { skipped: 1, references },
    ),
    { kind: "rewrite", hook: "PREROUTING", by: "dnat", before: udp(WEB, DNS_IP), after: udp(WEB, COREDNS), references },
    route("10.244.2.2", "10.244.2.0/24 dev cni0 proto kernel scope link src 10.244.2.1", "cni0"),
    ...forward,
    ...postrouting,
  ];
}

function apiRules(): Step[] {
  const references = [service("numbers-api", "default")];
  return [
    newConnection,
    toServices,
    rule(
      {
        rule: '-A KUBE-SERVICES -d 10.96.40.28/32 -p tcp -m comment --comment "default/numbers-api cluster IP" -m tcp --dport 80 -j KUBE-SVC-BE5LIK4X2OAKIEFX',
      },
      { skipped: 3, references },
    ),
    rule(
      {
        rule: '-A KUBE-SVC-BE5LIK4X2OAKIEFX -m comment --comment "default/numbers-api -> 10.244.1.6:80" -m statistic --mode random --probability 0.33333333349 -j KUBE-SEP-W3IY72DZ77B6DSHL',
      },
      { matched: false, skipped: 1, draw: { probability: 0.33333333349, drawn: 0.78 }, references },
    ),
    rule(
      {
        rule: '-A KUBE-SVC-BE5LIK4X2OAKIEFX -m comment --comment "default/numbers-api -> 10.244.1.7:80" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-6KGSXNZYM5H5JJS5',
      },
      { draw: { probability: 0.5, drawn: 0.31 }, references },
    ),
    rule(
      {
        rule: '-A KUBE-SEP-6KGSXNZYM5H5JJS5 -p tcp -m comment --comment "default/numbers-api" -m tcp -j DNAT --to-destination 10.244.1.7:80',
      },
      { skipped: 1, references },
    ),
    {
      kind: "rewrite",
      hook: "PREROUTING",
      by: "dnat",
      before: tcp(WEB, CLUSTER_IP),
      after: tcp(WEB, API),
      references: [
        ...references,
        { kind: "object", object: { kind: "Pod", namespace: "default", name: "numbers-api-58c4445744-r8g7t" } },
      ],
    },
    route("10.244.1.7", "10.244.1.0/24 via 172.18.0.3 dev eth0", "eth0", "172.18.0.3"),
    ...forward,
    ...postrouting,
    {
      kind: "conntrack",
      hook: "POSTROUTING",
      state: "new",
      entry: {
        protocol: "tcp",
        state: "SYN_SENT",
        timeoutSeconds: 119,
        original: { source: WEB, destination: CLUSTER_IP, sourcePort: 44932, destinationPort: 80 },
        reply: { source: API, destination: WEB, sourcePort: 80, destinationPort: 44932 },
        isReplied: false,
        isAssured: false,
        mark: 0,
      },
    },
  ];
}

export const web = "pod default/numbers-web-854995944b-t5q5j";
const api = "pod default/numbers-api-58c4445744-r8g7t";
const dns = "pod kube-system/coredns-5c69dc85d4-dvlxg";

export function hops(
  startMs: number,
  parts: readonly { host: string; in?: string; out?: string; steps?: readonly Step[] }[],
): Hop[] {
  return parts.map((part, index) => ({
    steps: [],
    ...part,
    arrivedMs: startMs + index * 0.05,
    leftMs: startMs + index * 0.05 + (part.host.startsWith("node") ? 0.03 : 0),
  }));
}

export const fromPod: Step = route("10.96.40.28", "default via 10.244.2.1 dev eth0", "eth0", "10.244.2.1");
const listens = (port: number, protocol: string): Step => ({
  kind: "listen",
  protocol,
  port,
  result: "accepted",
  references: [],
});
const restored = (before: Header, after: Header): Step => ({
  kind: "rewrite",
  hook: "PREROUTING",
  by: "reply",
  before,
  after,
  references: [],
});
const plainNode: readonly Step[] = [
  newConnection,
  toServices,
  route("10.244.1.7", "10.244.1.0/24 dev cni0 proto kernel scope link src 10.244.1.1", "cni0"),
  ...forward,
  ...postrouting,
];
const name = "numbers-api.default.svc.cluster.local.";

function dnsPackets(type: "A" | "AAAA", id: number): PacketTrace[] {
  const question = { name, type };
  const answer = type === "A" ? [{ name, ttl: 30, type, data: CLUSTER_IP } as const] : [];
  return [
    {
      id,
      kind: "dns-query",
      header: udp(WEB, DNS_IP),
      payload: { kind: "dns", question },
      sentMs: 0,
      fate: { kind: "delivered", host: dns },
      hops: hops(0, [
        { host: web, out: "eth0", steps: [fromPod] },
        { host: "node node-2", in: "cni0", out: "cni0", steps: dnsRules() },
        { host: dns, in: "eth0", steps: [listens(53, "udp")] },
      ]),
    },
    {
      id: id + 1,
      kind: "dns-answer",
      answers: id,
      header: udp(COREDNS, WEB, [53, 39501]),
      sentMs: 0.41,
      fate: { kind: "delivered", host: web },
      payload: {
        kind: "dns",
        question,
        message: { question, rcode: "NOERROR", flags: ["qr", "aa", "rd"], answer, authority: [], additional: [] },
      },
      hops: hops(0.41, [
        { host: dns, out: "eth0" },
        {
          host: "node node-2",
          in: "cni0",
          out: "cni0",
          steps: [known, restored(udp(COREDNS, WEB, [53, 39501]), udp(DNS_IP, WEB, [53, 39501])), ...forward],
        },
        { host: web, in: "eth0" },
      ]),
    },
  ];
}

type TcpPacket = {
  readonly id: number;
  readonly kind: PacketTrace["kind"];
  readonly sentMs: number;
  readonly flags: Header["flags"];
  readonly payload?: PacketTrace["payload"];
  readonly answers?: number;
};

function towards({ id, kind, sentMs, flags, payload }: TcpPacket): PacketTrace {
  const steps =
    kind === "tcp-syn"
      ? apiRules()
      : [
          known,
          { ...restored(tcp(WEB, CLUSTER_IP, flags), tcp(WEB, API, flags)), by: "dnat" } as Step,
          route("10.244.1.7", "10.244.1.0/24 via 172.18.0.3 dev eth0", "eth0", "172.18.0.3"),
          ...forward,
        ];
  const there = kind === "tcp-syn" ? plainNode : [known, ...forward];
  return {
    id,
    kind,
    sentMs,
    header: tcp(WEB, CLUSTER_IP, flags),
    fate: { kind: "delivered", host: api },
    ...(payload && { payload }),
    hops: hops(sentMs, [
      { host: web, out: "eth0", steps: [fromPod] },
      { host: "node node-2", in: "cni0", out: "eth0", steps },
      { host: "node node-1", in: "eth0", out: "cni0", steps: there },
      { host: api, in: "eth0", steps: [listens(80, "tcp")] },
    ]),
  };
}

function back({ id, kind, sentMs, flags, payload, answers = 0 }: TcpPacket): PacketTrace {
  const [before, after] = [tcp(API, WEB, flags, [80, 44932]), tcp(CLUSTER_IP, WEB, flags, [80, 44932])];
  return {
    id,
    kind,
    sentMs,
    answers,
    header: before,
    fate: { kind: "delivered", host: web },
    ...(payload && { payload }),
    hops: hops(sentMs, [
      { host: api, out: "eth0" },
      { host: "node node-1", in: "cni0", out: "eth0", steps: [known, ...forward] },
      { host: "node node-2", in: "eth0", out: "cni0", steps: [known, ...forward, restored(before, after)] },
      { host: web, in: "eth0" },
    ]),
  };
}

/** DNS for A and AAAA, the handshake, the request and its answer. */
export const STORY: Trace = {
  request: { from: { pod: "numbers-web-854995944b-t5q5j", namespace: "default" }, url: "http://numbers-api/rng" },
  beganMs: 0,
  endedMs: 2.61,
  packets: [
    ...dnsPackets("A", 1),
    ...dnsPackets("AAAA", 3),
    towards({ id: 5, kind: "tcp-syn", sentMs: 0.86, flags: ["SYN"] }),
    back({ id: 6, kind: "tcp-syn-ack", sentMs: 1.37, flags: ["SYN", "ACK"], answers: 5 }),
    towards({ id: 7, kind: "tcp-ack", sentMs: 1.6, flags: ["ACK"] }),
    towards({
      id: 8,
      kind: "http-request",
      sentMs: 1.6,
      flags: ["PSH", "ACK"],
      payload: { kind: "http-request", method: "GET", path: "/rng", host: "numbers-api" },
    }),
    back({
      id: 9,
      kind: "http-response",
      sentMs: 2.38,
      flags: ["PSH", "ACK"],
      answers: 8,
      payload: { kind: "http-response", status: 200, reason: "OK", body: "42" },
    }),
  ].toSorted((a, b) => a.sentMs - b.sentMs || a.id - b.id),
  outcome: {
    kind: "answered",
    status: 200,
    served: { pod: "numbers-api-58c4445744-r8g7t", namespace: "default", node: "node-1", port: 80 },
    body: "42",
  },
};
