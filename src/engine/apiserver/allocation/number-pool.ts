import type { Random } from "../../simulation/random.ts";

/** A range of numbers of which each can be taken once. Drawn numbers come from above a band that is kept for asked-for ones. */
export class NumberPool {
  readonly first: number;
  readonly last: number;
  readonly #bandSize: number;
  readonly #taken = new Set<number>();

  constructor(options: { readonly first: number; readonly last: number; readonly bandSize: number }) {
    this.first = options.first;
    this.last = options.last;
    this.#bandSize = options.bandSize;
  }

  contains(value: number): boolean {
    return value >= this.first && value <= this.last;
  }

  isTaken(value: number): boolean {
    return this.#taken.has(value);
  }

  take(value: number): void {
    this.#taken.add(value);
  }

  release(value: number): void {
    this.#taken.delete(value);
  }

  /** A free number: the first free one from a random place in the dynamic band, else in the static one; undefined when full. */
  draw(random: Random, isReserved: (value: number) => boolean): number | undefined {
    const bandEnd = this.first + this.#bandSize;
    const isFree = (value: number): boolean => !this.#taken.has(value) && !isReserved(value);
    return (
      scan({ from: bandEnd, to: this.last, random, isFree }) ??
      scan({ from: this.first, to: bandEnd - 1, random, isFree })
    );
  }
}

function scan(range: {
  readonly from: number;
  readonly to: number;
  readonly random: Random;
  readonly isFree: (value: number) => boolean;
}): number | undefined {
  const size = range.to - range.from + 1;
  if (size <= 0) return undefined;
  const offset = range.random.below(size);
  for (let i = 0; i < size; i++) {
    const value = range.from + ((offset + i) % size);
    if (range.isFree(value)) return value;
  }
  return undefined;
}
