// Where a person put the things of the drawing. In the drawing's own units; what nobody placed is not here.
import { create } from "zustand";

export type Places = {
  /** By the node's name: how far to the right, and in which tier from the top. */
  readonly machines: Readonly<Record<string, { readonly x: number; readonly tier: number }>>;
  /** By the address: how far to the right. */
  readonly outsides: Readonly<Record<string, number>>;
  /** By the pod's key: its slot within its machine. */
  readonly pods: Readonly<Record<string, { readonly column: number; readonly row: number }>>;
};

export const NO_PLACES: Places = { machines: {}, outsides: {}, pods: {} };

export const usePlaces = create<Places>(() => NO_PLACES);

export function placeMachine(name: string, place: Places["machines"][string]): void {
  usePlaces.setState(({ machines }) => ({ machines: { ...without(machines, name), [name]: place } }));
}

export function placeOutside(address: string, x: number): void {
  usePlaces.setState(({ outsides }) => ({ outsides: { ...without(outsides, address), [address]: x } }));
}

/** Places several pods at once: one that changes places with another. */
export function placePods(placed: Places["pods"]): void {
  usePlaces.setState(({ pods }) => ({ pods: { ...pods, ...placed } }));
}

/** Everything back to where it stands by itself. */
export function resetPlaces(): void {
  usePlaces.setState(NO_PLACES);
}

/** Whether a person placed anything. */
export function hasPlaces({ machines, outsides, pods }: Places): boolean {
  return [machines, outsides, pods].some((placed) => Object.keys(placed).length > 0);
}

/** What was kept, as far as it can be read. */
export function readPlaces(kept: unknown): Places {
  const { machines, outsides, pods } = (kept ?? {}) as Partial<Record<keyof Places, unknown>>;
  return {
    machines: entriesOf(machines, (place) => isNumbers(place, "x", "tier")) as Places["machines"],
    outsides: entriesOf(outsides, (x) => Number.isFinite(x)) as Places["outsides"],
    pods: entriesOf(pods, (slot) => isNumbers(slot, "column", "row")) as Places["pods"],
  };
}

/** Placed last is last: it gives way to what was placed before it. */
function without<T>(placed: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _, ...others } = placed;
  return others;
}

function entriesOf(value: unknown, isPlace: (one: unknown) => boolean): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, one]) => isPlace(one)));
}

function isNumbers(value: unknown, ...names: readonly string[]): boolean {
  const numbers = value as Readonly<Record<string, unknown>> | null;
  return typeof numbers === "object" && numbers !== null && names.every((name) => Number.isFinite(numbers[name]));
}
