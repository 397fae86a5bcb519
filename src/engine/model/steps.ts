/** Work that can be put aside between its steps, so that whoever runs it hears others meanwhile. Takes no simulated time. */
export type Steps<T> = Generator<void, T, void>;

/** Does all of it at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
