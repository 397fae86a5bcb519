/** A seeded source of chance (sfc32): same seed, same draws, on every machine. Its state is four numbers, so it can be saved. */
export class Random {
  readonly #state: [number, number, number, number];

  constructor(seed: number | readonly number[]) {
    if (typeof seed === "number") {
      this.#state = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed | 0];
      for (let i = 0; i < 15; i++) this.#next();
    } else this.#state = [seed[0] ?? 0, seed[1] ?? 0, seed[2] ?? 0, seed[3] ?? 0];
  }

  /** At least 0 and less than 1. */
  fraction(): number {
    return this.#next() / 4_294_967_296;
  }

  /** A whole number from 0 to `bound` - 1. */
  below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)];
    if (chosen === undefined) throw new Error("pick from an empty list");
    return chosen;
  }

  save(): readonly number[] {
    return [...this.#state];
  }

  #next(): number {
    const state = this.#state;
    const [a, b, c, d] = state;
    const t = (((a + b) | 0) + d) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + t) | 0;
    state[3] = (d + 1) | 0;
    return t >>> 0;
  }
}
