import { expect, it, test } from "vitest";
import { ipv4, cidr } from "../model/address.ts";
import type { DnsRecord } from "../model/dns.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { Ask, AskResult, Resolved, ResolverHost } from "./contract.ts";
import { authoritative, failure } from "./message.ts";
import { resolveAsGlibc } from "./resolve-glibc.ts";
import { resolveAsMusl } from "./resolve-musl.ts";
import { parseResolvConf } from "./resolver-files.ts";

const POD =
  "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n";
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  "web.default.svc.cluster.local.": ["10.96.7.7"],
  "db.default.svc.cluster.local.": ["10.244.2.5", "10.244.1.9", "10.244.1.4"],
  "example.com.": ["203.0.113.20"],
};

type Server = "answers" | "silent" | "refused" | "SERVFAIL";

/** Servers that answer after 1 ms, or do not. */
function network(simulation: Simulation, servers: Readonly<Record<string, Server>>): Ask {
  return function* (server, questions, timeoutMs) {
    const how = servers[server] ?? "silent";
    yield { kind: "until", ms: simulation.nowMs + (how === "silent" ? timeoutMs : 1) };
    return questions.map((question): AskResult => {
      if (how === "silent") return "timeout";
      if (how === "refused") return "refused";
      if (how === "SERVFAIL") return failure(question, "SERVFAIL");
      const found = ADDRESSES[question.name];
      const answer = (question.type === "A" ? (found ?? []) : []).map((data): DnsRecord => ({
        name: question.name,
        ttl: 30,
        type: "A",
        data,
      }));
      return authoritative(question, { rcode: found ? "NOERROR" : "NXDOMAIN", answer });
    });
  };
}

function resolve(
  libc: "glibc" | "musl",
  name: string,
  options: { readonly resolvConf?: string; readonly servers?: Readonly<Record<string, Server>> } = {},
): Resolved & { readonly tookMs: number } {
  const simulation = new Simulation({ seed: 1, startAt: "2026-01-01T00:00:00Z" });
  const host: ResolverHost = {
    resolvConf: options.resolvConf ?? POD,
    hosts: "127.0.0.1\tlocalhost\n10.244.1.4\tmy-pod\n",
    own: { address: ipv4("10.244.1.4"), network: cidr("10.244.1.0/24") },
  };
  const ask = network(simulation, options.servers ?? { "10.96.0.10": "answers" });
  const results: Resolved[] = [];
  const resolver = libc === "glibc" ? resolveAsGlibc : resolveAsMusl;
  simulation.spawn(resolver(name, host, { ask, simulation }), (result) => results.push(result));
  while (results.length === 0 && simulation.step(Infinity)) continue;
  const [result] = results;
  if (!result) throw new Error("never ends");
  return { ...result, tookMs: simulation.nowMs };
}

/** "web.default… -> 10.96.7.7", with the names that were asked. */
function told({ addresses, failure: failed, queries }: Resolved): string {
  const asked = queries
    .filter(({ type }) => type === "A")
    .map(({ name }) => name.replace(".svc.cluster.local.", ".s…"));
  return `${failed ?? addresses.join(" ")} <- ${asked.join(" ")}`;
}

test.each`
  libc       | name              | answer
  ${"glibc"} | ${"web"}          | ${"10.96.7.7 <- web.default.s…"}
  ${"glibc"} | ${"web.default"}  | ${"10.96.7.7 <- web.default.default.s… web.default.s…"}
  ${"glibc"} | ${"example.com"}  | ${"203.0.113.20 <- example.com.default.s… example.com.s… example.com.cluster.local. example.com."}
  ${"glibc"} | ${"example.com."} | ${"203.0.113.20 <- example.com."}
  ${"glibc"} | ${"a.b.c.d.e.f"}  | ${"EAI_NONAME <- a.b.c.d.e.f. a.b.c.d.e.f.default.s… a.b.c.d.e.f.s… a.b.c.d.e.f.cluster.local."}
  ${"musl"}  | ${"a.b.c.d.e.f"}  | ${"EAI_NONAME <- a.b.c.d.e.f."}
  ${"musl"}  | ${"web"}          | ${"10.96.7.7 <- web.default.s…"}
  ${"musl"}  | ${"example.com"}  | ${"203.0.113.20 <- example.com.default.s… example.com.s… example.com.cluster.local. example.com."}
  ${"glibc"} | ${"my-pod"}       | ${"10.244.1.4 <- "}
  ${"glibc"} | ${"127.1"}        | ${"127.0.0.1 <- "}
  ${"glibc"} | ${"db"}           | ${"10.244.1.4 10.244.1.9 10.244.2.5 <- db.default.s…"}
  ${"musl"}  | ${"db"}           | ${"10.244.2.5 10.244.1.9 10.244.1.4 <- db.default.s…"}
`("$libc: $name", ({ libc, name, answer }) => {
  expect(told(resolve(libc, name))).toBe(answer);
});

const TWO = "nameserver 10.0.0.1\nnameserver 10.0.0.2\n";

test.each`
  libc       | resolvConf | servers                         | failure        | tookMs   | because
  ${"glibc"} | ${POD}     | ${{}}                           | ${"EAI_AGAIN"} | ${20000} | ${"5 s, twice, with a search domain and as it stands"}
  ${"musl"}  | ${POD}     | ${{}}                           | ${"EAI_AGAIN"} | ${5000}  | ${"5 s in all, and the search ends"}
  ${"glibc"} | ${POD}     | ${{ "10.96.0.10": "refused" }}  | ${"EAI_AGAIN"} | ${2}     | ${"an ICMP error is heard at once"}
  ${"musl"}  | ${POD}     | ${{ "10.96.0.10": "refused" }}  | ${"EAI_AGAIN"} | ${5000}  | ${"musl does not listen to it"}
  ${"glibc"} | ${TWO}     | ${{ "10.0.0.2": "answers" }}    | ${undefined}   | ${5001}  | ${"the next server after 5 s"}
  ${"musl"}  | ${TWO}     | ${{ "10.0.0.2": "answers" }}    | ${undefined}   | ${1}     | ${"all servers are asked at once"}
  ${"glibc"} | ${POD}     | ${{ "10.96.0.10": "SERVFAIL" }} | ${"EAI_AGAIN"} | ${8}     | ${"a failing server does not end the search"}
`("$libc: $because", ({ libc, resolvConf, servers, failure: failed, tookMs }) => {
  const result = resolve(libc, "example.com", { resolvConf, servers });
  expect({ failure: result.failure, tookMs: result.tookMs }).toEqual({ failure: failed, tookMs });
});

it("reads resolv.conf as libc does", () => {
  const text = "# c\nnameserver 1.1.1.1\nsearch a.b c.d.\noptions ndots:99 timeout:1 attempts:9 rotate\n";
  expect(parseResolvConf(text)).toEqual({
    nameservers: ["1.1.1.1"],
    search: ["a.b", "c.d"],
    ndots: 15,
    timeoutSeconds: 1,
    attempts: 5,
    rotates: true,
    isSingleRequest: false,
  });
});
