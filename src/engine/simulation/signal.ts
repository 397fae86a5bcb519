/** A thing that processes can wait for and that may happen again: "an object changed", "the flow got an answer". */
export class Signal {
  readonly #waiting = new Set<() => void>();

  /** Wakes everyone that waits now; who starts to wait while this runs is not woken. */
  fire(): void {
    const woken = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of woken) wake();
  }

  /** Calls `wake` at the next `fire`, once. The returned function takes that back. */
  next(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => this.#waiting.delete(wake);
  }
}
