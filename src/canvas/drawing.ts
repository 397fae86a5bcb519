// What a drawing is: boxes and lines in units of its own, which the viewport's zoom makes pixels of. How one is made is in layout.ts.
import type { NodeFact } from "./facts.ts";

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
  /** The lowest tier: under it lies the outside. */
  readonly lastTier: number;
  readonly machineOf: ReadonlyMap<string, Machine>;
  /** By the pod's key. */
  readonly pods: ReadonlyMap<string, Box>;
  readonly bands: readonly Band[];
  readonly outsides: readonly Outside[];
  readonly size: { readonly width: number; readonly height: number };
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
export const EMPTY_W = 100;
export const COLUMNS_MIN = 3;
/** From here on only rows are added. */
export const COLUMNS_WIDE = 4;
/** Bands that are drawn; the rest is counted. */
export const BANDS_MAX = 8;
/** Pods of the fullest machine up to which they are drawn as cards, and as compact cards. */
export const CARDS_MAX = 12;
export const COMPACT_MAX = 20;

/** A pod's size, and from one pod to the next. */
export const CELLS: Readonly<
  Record<Density, { readonly width: number; readonly height: number; readonly x: number; readonly y: number }>
> = {
  card: { width: 92, height: 70, x: 100, y: 88 },
  compact: { width: 92, height: 34, x: 100, y: 44 },
  painted: { width: 12, height: 12, x: 14, y: 14 },
};

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

/** The height of where packets leave a machine, under its rules. */
export function postroutingY(drawing: Drawing): number {
  return heightsOf(drawing).rulesEnd + 12;
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

/** The top of a tier's machines. */
export function tierTop(machineHeight: number, tier: number): number {
  return tier * (machineHeight + TIER_GAP);
}
