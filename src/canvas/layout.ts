// Where everything stands. Slots keep their places when pods come and go: a new pod takes the first free slot of its machine,
// machines only grow. All numbers are the drawing's own units; the viewport's zoom makes pixels of them. Read `layoutOf` first.
import type { Places } from "../state/places.ts";
import { BANDS_MAX, CARDS_MAX, CELLS, COLUMNS_MIN, COLUMNS_WIDE, COMPACT_MAX, HEAD_H, WAITING } from "./drawing.ts";
import { heightsOf, tierTop } from "./drawing.ts";
import type { Band, Box, Density, Drawing, Slot } from "./drawing.ts";
import type { Facts, PodFact } from "./facts.ts";
import { outsidesWidth, placeMachines, placeOutsides } from "./place-machines.ts";
import type { Named } from "./place-machines.ts";

/** What is drawn beside the cluster's own objects. */
export type LayoutRequest = {
  readonly facts: Facts;
  readonly outsides: readonly Named[];
  /** What a person placed by hand. */
  readonly places: Places;
  /** Whether packets visit the outside: then there is room for a chip under it. */
  readonly isOutsideVisited: boolean;
  /** Services that must have a band, whatever does not fit. */
  readonly wanted: readonly string[];
};

/** The drawing of these objects, as like the one before as can be. */
export function layoutOf(previous: Drawing | undefined, request: LayoutRequest): Drawing {
  const { facts, outsides, wanted, places, isOutsideVisited } = request;
  const podsOf = podsByMachine(facts);
  const fullest = Math.max(0, ...[...podsOf.values()].map((pods) => pods.length));
  const density = densityFor(fullest, previous?.density);
  const kept = previous?.density === density ? previous : undefined;
  const names = machineNames(facts, podsOf);
  const grid = gridFor({ density, fullest, kept });
  const slots = new Map(
    names.map((name) => {
      const before = kept?.machineOf.get(name)?.slots;
      const placed = density === "painted" ? {} : places.pods;
      return [name, slotsOf({ before, placed, pods: podsOf.get(name) ?? [], grid })];
    }),
  );
  const bands = bandsOf(facts, wanted);
  const frame = { density, rows: grid.rows, bands };
  const machines = placeMachines({
    names,
    nodes: facts.nodes,
    slots,
    kept,
    frame,
    columnsMax: grid.columnsMax,
    placed: places.machines,
  });
  return finish({ ...frame, machines, outsides, places, isOutsideVisited });
}

function podsByMachine({ nodes, pods }: Facts): ReadonlyMap<string, readonly PodFact[]> {
  const known = new Set(nodes.map(({ name }) => name));
  const byMachine = new Map<string, PodFact[]>();
  for (const pod of pods) {
    const machine = pod.node !== undefined && known.has(pod.node) ? pod.node : WAITING;
    const there = byMachine.get(machine);
    if (there === undefined) byMachine.set(machine, [pod]);
    else there.push(pod);
  }
  return byMachine;
}

function machineNames({ nodes }: Facts, podsOf: ReadonlyMap<string, unknown>): readonly string[] {
  const names = nodes.map(({ name }) => name);
  return podsOf.has(WAITING) ? [...names, WAITING] : names;
}

/** Goes back to a roomier drawing only when there is clearly room: a pod more or less must not turn the picture over. */
function densityFor(fullest: number, before: Density | undefined): Density {
  const slack = before === undefined || before === "card" ? 0 : 4;
  if (fullest <= CARDS_MAX - (before === "card" ? 0 : slack)) return "card";
  return fullest <= COMPACT_MAX - (before === "painted" ? slack : 0) ? "compact" : "painted";
}

type Grid = { readonly columnsMax: number; readonly rows: number };

/** Rows grow with every second column, and are the same on all machines. */
function gridFor(about: { density: Density; fullest: number; kept: Drawing | undefined }): Grid {
  const isPainted = about.density === "painted";
  let columnsMax = Math.max(
    isPainted ? 11 : COLUMNS_MIN,
    ...(about.kept?.machines.map(({ columns }) => columns) ?? []),
  );
  let rows = about.kept?.rows ?? (isPainted ? 5 : 1);
  while (columnsMax * rows < about.fullest) {
    if (isPainted || rows * 2 < columnsMax || columnsMax >= COLUMNS_WIDE) rows += 1;
    else columnsMax += 1;
  }
  return { columnsMax, rows };
}

type Slotting = {
  readonly before: ReadonlyMap<string, Slot> | undefined;
  readonly placed: Places["pods"];
  readonly pods: readonly PodFact[];
  readonly grid: Grid;
};

/** Who was placed by hand stands there, who was there stays there, who is new takes the first that is free. */
function slotsOf({ before, placed, pods, grid }: Slotting): ReadonlyMap<string, Slot> {
  const slots = new Map<string, Slot>();
  const taken = new Set<string>();
  const take = (slot: Slot | undefined, key: string) => {
    if (slot === undefined || slots.has(key) || taken.has(slotName(slot))) return;
    slots.set(key, slot);
    taken.add(slotName(slot));
  };
  const isInGrid = ({ column, row }: Slot) => column < grid.columnsMax && row < grid.rows;
  for (const { key } of pods) {
    const slot = placed[key];
    if (slot !== undefined && isInGrid(slot)) take(slot, key);
  }
  for (const { key } of pods) take(before?.get(key), key);
  let next = 0;
  const slotAt = (index: number) => ({ column: index % grid.columnsMax, row: Math.floor(index / grid.columnsMax) });
  for (const { key } of pods) {
    if (slots.has(key)) continue;
    while (taken.has(slotName(slotAt(next)))) next += 1;
    take(slotAt(next), key);
  }
  return slots;
}

function slotName({ column, row }: Slot): string {
  return `${column}/${row}`;
}

/** Services with rules: the cluster's own first, then in the order in which they came; those wanted are never left out. */
function bandsOf({ services }: Facts, wanted: readonly string[]): readonly Band[] {
  const ruled = services.filter(({ addresses }) => addresses.length > 0).map(({ key }) => key);
  if (ruled.length <= BANDS_MAX) return ruled.map((service) => ({ service }));
  const must = new Set(wanted.filter((key) => ruled.includes(key)).slice(0, BANDS_MAX - 1));
  const room = BANDS_MAX - 1 - must.size;
  const others = new Set(ruled.filter((key) => !must.has(key)).slice(0, room));
  const shown = ruled.filter((key) => must.has(key) || others.has(key));
  return [...shown.map((service) => ({ service })), { more: ruled.length - shown.length }];
}

type Unfinished = Pick<Drawing, "density" | "rows" | "bands" | "machines"> & {
  readonly isOutsideVisited: boolean;
  readonly outsides: readonly Named[];
  readonly places: Places;
};

function finish({ machines, outsides, places, isOutsideVisited, ...frame }: Unfinished): Drawing {
  const cell = CELLS[frame.density];
  const pods = new Map<string, Box>();
  for (const { box, slots } of machines)
    for (const [key, { column, row }] of slots)
      pods.set(key, {
        x: box.x + 6 + column * cell.x,
        y: box.y + HEAD_H + row * cell.y,
        width: cell.width,
        height: cell.height,
      });
  const lastTier = Math.max(0, ...machines.map(({ tier }) => tier));
  const { total } = heightsOf(frame);
  const bottom = tierTop(total, lastTier) + total;
  const inner = Math.max(0, ...machines.map(({ box }) => box.x + box.width));
  const width = Math.max(inner, outsidesWidth(outsides) + OUTSIDE_LABEL_W);
  return {
    ...frame,
    machines,
    lastTier,
    machineOf: new Map(machines.map((machine) => [machine.name, machine])),
    pods,
    outsides: placeOutsides(outsides, { right: width, top: bottom + 40, placed: places.outsides }),
    size: { width, height: bottom + 80 + (isOutsideVisited ? CHIP_ROOM : 0) },
  };
}

const CHIP_ROOM = 28;

/** Room left of the pills for their label. */
const OUTSIDE_LABEL_W = 140;
