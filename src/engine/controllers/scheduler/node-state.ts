import type { ObjectChange } from "../../model/object-change.ts";
import type { Container, KubernetesObject, Node, Pod } from "../../model/objects.ts";
import { parseQuantity } from "../../apiserver/schema/quantity.ts";
import { keyOf } from "../keys.ts";
import { isPodEnded, isSidecar } from "../pods.ts";

/** What a pod asks for. CPU in thousandths, memory in bytes; other resources in their own unit. */
export type Request = Readonly<Record<string, number>>;

/** What is counted for a container that asks for nothing, when nodes are compared. As schedutil's non-zero requests. */
const UNASKED: Request = { cpu: 100, memory: 200 * 1024 * 1024 };

/** A node and what the pods on it ask for. */
export type NodeState = {
  readonly node: Node;
  readonly allocatable: Request;
  readonly requested: Record<string, number>;
  /** As `requested`, with `UNASKED` for those that ask for nothing. */
  readonly counted: Record<string, number>;
  podCount: number;
  readonly hostPorts: Map<string, number>;
};

/** All nodes by name, kept up to date with the pods that are bound to them. */
export class NodeStates {
  readonly #states = new Map<string, NodeState>();
  readonly #bound = new Map<string, { readonly node: string; readonly pod: Pod }>();
  #sorted: readonly NodeState[] | undefined;

  /** By name. */
  get all(): readonly NodeState[] {
    this.#sorted ??= [...this.#states.values()].toSorted((a, b) =>
      a.node.metadata.name < b.node.metadata.name ? -1 : 1,
    );
    return this.#sorted;
  }

  apply({ type, object }: ObjectChange): void {
    if (object.kind === "Node") this.#setNode(object as Node, type);
    else if (object.kind === "Pod") this.#setPod(object as Pod, type);
  }

  #setNode(node: Node, type: ObjectChange["type"]): void {
    const { name } = node.metadata;
    const known = this.#states.get(name);
    this.#sorted = undefined;
    if (type === "DELETED") this.#states.delete(name);
    else if (known) this.#states.set(name, { ...known, node, allocatable: amountsOf(node.status?.allocatable) });
    else {
      const allocatable = amountsOf(node.status?.allocatable);
      const state = {
        node,
        allocatable,
        requested: {},
        counted: {},
        podCount: 0,
        hostPorts: new Map<string, number>(),
      };
      this.#states.set(name, state);
      for (const bound of this.#bound.values()) if (bound.node === name) count(state, bound.pod, 1);
    }
  }

  #setPod(pod: Pod, type: ObjectChange["type"]): void {
    const key = keyOf(pod);
    const known = this.#bound.get(key);
    const { nodeName } = pod.spec;
    const isThere = type !== "DELETED" && nodeName !== undefined && !isPodEnded(pod);
    if (known && isThere && known.node === nodeName && known.pod.spec === pod.spec) return;
    if (known) {
      const state = this.#states.get(known.node);
      if (state) count(state, known.pod, -1);
      this.#bound.delete(key);
    }
    if (!isThere) return;
    this.#bound.set(key, { node: nodeName, pod });
    const state = this.#states.get(nodeName);
    if (state) count(state, pod, 1);
  }
}

function count(state: NodeState, pod: Pod, sign: 1 | -1): void {
  state.podCount += sign;
  for (const [name, amount] of Object.entries(requestOf(pod)))
    state.requested[name] = (state.requested[name] ?? 0) + sign * amount;
  for (const [name, amount] of Object.entries(countedRequestOf(pod)))
    state.counted[name] = (state.counted[name] ?? 0) + sign * amount;
  for (const port of hostPortsOf(pod)) state.hostPorts.set(port, (state.hostPorts.get(port) ?? 0) + sign);
}

/** The containers together, or the largest init container if that is more. As component-helpers/resource PodRequests. */
export function requestOf(pod: Pod): Request {
  return podAmounts(pod, (container) => amountsOf(container.resources?.requests));
}

/** The same with something for those that ask for nothing. */
export function countedRequestOf(pod: Pod): Request {
  return podAmounts(pod, (container) => ({ ...UNASKED, ...amountsOf(container.resources?.requests) }));
}

/** "TCP 80" for each port that the pod takes on its node. */
export function hostPortsOf(pod: Pod): readonly string[] {
  return pod.spec.containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, protocol = "TCP" }) => (hostPort ? [`${protocol} ${hostPort}`] : [])),
  );
}

function podAmounts(pod: Pod, amountsOfContainer: (container: Container) => Request): Request {
  const total: Record<string, number> = {};
  const { containers, initContainers = [] } = pod.spec;
  for (const container of [...containers, ...initContainers.filter(isSidecar)]) {
    for (const [name, amount] of Object.entries(amountsOfContainer(container)))
      total[name] = (total[name] ?? 0) + amount;
  }
  for (const container of initContainers.filter((init) => !isSidecar(init))) {
    for (const [name, amount] of Object.entries(amountsOfContainer(container)))
      total[name] = Math.max(total[name] ?? 0, amount);
  }
  return total;
}

function amountsOf(list: Readonly<Record<string, string>> | undefined): Request {
  const amounts: Record<string, number> = {};
  for (const [name, text] of Object.entries(list ?? {})) {
    const nanos = parseQuantity(text)?.nanos;
    if (nanos !== undefined) amounts[name] = Number(name === "cpu" ? nanos / 1_000_000n : nanos / 1_000_000_000n);
  }
  return amounts;
}

/** A node's or a pod's label. */
export function labelOf(object: KubernetesObject, key: string): string | undefined {
  return object.metadata.labels?.[key];
}
