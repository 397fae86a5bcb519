// Which pod and container exec, logs and port-forward mean. As kubectl's podcmd and polymorphichelpers.
import { fieldAt, listAt, textAt } from "../../apiserver/printers/fields.ts";
import { joinLabels, selectorText } from "../../apiserver/printers/selector-text.ts";
import type { KubernetesObject } from "../../model/objects.ts";
import type { Context } from "./command.ts";
import { Failure } from "./failure.ts";
import { requireResource } from "./mapping.ts";

/** The pod behind "NAME", "pod/NAME", "deploy/NAME", "svc/NAME": of several, the one that is readiest and oldest. */
export function podOf(context: Context, word: string): KubernetesObject {
  const { client, namespace } = context;
  const [type, name] = word.includes("/") ? splitPair(word) : (["pods", word] as const);
  const resource = type === "" ? undefined : requireResource(type);
  if (!resource || name === "")
    throw new Failure("arguments in resource/name form must have a single resource and name");
  const object = client.get({ resource, namespace, name });
  if (resource.kind === "Pod") return object;
  const labelSelector = podSelectorOf(object);
  if (labelSelector === undefined || labelSelector === "") {
    const why =
      object.kind === "Service"
        ? `invalid service '${object.metadata.name}': Service is defined without a selector`
        : "no pods are selected by it";
    throw new Failure(`cannot attach to *v1.${object.kind}: ${why}`);
  }
  const pods = client.list(requireResource("pods"), namespace, { labelSelector });
  const [first] = pods.toSorted(compareActivePods);
  if (!first) throw new Failure("timed out waiting for the condition");
  return first;
}

/**
 * The container by name; without one, the pod's default (its annotation, else its first), of which several are told on stderr.
 */
export function containerOf(context: Context, pod: KubernetesObject, name: string): string {
  const containers = [...listAt(pod, "spec", "containers"), ...listAt(pod, "spec", "initContainers")];
  const names = containers.map((container) => textAt(container, "name"));
  if (name !== "") {
    if (names.includes(name)) return name;
    throw new Failure(`container ${name} not found in pod ${pod.metadata.name}`);
  }
  const annotated = pod.metadata.annotations?.["kubectl.kubernetes.io/default-container"];
  if (annotated !== undefined && names.includes(annotated)) return annotated;
  const [first = ""] = names;
  if (names.length > 1 && !context.flags.isOn("quiet")) {
    const initNames = listAt(pod, "spec", "initContainers").map((container) => textAt(container, "name"));
    const all = names.map((one) => (initNames.includes(one) ? `${one} (init)` : one)).join(", ");
    context.streams.error(`Defaulted container "${first}" out of: ${all}\n`);
  }
  return first;
}

/** Whether a container of a pod runs. */
export function isRunning(pod: KubernetesObject, container: string): boolean {
  const statuses = [...listAt(pod, "status", "containerStatuses"), ...listAt(pod, "status", "initContainerStatuses")];
  const status = statuses.find((one) => textAt(one, "name") === container);
  return fieldAt(status, "state", "running") !== undefined;
}

function splitPair(word: string): readonly [type: string, name: string] {
  const slash = word.indexOf("/");
  return [word.slice(0, slash), word.slice(slash + 1)];
}

function podSelectorOf(object: KubernetesObject): string | undefined {
  const selector = fieldAt(object, "spec", "selector");
  if (selector === undefined) return undefined;
  return object.kind === "Service" || object.kind === "ReplicationController"
    ? joinLabels(selector)
    : selectorText(selector);
}

// As podutils.ByLogging and ActivePods: assigned, running, ready, longest ready, oldest.
function compareActivePods(a: KubernetesObject, b: KubernetesObject): number {
  const rank = (pod: KubernetesObject) => {
    const phases = ["Running", "Pending", "Unknown"];
    const isReady = listAt(pod, "status", "conditions").some(
      (c) => textAt(c, "type") === "Ready" && textAt(c, "status") === "True",
    );
    const phase = phases.indexOf(textAt(pod, "status", "phase"));
    return [textAt(pod, "spec", "nodeName") === "" ? 1 : 0, phase < 0 ? phases.length : phase, isReady ? 0 : 1];
  };
  const [left, right] = [rank(a), rank(b)];
  const difference = left.map((value, index) => value - (right[index] ?? 0)).find((value) => value !== 0);
  if (difference !== undefined) return difference;
  return textAt(a, "metadata", "creationTimestamp") < textAt(b, "metadata", "creationTimestamp") ? -1 : 1;
}
