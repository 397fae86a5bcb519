import {
  compareText,
  fieldAt,
  isTrueAt,
  listAt,
  mapAt,
  numberAt,
  textAt,
  textsAt,
} from "../../../apiserver/printers/fields.ts";
import { joinLabels } from "../../../apiserver/printers/selector-text.ts";
import { goQuote } from "../../../apiserver/go-text.ts";
import { parseQuantity } from "../../../apiserver/schema/quantity.ts";
import type { KubernetesObject } from "../../../model/objects.ts";
import type { DescribeText } from "./writer.ts";
import { longTime } from "./writer.ts";

export type ContainersPart = {
  readonly title: string;
  readonly containers: readonly unknown[];
  readonly statuses: readonly unknown[];
  /** The pod whose fields environment variables may name; undefined for a template. */
  readonly pod: KubernetesObject | undefined;
  /** What stands before the title: two spaces in a template. */
  readonly space: string;
};

/** "Containers:" and all that is known of each. As describeContainers. */
export function describeContainers(text: DescribeText, part: ContainersPart): void {
  const { containers, statuses, space } = part;
  text.line(0, `${space}${part.title}:${containers.length === 0 ? " <none>" : ""}`);
  for (const container of containers) {
    const status = statuses.find((one) => textAt(one, "name") === textAt(container, "name"));
    describeBasics(text, container, { status, nameIndent: space === "" ? "" : " " });
    describeCommand(text, "Command", textsAt(container, "command"));
    describeCommand(text, "Args", textsAt(container, "args"));
    if (status !== undefined) describeState(text, status);
    describeResources(text, fieldAt(container, "resources"), 2);
    for (const [title, name] of PROBES) {
      const probe = fieldAt(container, name);
      if (probe !== undefined) text.line(2, `${title}:\t${probeText(probe)}`);
    }
    describeEnvironment(text, container, part.pod);
    describeMounts(text, container);
  }
}

const PROBES = [
  ["Liveness", "livenessProbe"],
  ["Readiness", "readinessProbe"],
  ["Startup", "startupProbe"],
] as const;

function describeBasics(
  text: DescribeText,
  container: unknown,
  { status, nameIndent }: { readonly status: unknown; readonly nameIndent: string },
): void {
  text.line(1, `${nameIndent}${textAt(container, "name")}:`);
  if (status !== undefined) text.line(2, `Container ID:\t${textAt(status, "containerID")}`);
  text.line(2, `Image:\t${textAt(container, "image")}`);
  if (status !== undefined) text.line(2, `Image ID:\t${textAt(status, "imageID")}`);
  describePorts(text, "Port", portTexts(container, "containerPort"));
  describePorts(text, "Host Port", portTexts(container, "hostPort"));
  describeSeccomp(text, container, 2);
}

/** The seccomp profile of a pod or container, if its security context has one. */
export function describeSeccomp(text: DescribeText, owner: unknown, level: number): void {
  const profile = fieldAt(owner, "securityContext", "seccompProfile");
  if (profile === undefined) return;
  text.line(level, `SeccompProfile:\t${textAt(profile, "type")}`);
  if (textAt(profile, "type") !== "Localhost") return;
  text.line(level === 0 ? 0 : level + 1, `LocalhostProfile:\t${textAt(profile, "localhostProfile")}`);
}

function describePorts(text: DescribeText, title: string, ports: readonly string[]): void {
  text.line(2, `${title}${ports.length > 1 ? "s" : ""}:\t${ports.join(", ") || "<none>"}`);
}

function portTexts(container: unknown, field: string): readonly string[] {
  return listAt(container, "ports").map((port) => {
    const name = textAt(port, "name");
    return `${numberAt(port, field) ?? 0}/${textAt(port, "protocol")}${name === "" ? "" : ` (${name})`}`;
  });
}

function describeCommand(text: DescribeText, title: string, words: readonly string[]): void {
  if (words.length === 0) return;
  text.line(2, `${title}:`);
  for (const line of words.flatMap((word) => word.split("\n"))) text.line(3, line);
}

function describeState(text: DescribeText, status: unknown): void {
  describeOneState(text, "State", fieldAt(status, "state"));
  if (fieldAt(status, "lastState", "terminated") !== undefined) {
    describeOneState(text, "Last State", fieldAt(status, "lastState"));
  }
  text.line(2, `Ready:\t${isTrueAt(status, "ready") ? "True" : "False"}`);
  text.line(2, `Restart Count:\t${numberAt(status, "restartCount") ?? 0}`);
}

function describeOneState(text: DescribeText, title: string, state: unknown): void {
  const terminated = fieldAt(state, "terminated");
  const lineOf = (name: string, value: string) => {
    if (value !== "") text.line(3, `${name}:\t${value}`);
  };
  if (fieldAt(state, "running") !== undefined) {
    text.line(2, `${title}:\tRunning`);
    text.line(3, `Started:\t${longTime(textAt(state, "running", "startedAt"))}`);
  } else if (terminated === undefined) {
    text.line(2, `${title}:\tWaiting`);
    lineOf("Reason", textAt(state, "waiting", "reason"));
  } else {
    text.line(2, `${title}:\tTerminated`);
    lineOf("Reason", textAt(terminated, "reason"));
    lineOf("Message", textAt(terminated, "message"));
    text.line(3, `Exit Code:\t${numberAt(terminated, "exitCode") ?? 0}`);
    const signal = numberAt(terminated, "signal") ?? 0;
    if (signal > 0) text.line(3, `Signal:\t${signal}`);
    text.line(3, `Started:\t${longTime(textAt(terminated, "startedAt"))}`);
    text.line(3, `Finished:\t${longTime(textAt(terminated, "finishedAt"))}`);
  }
}

/** Limits and requests, each by name. */
export function describeResources(text: DescribeText, resources: unknown, level: number): void {
  for (const [title, field] of [
    ["Limits", "limits"],
    ["Requests", "requests"],
  ] as const) {
    const amounts = Object.entries(mapAt(resources, field)).toSorted(([a], [b]) => compareText(a, b));
    if (amounts.length > 0) text.line(level, `${title}:`);
    for (const [name, amount] of amounts) text.line(level + 1, `${name}:\t${String(amount)}`);
  }
}

/** A probe on one line. As DescribeProbe. */
function probeText(probe: unknown): string {
  const count = (name: string) => numberAt(probe, name) ?? 0;
  const manner =
    `delay=${count("initialDelaySeconds")}s timeout=${count("timeoutSeconds")}s period=${count("periodSeconds")}s ` +
    `#success=${count("successThreshold")} #failure=${count("failureThreshold")}`;
  const http = fieldAt(probe, "httpGet");
  const tcp = fieldAt(probe, "tcpSocket");
  const grpc = fieldAt(probe, "grpc");
  if (fieldAt(probe, "exec") !== undefined) return `exec [${textsAt(probe, "exec", "command").join(" ")}] ${manner}`;
  if (http !== undefined) {
    const scheme = textAt(http, "scheme").toLowerCase();
    const path = textAt(http, "path");
    const slash = path === "" || path.startsWith("/") ? "" : "/";
    return `http-get ${scheme}://${textAt(http, "host")}:${portOf(http)}${slash}${path} ${manner}`;
  }
  if (tcp !== undefined) return `tcp-socket ${textAt(tcp, "host")}:${portOf(tcp)} ${manner}`;
  if (grpc !== undefined) return `grpc <pod>:${portOf(grpc)} ${textAt(grpc, "service")} ${manner}`;
  return `unknown ${manner}`;
}

function portOf(owner: unknown): string {
  return textAt(owner, "port") || String(numberAt(owner, "port") ?? 0);
}

function describeEnvironment(text: DescribeText, container: unknown, pod: KubernetesObject | undefined): void {
  const sources = listAt(container, "envFrom");
  if (sources.length > 0) text.line(2, "Environment Variables from:");
  for (const source of sources) {
    const [from, reference] = fieldAt(source, "configMapRef")
      ? (["ConfigMap", fieldAt(source, "configMapRef")] as const)
      : (["Secret", fieldAt(source, "secretRef")] as const);
    const prefix = textAt(source, "prefix");
    const withPrefix = prefix === "" ? "" : ` with prefix '${prefix}'`;
    text.line(3, `${textAt(reference, "name")}\t${from}${withPrefix}\tOptional: ${isTrueAt(reference, "optional")}`);
  }
  const variables = listAt(container, "env");
  text.line(2, `Environment:${variables.length === 0 ? "\t<none>" : ""}`);
  for (const variable of variables) {
    const name = textAt(variable, "name");
    const from = fieldAt(variable, "valueFrom");
    if (from !== undefined) {
      const value = valueFromText(from, container, pod);
      if (value !== undefined) text.line(3, `${name}:\t${value}`);
      continue;
    }
    const [first = "", ...others] = textAt(variable, "value").split("\n");
    text.line(3, `${name}:\t${first}`);
    for (const other of others) text.line(3, `\t${other}`);
  }
}

function valueFromText(from: unknown, container: unknown, pod: KubernetesObject | undefined): string | undefined {
  const field = fieldAt(from, "fieldRef");
  const resource = textAt(from, "resourceFieldRef", "resource");
  const secret = fieldAt(from, "secretKeyRef");
  const configMap = fieldAt(from, "configMapKeyRef");
  if (field !== undefined) {
    const path = textAt(field, "fieldPath");
    return `${podFieldText(pod, path)} (${textAt(field, "apiVersion")}:${path})`;
  }
  if (resource !== "") return `${containerResourceText(container, resource)} (${resource})`;
  const reference = secret ?? configMap;
  if (reference === undefined) return undefined;
  const owner = secret === undefined ? "of config map" : "in secret";
  const optional = isTrueAt(reference, "optional");
  return `<set to the key '${textAt(reference, "key")}' ${owner} '${textAt(reference, "name")}'>\tOptional: ${optional}`;
}

function podFieldText(pod: KubernetesObject | undefined, path: string): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (map !== undefined && key !== undefined) return textAt(pod, "metadata", map, key);
  if (path === "metadata.labels" || path === "metadata.annotations") {
    return joinLabels(fieldAt(pod, ...path.split("."))).replaceAll(",", "\n");
  }
  return /^metadata\.(name|namespace|uid)$/.test(path) ? textAt(pod, ...path.split(".")) : "";
}

function containerResourceText(container: unknown, resource: string): string {
  const [side = "", name = ""] = resource.split(".");
  const quantity = parseQuantity(textAt(container, "resources", side, name));
  if (quantity) return String((quantity.nanos + 10n ** 9n - 1n) / 10n ** 9n);
  return side === "limits" && ["cpu", "memory"].includes(name) ? "node allocatable" : "0";
}

function describeMounts(text: DescribeText, container: unknown): void {
  const mounts = listAt(container, "volumeMounts");
  const none = mounts.length === 0 ? "\t<none>" : "";
  text.line(2, `Mounts:${none}`);
  for (const mount of mounts.toSorted((a, b) => compareText(textAt(a, "mountPath"), textAt(b, "mountPath")))) {
    const subPath = textAt(mount, "subPath");
    const flags = `${isTrueAt(mount, "readOnly") ? "ro" : "rw"}${subPath === "" ? "" : `,path=${goQuote(subPath)}`}`;
    text.line(3, `${textAt(mount, "mountPath")} from ${textAt(mount, "name")} (${flags})`);
  }
  const devices = listAt(container, "volumeDevices");
  if (devices.length > 0) text.line(2, `Devices:${none}`);
  for (const device of devices.toSorted((a, b) => compareText(textAt(a, "devicePath"), textAt(b, "devicePath")))) {
    text.line(3, `${textAt(device, "devicePath")} from ${textAt(device, "name")}`);
  }
}
