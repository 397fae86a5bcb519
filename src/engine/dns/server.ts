import { COREFILE_PATH, corefileProblem, parseCorefile, type Directive, type ServerBlock } from "./corefile.ts";
import type { Served } from "./contract.ts";
import { bestZone, failure, fullyQualified } from "./message.ts";
import type { Handler, PluginEnvironment } from "./plugin.ts";
import { PLUGINS, SILENT_DIRECTIVES } from "./plugins.ts";

/** A Corefile that runs; or the text with which CoreDNS exits. `reloads`: it takes up a changed file while it runs. */
export type Server =
  | { readonly kind: "server"; readonly handle: Handler; readonly reloads: boolean }
  | { readonly kind: "broken"; readonly problem: string };

const DNS_PORT = 53;
/** Names whose zone is kept. */
const NAMES_MAX = 10_000;

/** Starts CoreDNS with a Corefile: each zone of each block gets the chain of plugins that the block names. */
export function startServer(text: string, environment: Omit<PluginEnvironment, "zones" | "lookup">): Server {
  const corefile = parseCorefile(text);
  if (corefile.kind === "problem") return { kind: "broken", problem: corefile.problem };
  const chains = new Map<string, Handler>();
  const byName = new Map<string, Handler | undefined>();
  const lookup: Handler = (query) => dispatch(query, chainFor(query.question.name));
  for (const block of corefile.blocks) {
    const keys = readKeys(block);
    if (typeof keys === "string") return { kind: "broken", problem: keys };
    const chain = buildChain(block, { ...environment, zones: keys.map(({ zone }) => zone), lookup });
    if (typeof chain === "string") return { kind: "broken", problem: chain };
    for (const { zone, port } of keys) {
      if (port !== DNS_PORT) continue;
      if (chains.has(zone))
        return { kind: "broken", problem: `cannot serve dns://${zone}:${port} - it is already defined` };
      chains.set(zone, chain);
    }
  }
  const reloads = corefile.blocks.some(({ directives }) => directives.some(({ name }) => name === "reload"));
  return { kind: "server", handle: lookup, reloads };

  /** The longest zone that holds the name has it. */
  function chainFor(name: string): Handler | undefined {
    if (byName.has(name)) return byName.get(name);
    const zone = bestZone(name, chains.keys());
    const chain = zone === undefined ? undefined : chains.get(zone);
    if (byName.size >= NAMES_MAX) byName.clear();
    byName.set(name, chain);
    return chain;
  }
}

/** REFUSED when no zone holds the name. */
function dispatch(query: Parameters<Handler>[0], chain: Handler | undefined): Served {
  return chain ? chain(query) : { kind: "answer", message: failure(query.question, "REFUSED") };
}

function buildChain(block: ServerBlock, environment: PluginEnvironment): Handler | string {
  const named = new Map<string, Directive[]>();
  for (const directive of block.directives) {
    const { name, line } = directive;
    if (!SILENT_DIRECTIVES.has(name) && !PLUGINS.some(([known]) => known === name))
      return corefileProblem({ line, message: `Unknown directive '${name}'` });
    const same = named.get(name);
    if (same) same.push(directive);
    else named.set(name, [directive]);
  }
  let chain: Handler = ({ question }) => ({ kind: "answer", message: failure(question, "SERVFAIL") });
  for (const [name, plugin] of PLUGINS.toReversed()) {
    const directives = named.get(name);
    if (!directives) continue;
    const setup = plugin(directives, environment);
    if (setup.kind === "problem") return `plugin/${name}: ${corefileProblem(setup)}`;
    chain = setup.wrap(chain);
  }
  return named.size > 0 ? chain : ({ question }) => ({ kind: "answer", message: failure(question, "REFUSED") });
}

/** Reads ".:53", "example.org", "dns://a.b:1053", "10.0.0.0/24". A text: why one of them is no zone. */
function readKeys({ keys }: ServerBlock): readonly { readonly zone: string; readonly port: number }[] | string {
  const found: { zone: string; port: number }[] = [];
  for (const key of keys) {
    const parts = /^(?:(dns|tls|grpc|https|quic):\/\/)?(.*?)(?::(\d+))?$/i.exec(key);
    const [, , name = "", port = String(DNS_PORT)] = parts ?? [];
    const zone = reverseZone(name) ?? fullyQualified(name).toLowerCase();
    if (!/^(\.|([a-z0-9_*-]+\.)+)$/.test(zone))
      return `${COREFILE_PATH}:1 - Error during parsing: no valid domain name: '${key}'`;
    found.push({ zone, port: Number(port) });
  }
  return found;
}

/** "10.0.0.0/24" is the zone "0.0.10.in-addr.arpa.". */
function reverseZone(name: string): string | undefined {
  const [, a, b, c, d, bits = ""] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(8|16|24|32)$/.exec(name) ?? [];
  if (bits === "") return undefined;
  const octets = [a, b, c, d].slice(0, Number(bits) / 8);
  return `${octets.toReversed().join(".")}.in-addr.arpa.`;
}
