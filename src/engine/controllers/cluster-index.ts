import type { ApiServer } from "../apiserver/api-server.ts";
import type { ObjectChange } from "../model/object-change.ts";
import type {
  EndpointSlice,
  KubernetesObject,
  LabelSelector,
  ObjectOf,
  OwnerReference,
  Pod,
  ReplicaSet,
  Service,
} from "../model/objects.ts";
import { keyOf } from "./keys.ts";
import type { Labels } from "./selectors.ts";
import { matchesPairs, matchesSelector } from "./selectors.ts";

const SERVICE_NAME_LABEL = "kubernetes.io/service-name";

/** Objects by what controllers look them up by, kept up to date by the store's changes, so that no list is scanned. */
export class ClusterIndex {
  readonly #podsByNode = new Groups();
  readonly #podsByLabel = new Groups();
  readonly #servicesByPair = new Groups();
  readonly #setsByPair = new Groups();
  readonly #slicesByService = new Groups();
  readonly #byOwner = new Groups();
  readonly #podsByAddress = new Groups();
  readonly #unowned = new Groups();
  readonly #byUid = new Map<string, KubernetesObject>();
  readonly #pendingPods = new Map<string, KubernetesObject>();

  constructor(api: ApiServer) {
    for (const kind of api.kinds()) for (const object of api.list(kind)) this.#add(object);
  }

  /** Takes a change in; before any controller is asked what it wakes. */
  apply({ type, object, before }: ObjectChange): void {
    if (before) this.#remove(before);
    else if (type !== "ADDED") this.#remove(object);
    if (type !== "DELETED") this.#add(object);
  }

  /** An object of any kind. */
  withUid(uid: string): KubernetesObject | undefined {
    return this.#byUid.get(uid);
  }

  /** What names the object as an owner, sorted by kind and key. */
  dependentsOf(uid: string): readonly KubernetesObject[] {
    return this.#byOwner.sorted(uid);
  }

  /** What the object controls (owner reference with `controller: true`), of one kind, by key. */
  controlledBy<K extends string>(uid: string, kind: K): readonly ObjectOf<K>[] {
    const owned = this.#byOwner.sorted(uid).filter((object) => object.kind === kind);
    return owned.filter((object) => controllerOf(object)?.uid === uid) as unknown as readonly ObjectOf<K>[];
  }

  /** Objects of one kind in a namespace that nothing controls, by key. */
  unowned<K extends string>(kind: K, namespace: string): readonly ObjectOf<K>[] {
    return this.#unowned.sorted(`${kind} ${namespace}`) as unknown as readonly ObjectOf<K>[];
  }

  podsWithAddress(address: string): readonly Pod[] {
    return this.#podsByAddress.sorted(address) as readonly Pod[];
  }

  podsOnNode(node: string): readonly Pod[] {
    return this.#podsByNode.sorted(node) as readonly Pod[];
  }

  /** Pods that no node has been chosen for. */
  pendingPods(): readonly Pod[] {
    return [...this.#pendingPods].toSorted(byKey).map(([, pod]) => pod as Pod);
  }

  /** Pods of the namespace with all these labels, by name. */
  podsWithLabels(namespace: string, pairs: Labels): readonly Pod[] {
    return this.#podsWithPairs(namespace, pairs).filter((pod) => matchesPairs(pairs, pod.metadata.labels));
  }

  /** Pods of the namespace that the selector selects, by name. Without matchLabels all pods that have any label are tried. */
  podsSelected(namespace: string, selector: LabelSelector): readonly Pod[] {
    const pods = this.#podsWithPairs(namespace, selector.matchLabels ?? {});
    return pods.filter((pod) => matchesSelector(selector, pod.metadata.labels));
  }

  /** Services whose selector selects a pod with these labels, by key. */
  servicesSelecting(namespace: string, labels: Labels = {}): readonly Service[] {
    const found: Service[] = [];
    for (const [key, value] of Object.entries(labels)) {
      for (const service of this.#servicesByPair.sorted(pairKey(namespace, key, value)) as readonly Service[]) {
        if (matchesPairs(service.spec.selector ?? {}, labels)) found.push(service);
      }
    }
    return found;
  }

  /** ReplicaSets whose selector selects a pod with these labels. */
  replicaSetsSelecting(namespace: string, labels: Labels = {}): readonly ReplicaSet[] {
    const pairs = Object.entries(labels).map(([key, value]) => pairKey(namespace, key, value));
    return [namespace, ...pairs]
      .flatMap((group) => this.#setsByPair.sorted(group) as readonly ReplicaSet[])
      .filter(({ spec }) => matchesSelector(spec.selector, labels));
  }

  /** EndpointSlices that carry the Service's name in their label, by name. */
  slicesOf(namespace: string, service: string): readonly EndpointSlice[] {
    return this.#slicesByService.sorted(`${namespace}/${service}`) as readonly EndpointSlice[];
  }

  #podsWithPairs(namespace: string, pairs: Labels): readonly Pod[] {
    const [first, ...others] = Object.entries(pairs).map(([key, value]) => pairKey(namespace, key, value));
    if (first === undefined) return this.#podsByLabel.sorted(namespace) as readonly Pod[];
    let smallest = first;
    for (const pair of others) if (this.#podsByLabel.size(pair) < this.#podsByLabel.size(smallest)) smallest = pair;
    return this.#podsByLabel.sorted(smallest) as readonly Pod[];
  }

  #add(object: KubernetesObject): void {
    const uid = object.metadata.uid ?? "";
    this.#byUid.set(uid, object);
    for (const [groups, group] of this.#groupsOf(object)) groups.add(group, object);
    if (object.kind === "Pod" && !(object as Pod).spec.nodeName) this.#pendingPods.set(keyOf(object), object);
  }

  #remove(object: KubernetesObject): void {
    this.#byUid.delete(object.metadata.uid ?? "");
    for (const [groups, group] of this.#groupsOf(object)) groups.remove(group, object);
    if (object.kind === "Pod") this.#pendingPods.delete(keyOf(object));
  }

  *#groupsOf(object: KubernetesObject): Iterable<readonly [Groups, string]> {
    const { namespace = "", labels = {}, ownerReferences = [] } = object.metadata;
    for (const { uid } of ownerReferences) yield [this.#byOwner, uid];
    if (object.kind === "ReplicaSet" && !controllerOf(object)) yield [this.#unowned, `${object.kind} ${namespace}`];
    if (object.kind === "Pod") {
      const { spec, status } = object as Pod;
      if (spec.nodeName) yield [this.#podsByNode, spec.nodeName];
      if (status?.podIP) yield [this.#podsByAddress, status.podIP];
      yield [this.#podsByLabel, namespace];
      for (const [key, value] of Object.entries(labels)) yield [this.#podsByLabel, pairKey(namespace, key, value)];
    } else if (object.kind === "Service") {
      const [pair] = Object.entries((object as Service).spec.selector ?? {});
      if (pair) yield [this.#servicesByPair, pairKey(namespace, ...pair)];
    } else if (object.kind === "ReplicaSet") {
      const [pair] = Object.entries((object as ReplicaSet).spec.selector.matchLabels ?? {});
      yield [this.#setsByPair, pair ? pairKey(namespace, ...pair) : namespace];
    } else if (object.kind === "EndpointSlice") {
      const service = labels[SERVICE_NAME_LABEL];
      if (service !== undefined) yield [this.#slicesByService, `${namespace}/${service}`];
    }
  }
}

/** The reference to the object's managing controller, if it has one. */
export function controllerOf(object: KubernetesObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

function pairKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Named groups of objects. A group's order is that of its members' kinds and keys, however they came; kept until it changes. */
class Groups {
  readonly #groups = new Map<string, { readonly members: Map<string, KubernetesObject>; order?: KubernetesObject[] }>();

  add(name: string, object: KubernetesObject): void {
    let group = this.#groups.get(name);
    if (!group) this.#groups.set(name, (group = { members: new Map() }));
    group.members.set(`${object.kind} ${keyOf(object)}`, object);
    delete group.order;
  }

  remove(name: string, object: KubernetesObject): void {
    const group = this.#groups.get(name);
    if (!group) return;
    group.members.delete(`${object.kind} ${keyOf(object)}`);
    delete group.order;
    if (group.members.size === 0) this.#groups.delete(name);
  }

  size(name: string): number {
    return this.#groups.get(name)?.members.size ?? 0;
  }

  sorted(name: string): readonly KubernetesObject[] {
    const group = this.#groups.get(name);
    if (!group) return [];
    group.order ??= [...group.members].toSorted(byKey).map(([, member]) => member);
    return group.order;
  }
}
