import type { Picked } from "../state/selection.ts";
import type { PodFact } from "./facts.ts";
import { nodeId, podId, thingOfId } from "./thing-id.ts";
import type { ThingId } from "./thing-id.ts";
import type { Picture } from "./use-drawing.ts";

/** A place on the page. */
export type Place = { readonly clientX: number; readonly clientY: number };

/** The thing of the picture that an element belongs to; undefined beside all things. */
export function thingAt(element: Element, place: Place, picture: Picture): Picked | undefined {
  const id = thingIdAt(element, place, picture);
  return id === undefined ? undefined : thingOfId(id);
}

/** As `thingAt`, by its id. A painted pod has no element of its own and is found by the place. */
export function thingIdAt(element: Element, place: Place, picture: Picture): ThingId | undefined {
  const own = element.closest("[data-thing]")?.getAttribute("data-thing");
  if (own) return own;
  const painted = paintedPodAt(element, place, picture);
  if (painted) return podId(painted.key);
  const machine = machineNameAt(element);
  return machine ? nodeId(machine) : undefined;
}

/** The pod that is painted at a place of its machine. */
export function paintedPodAt(element: Element, place: Place, { drawing, podOf }: Picture): PodFact | undefined {
  const machine = element.closest(".react-flow__node");
  const found = drawing.machineOf.get(machineNameAt(element) ?? "");
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

/** The machine whose node an element is in; "" for the place where pods wait. */
function machineNameAt(element: Element): string | undefined {
  const id = element.closest(".react-flow__node")?.getAttribute("data-id");
  return id?.startsWith("machine ") ? id.slice("machine ".length) : undefined;
}
