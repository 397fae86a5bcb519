// Where everything stands. Slots keep their places when pods come and go: a new pod takes the first free slot of its machine,
// machines only grow. All numbers are the drawing's own units; the viewport's zoom makes pixels of them. Read `layoutOf` first.
import type { Facts, NodeFact, PodFact } from "./facts.ts";

export type Point = { readonly x: number; readonly y: number };
export type Box = Point & { readonly width: number; readonly height: number };

/** How much of a pod is drawn: all that is known, its name and address, or a painted cell. */
export type Density = "card" | "compact" | "painted";

export type Slot = { readonly column: number; readonly row: number };

/** One machine: its box, and in the same units the lines that packets follow within it. */
export type Machine = {
  readonly name: string;
  readonly node?: NodeFact;
  readonly box: Box;
  readonly tier: number;
  readonly columns: number;
  readonly slots: ReadonlyMap<string, Slot>;
};

/** A machine outside the cluster. */
export type Outside = { readonly address: string; readonly label: string; readonly box: Box };

/** A line of rules, the same on every machine: a Service, or what stands for those that do not fit. */
export type Band = { readonly service: string } | { readonly more: number };

export type Drawing = {
  readonly density: Density;
  /** Pods one above the other, in every machine alike, so that all bands lie at one height. */
  readonly rows: number;
  readonly machines: readonly Machine[];
  readonly machineOf: ReadonlyMap<string, Machine>;
  /** By the pod's key. */
  readonly pods: ReadonlyMap<string, Box>;
  readonly bands: readonly Band[];
  readonly outsides: readonly Outside[];
  readonly size: { readonly width: number; readonly height: number };
};

/** What is drawn beside the cluster's own objects. */
export type LayoutRequest = {
  readonly facts: Facts;
  readonly outsides: readonly { readonly address: string; readonly label: string }[];
  /** Whether packets visit the outside: then there is room for a chip under it. */
  readonly isOutsideVisited: boolean;
  /** Services that must have a band, whatever does not fit. */
  readonly wanted: readonly string[];
};

/** The name of the place where pods wait for a node. */
export const WAITING = "";

export const GAP = 8;
export const HEAD_H = 47;
export const BRIDGE_H = 20;
export const RULES_HEAD_H = 20;
export const BAND_H = 22;
/** Room for a chip between bridge and rules, and under the rules. */
const ABOVE_RULES = 34;
const BELOW_RULES = 44;
const EMPTY_W = 100;
const COLUMNS_MIN = 3;
/** From here on only rows are added. */
const COLUMNS_WIDE = 4;
/** Bands that are drawn; the rest is counted. */
export const BANDS_MAX = 8;
/** Pods of the fullest machine up to which they are drawn as cards, and as compact cards. */
const CARDS_MAX = 12;
const COMPACT_MAX = 20;

const CELLS: Readonly<
  Record<Density, { readonly width: number; readonly height: number; readonly x: number; readonly y: number }>
> = {
  card: { width: 92, height: 70, x: 100, y: 88 },
  compact: { width: 92, height: 34, x: 100, y: 44 },
  painted: { width: 12, height: 12, x: 14, y: 14 },
};

/** The drawing of these objects, as like the one before as can be. */
export function layoutOf(previous: Drawing | undefined, request: LayoutRequest): Drawing {
  const { facts, outsides, wanted, isOutsideVisited } = request;
  const podsOf = podsByMachine(facts);
  const fullest = Math.max(0, ...[...podsOf.values()].map((pods) => pods.length));
  const density = densityFor(fullest, previous?.density);
  const kept = previous?.density === density ? previous : undefined;
  const names = machineNames(facts, podsOf);
  const grid = gridFor({ density, fullest, kept });
  const slots = new Map(
    names.map((name) => [name, slotsOf(kept?.machineOf.get(name)?.slots, podsOf.get(name) ?? [], grid)]),
  );
  const bands = bandsOf(facts, wanted);
  const frame = { density, rows: grid.rows, bands };
  const machines = placeMachines({ names, facts, slots, kept, frame, grid });
  return finish({ ...frame, machines, outsides, isOutsideVisited });
}

/** The drawing's heights within a machine, from its top. */
export function heightsOf({ density, rows, bands }: Pick<Drawing, "density" | "rows" | "bands">) {
  const cell = CELLS[density];
  const bridge = HEAD_H + (rows - 1) * cell.y + cell.height + 19;
  const rules = bridge + BRIDGE_H + ABOVE_RULES;
  const rulesEnd = rules + RULES_HEAD_H + BAND_H * bands.length;
  return { bridge, rules, rulesEnd, total: rulesEnd + BELOW_RULES };
}

/** The height of the middle of a Service's band within a machine; undefined when it has none. */
export function bandMiddle(drawing: Drawing, service: string): number | undefined {
  const index = drawing.bands.findIndex((band) => "service" in band && band.service === service);
  return index < 0 ? undefined : heightsOf(drawing).rules + RULES_HEAD_H + BAND_H * (index + 0.5);
}

/** The height of the line on a machine's bridge that packets run along: under its name. */
export function bridgeLine(drawing: Drawing): number {
  return heightsOf(drawing).bridge + BRIDGE_H - 2;
}

/** The line of the network that the machines of a tier hang on. */
export function underlayY(drawing: Drawing, tier: number): number {
  return tierTop(heightsOf(drawing).total, tier) + heightsOf(drawing).total + 23;
}

/** How far one tier of machines lies under the other. */
const TIER_GAP = 64;

function tierTop(machineHeight: number, tier: number): number {
  return tier * (machineHeight + TIER_GAP);
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

function slotsOf(
  before: ReadonlyMap<string, Slot> | undefined,
  pods: readonly PodFact[],
  grid: Grid,
): ReadonlyMap<string, Slot> {
  const slots = new Map<string, Slot>();
  const taken = new Set<string>();
  for (const { key } of pods) {
    const slot = before?.get(key);
    if (slot === undefined) continue;
    slots.set(key, slot);
    taken.add(`${slot.column}/${slot.row}`);
  }
  let next = 0;
  for (const { key } of pods) {
    if (slots.has(key)) continue;
    while (taken.has(`${next % grid.columnsMax}/${Math.floor(next / grid.columnsMax)}`)) next += 1;
    slots.set(key, { column: next % grid.columnsMax, row: Math.floor(next / grid.columnsMax) });
    next += 1;
  }
  return slots;
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

type Placing = {
  readonly names: readonly string[];
  readonly facts: Facts;
  readonly slots: ReadonlyMap<string, ReadonlyMap<string, Slot>>;
  readonly kept: Drawing | undefined;
  readonly frame: Pick<Drawing, "density" | "rows" | "bands">;
  readonly grid: Grid;
};

/** Side by side, in tiers when there are many; the bands of a tier lie at one height. */
function placeMachines({ names, facts, slots, kept, frame, grid }: Placing): readonly Machine[] {
  const { total } = heightsOf(frame);
  const cell = CELLS[frame.density];
  const perTier =
    names.length <= 6 ? names.length : Math.ceil(Math.sqrt(names.length * (frame.density === "painted" ? 3 : 2)));
  const nodes = new Map(facts.nodes.map((node) => [node.name, node]));
  let x = 0;
  return names.map((name, index): Machine => {
    if (index % Math.max(1, perTier) === 0) x = 0;
    const own = slots.get(name) ?? new Map<string, Slot>();
    const before = kept?.machineOf.get(name)?.columns ?? 0;
    const columns = own.size === 0 && before === 0 ? 0 : Math.max(grid.columnsMax, before);
    const width = columns === 0 ? EMPTY_W : Math.max(EMPTY_W, 6 + columns * cell.x);
    const tier = Math.floor(index / Math.max(1, perTier));
    const node = nodes.get(name);
    const box = { x, y: tierTop(total, tier), width, height: total };
    x += width + GAP;
    return { name, box, tier, columns, slots: own, ...(node && { node }) };
  });
}

type Unfinished = Pick<Drawing, "density" | "rows" | "bands" | "machines"> & {
  readonly isOutsideVisited: boolean;
  readonly outsides: readonly { readonly address: string; readonly label: string }[];
};

function finish({ machines, outsides, isOutsideVisited, ...frame }: Unfinished): Drawing {
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
  const tiers = Math.max(0, ...machines.map(({ tier }) => tier));
  const { total } = heightsOf(frame);
  const bottom = tierTop(total, tiers) + total;
  const inner = Math.max(0, ...machines.map(({ box }) => box.x + box.width));
  const width = Math.max(inner, outsideWidth(outsides) + OUTSIDE_LABEL_W);
  return {
    ...frame,
    machines,
    machineOf: new Map(machines.map((machine) => [machine.name, machine])),
    pods,
    outsides: placeOutsides(outsides, { right: width, top: bottom + 40 }),
    size: { width, height: bottom + 80 + (isOutsideVisited ? CHIP_ROOM : 0) },
  };
}

const CHIP_ROOM = 28;

/** Room left of the pills for their label and the legend. */
const OUTSIDE_LABEL_W = 400;

function outsideWidth(outsides: readonly { readonly address: string; readonly label: string }[]): number {
  return outsides.reduce((sum, one) => sum + pillWidth(one) + 16, 0);
}

function pillWidth({ address, label }: { readonly address: string; readonly label: string }): number {
  return Math.round(34 + 6.6 * Math.max(address.length, label.length));
}

function placeOutsides(
  outsides: readonly { readonly address: string; readonly label: string }[],
  { right, top }: { readonly right: number; readonly top: number },
): readonly Outside[] {
  let x = right - outsideWidth(outsides) + 16;
  return outsides.map((one): Outside => {
    const width = pillWidth(one);
    const box = { x, y: top, width, height: 40 };
    x += width + 16;
    return { ...one, box };
  });
}
