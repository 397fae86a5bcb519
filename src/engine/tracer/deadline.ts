import type { Process } from "../simulation/process.ts";

/** Runs the process until a moment of simulated time; undefined when it was not done by then, and then it is stopped. */
export function* before<T>(deadlineMs: number, process: Process<T>): Process<T | undefined> {
  let isDone = false;
  try {
    for (let step = process.next(); ; step = process.next()) {
      if (step.done) {
        isDone = true;
        return step.value;
      }
      const wait = step.value;
      const untilMs = wait.kind === "until" ? wait.ms : (wait.untilMs ?? Infinity);
      if (untilMs >= deadlineMs && wait.kind === "until") {
        yield { kind: "until", ms: deadlineMs };
        return undefined;
      }
      yield wait;
    }
  } finally {
    if (!isDone) process.return(undefined as never);
  }
}
