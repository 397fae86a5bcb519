import type { Directive } from "../corefile.ts";
import { fullyQualified } from "../message.ts";
import type { KubernetesOptions } from "./kubernetes-records.ts";

const DEFAULT_TTL = 5;
const TTL_MAX = 3600;

type Options = { -readonly [K in keyof KubernetesOptions]: KubernetesOptions[K] };
type Problem = { readonly problem: string; readonly line: number };

/** Reads the plugin's lines. As plugin/kubernetes/setup.go does, with its words for what is wrong. */
export function parseKubernetes(
  directives: readonly Directive[],
  serverZones: readonly string[],
): KubernetesOptions | Problem {
  const [directive, second] = directives;
  if (!directive) return { problem: "no kubernetes directive", line: 0 };
  if (second) return { problem: "this plugin can only be used once per Server Block", line: second.line };
  const zones = directive.arguments.length > 0 ? directive.arguments : serverZones;
  const options: Options = {
    zones: zones.map((zone) => fullyQualified(zone).toLowerCase()),
    ttl: DEFAULT_TTL,
    pods: "disabled",
    fallThrough: undefined,
    usesPodNames: false,
    ignoresEmptyServices: false,
    noEndpoints: false,
  };
  if (options.zones.every((zone) => zone.endsWith(".arpa.")))
    return { problem: "non-reverse zone name must be used", line: directive.line };
  for (const line of directive.block) {
    const problem = readLine(line, options);
    if (problem !== undefined) return { problem, line: line.line };
  }
  return options;
}

function readLine({ name, arguments: words }: Directive, options: Options): string | undefined {
  const wrongCount = `Wrong argument count or unexpected line ending after '${name}'`;
  switch (name) {
    case "pods":
      if (words.length !== 1) return wrongCount;
      if (words[0] !== "disabled" && words[0] !== "insecure" && words[0] !== "verified")
        return `wrong value for pods: ${words[0]},  must be one of: disabled, verified, insecure`;
      options.pods = words[0];
      return undefined;
    case "namespaces":
      if (words.length === 0) return wrongCount;
      options.namespaces = [...(options.namespaces ?? []), ...words];
      return undefined;
    case "fallthrough":
      options.fallThrough = words.length > 0 ? words.map((zone) => fullyQualified(zone).toLowerCase()) : ["."];
      return undefined;
    case "ttl":
      return readTtl(words, options) ?? undefined;
    case "endpoint_pod_names":
      if (words.length > 0) return wrongCount;
      options.usesPodNames = true;
      return undefined;
    case "noendpoints":
      if (words.length > 0) return wrongCount;
      options.noEndpoints = true;
      return undefined;
    case "ignore":
      if (words[0] !== "empty_service") return `unable to parse ignore value: '${words[0] ?? ""}'`;
      options.ignoresEmptyServices = true;
      return undefined;
    case "endpoint":
    case "tls":
    case "kubeconfig":
    case "labels":
    case "namespace_labels":
    case "apiserver_qps":
    case "apiserver_burst":
    case "apiserver_max_inflight":
    case "startup_timeout":
    case "multicluster":
      return words.length === 0 ? wrongCount : undefined;
    default:
      return `unknown property '${name}'`;
  }
}

function readTtl(words: readonly string[], options: Options): string | undefined {
  const [word] = words;
  if (word === undefined) return "Wrong argument count or unexpected line ending after 'ttl'";
  if (!/^[+-]?\d+$/.test(word)) return `strconv.Atoi: parsing "${word}": invalid syntax`;
  const ttl = Number(word);
  if (ttl < 0 || ttl > TTL_MAX) return `ttl must be in range [0, ${TTL_MAX}]: ${ttl}`;
  options.ttl = ttl;
  return undefined;
}
