import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ipv4, ipv4ToNumber, numberToIpv4 } from "../model/address.ts";
import type { Header, TcpFlag } from "../model/packet.ts";
import { Random } from "../simulation/random.ts";
import type { HookName, Step } from "../trace/trace.ts";
import { printConntrackEntry } from "./conntrack-line.ts";
import { openHostNetfilter } from "./host-netfilter.ts";
import type { HostNetfilterOptions } from "./host-netfilter.ts";
import type { HookContext, HostNetfilter } from "./netfilter.ts";
import { parseRuleset } from "./parse-ruleset.ts";
import { Passage } from "./passage.ts";

const NODE = "172.18.0.3";

/** Rules of all four tables, written shortly: "nat PREROUTING -j X" appends, and chains come into being as they are named. */
function rulesOf(...lines: readonly string[]) {
  const tables = new Map<string, Set<string>>();
  for (const line of lines) {
    const [table = "", chain = ""] = line.split(" ");
    tables.set(table, (tables.get(table) ?? new Set()).add(chain));
  }
  const text = [...tables].flatMap(([table, chains]) => [
    `*${table}`,
    ...[...chains].map((chain) => `:${chain} ${/^[A-Z]+ING$|PUT$|WARD$/.test(chain) ? "ACCEPT" : "-"} [0:0]`),
    ...lines.filter((line) => line.startsWith(`${table} `)).map((line) => line.replace(`${table} `, "-A ")),
    "COMMIT",
  ]);
  return parseRuleset(text.join("\n")).ruleset;
}

function open(lines: readonly string[], options: Partial<HostNetfilterOptions> = {}): HostNetfilter {
  return openHostNetfilter({ ruleset: rulesOf(...lines), random: new Random(7), ...options });
}

function contextAt(nowMs = 0, draws: readonly number[] = []): HookContext {
  const left = [...draws];
  return {
    nowMs,
    isLocalAddress: (address) => address === NODE || address.startsWith("127."),
    sourceAddressFor: () => ipv4(NODE),
    draw: () => left.shift() ?? 0.999,
  };
}

/** "tcp 10.0.0.1:1024 10.0.0.2:80". */
function packet(text: string, flags: readonly TcpFlag[] = ["SYN"]): Header {
  const [, protocol, source = "", sourcePort, destination = "", destinationPort] =
    /^(\w+) ([\d.]+):(\d+) ([\d.]+):(\d+)$/.exec(text) ?? [];
  const addresses = { source: ipv4(source), destination: ipv4(destination), ttl: 64 };
  const ports = { sourcePort: Number(sourcePort), destinationPort: Number(destinationPort) };
  if (protocol === "icmp")
    return {
      ...addresses,
      protocol,
      icmp: { type: destinationPort === "8" ? "echo-request" : "echo-reply", identifier: ports.sourcePort },
    };
  return protocol === "udp" ? { ...addresses, protocol, ...ports } : { ...addresses, ...ports, protocol: "tcp", flags };
}

const show = ({ protocol, source, sourcePort, destination, destinationPort, icmp }: Header) =>
  `${protocol} ${source}:${sourcePort ?? icmp?.identifier} ${destination}:${destinationPort ?? (icmp?.type === "echo-request" ? 8 : 0)}`;

type Passed = { readonly verdict: string; readonly header: Header; readonly steps: readonly Step[] };

/** A packet that is routed through the host: in by eth0, out by cni0. */
function forward(filter: HostNetfilter, header: Header, context = contextAt(), bytes = 0): Passed {
  const passage = new Passage(header, { in: "eth0", bytes });
  return through(filter, passage, ["PREROUTING", "FORWARD", "POSTROUTING"], context);
}

function through(filter: HostNetfilter, passage: Passage, hooks: readonly HookName[], context: HookContext): Passed {
  const steps: Step[] = [];
  for (const hook of hooks) {
    if (hook === "FORWARD") passage.out = "cni0";
    const { kind } = filter.pass(hook, passage, Object.assign(context, { steps }));
    if (kind !== "accept") return { verdict: kind, header: passage.header, steps };
  }
  return { verdict: "accept", header: passage.header, steps };
}

const matched = (steps: readonly Step[]) => steps.flatMap((s) => (s.kind === "rule" && s.matched ? [s.rule] : []));

describe("the walk", () => {
  test.each`
    rule                                                                          | header                            | isMatched
    ${"-s 10.0.0.0/8"}                                                            | ${"tcp 10.9.9.9:9 1.1.1.1:80"}    | ${true}
    ${"! -s 10.0.0.0/8"}                                                          | ${"tcp 10.9.9.9:9 1.1.1.1:80"}    | ${false}
    ${"-d 1.1.1.0/255.255.255.0"}                                                 | ${"udp 10.9.9.9:9 1.1.1.1:80"}    | ${true}
    ${"-i eth+"}                                                                  | ${"udp 10.9.9.9:9 1.1.1.1:80"}    | ${true}
    ${"! -i eth0"}                                                                | ${"udp 10.9.9.9:9 1.1.1.1:80"}    | ${false}
    ${"-p tcp -m tcp --dport 8000:9000"}                                          | ${"tcp 10.9.9.9:9 1.1.1.1:8443"}  | ${true}
    ${"-p tcp -m tcp ! --dport 80"}                                               | ${"tcp 10.9.9.9:9 1.1.1.1:80"}    | ${false}
    ${"-p udp -m udp --sport 53"}                                                 | ${"udp 10.9.9.9:53 1.1.1.1:80"}   | ${true}
    ${"-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN"}                            | ${"tcp 10.9.9.9:53 1.1.1.1:80"}   | ${true}
    ${"-p tcp -m multiport --dports 80,443,8000:9000"}                            | ${"tcp 10.9.9.9:53 1.1.1.1:8443"} | ${true}
    ${"-p icmp -m icmp --icmp-type 8"}                                            | ${"icmp 10.9.9.9:7 1.1.1.1:8"}    | ${true}
    ${"-m mark --mark 0x4000/0x4000"}                                             | ${"tcp 10.9.9.9:53 1.1.1.1:80"}   | ${false}
    ${"-m conntrack --ctstate NEW,RELATED"}                                       | ${"tcp 10.9.9.9:53 1.1.1.1:80"}   | ${true}
    ${"-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT"}                        | ${"tcp 10.9.9.9:53 1.1.1.1:80"}   | ${true}
    ${"-m conntrack --ctorigdst 1.1.1.1 --ctorigdstport 80"}                      | ${"tcp 10.9.9.9:53 1.1.1.1:80"}   | ${true}
    ${"-m state --state ESTABLISHED"}                                             | ${"tcp 10.9.9.9:53 1.1.1.1:80"}   | ${false}
    ${"-m addrtype --dst-type LOCAL"}                                             | ${`tcp 10.9.9.9:53 ${NODE}:80`}   | ${true}
    ${"-m addrtype ! --dst-type LOCAL"}                                           | ${`tcp 10.9.9.9:53 ${NODE}:80`}   | ${false}
    ${"-m statistic --mode random --probability 0.50000000000"}                   | ${"tcp 10.9.9.9:53 1.1.1.1:80"}   | ${false}
    ${"-m comment --comment hello -m nfacct --nfacct-name  some"}                 | ${"tcp 10.9.9.9:53 1.1.1.1:80"}   | ${true}
    ${"-m recent --rcheck --seconds 5 --name X --mask 255.255.255.255 --rsource"} | ${"tcp 10.9.9.9:53 1.1.1.1:80"}   | ${false}
    ${"-p sctp -m sctp --dport 80"}                                               | ${"tcp 10.9.9.9:53 1.1.1.1:80"}   | ${false}
  `("$rule on $header: $isMatched", ({ rule, header, isMatched }) => {
    const filter = open([`nat PREROUTING ${rule} -j LOG`]);
    expect(matched(forward(filter, packet(header)).steps)).toEqual(isMatched ? [`-A PREROUTING ${rule} -j LOG`] : []);
  });

  test("jumps come back to the next rule, gotos to the caller's, RETURN leaves a chain, and skipped counts what was passed", () => {
    const filter = open([
      "filter FORWARD -s 9.9.9.9/32 -j DROP",
      "filter FORWARD -j A",
      "filter FORWARD -s 9.9.9.8/32 -j DROP",
      "filter FORWARD -j ACCEPT",
      "filter A -s 9.9.9.7/32 -j DROP",
      "filter A -g B",
      "filter A -j DROP",
      "filter B -j C",
      "filter B -j RETURN",
      "filter B -j DROP",
      "filter C -j RETURN",
    ]);
    const { verdict, steps } = forward(filter, packet("tcp 10.0.0.1:1 1.1.1.1:80"));
    expect(verdict).toBe("accept");
    expect(steps.flatMap((s) => (s.kind === "rule" ? [`${s.chain} ${s.verdict} ${s.skipped}`] : []))).toEqual([
      "FORWARD A 1",
      "A B 1",
      "B C 0",
      "C RETURN 0",
      "B RETURN 0",
      "FORWARD ACCEPT 1",
    ]);
    expect(filter.explain(steps).map((s) => `${s.matched ? "+" : "-"} ${s.rule}`)).toEqual([
      "- -A FORWARD -s 9.9.9.9/32 -j DROP",
      "+ -A FORWARD -j A",
      "- -A A -s 9.9.9.7/32 -j DROP",
      "+ -A A -g B",
      "+ -A B -j C",
      "+ -A C -j RETURN",
      "+ -A B -j RETURN",
      "- -A FORWARD -s 9.9.9.8/32 -j DROP",
      "+ -A FORWARD -j ACCEPT",
    ]);
  });

  test("what it does not know, it names: a match decides nothing, a target does nothing", () => {
    const filter = open([
      "filter FORWARD -m set --match-set blocked src -j DROP",
      "filter FORWARD -s 9.9.9.9/32 -m set --match-set blocked src -j DROP",
      "filter FORWARD -j NFQUEUE --queue-num 1",
      "filter FORWARD -j REJECT --reject-with icmp-admin-prohibited",
    ]);
    const { verdict, steps } = forward(filter, packet("tcp 10.0.0.1:1 1.1.1.1:80"));
    expect(verdict).toBe("reject");
    expect(steps.filter((s) => s.kind === "rule").map((s) => [s.matched, s.unknown])).toEqual([
      [false, "-m set"],
      [true, "-j NFQUEUE"],
      [true, undefined],
    ]);
  });

  test("a chain that jumps in a circle comes to an end", () => {
    expect(forward(open(["filter FORWARD -j A", "filter A -j A"]), packet("tcp 1.1.1.1:1 2.2.2.2:2")).verdict).toBe(
      "accept",
    );
  });

  test("every third packet, as -m statistic --mode nth counts", () => {
    const filter = open(["nat PREROUTING -m statistic --mode nth --every 3 --packet 0 -j LOG"]);
    const hits = [1, 2, 3, 4, 5, 6, 7].map(
      (port) => matched(forward(filter, packet(`tcp 1.1.1.1:${port} 2.2.2.2:2`)).steps).length,
    );
    expect(hits).toEqual([0, 0, 1, 0, 0, 1, 0]);
  });

  test("affinity holds for its seconds after the last new connection, also over a save", () => {
    const lines = [
      "nat PREROUTING -m recent --rcheck --seconds 10 --reap --name X --mask 255.255.255.255 --rsource -j ACCEPT",
      "nat PREROUTING -p tcp -m recent --set --name X --mask 255.255.255.255 --rsource -j LOG",
    ];
    let filter = open(lines);
    const isRemembered = (port: number, nowMs: number) =>
      matched(forward(filter, packet(`tcp 1.1.1.1:${port} 2.2.2.2:2`), contextAt(nowMs)).steps).some((rule) =>
        rule.endsWith("ACCEPT"),
      );
    expect(isRemembered(1, 0)).toBe(false);
    filter = open(lines, { saved: filter.saveState() });
    expect(isRemembered(2, 10_000)).toBe(true);
    expect(isRemembered(3, 10_001)).toBe(false);
  });
});

describe("the index", () => {
  const address = fc.integer({ min: 1, max: 6 }).map((n) => `10.0.0.${n}`);
  const port = fc.integer({ min: 1, max: 4 });
  const protocol = fc.constantFrom("tcp", "udp");
  const condition = fc.oneof(
    address.map((a) => `-d ${a}/32`),
    address.map((a) => `! -d ${a}/32`),
    fc.constantFrom("-d 10.0.0.0/30", "-s 10.0.0.0/29", "-i eth0", "-i cni0", "-m mark --mark 0x1/0x1"),
    fc.tuple(protocol, port).map(([p, n]) => `-p ${p} -m ${p} --dport ${n}`),
    fc
      .tuple(protocol, port)
      .map(([p, n]) => `-p ${p} -m statistic --mode random --probability 0.5 -m ${p} --dport ${n}`),
    fc.tuple(address, protocol, port).map(([a, p, n]) => `-d ${a}/32 -p ${p} -m ${p} --dport ${n}`),
    fc.constantFrom(
      "-m statistic --mode random --probability 0.5",
      "-m recent --set --name X --rsource",
      "-m rateest",
      "",
    ),
  );
  const ends = ["-j RETURN", "-j LOG", "-j MARK --set-xmark 0x1/0x1", "-j ACCEPT", "-j DROP", "-j NOWHERE"];
  const rule = fc
    .oneof(
      fc.tuple(fc.constant("PREROUTING"), condition, fc.constantFrom("-j A", "-g A", "-j B", ...ends)),
      fc.tuple(fc.constant("A"), condition, fc.constantFrom("-j B", "-g B", ...ends)),
      fc.tuple(fc.constant("B"), condition, fc.constantFrom(...ends)),
    )
    .map((words) => `mangle ${words.join(" ").replace(/ +/g, " ")}`);
  const header = fc
    .tuple(protocol, address, address, port)
    .map(([p, from, to, n]) => packet(`${p} ${from}:1000 ${to}:${n}`));

  test("finds what trying each rule finds, draws and counts included, also when it remembers a walk", () => {
    const base = ["mangle PREROUTING -s 1.1.1.1/32", "mangle A -s 1.1.1.1/32", "mangle B -s 1.1.1.1/32"];
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 20, maxLength: 80 }),
        fc.array(header, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (rules, headers, stream) => {
          const draws = [...stream.take(4000)];
          const walks = (["indexed", "all"] as const).map((tries) => {
            const filter = open([...base, ...rules], { tries });
            const context = contextAt(0, draws);
            return [...headers, ...headers, ...headers].map((one) => forward(filter, one, context));
          });
          expect(walks[0]).toEqual(walks[1]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("explains all that it passed over: as many rules as were counted, each in its place", () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 20, maxLength: 60 }), header, (rules, one) => {
        const filter = open([
          "mangle PREROUTING -s 1.1.1.1/32",
          "mangle A -s 1.1.1.1/32",
          "mangle B -s 1.1.1.1/32",
          ...rules,
        ]);
        const { steps } = forward(filter, one);
        const told = steps.filter((step) => step.kind === "rule");
        const all = filter.explain(steps);
        expect(all.filter((step) => told.includes(step))).toEqual(told);
        expect(all.length).toBeGreaterThanOrEqual(told.length + told.reduce((sum, step) => sum + step.skipped, 0));
      }),
    );
  });
});

describe("the counters", () => {
  const counted = (filter: HostNetfilter, table: "nat" | "filter") =>
    filter
      .saveCounted(table)
      .split("\n")
      .filter((line) => line.startsWith("["));
  const rules = ["nat PREROUTING -p tcp -j DNAT --to-destination 10.1.0.1", "filter FORWARD -p tcp -j ACCEPT"];

  test("count a connection's first packet in table nat, each packet elsewhere, and go on after a save", () => {
    const filter = open(rules);
    const send = (to: HostNetfilter, port: number, bytes: number) => {
      for (const flag of ["SYN", "ACK"] as const)
        forward(to, packet(`tcp 10.0.0.1:${port} 7.7.7.1:80`, [flag]), contextAt(), bytes);
    };
    for (const port of [1, 2, 3]) send(filter, port, 60);
    const loaded = open(rules, { saved: JSON.parse(JSON.stringify(filter.saveState())) });
    send(loaded, 4, 40);
    expect([
      counted(filter, "nat"),
      counted(filter, "filter"),
      counted(loaded, "nat"),
      counted(loaded, "filter"),
    ]).toEqual([
      ["[3:180] -A PREROUTING -p tcp -j DNAT --to-destination 10.1.0.1"],
      ["[6:360] -A FORWARD -p tcp -j ACCEPT"],
      ["[4:220] -A PREROUTING -p tcp -j DNAT --to-destination 10.1.0.1"],
      ["[8:440] -A FORWARD -p tcp -j ACCEPT"],
    ]);
  });
});

describe("NAT", () => {
  const RULES = [
    "nat PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.244.1.2:8080",
    "nat PREROUTING -p udp -j DNAT --to-destination 10.244.1.2-10.244.1.9:5000-5003",
    "nat POSTROUTING -s 10.244.0.0/16 -j MASQUERADE --random-fully",
    "nat POSTROUTING -s 10.1.0.0/16 -j MASQUERADE",
    "nat POSTROUTING -s 10.2.0.0/16 -j SNAT --to-source 10.3.0.1-10.3.0.4:2000-2010",
  ];
  const client = fc
    .tuple(fc.constantFrom(1, 2, 244, 9), fc.integer({ min: 1, max: 3 }))
    .map(([net, host]) => `10.${net}.0.${host}`);
  const sent = fc.tuple(
    fc.constantFrom("tcp", "udp", "icmp"),
    client,
    fc.integer({ min: 1020, max: 1030 }),
    fc.constantFrom("7.7.7.1", "7.7.7.2"),
    fc.constantFrom(80, 81),
  );
  const headerOf = ([protocol, from, fromPort, to, toPort]: readonly [string, string, number, string, number]) =>
    packet(`${protocol} ${from}:${fromPort} ${to}:${protocol === "icmp" ? 8 : toPort}`);
  const answerTo = (header: Header): Header => ({
    ...header,
    source: header.destination,
    destination: header.source,
    ...(header.sourcePort !== undefined && { sourcePort: header.destinationPort!, destinationPort: header.sourcePort }),
    ...(header.flags && { flags: ["SYN", "ACK"] as const }),
    ...(header.icmp && { icmp: { ...header.icmp, type: "echo-reply" as const } }),
  });

  test("is undone by the reply, for each of many connections at once, whose replies no two share", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(sent, { minLength: 1, maxLength: 30, selector: (one) => show(headerOf(one)) }),
        (connections) => {
          const filter = open(RULES);
          const there = connections.map((one) => ({ before: headerOf(one), ...forward(filter, headerOf(one)) }));
          expect(new Set(there.map(({ header }) => show(header))).size).toBe(there.length);
          for (const { before, header } of there) {
            const back = forward(filter, answerTo(header));
            expect(show(back.header)).toBe(show(answerTo(before)));
            expect(show(forward(filter, { ...before, ...(before.flags && { flags: ["ACK"] as const }) }).header)).toBe(
              show(header),
            );
          }
        },
      ),
    );
  });

  test("is undone by an ICMP error too, in its own address and in the packet that it quotes", () => {
    fc.assert(
      fc.property(sent, (one) => {
        const filter = open(RULES);
        const before = headerOf(one);
        const { header } = forward(filter, before);
        const error: Header = {
          protocol: "icmp",
          source: header.destination,
          destination: header.source,
          ttl: 64,
          icmp: { type: "port-unreachable", about: header },
        };
        const { header: back, steps } = forward(filter, error);
        expect(steps.find((step) => step.kind === "conntrack")?.state).toBe("related");
        expect(show(back.icmp!.about!)).toBe(show(before));
        expect([back.source, back.destination]).toEqual([before.destination, before.source]);
      }),
    );
  });

  test("leaves a masqueraded port as it is unless --random-fully, or unless it is taken", () => {
    const filter = open(RULES);
    expect(show(forward(filter, packet("tcp 10.1.0.1:40000 7.7.7.1:81")).header)).toBe(`tcp ${NODE}:40000 7.7.7.1:81`);
    expect(show(forward(filter, packet("tcp 10.1.0.2:40000 7.7.7.2:81")).header)).toBe(`tcp ${NODE}:40000 7.7.7.2:81`);
    expect(forward(filter, packet("tcp 10.1.0.2:40000 7.7.7.1:81")).header.sourcePort).not.toBe(40_000);
    expect(forward(filter, packet("tcp 10.244.0.1:40001 7.7.7.1:81")).header.sourcePort).not.toBe(40_001);
  });

  test("sends a packet for this host elsewhere by REDIRECT", () => {
    const filter = open(["nat PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8080"]);
    expect(show(forward(filter, packet("tcp 10.1.0.1:40000 7.7.7.1:80")).header)).toBe(
      `tcp 10.1.0.1:40000 ${NODE}:8080`,
    );
  });

  test("spreads 10,000 draws as chance allows", () => {
    const random = new Random(3);
    const filter = open([
      ...[0.25, 0.33333333349, 0.5].map(
        (p, i) =>
          `nat PREROUTING -m statistic --mode random --probability ${p} -j DNAT --to-destination 10.244.0.${i + 1}`,
      ),
      "nat PREROUTING -j DNAT --to-destination 10.244.0.4",
    ]);
    const counts = new Map<string, number>();
    for (let i = 0; i < 10_000; i++) {
      const source = numberToIpv4(ipv4ToNumber("10.9.0.0") + i);
      const { header } = forward(filter, packet(`udp ${source}:5 7.7.7.1:80`), {
        ...contextAt(),
        draw: () => random.fraction(),
      });
      counts.set(header.destination, (counts.get(header.destination) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual(["10.244.0.1", "10.244.0.2", "10.244.0.3", "10.244.0.4"]);
    for (const count of counts.values())
      expect(Math.abs(count - 2500)).toBeLessThan(5 * Math.sqrt(10_000 * 0.25 * 0.75));
  });
});

describe("conntrack", () => {
  const lines = (filter: HostNetfilter, nowMs: number) => filter.conntrack(nowMs).map(printConntrackEntry);
  const there = "tcp 10.0.0.1:40000 7.7.7.1:80";
  const back = "tcp 7.7.7.1:80 10.0.0.1:40000";

  test("follows a TCP connection from SYN_SENT to TIME_WAIT, prints it as conntrack -L does, and forgets it in time", () => {
    const filter = open([]);
    const conversation: readonly (readonly [string, readonly TcpFlag[], string])[] = [
      [there, ["SYN"], "119 SYN_SENT"],
      [back, ["SYN", "ACK"], "59 SYN_RECV"],
      [there, ["ACK"], "86399 ESTABLISHED"],
      [there, ["FIN", "ACK"], "119 FIN_WAIT"],
      [back, ["ACK"], "3599 CLOSE_WAIT"],
      [back, ["FIN", "ACK"], "29 LAST_ACK"],
      [there, ["ACK"], "119 TIME_WAIT"],
    ];
    for (const [text, flags, state] of conversation) {
      forward(filter, packet(text, flags), contextAt(0));
      expect(lines(filter, 1)[0]).toContain(`tcp      6 ${state} src=`);
    }
    expect(lines(filter, 1)).toEqual([
      "tcp      6 119 TIME_WAIT src=10.0.0.1 dst=7.7.7.1 sport=40000 dport=80 src=7.7.7.1 dst=10.0.0.1 sport=80 dport=40000 [ASSURED] mark=0 use=1",
    ]);
    expect(lines(filter, 119_999)).toHaveLength(1);
    expect(lines(filter, 120_000)).toEqual([]);
  });

  test("forgets a refused connection at once, and begins anew when a port is used again", () => {
    const filter = open([]);
    forward(filter, packet(there));
    forward(filter, packet(back, ["RST", "ACK"]));
    expect(lines(filter, 0)).toEqual([]);
    for (const [text, flags] of [
      [there, ["SYN"]],
      [back, ["SYN", "ACK"]],
      [there, ["ACK"]],
      [there, ["RST"]],
      [there, ["SYN"]],
    ] as const)
      forward(filter, packet(text, flags));
    expect(lines(filter, 1)[0]).toContain("119 SYN_SENT");
    expect(lines(filter, 1)[0]).toContain("[UNREPLIED]");
  });

  test("keeps UDP 30 s, a stream 120 s, and an echo 30 s", () => {
    const filter = open([]);
    const [ask, answer] = ["udp 10.0.0.1:5000 7.7.7.1:53", "udp 7.7.7.1:53 10.0.0.1:5000"];
    forward(filter, packet(ask), contextAt(0));
    expect(lines(filter, 1)).toEqual([
      "udp      17 29 src=10.0.0.1 dst=7.7.7.1 sport=5000 dport=53 [UNREPLIED] src=7.7.7.1 dst=10.0.0.1 sport=53 dport=5000 mark=0 use=1",
    ]);
    forward(filter, packet(answer), contextAt(10));
    forward(filter, packet(ask), contextAt(2000));
    expect(lines(filter, 2000)[0]).toContain("udp      17 30 src");
    forward(filter, packet(ask), contextAt(2001));
    expect(lines(filter, 2001)[0]).toMatch(/udp {6}17 120 src.*\[ASSURED\]/);
    forward(filter, packet("icmp 10.0.0.1:77 7.7.7.1:8"), contextAt(2001));
    expect(lines(filter, 2001)[1]).toBe(
      "icmp     1 30 src=10.0.0.1 dst=7.7.7.1 type=8 code=0 id=77 [UNREPLIED] src=7.7.7.1 dst=10.0.0.1 type=0 code=0 id=77 mark=0 use=1",
    );
  });

  test("calls an answer to nothing invalid, and takes up a conversation that was under way", () => {
    const state = (flags: readonly TcpFlag[]) =>
      forward(open([]), packet(there, flags)).steps.find((step) => step.kind === "conntrack")?.state;
    expect([state(["SYN", "ACK"]), state(["RST"]), state(["FIN"]), state(["ACK"])]).toEqual([
      "invalid",
      "invalid",
      "invalid",
      "new",
    ]);
  });

  test("tells of an invalid packet at every hook, so that rules can drop it", () => {
    const filter = open(["filter FORWARD -m conntrack --ctstate INVALID -j DROP"]);
    expect(forward(filter, packet(back, ["SYN", "ACK"])).verdict).toBe("drop");
    expect(forward(filter, packet(there)).verdict).toBe("accept");
  });

  test("goes on after a save as without it", () => {
    const rules = ["nat PREROUTING -j DNAT --to-destination 10.244.1.2:8080", "nat POSTROUTING -j MASQUERADE"];
    const filter = open(rules);
    forward(filter, packet(there));
    const saved = JSON.parse(JSON.stringify(filter.saveState()));
    const answer = packet(`tcp 10.244.1.2:8080 ${NODE}:40000`, ["SYN", "ACK"]);
    const [gone, loaded] = [filter, open(rules, { saved })].map((one) => ({
      answered: forward(one, answer).header,
      entries: lines(one, 5),
      next: one.saveState(),
    }));
    expect(loaded).toEqual(gone);
  });

  test("keeps no connection of a packet that was dropped, and none for one that rules take out", () => {
    const filter = open(["filter FORWARD -p tcp -j DROP", "raw PREROUTING -p udp -j CT --notrack"]);
    forward(filter, packet(there));
    forward(filter, packet("udp 10.0.0.1:5000 7.7.7.1:53"));
    expect(lines(filter, 0)).toEqual([]);
  });
});
