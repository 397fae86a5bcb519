// Putting things where a person wants them: machines along and between tiers, the outside along its row, pods from slot to slot.
import { takeCamera } from "../state/camera.ts";
import { placeMachine, placeOutside, placePods } from "../state/places.ts";
import { CELLS, HEAD_H, heightsOf, tierTop } from "./drawing.ts";
import type { Drawing, Machine, Point, Slot } from "./drawing.ts";
import { isWaiting } from "./nodes.ts";
import { thingOfId } from "./thing-id.ts";
import type { ThingId } from "./thing-id.ts";
import { objectKey } from "../state/cluster.ts";
import type { Picture } from "./use-drawing.ts";

/** Machines and the outside stand on a grid this fine. */
const SNAP = 8;
/** An arrow key moves a machine or the outside so far. */
const KEY_STEP = 24;

/** Moves a thing from where the drawing had it by a way (drawing units); false for what cannot be moved. */
export function moveThing(id: ThingId, way: Point, { drawing }: Picture): boolean {
  const thing = thingOfId(id);
  if (thing === undefined) return false;
  if (thing.kind === "outside") return moveOutside(thing.address, way, drawing);
  if (thing.object.kind === "Node") return moveMachine(thing.object.name, way, drawing);
  if (thing.object.kind !== "Pod") return false;
  return movePod(objectKey(thing.object), way, drawing);
}

/** Moves a thing one step in the direction of an arrow key. */
export function moveByKey(id: ThingId, direction: Point, picture: Picture): boolean {
  const { drawing } = picture;
  const thing = thingOfId(id);
  const cell = CELLS[drawing.density];
  const isPod = thing?.kind === "object" && thing.object.kind === "Pod";
  const tier = tierTop(heightsOf(drawing).total, 1);
  takeCamera();
  const step = isPod ? { x: cell.x, y: cell.y } : { x: KEY_STEP, y: tier };
  return moveThing(id, { x: direction.x * step.x, y: direction.y * step.y }, picture);
}

/** The pointer goes so far before a press becomes a move. */
const MOVED_FROM_PX = 6;

/** Moves a thing with the pointer until it is let go. Its click is then none: nothing was pressed, something was moved. */
export function dragThing(
  id: ThingId,
  from: Point,
  { picture, zoom }: { readonly picture: Picture; readonly zoom: number },
): void {
  const listening = new AbortController();
  const { signal } = listening;
  let isMoved = false;
  const move = (event: MouseEvent) => {
    const way = { x: event.clientX - from.x, y: event.clientY - from.y };
    isMoved ||= Math.hypot(way.x, way.y) > MOVED_FROM_PX;
    // What is moved would run away from the pointer, if the picture were fitted anew.
    if (isMoved) takeCamera();
    if (isMoved) moveThing(id, { x: way.x / zoom, y: way.y / zoom }, picture);
  };
  const end = () => {
    listening.abort();
    if (!isMoved) return;
    const swallow = (event: MouseEvent) => event.stopPropagation();
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }));
  };
  addEventListener("mousemove", move, { signal });
  addEventListener("mouseup", end, { signal });
}

function moveMachine(name: string, way: Point, drawing: Drawing): boolean {
  const machine = drawing.machineOf.get(name);
  if (machine === undefined) return false;
  const tierHeight = tierTop(heightsOf(drawing).total, 1);
  const tier = Math.min(drawing.lastTier + 1, Math.max(0, Math.round((machine.box.y + way.y) / tierHeight)));
  placeMachine(name, { x: snap(machine.box.x + way.x), tier });
  return true;
}

function moveOutside(address: string, way: Point, drawing: Drawing): boolean {
  const outside = drawing.outsides.find((one) => one.address === address);
  if (outside === undefined) return false;
  placeOutside(address, snap(outside.box.x + way.x));
  return true;
}

/** Into the slot that the pod's middle is over; who was there takes the pod's own. */
function movePod(key: string, way: Point, drawing: Drawing): boolean {
  const box = drawing.pods.get(key);
  const machine = drawing.machines.find(({ slots }) => slots.has(key));
  const own = machine?.slots.get(key);
  if (box === undefined || machine === undefined || own === undefined) return false;
  if (drawing.density === "painted" || isWaiting(machine)) return false;
  const cell = CELLS[drawing.density];
  const at = { x: box.x + way.x - machine.box.x - 6, y: box.y + way.y - machine.box.y - HEAD_H };
  const slot = {
    column: within(Math.round(at.x / cell.x), machine.columns - 1),
    row: within(Math.round(at.y / cell.y), drawing.rows - 1),
  };
  if (slot.column === own.column && slot.row === own.row) return true;
  const other = podIn(machine, slot);
  placePods({ [key]: slot, ...(other !== undefined && { [other]: own }) });
  return true;
}

function podIn({ slots }: Machine, { column, row }: Slot): string | undefined {
  return [...slots].find(([, slot]) => slot.column === column && slot.row === row)?.[0];
}

function snap(x: number): number {
  return Math.max(0, Math.round(x / SNAP) * SNAP);
}

function within(value: number, max: number): number {
  return Math.min(Math.max(0, value), Math.max(0, max));
}
