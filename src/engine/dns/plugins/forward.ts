import { parseIpv4, type Ipv4 } from "../../model/address.ts";
import type { Served } from "../contract.ts";
import type { Directive } from "../corefile.ts";
import { failure, fullyQualified, isInZone } from "../message.ts";
import { OUTSIDE_DNS_SERVER } from "../outside-server.ts";
import { argumentProblem, type Handler, type PluginEnvironment, type PluginSetup, type Query } from "../plugin.ts";

type Forward = {
  readonly from: string;
  readonly to: readonly Ipv4[];
  readonly except: readonly string[];
  readonly policy: string;
};

const POLICIES = ["random", "round_robin", "sequential"];
const PROPERTIES = new Set([
  "except",
  "policy",
  "force_tcp",
  "prefer_udp",
  "expire",
  "max_fails",
  "max_concurrent",
  "health_check",
  "tls",
  "tls_servername",
  "next",
  "failfast_all_unhealthy_upstreams",
  "failover",
  "max_idle_conns",
  "max_age",
]);

/** Hands queries of a zone to other servers; the next one is asked when one is silent. As plugin/forward. */
export function forward(directives: readonly Directive[], environment: PluginEnvironment): PluginSetup {
  const forwards: Forward[] = [];
  for (const directive of directives) {
    const read = readForward(directive);
    if ("kind" in read) return read;
    forwards.push(read);
  }
  return {
    kind: "plugin",
    wrap: (next) => forwards.reduceRight((rest, one) => forwardTo(one, rest, environment), next),
  };
}

function forwardTo({ from, to, except, policy }: Forward, next: Handler, { simulation }: PluginEnvironment): Handler {
  return (query) => {
    const { name } = query.question;
    if (!isInZone(name, from) || except.some((zone) => isInZone(name, zone))) return next(query);
    const first = policy === "sequential" || to.length < 2 ? 0 : simulation.random("coredns").below(to.length);
    return ask(query, [...to.slice(first), ...to.slice(0, first)]);
  };
}

function ask({ question }: Query, [upstream, ...others]: readonly Ipv4[]): Served {
  if (upstream === undefined) return { kind: "answer", message: failure(question, "SERVFAIL") };
  return {
    kind: "forward",
    upstream,
    question,
    complete: (message) => ({ ...message, question }),
    fail: () => ask({ question, localAddresses: () => [] }, others),
  };
}

function readForward(directive: Directive): Forward | Extract<PluginSetup, { readonly kind: "problem" }> {
  const { line, name, block } = directive;
  const [from, ...to] = directive.arguments;
  const problem = (message: string, at = line) => ({ kind: "problem", line: at, message }) as const;
  if (from === undefined || to.length === 0) return argument(directive);
  const addresses: Ipv4[] = [];
  for (const host of to) {
    const found = addressesOf(host);
    if (!found) return problem(`not an IP address or file: "${host}"`);
    addresses.push(...found);
  }
  for (const property of block) {
    if (!PROPERTIES.has(property.name)) return problem(`unknown property '${property.name}'`, property.line);
    if (property.name === "policy" && !POLICIES.includes(property.arguments[0] ?? ""))
      return problem(`unknown policy '${property.arguments[0] ?? ""}'`, property.line);
  }
  const wordsOf = (key: string) => block.filter((property) => property.name === key).flatMap((p) => p.arguments);
  return {
    from: fullyQualified(from).toLowerCase(),
    to: addresses,
    except: wordsOf("except").map((zone) => fullyQualified(zone).toLowerCase()),
    policy: wordsOf("policy").at(-1) ?? "random",
  };

  function argument(at: { readonly line: number }): Extract<PluginSetup, { readonly kind: "problem" }> {
    const found = argumentProblem({ line: at.line, name });
    return found.kind === "problem" ? found : problem("");
  }
}

/** The file that a CoreDNS pod has is its node's (dnsPolicy Default): the outside server. */
function addressesOf(host: string): readonly Ipv4[] | undefined {
  if (host === "/etc/resolv.conf") return [OUTSIDE_DNS_SERVER];
  const [, address = ""] = /^(?:dns:\/\/|tls:\/\/)?([\d.]+)(?::\d+)?$/.exec(host) ?? [];
  const parsed = parseIpv4(address);
  return parsed && [parsed];
}
