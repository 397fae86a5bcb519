// What tells one thing of the drawing from another in the page: the value of data-thing.
import { objectKey, parseKey } from "../state/cluster.ts";
import type { Picked } from "../state/selection.ts";

/** A thing's id: "Node node-1", "Pod default/web-0", "Service default/web@node-1" (its line on that machine), "outside 198.51.100.7". */
export type ThingId = string;

export function nodeId(name: string): ThingId {
  return `Node ${name}`;
}

export function podId(key: string): ThingId {
  return `Pod ${key}`;
}

export function bandId(key: string, node: string): ThingId {
  return `Service ${key}@${node}`;
}

export function outsideId(address: string): ThingId {
  return `outside ${address}`;
}

/** The thing that an id names. */
export function thingOfId(id: ThingId): Picked | undefined {
  const at = id.indexOf(" ");
  const [kind, rest] = [id.slice(0, at), id.slice(at + 1).replace(/@[^@]*$/, "")];
  if (kind === "outside") return { kind: "outside", address: rest };
  if (kind !== "Node" && kind !== "Pod" && kind !== "Service") return undefined;
  return { kind: "object", object: { kind, ...(kind === "Node" ? { name: rest } : parseKey(rest)) } };
}

/** The id of a thing; for a Service the one of its line on a machine. */
export function idOfThing(thing: Picked, node: string): ThingId | undefined {
  if (thing.kind === "outside") return outsideId(thing.address);
  const { kind, name } = thing.object;
  if (kind === "Node") return nodeId(name);
  if (kind === "Pod") return podId(objectKey(thing.object));
  return kind === "Service" ? bandId(objectKey(thing.object), node) : undefined;
}
