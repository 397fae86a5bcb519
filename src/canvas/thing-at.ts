import { parseKey } from "../state/cluster.ts";
import type { Picked } from "../state/selection.ts";
import type { PodFact } from "./facts.ts";
import { WAITING } from "./layout.ts";
import type { Picture } from "./use-drawing.ts";

/** A place on the page. */
export type Place = { readonly clientX: number; readonly clientY: number };

/** The thing of the picture that an element belongs to; a painted pod has none of its own and is found by the place. */
export function thingAt(element: Element, place: Place, picture: Picture): Picked | undefined {
  const pod = element.closest("[data-pod]")?.getAttribute("data-pod");
  if (pod) return { kind: "object", object: { kind: "Pod", ...parseKey(pod) } };
  const service = element.closest("[data-service]")?.getAttribute("data-service");
  if (service) return { kind: "object", object: { kind: "Service", ...parseKey(service) } };
  const painted = paintedPodAt(element, place, picture);
  if (painted) return { kind: "object", object: { kind: "Pod", namespace: painted.namespace, name: painted.name } };
  const [kind, name = ""] = nodeId(element)?.split(" ") ?? [];
  if (kind === "outside") return { kind: "outside", address: name };
  if (kind === "machine" && name !== WAITING) return { kind: "object", object: { kind: "Node", name } };
  return undefined;
}

/** The pod that is painted at a place of its machine. */
export function paintedPodAt(element: Element, place: Place, { drawing, podOf }: Picture): PodFact | undefined {
  const machine = element.closest(".react-flow__node");
  const found = drawing.machineOf.get(nodeId(element)?.slice("machine ".length) ?? "");
  if (drawing.density !== "painted" || machine === null || found === undefined) return undefined;
  const shown = machine.getBoundingClientRect();
  const zoom = shown.width / found.box.width;
  const x = found.box.x + (place.clientX - shown.x) / zoom;
  const y = found.box.y + (place.clientY - shown.y) / zoom;
  for (const key of found.slots.keys()) {
    const box = drawing.pods.get(key);
    if (box && x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height) return podOf.get(key);
  }
  return undefined;
}

function nodeId(element: Element): string | undefined {
  return element.closest(".react-flow__node")?.getAttribute("data-id") ?? undefined;
}
