import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { formatTimestamp, parseTimestamp } from "../model/timestamp.ts";
import type { Process } from "./process.ts";
import { sleep } from "./process.ts";
import { Signal, Simulation } from "./simulation.ts";

const START = "2026-01-01T00:00:00Z";

describe("the clock", () => {
  it("does what is due in the order of time, then of asking", () => {
    const simulation = new Simulation({ seed: 1, startAt: START });
    const done: string[] = [];
    simulation.handle("say", (word) => done.push(`${JSON.stringify(word)} at ${simulation.nowMs}`));
    simulation.schedule(20, { kind: "say", argument: "late" });
    simulation.schedule(10, { kind: "say", argument: "first" });
    simulation.schedule(10, { kind: "say", argument: "second" });
    const takeBack = simulation.schedule(15, { kind: "say", argument: "never" });
    takeBack();
    simulation.advanceTo(100);
    expect(done).toEqual(['"first" at 10', '"second" at 10', '"late" at 20']);
    expect(simulation.timestamp).toBe(START);
  });

  it("restores its clock, its tasks and its chance from a save", () => {
    const open = (saved?: ReturnType<Simulation["save"]>) => {
      const simulation = new Simulation({ seed: 7, startAt: START, ...(saved && { saved }) });
      const seen: unknown[] = [];
      simulation.handle("draw", (argument) =>
        seen.push([argument, simulation.nowMs, simulation.random("a").below(1000)]),
      );
      return { simulation, seen };
    };
    const whole = open();
    for (let i = 1; i <= 6; i++) whole.simulation.schedule(i * 10, { kind: "draw", argument: i });
    whole.simulation.advanceTo(30);
    const resumed = open(JSON.parse(JSON.stringify(whole.simulation.save())));
    whole.simulation.advanceTo(100);
    resumed.simulation.advanceTo(100);
    expect(resumed.seen).toEqual(whole.seen.slice(3));
  });
});

describe("a process", () => {
  function* waiter(simulation: Simulation, signal: Signal, log: string[]): Process<string> {
    try {
      yield* sleep(simulation, 50);
      log.push(`slept till ${simulation.nowMs}`);
      yield { kind: "signal", signal, untilMs: simulation.nowMs + 1000 };
      log.push(`woken at ${simulation.nowMs}`);
      return "done";
    } finally {
      log.push("tidied");
    }
  }

  it("sleeps, is woken by a signal, and gives its result", () => {
    const [simulation, signal, log] = [new Simulation({ seed: 1, startAt: START }), new Signal(), [] as string[]];
    simulation.spawn(waiter(simulation, signal, log), (result) => log.push(result));
    simulation.scheduleTransient(200, () => signal.fire());
    simulation.advanceTo(5000);
    expect(log).toEqual(["slept till 50", "woken at 200", "tidied", "done"]);
  });

  it("can be stopped where it stands, and tidies up", () => {
    const [simulation, log] = [new Simulation({ seed: 1, startAt: START }), [] as string[]];
    const running = simulation.spawn(waiter(simulation, new Signal(), log), (result) => log.push(result));
    simulation.advanceTo(60);
    running.stop();
    simulation.advanceTo(5000);
    expect(log).toEqual(["slept till 50", "tidied"]);
  });
});

test("a timestamp reads back as the second that it was written from, in any year", () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_000_000_000, max: 8_000_000_000 }), (seconds) => {
      expect(parseTimestamp(formatTimestamp(seconds * 1000))).toBe(seconds * 1000);
      expect(formatTimestamp(seconds * 1000)).toBe(new Date(seconds * 1000).toISOString().replace(".000Z", "Z"));
    }),
    { seed: 1 },
  );
});
