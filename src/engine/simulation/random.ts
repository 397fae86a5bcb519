/** A seeded source of chance (sfc32): same seed, same draws, on every machine. Its state is four numbers, so it can be saved. */
export class Random {
  #state: [number, number, number, number];

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
    let [a, b, c, d] = this.#state;
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    this.#state = [a, b, c, d];
    return t >>> 0;
  }
}
