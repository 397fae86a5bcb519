// Names and addresses in what tools print, and the things of the picture that they stand for.
import type { KubernetesObject, Pod, Service, Node } from "../engine/model/objects.ts";
import type { Picked } from "../state/selection.ts";

/** A name in a line, and what it stands for. Columns are counted from 0. */
export type NamedThing = { readonly from: number; readonly to: number; readonly text: string; readonly thing: Picked };

/** What is there to be named: each kind's objects. The kinds are in the order in which a bare name is looked for. */
export type Things = readonly (readonly [kind: string, objects: Iterable<KubernetesObject>])[];

/** Finds names in a line; `kind` is what the command that printed it was about, so that a name of two things is that one's. */
export type FindNames = (line: string, kind?: string) => readonly NamedThing[];

/** Reads all names once. */
export function namesIn(things: Things, outside: ReadonlyMap<string, string>): FindNames {
  const byName = new Map<string, KubernetesObject[]>();
  const byAddress = new Map<string, Picked>();
  for (const [, objects] of things) {
    for (const object of objects) {
      byName.set(object.metadata.name, [...(byName.get(object.metadata.name) ?? []), object]);
      for (const address of addressesOf(object))
        if (!byAddress.has(address)) byAddress.set(address, { kind: "object", object: refOf(object) });
    }
  }
  for (const [address, name] of outside) {
    const thing: Picked = { kind: "outside", address };
    byAddress.set(address, thing);
    // "client" is a word like any other.
    if (name.includes(".")) byAddress.set(name, thing);
  }
  return (line, kind) =>
    [...line.matchAll(WORD)].flatMap((word): readonly NamedThing[] => {
      const found = thingOf(word[0], { byName, byAddress, kind });
      if (found === undefined) return [];
      const from = word.index + word[0].indexOf(found.text);
      return [{ from, to: from + found.text.length, ...found }];
    });
}

/** "pod/web-0", "deployment.apps/web", "10.244.1.3:80", "web.default.svc.cluster.local". */
const WORD = /[a-z0-9](?:[a-z0-9./:-]*[a-z0-9])?/g;

type Known = {
  readonly byName: ReadonlyMap<string, readonly KubernetesObject[]>;
  readonly byAddress: ReadonlyMap<string, Picked>;
  readonly kind: string | undefined;
};

function thingOf(word: string, known: Known): { readonly text: string; readonly thing: Picked } | undefined {
  const [, written, name = word] = /^([a-z]+)(?:\.[a-z0-9.]+)?\/([a-z0-9.-]+)$/.exec(word) ?? [];
  const address = /^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/.exec(name)?.[1];
  const outside = known.byAddress.get(address ?? name);
  if (outside !== undefined) return { text: address ?? name, thing: outside };
  const [first = name, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?$/.exec(name)?.slice(1) ?? [];
  const objects = (known.byName.get(first) ?? []).filter(
    ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
  );
  const wanted = (written ?? known.kind)?.toLowerCase();
  const object = objects.find(({ kind }) => kind.toLowerCase() === wanted) ?? objects[0];
  if (object === undefined || (written !== undefined && object.kind.toLowerCase() !== written)) return undefined;
  return { text: name, thing: { kind: "object", object: refOf(object) } };
}

function addressesOf(object: KubernetesObject): readonly string[] {
  if (object.kind === "Pod") {
    const { spec, status } = object as Pod;
    return spec.hostNetwork === true || status?.podIP === undefined ? [] : [status.podIP];
  }
  if (object.kind === "Node") {
    return ((object as Node).status?.addresses ?? []).flatMap(({ type, address }) =>
      type === "InternalIP" ? [address] : [],
    );
  }
  if (object.kind !== "Service") return [];
  const { spec, status } = object as Service;
  const ingress = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);
  return [...(spec.clusterIP && spec.clusterIP !== "None" ? [spec.clusterIP] : []), ...ingress];
}

function refOf({ kind, metadata: { name, namespace } }: KubernetesObject) {
  return { kind, name, ...(namespace !== undefined && { namespace }) };
}
