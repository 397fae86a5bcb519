// The keyboard on the drawing: one tab stop, from which the arrow keys go from thing to thing.
import { create } from "zustand";
import { BAND_H, heightsOf, RULES_HEAD_H } from "./drawing.ts";
import type { Box, Drawing, Point } from "./drawing.ts";
import { isWaiting } from "./nodes.ts";
import { bandId, nodeId, outsideId, podId } from "./thing-id.ts";
import type { ThingId } from "./thing-id.ts";
import type { Picture } from "./use-drawing.ts";

/** The thing that has the drawing's tab stop. */
export const useThingFocus = create<{ readonly current?: ThingId }>(() => ({}));

/** What a thing's element has, so that it can be found and reached. */
export function useThingProps(id: ThingId): { readonly "data-thing": ThingId; readonly tabIndex: number } {
  const isCurrent = useThingFocus(({ current }) => current === id);
  return { "data-thing": id, tabIndex: isCurrent ? 0 : -1 };
}

/** What a thing says of itself: beside its words, or instead of them when they are hidden. */
export function nameOrDescription(isHidden: boolean, text: string) {
  return isHidden ? { "aria-label": text } : { "aria-description": text };
}

/** A thing of the drawing, by the middle of its box. */
type Placed = { readonly id: ThingId; readonly at: Point };

const HEAD_MIDDLE = 14;

/** All things in reading order: machine by machine its head, its pods, its rules; then the outside. */
export function thingsInOrder({ drawing, serviceOf }: Pick<Picture, "drawing" | "serviceOf">): readonly Placed[] {
  const rules = bandPlaces(drawing);
  const inReadingOrder = drawing.machines.toSorted((a, b) => a.tier - b.tier || a.box.x - b.box.x);
  const machines = inReadingOrder.flatMap((machine): readonly Placed[] => {
    const { box, name } = machine;
    const pods = [...machine.slots]
      .toSorted(([, a], [, b]) => a.row - b.row || a.column - b.column)
      .flatMap(([key]): readonly Placed[] => {
        const pod = drawing.pods.get(key);
        return pod ? [{ id: podId(key), at: middleOf(pod) }] : [];
      });
    if (isWaiting(machine)) return pods;
    const bands = rules
      .filter(({ service }) => serviceOf.has(service))
      .map(({ service, y }) => ({ id: bandId(service, name), at: { x: box.x + box.width / 2, y: box.y + y } }));
    return [{ id: nodeId(name), at: { x: box.x + box.width / 2, y: box.y + HEAD_MIDDLE } }, ...pods, ...bands];
  });
  const outsides = drawing.outsides.map(({ address, box }) => ({ id: outsideId(address), at: middleOf(box) }));
  return [...machines, ...outsides];
}

/** Where an arrow leads: the nearest thing in that direction, else the one before or after in reading order. */
export function neighbourOf(things: readonly Placed[], id: ThingId, key: string): ThingId | undefined {
  const index = things.findIndex((thing) => thing.id === id);
  const here = things[index];
  if (key === "Home") return things[0]?.id;
  if (key === "End") return things.at(-1)?.id;
  const direction = DIRECTIONS[key];
  if (here === undefined || direction === undefined) return undefined;
  let nearest: Placed | undefined;
  let least = Infinity;
  for (const thing of things) {
    const [dx, dy] = [thing.at.x - here.at.x, thing.at.y - here.at.y];
    const ahead = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    if (ahead <= 1 || ahead + 3 * aside >= least) continue;
    nearest = thing;
    least = ahead + 3 * aside;
  }
  return (nearest ?? things[index + direction.x + direction.y])?.id;
}

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The direction of an arrow key. */
export function directionOf(key: string): Point | undefined {
  return DIRECTIONS[key];
}

function bandPlaces(drawing: Drawing): readonly { readonly service: string; readonly y: number }[] {
  const top = heightsOf(drawing).rules + RULES_HEAD_H;
  return drawing.bands.flatMap((band, index) =>
    "service" in band ? [{ service: band.service, y: top + BAND_H * (index + 0.5) }] : [],
  );
}

function middleOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
