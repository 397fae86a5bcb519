// The ports that `kubectl port-forward` is given: "80", "8080:80", ":80", "8080:http". As pkg/cmd/portforward and client-go's parsePorts.
import { goQuote } from "../../apiserver/go-text.ts";
import { fieldAt, listAt, numberAt, textAt } from "../../apiserver/printers/fields.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import { Failure } from "./failure.ts";

/** A port of the workstation (0: any) and the pod's port that it is carried to. */
export type ForwardedPort = { readonly localPort: number; readonly podPort: number };

/** The pairs that the words mean for this pod; a Service's ports are translated to the pod's. */
export function forwardedPorts(
  words: readonly string[],
  { object, pod }: { readonly object: KubernetesObject; readonly pod: KubernetesObject },
): readonly ForwardedPort[] {
  const ofObject = object.kind === "Service" ? serviceRules(object, pod) : podRules(pod);
  for (const word of words) {
    const { remote } = splitPorts(word);
    const port = isNumber(remote) ? Number(remote) : ofObject.byName(remote);
    if (ofObject.isUdpOnly(port)) throw new Failure(`UDP protocol is not supported for ${remote}`);
  }
  return words.map((word) => readPair(ofObject.translate(word)));
}

type PortRules = {
  byName(name: string): number;
  isUdpOnly(port: number): boolean;
  translate(word: string): string;
};

function serviceRules(service: KubernetesObject, pod: KubernetesObject): PortRules {
  const { name } = service.metadata;
  const ports = listAt(service, "spec", "ports");
  const byName = (wanted: string): number => {
    const port = numberAt(
      ports.find((one) => textAt(one, "name") === wanted),
      "port",
    );
    if (port === undefined) throw new Failure(`Service '${name}' does not have a named port '${wanted}'`);
    return port;
  };
  return {
    byName,
    isUdpOnly: (port) => isUdpOnly(ports, "port", port),
    translate: (word) => {
      const { local, remote } = splitPorts(word);
      const number = isNumber(remote) ? Number(remote) : byName(remote);
      const wanted = local === remote ? String(number) : local;
      const target = String(targetOf(service, pod, number));
      return wanted === target ? target : `${wanted}:${target}`;
    },
  };
}

function targetOf(service: KubernetesObject, pod: KubernetesObject, number: number): number {
  const port = listAt(service, "spec", "ports").find((one) => numberAt(one, "port") === number);
  if (!port) throw new Failure(`Service ${service.metadata.name} does not have a service port ${number}`);
  if (textAt(service, "spec", "clusterIP") === "None") return number;
  const target = fieldAt(port, "targetPort");
  if (typeof target === "string") return containerPort(pod, target);
  return typeof target === "number" && target > 0 ? target : number;
}

function podRules(pod: KubernetesObject): PortRules {
  const ports = listAt(pod, "spec", "containers").flatMap((container) => listAt(container, "ports"));
  return {
    byName: (name) => containerPort(pod, name),
    isUdpOnly: (port) => isUdpOnly(ports, "containerPort", port),
    translate: (word) => {
      const { local, remote } = splitPorts(word);
      if (remote === "") throw new Failure("remote port cannot be empty");
      const number = isNumber(remote) ? remote : String(containerPort(pod, remote));
      return local === remote ? number : `${local}:${number}`;
    },
  };
}

function containerPort(pod: KubernetesObject, name: string): number {
  const containers = [...listAt(pod, "spec", "containers"), ...listAt(pod, "spec", "initContainers")];
  const port = containers
    .flatMap((container) => listAt(container, "ports"))
    .find((one) => textAt(one, "name") === name);
  const number = numberAt(port, "containerPort");
  if (number === undefined) throw new Failure(`Pod '${pod.metadata.name}' does not have a named port '${name}'`);
  return number;
}

function isUdpOnly(ports: readonly unknown[], field: string, port: number): boolean {
  const protocols = ports.filter((one) => numberAt(one, field) === port).map((one) => textAt(one, "protocol"));
  return protocols.includes("UDP") && !protocols.includes("TCP");
}

function splitPorts(word: string): { readonly local: string; readonly remote: string } {
  const parts = word.split(":");
  const [first = "", second = ""] = parts;
  return parts.length === 2 ? { local: first, remote: second } : { local: first, remote: first };
}

function readPair(word: string): ForwardedPort {
  const parts = word.split(":");
  if (parts.length > 2) throw new Failure(`invalid port format '${word}'`);
  const [local = "", remote = local] = parts;
  const localPort = parts.length === 2 && local === "" ? 0 : readPort("local", local);
  const podPort = readPort("remote", remote);
  if (podPort === 0) throw new Failure("remote port must be > 0");
  return { localPort, podPort };
}

function readPort(side: "local" | "remote", text: string): number {
  const why = isNumber(text) ? "value out of range" : "invalid syntax";
  if (isNumber(text) && Number(text) <= 65_535) return Number(text);
  throw new Failure(`error parsing ${side} port '${text}': strconv.ParseUint: parsing ${goQuote(text)}: ${why}`);
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}
