// What Tab offers: verbs, kinds, names, namespaces, flags and files, by the words before the cursor.

/** What there is to name. */
export type CompletionFacts = {
  /** Names of a kind in a namespace; of all namespaces where it is undefined. */
  readonly names: (kind: string, namespace: string | undefined) => readonly string[];
  readonly files: readonly string[];
};

/** What could stand for the word at the end of the text, and that word. */
export type Offered = { readonly word: string; readonly words: readonly string[] };

const TOOLS = [
  "arp",
  "cat",
  "clear",
  "conntrack",
  "curl",
  "cut",
  "dig",
  "echo",
  "env",
  "getent",
  "grep",
  "head",
  "host",
  "hostname",
  "ip",
  "iptables",
  "iptables-save",
  "kubectl",
  "nc",
  "nslookup",
  "ping",
  "sleep",
  "sort",
  "ss",
  "tail",
  "traceroute",
  "watch",
  "wc",
  "wget",
];

const VERBS = [
  "annotate",
  "api-resources",
  "apply",
  "cluster-info",
  "config",
  "create",
  "delete",
  "describe",
  "diff",
  "edit",
  "exec",
  "explain",
  "expose",
  "get",
  "label",
  "logs",
  "patch",
  "port-forward",
  "replace",
  "rollout",
  "run",
  "scale",
  "set",
  "version",
  "wait",
];

const SUBVERBS: Readonly<Record<string, readonly string[]>> = {
  rollout: ["history", "pause", "restart", "resume", "status", "undo"],
  set: ["env", "image", "selector"],
  config: ["current-context", "get-contexts", "set-context", "use-context", "view"],
  create: ["configmap", "deployment", "namespace", "secret", "service"],
};

/** What kubectl calls a kind, its short names with it. */
const KINDS: Readonly<Record<string, string>> = {
  configmaps: "ConfigMap",
  cm: "ConfigMap",
  daemonsets: "DaemonSet",
  ds: "DaemonSet",
  deployments: "Deployment",
  deploy: "Deployment",
  deployment: "Deployment",
  endpoints: "Endpoints",
  ep: "Endpoints",
  endpointslices: "EndpointSlice",
  events: "Event",
  namespaces: "Namespace",
  ns: "Namespace",
  nodes: "Node",
  no: "Node",
  node: "Node",
  pods: "Pod",
  po: "Pod",
  pod: "Pod",
  replicasets: "ReplicaSet",
  rs: "ReplicaSet",
  services: "Service",
  svc: "Service",
  service: "Service",
  statefulsets: "StatefulSet",
  sts: "StatefulSet",
};

/** The kind that kubectl means by a word: "deploy" is Deployment. */
export function kindCalled(word: string): string | undefined {
  return Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
}

const NAMESPACED_NOT = new Set(["Node", "Namespace"]);

const FLAGS = [
  "--all",
  "--all-namespaces",
  "--dry-run=client",
  "--dry-run=server",
  "--field-selector",
  "--filename",
  "--namespace",
  "--output",
  "--replicas",
  "--selector",
  "--show-labels",
  "--sort-by",
  "--watch",
];

const OUTPUTS = ["json", "name", "wide", "yaml", "jsonpath=", "custom-columns="];

/** Verbs whose first argument is a pod, or a kind and a name with a slash. */
const POD_VERBS = new Set(["exec", "logs", "port-forward"]);

/** What Tab offers at the end of the text. */
export function offer(text: string, facts: CompletionFacts): Offered {
  const segment = text.split(/[|;&]/).at(-1) ?? "";
  const words = segment.trimStart().split(/\s+/);
  const word = words.at(-1) ?? "";
  const from = words.length === 1 ? TOOLS : words[0] === "kubectl" ? kubectlWords(words, facts) : facts.files;
  return { word, words: from.filter((one) => one.startsWith(word)).toSorted() };
}

/** The beginning that all of them share. */
export function commonBeginning(words: readonly string[]): string {
  const [first = "", ...rest] = words;
  let length = first.length;
  for (const word of rest) while (!word.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}

function kubectlWords(words: readonly string[], facts: CompletionFacts): readonly string[] {
  const word = words.at(-1) ?? "";
  const flag = words.at(-2) ?? "";
  const given = words.slice(1, -1);
  if (given.includes("--")) return [...TOOLS, ...facts.files];
  if (flag === "-n" || flag === "--namespace") return facts.names("Namespace", undefined);
  if (flag === "-f" || flag === "--filename") return facts.files;
  if (flag === "-o" || flag === "--output") return OUTPUTS;
  if (word.startsWith("-")) return FLAGS;
  const [verb, ...args] = argumentsOf(given);
  if (verb === undefined) return VERBS;
  return argumentWords({ verb, args, word, namespace: namespaceOf(given) }, facts);
}

type Asked = {
  readonly verb: string;
  readonly args: readonly string[];
  readonly word: string;
  readonly namespace: string | undefined;
};

function argumentWords({ verb, args, word, namespace }: Asked, facts: CompletionFacts): readonly string[] {
  const subverbs = SUBVERBS[verb];
  if (subverbs && args.length === 0) return subverbs;
  if (word.includes("/")) return slashWords(word, { namespace, facts });
  const [first] = subverbs ? args.slice(1) : args;
  const kind = KINDS[first ?? ""];
  if (kind !== undefined) return facts.names(kind, NAMESPACED_NOT.has(kind) ? undefined : (namespace ?? "default"));
  if (first !== undefined) return [];
  if (POD_VERBS.has(verb)) return [...facts.names("Pod", namespace ?? "default"), "deploy/", "svc/"];
  return [...Object.keys(KINDS), "all"];
}

function slashWords(
  word: string,
  { namespace, facts }: { readonly namespace: string | undefined; readonly facts: CompletionFacts },
): readonly string[] {
  const [written = ""] = word.split("/");
  const kind = KINDS[written];
  return kind === undefined ? [] : facts.names(kind, namespace ?? "default").map((name) => `${written}/${name}`);
}

const FLAGS_WITH_VALUE = new Set([
  "-n",
  "--namespace",
  "-o",
  "--output",
  "-l",
  "--selector",
  "-f",
  "--filename",
  "-c",
  "--container",
]);

function argumentsOf(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => !word.startsWith("-") && !FLAGS_WITH_VALUE.has(words[index - 1] ?? ""));
}

function namespaceOf(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === "-n" || word === "--namespace");
  if (at >= 0) return words[at + 1];
  return words.find((word) => word.startsWith("--namespace="))?.slice("--namespace=".length);
}
