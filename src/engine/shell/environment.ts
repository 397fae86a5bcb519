import type { ApiServer } from "../apiserver/api-server.ts";
import { hostnameOf } from "../dns/resolver-files.ts";
import type { HostRef } from "../model/host.ts";
import type { Container, EnvVar, Pod, Service } from "../model/objects.ts";
import { parseTimestamp } from "../model/timestamp.ts";
import type { ShellTarget } from "./target.ts";

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The variables that a fresh shell finds there. */
export function environmentOf({ api }: { readonly api: ApiServer }, target: ShellTarget): Map<string, string> {
  switch (target.kind) {
    case "workstation":
      return new Map([
        ["HOME", "/root"],
        ["HOSTNAME", "workstation"],
        ["PATH", PATH],
        ["PWD", "/root"],
        ["SHELL", "/bin/bash"],
        ["USER", "root"],
      ]);
    case "toolbox":
      return new Map([
        ["HOME", "/root"],
        ["HOSTNAME", hostnameAt(api, target.host)],
        ["PATH", PATH],
        ["PWD", "/"],
      ]);
    default: {
      const pod = api.get("Pod", target.pod, target.namespace);
      const container = pod?.spec.containers.find(({ name }) => name === target.container);
      const own = pod ? containerEnvironment(api, pod, container) : [];
      return new Map([["PATH", PATH], ["HOSTNAME", hostnameAt(api, target)], ...own, ["HOME", "/root"], ["PWD", "/"]]);
    }
  }
}

/** What `hostname` prints there. */
export function hostnameAt(api: ApiServer, host: HostRef | undefined): string {
  if (!host) return "workstation";
  if ("node" in host) return host.node;
  if ("outside" in host) return "world";
  const pod = api.get("Pod", host.pod, host.namespace);
  if (!pod) return host.pod;
  return pod.spec.hostNetwork ? (pod.spec.nodeName ?? host.pod) : hostnameOf(pod);
}

/** As pkg/kubelet/kubelet_pods.go: makeEnvironmentVariables. The container's own words first, then the links to Services. */
function containerEnvironment(
  api: ApiServer,
  pod: Pod,
  container: Container | undefined,
): readonly (readonly [string, string])[] {
  const links = serviceLinks(api, pod, container);
  const own = new Map<string, string>();
  for (const variable of container?.env ?? []) {
    const value = valueOf(api, pod, variable);
    if (value === undefined) continue;
    own.set(
      variable.name,
      expand(value, (name) => own.get(name) ?? links.get(name)),
    );
  }
  const rest = [...links].filter(([name]) => !own.has(name)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [...own, ...rest];
}

/** `$(NAME)` is the variable's value; `$$` is a dollar sign. */
function expand(value: string, variable: (name: string) => string | undefined): string {
  return value.replaceAll(/\$\$|\$\(([^)]+)\)/g, (whole, name: string | undefined) =>
    name === undefined ? "$" : (variable(name) ?? whole),
  );
}

function valueOf(api: ApiServer, pod: Pod, { value, valueFrom }: EnvVar): string | undefined {
  const source = (valueFrom ?? {}) as {
    readonly fieldRef?: { readonly fieldPath?: string };
    readonly configMapKeyRef?: { readonly name?: string; readonly key?: string };
  };
  if (source.fieldRef) return fieldOf(pod, source.fieldRef.fieldPath ?? "");
  if (source.configMapKeyRef) {
    const { name = "", key = "" } = source.configMapKeyRef;
    return api.get("ConfigMap", name, pod.metadata.namespace)?.data?.[key];
  }
  return valueFrom === undefined ? (value ?? "") : undefined;
}

function fieldOf({ metadata, spec, status }: Pod, path: string): string {
  const [, map, key = ""] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (map === "labels" || map === "annotations") return metadata[map]?.[key] ?? "";
  const fields: Readonly<Record<string, string | undefined>> = {
    "metadata.name": metadata.name,
    "metadata.namespace": metadata.namespace,
    "metadata.uid": metadata.uid,
    "spec.nodeName": spec.nodeName,
    "spec.serviceAccountName": spec.serviceAccountName,
    "status.hostIP": status?.hostIP,
    "status.podIP": status?.podIP,
  };
  return fields[path] ?? "";
}

/** The Services that were there when the container started: its namespace's, and always `kubernetes`. */
function serviceLinks(api: ApiServer, pod: Pod, container: Container | undefined): Map<string, string> {
  const { namespace = "default" } = pod.metadata;
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container?.name);
  const startedAt = parseTimestamp(status?.state?.running?.startedAt ?? pod.status?.startTime ?? "") ?? Infinity;
  const wantsLinks = pod.spec["enableServiceLinks"] !== false;
  const links = new Map<string, string>();
  const master = api.get("Service", "kubernetes", "default");
  if (master) addLinks(links, master);
  for (const service of wantsLinks ? api.list("Service", namespace) : []) {
    const createdAt = parseTimestamp(service.metadata.creationTimestamp ?? "") ?? 0;
    if (createdAt <= startedAt) addLinks(links, service);
  }
  return links;
}

/** As pkg/kubelet/envvars/envvars.go: FromServices. */
function addLinks(links: Map<string, string>, { metadata, spec }: Service): void {
  const { clusterIP = "", ports = [] } = spec;
  const [first] = ports;
  if (clusterIP === "" || clusterIP === "None" || !first || spec.type === "ExternalName") return;
  const prefix = variableName(metadata.name);
  links.set(`${prefix}_SERVICE_HOST`, clusterIP);
  links.set(`${prefix}_SERVICE_PORT`, String(first.port));
  for (const { name, port } of ports) if (name) links.set(`${prefix}_SERVICE_PORT_${variableName(name)}`, String(port));
  for (const [index, { port, protocol = "TCP" }] of ports.entries()) {
    const url = `${protocol.toLowerCase()}://${clusterIP}:${port}`;
    if (index === 0) links.set(`${prefix}_PORT`, url);
    const own = `${prefix}_PORT_${port}_${protocol}`;
    links.set(own, url);
    links.set(`${own}_PROTO`, protocol.toLowerCase());
    links.set(`${own}_PORT`, String(port));
    links.set(`${own}_ADDR`, clusterIP);
  }
}

function variableName(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
