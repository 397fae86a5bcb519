/** Where a request starts: a pod, a node of the cluster, or a machine outside, by its address. */
export type HostRef =
  | { readonly pod: string; readonly namespace: string }
  | { readonly node: string }
  | { readonly outside: string };

/** A host's name in traces: "pod default/web-0", "node node-1", "outside 198.51.100.7". */
export function hostName(host: HostRef): string {
  if ("pod" in host) return `pod ${host.namespace}/${host.pod}`;
  return "node" in host ? `node ${host.node}` : `outside ${host.outside}`;
}

/** The inverse of `hostName`; undefined for a text that names no host. */
export function parseHostName(name: string): HostRef | undefined {
  const found = /^(pod|node|outside) (\S+)$/.exec(name);
  const [, kind, rest = ""] = found ?? [];
  if (kind === "node") return { node: rest };
  if (kind === "outside") return { outside: rest };
  const [namespace, pod] = rest.split("/");
  return kind === "pod" && namespace && pod ? { namespace, pod } : undefined;
}
