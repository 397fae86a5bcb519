import { expect, test } from "vitest";
import { scheduleProblem } from "./cron-schedule.ts";

test.each`
  schedule                  | problem
  ${"*/5 0-6 1,15 jan mon"} | ${undefined}
  ${"@every 1h30m"}         | ${undefined}
  ${"* * * *"}              | ${"expected exactly 5 fields, found 4: [* * * *]"}
  ${"61 * * * *"}           | ${"end of range (61) above maximum (59): 61"}
  ${"* * 0 * *"}            | ${"beginning of range (0) below minimum (1): 0"}
  ${"* 5-2 * * *"}          | ${"beginning of range (5) beyond end of range (2): 5-2"}
  ${"*/0 * * * *"}          | ${"step of range should be a positive number: */0"}
  ${"x * * * *"}            | ${'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'}
  ${"@noon"}                | ${"unrecognized descriptor: @noon"}
`("the schedule $schedule: $problem", ({ schedule, problem }: { schedule: string; problem: string | undefined }) => {
  expect(scheduleProblem(schedule)).toBe(problem);
});
