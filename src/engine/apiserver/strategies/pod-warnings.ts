// What is no error, but hardly meant, in pods and templates of pods. As pkg/api/pod/warnings.go.
import { draftIn, draftsIn, numberIn, textIn } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { goQuote } from "../go-text.ts";
import { parseQuantity } from "../schema/quantity.ts";
import { labelProblems } from "../validation/names.ts";

/** `path` is "" for a Pod and "spec.template." for a controller. */
export function podWarnings(pod: Draft | undefined, path: string): string[] {
  const spec = draftIn(pod, "spec");
  const at = `${path}spec`;
  const placed = [
    ...draftsIn(spec, "initContainers").map((container, index) => ({
      container,
      at: `${at}.initContainers[${index}]`,
    })),
    ...draftsIn(spec, "containers").map((container, index) => ({ container, at: `${at}.containers[${index}]` })),
  ];
  return [
    ...nodeLabelWarnings(spec, at),
    ...spreadWarnings(spec, at),
    ...duplicateWarnings(spec, at),
    ...placed.flatMap(resourceWarnings),
    ...placed.flatMap(envWarnings),
    ...portWarnings(placed),
    ...portNameWarnings(placed),
    ...graceWarnings(spec, at),
  ];
}

/** Names that pods are named after should do as host names. */
export function hostNameWarnings(object: Draft, what: string): string[] {
  const name = textIn(draftIn(object, "metadata"), "name");
  const problems = labelProblems(name);
  if (problems.length === 0) return [];
  const advice = "which can result in surprising behavior; a DNS label is recommended";
  return [`metadata.name: this is used in ${what}, ${advice}: [${problems.join(" ")}]`];
}

type Placed = { readonly container: Draft; readonly at: string };

const OLD_NODE_LABELS: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  "node-role.kubernetes.io/master": 'use "node-role.kubernetes.io/control-plane" instead',
};

function nodeLabelWarnings(spec: Draft | undefined, at: string): string[] {
  return Object.keys(draftIn(spec, "nodeSelector") ?? {}).flatMap((key) => {
    const told = OLD_NODE_LABELS[key];
    return told === undefined ? [] : [`${at}.nodeSelector[${key}]: ${told}`];
  });
}

function spreadWarnings(spec: Draft | undefined, at: string): string[] {
  return draftsIn(spec, "topologySpreadConstraints").flatMap((constraint, index) => {
    const path = `${at}.topologySpreadConstraints[${index}]`;
    const key = textIn(constraint, "topologyKey");
    const told = OLD_NODE_LABELS[key];
    return [
      ...(told === undefined ? [] : [`${path}.topologyKey: ${key} is ${told}`]),
      ...(draftIn(constraint, "labelSelector")
        ? []
        : [`${path}.labelSelector: a null labelSelector results in matching no pod`]),
    ];
  });
}

function duplicateWarnings(spec: Draft | undefined, at: string): string[] {
  const twice = (list: string, field: string): string[] => {
    const values = draftsIn(spec, list).map((item) => textIn(item, field));
    return values.flatMap((value, index) =>
      values.indexOf(value) < index ? [`${at}.${list}[${index}].${field}: duplicate ${field} ${goQuote(value)}`] : [],
    );
  };
  const nameless = draftsIn(spec, "imagePullSecrets").flatMap((secret, index) =>
    textIn(secret, "name") === "" ? [`${at}.imagePullSecrets[${index}].name: invalid empty name ""`] : [],
  );
  return [...twice("hostAliases", "ip"), ...twice("imagePullSecrets", "name"), ...nameless];
}

function resourceWarnings({ container, at }: Placed): string[] {
  const resources = draftIn(container, "resources");
  return ["memory", "ephemeral-storage"].flatMap((name) =>
    ["limits", "requests"].flatMap((side) => {
      const text = textIn(draftIn(resources, side), name);
      const { nanos = 0n } = parseQuantity(text) ?? {};
      if (nanos % 10n ** 9n === 0n) return [];
      return [
        `${at}.resources.${side}[${name}]: fractional byte value ${goQuote(text)} is invalid, must be an integer`,
      ];
    }),
  );
}

function envWarnings({ container, at }: Placed): string[] {
  const seen = new Set<string>();
  return draftsIn(container, "env").flatMap((variable, index) => {
    const [name, value] = [textIn(variable, "name"), textIn(variable, "value")];
    const isNew = !seen.has(name);
    seen.add(name);
    const reference = `$(${name})`;
    const builds = variable["valueFrom"] === undefined && value !== reference && value.includes(reference);
    if (isNew || builds) return [];
    return [
      `${at}.env[${index}]: hides previous definition of ${goQuote(name)}, which may be dropped when using apply`,
    ];
  });
}

function portWarnings(placed: readonly Placed[]): string[] {
  const known = new Map<string, { readonly at: string; readonly hostIp: string; readonly hostPort: number }[]>();
  const warnings: string[] = [];
  for (const { container, at } of placed) {
    for (const [index, port] of draftsIn(container, "ports").entries()) {
      if (textIn(port, "hostIP") !== "" && (numberIn(port, "hostPort") ?? 0) === 0) {
        warnings.push(`${at}.ports[${index}]: hostIP set without hostPort: ${goPort(port)}`);
      }
      const own = {
        at: `${at}.ports[${index}]`,
        hostIp: textIn(port, "hostIP"),
        hostPort: numberIn(port, "hostPort") ?? 0,
      };
      const key = `${numberIn(port, "containerPort") ?? 0}/${textIn(port, "protocol")}`;
      const others = known.get(key) ?? [];
      for (const other of others) {
        const isSamePort = own.hostPort === other.hostPort;
        const kind =
          isSamePort && own.hostIp === other.hostIp
            ? "duplicate"
            : own.hostPort === 0 || other.hostPort === 0
              ? "overlapping"
              : isSamePort && (own.hostIp === "") !== (other.hostIp === "")
                ? "dangerously ambiguous"
                : undefined;
        if (kind !== undefined) warnings.push(`${own.at}: ${kind} port definition with ${other.at}`);
      }
      known.set(key, [...others, own]);
    }
  }
  return warnings;
}

/** A port as Go's %+v prints the struct. */
function goPort(port: Draft): string {
  const [name, protocol, hostIp] = [textIn(port, "name"), textIn(port, "protocol"), textIn(port, "hostIP")];
  const [host, own] = [numberIn(port, "hostPort") ?? 0, numberIn(port, "containerPort") ?? 0];
  return `{Name:${name} HostPort:${host} ContainerPort:${own} Protocol:${protocol} HostIP:${hostIp}}`;
}

function portNameWarnings(placed: readonly Placed[]): string[] {
  const known = new Map<string, string>();
  return placed.flatMap(({ container, at }) =>
    draftsIn(container, "ports").flatMap((port, index) => {
      const [name, own] = [textIn(port, "name"), `${at}.ports[${index}]`];
      const other = known.get(name);
      if (name === "") return [];
      if (other === undefined) {
        known.set(name, own);
        return [];
      }
      const chosen = `services and probes that select ports by name will use ${other}`;
      return [`${own}: duplicate port name ${goQuote(name)} with ${other}, ${chosen}`];
    }),
  );
}

function graceWarnings(spec: Draft | undefined, at: string): string[] {
  if ((numberIn(spec, "terminationGracePeriodSeconds") ?? 0) >= 0) return [];
  return [`${at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`];
}
