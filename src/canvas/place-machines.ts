// Where the machines and the outside stand: where a person put them, the others where they stand by themselves, beside them.
import type { Places } from "../state/places.ts";
import { CELLS, EMPTY_W, GAP, heightsOf, tierTop } from "./drawing.ts";
import type { Box, Drawing, Machine, Outside, Slot } from "./drawing.ts";
import type { NodeFact } from "./facts.ts";

type Placing = {
  readonly names: readonly string[];
  readonly nodes: readonly NodeFact[];
  readonly slots: ReadonlyMap<string, ReadonlyMap<string, Slot>>;
  readonly kept: Drawing | undefined;
  readonly frame: Pick<Drawing, "density" | "rows" | "bands">;
  readonly columnsMax: number;
  readonly placed: Places["machines"];
};

type Wanted = { readonly name: string; readonly x: number; readonly tier: number; readonly width: number };

/** Side by side, in tiers when there are many; the bands of a tier lie at one height. */
export function placeMachines(placing: Placing): readonly Machine[] {
  const { names, nodes, slots, frame, placed } = placing;
  const { total } = heightsOf(frame);
  const columnsOf = new Map(names.map((name) => [name, columnsFor(name, placing)]));
  const wanted = wantedPlaces(placing, columnsOf);
  const byHand = Object.keys(placed).flatMap((name) => wanted.get(name) ?? []);
  const others = [...wanted.values()].filter(({ name }) => placed[name] === undefined);
  const boxes = new Map<string, Box & { readonly tier: number }>();
  const taken = new Map<number, Span[]>();
  for (const { name, x, tier, width } of [...byHand, ...others]) {
    const spans = taken.get(tier) ?? [];
    const free = freeFrom(spans, { x, width, gap: GAP });
    taken.set(tier, [...spans, { x: free, width }]);
    boxes.set(name, { x: free, y: tierTop(total, tier), width, height: total, tier });
  }
  const nodeOf = new Map(nodes.map((node) => [node.name, node]));
  return names.flatMap((name): readonly Machine[] => {
    const found = boxes.get(name);
    if (found === undefined) return [];
    const { tier, ...box } = found;
    const node = nodeOf.get(name);
    const own = slots.get(name) ?? new Map<string, Slot>();
    return [{ name, box, tier, columns: columnsOf.get(name) ?? 0, slots: own, ...(node && { node }) }];
  });
}

/** A machine that once had pods keeps the room for them. */
function columnsFor(name: string, { slots, kept, columnsMax }: Placing): number {
  const before = kept?.machineOf.get(name)?.columns ?? 0;
  return (slots.get(name)?.size ?? 0) === 0 && before === 0 ? 0 : Math.max(columnsMax, before);
}

/** Where each machine would stand if all others stood where they stand by themselves; who was placed by hand wants that place. */
function wantedPlaces(
  { names, frame, placed }: Placing,
  columnsOf: ReadonlyMap<string, number>,
): ReadonlyMap<string, Wanted> {
  const isPainted = frame.density === "painted";
  const perTier = names.length <= 6 ? names.length : Math.ceil(Math.sqrt(names.length * (isPainted ? 3 : 2)));
  let x = 0;
  return new Map(
    names.map((name, index): readonly [string, Wanted] => {
      if (index % Math.max(1, perTier) === 0) x = 0;
      const columns = columnsOf.get(name) ?? 0;
      const width = columns === 0 ? EMPTY_W : Math.max(EMPTY_W, 6 + columns * CELLS[frame.density].x);
      const own = { name, x, tier: Math.floor(index / Math.max(1, perTier)), width };
      x += width + GAP;
      return [name, { ...own, ...placed[name] }];
    }),
  );
}

/** A machine outside as it is asked for. */
export type Named = Pick<Outside, "address" | "label">;

const OUTSIDE_GAP = 16;
const OUTSIDE_H = 40;

/** The pills of the outside in a row that ends at the right, but for those that a person put elsewhere in it. */
export function placeOutsides(
  outsides: readonly Named[],
  { right, top, placed }: { readonly right: number; readonly top: number; readonly placed: Places["outsides"] },
): readonly Outside[] {
  let natural = right - outsidesWidth(outsides) + OUTSIDE_GAP;
  const wanted = outsides.map((one) => {
    const width = pillWidth(one);
    const x = natural;
    natural += width + OUTSIDE_GAP;
    return { ...one, x: placed[one.address] ?? x, width };
  });
  const spans: Span[] = [];
  const isPlaced = ({ address }: Named) => placed[address] !== undefined;
  const boxes = new Map<string, Box>();
  for (const { address, x, width } of [...wanted.filter(isPlaced), ...wanted.filter((one) => !isPlaced(one))]) {
    const free = freeFrom(spans, { x, width, gap: OUTSIDE_GAP });
    spans.push({ x: free, width });
    boxes.set(address, { x: free, y: top, width, height: OUTSIDE_H });
  }
  return outsides.flatMap(({ address, label }) => {
    const box = boxes.get(address);
    return box ? [{ address, label, box }] : [];
  });
}

/** The room that all pills of the outside take. */
export function outsidesWidth(outsides: readonly Named[]): number {
  return outsides.reduce((sum, one) => sum + pillWidth(one) + OUTSIDE_GAP, 0);
}

function pillWidth({ address, label }: Named): number {
  return Math.round(34 + 6.6 * Math.max(address.length, label.length));
}

type Span = { readonly x: number; readonly width: number };

/** The first place from x on that touches none of the spans. */
function freeFrom(spans: readonly Span[], { x, width, gap }: Span & { readonly gap: number }): number {
  let free = Math.max(0, x);
  for (const span of spans.toSorted((a, b) => a.x - b.x))
    if (free < span.x + span.width + gap && free + width + gap > span.x) free = span.x + span.width + gap;
  return free;
}
