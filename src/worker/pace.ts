/** Simulated silence after which a command's time runs as fast as it can: nobody wants to watch a time-out. */
const PATIENCE_MS = 5000;
/** Simulated silence after which time runs as on the wall again: the command waits for ever (kubectl get -w). */
const SILENCE_MAX_MS = 150_000;
/** Simulated time that passes at once when somebody asks for it; what waits for longer can be asked again. */
const SKIP_MS = 60_000;
/** Nobody looked for so long: the machine slept, or work was given all the time it wanted. What was missed is not made up for. */
const SLEEP_MS = 1000;

/**
 * How fast simulated time may run while somebody watches a command: as on the wall while it says something now and then, faster
 * through long silences.
 */
export class Pace {
  #anchorSimMs = 0;
  #anchorWallMs = 0;
  #lastSaidSimMs = 0;
  #wasFast = false;
  #lookedWallMs = 0;
  #skipToMs = 0;

  /** A command begins: from here on, simulated time runs with the wall's. */
  begin(simMs: number, wallMs: number): void {
    this.#lastSaidSimMs = simMs;
    this.#lookedWallMs = wallMs;
    this.#anchor(simMs, wallMs);
  }

  /** A command said something. */
  said(simMs: number): void {
    this.#lastSaidSimMs = simMs;
    this.#skipToMs = 0;
  }

  /** The waiting of a command passes at once, until it says something, or for a minute of simulated time. */
  skip(simMs: number): void {
    this.#skipToMs = simMs + SKIP_MS;
  }

  /** The simulated moment up to which work may go now. */
  limitMs(simMs: number, wallMs: number): number {
    if (simMs < this.#skipToMs) {
      this.#wasFast = true;
      return this.#skipToMs;
    }
    const silenceMs = simMs - this.#lastSaidSimMs;
    if (silenceMs >= PATIENCE_MS && silenceMs < SILENCE_MAX_MS) {
      this.#wasFast = true;
      return this.#lastSaidSimMs + SILENCE_MAX_MS;
    }
    const hasSlept = wallMs - this.#lookedWallMs > SLEEP_MS;
    this.#lookedWallMs = wallMs;
    if (this.#wasFast || hasSlept || simMs > this.#paced(wallMs)) this.#anchor(simMs, wallMs);
    return this.#paced(wallMs);
  }

  #paced(wallMs: number): number {
    return this.#anchorSimMs + (wallMs - this.#anchorWallMs);
  }

  #anchor(simMs: number, wallMs: number): void {
    this.#anchorSimMs = simMs;
    this.#anchorWallMs = wallMs;
    this.#wasFast = false;
  }
}
