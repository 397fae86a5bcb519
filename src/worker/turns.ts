import type { Steps } from "../engine/model/steps.ts";

/** The worker hears the page again after so long. */
export const TURN_MS = 12;

type Surroundings = {
  readonly now: () => number;
  /** Calls back after so many milliseconds, when messages have been heard. */
  readonly later: (afterMs: number, run: () => void) => void;
};

/** Cuts long work into turns, between which messages are heard. */
export class Turns {
  readonly #around: Surroundings;
  #beganMs = -Infinity;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Gives way to messages if this turn has been long enough. */
  async giveWay(): Promise<void> {
    if (this.#around.now() - this.#beganMs < TURN_MS) return;
    await new Promise<void>((resolve) => {
      this.#around.later(0, resolve);
    });
    this.#beganMs = this.#around.now();
  }

  /** Does work step by step; undefined if it was given up on the way. */
  async finish<T>(steps: Steps<T>, isWanted: () => boolean): Promise<T | undefined>;
  async finish<T>(steps: Steps<T>): Promise<T>;
  async finish<T>(steps: Steps<T>, isWanted: () => boolean = () => true): Promise<T | undefined> {
    for (;;) {
      await this.giveWay();
      if (!isWanted()) return undefined;
      const end = this.#beganMs + TURN_MS;
      do {
        const step = steps.next();
        if (step.done) return step.value;
      } while (this.#around.now() < end);
    }
  }
}
