// Schedules of CronJobs. As github.com/robfig/cron's standard parser reads them, and words what it cannot read.

type Bounds = {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  readonly first?: number;
};

const FIELDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  {
    min: 1,
    max: 12,
    first: 1,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  { min: 0, max: 6, first: 0, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];
const DESCRIPTORS = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
const DURATION = /^[-+]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))*$/;

/** Why the schedule cannot be read; undefined for a good one. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.startsWith("@")) return descriptorProblem(schedule);
  const fields = schedule.split(/\s+/).filter((field) => field !== "");
  if (fields.length !== FIELDS.length) {
    return `expected exactly ${FIELDS.length} fields, found ${fields.length}: [${fields.join(" ")}]`;
  }
  for (const [index, bounds] of FIELDS.entries()) {
    for (const part of (fields[index] ?? "").split(",")) {
      const problem = part === "" ? undefined : rangeProblemOf(part, bounds);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

function descriptorProblem(schedule: string): string | undefined {
  if (DESCRIPTORS.includes(schedule)) return undefined;
  if (!schedule.startsWith("@every ")) return `unrecognized descriptor: ${schedule}`;
  const duration = schedule.slice("@every ".length);
  if (DURATION.test(duration) || duration === "0") return undefined;
  return `failed to parse duration ${schedule}: time: invalid duration ${JSON.stringify(duration)}`;
}

/** "*", "5", "1-5", "1-5/2". */
function rangeProblemOf(text: string, bounds: Bounds): string | undefined {
  const [span = "", step, ...more] = text.split("/");
  const [low = "", high, ...rest] = span.split("-");
  const isAny = low === "*" || low === "?";
  const start = isAny ? bounds.min : numberOf(low, bounds);
  if (typeof start === "string") return start;
  let end: number | string = isAny ? bounds.max : start;
  if (!isAny && high !== undefined) {
    if (rest.length > 0) return `too many hyphens: ${text}`;
    end = numberOf(high, bounds);
    if (typeof end === "string") return end;
  }
  if (more.length > 0) return `too many slashes: ${text}`;
  const stride = step === undefined ? 1 : numberOf(step, { min: 0, max: 0 });
  if (typeof stride === "string") return stride;
  if (step !== undefined && high === undefined) end = bounds.max;
  if (start < bounds.min) return `beginning of range (${start}) below minimum (${bounds.min}): ${text}`;
  if (end > bounds.max) return `end of range (${end}) above maximum (${bounds.max}): ${text}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${text}`;
  return stride === 0 ? `step of range should be a positive number: ${text}` : undefined;
}

/** A number, or a month's or weekday's name; a text is why it is none. */
function numberOf(text: string, { names, first = 0 }: Bounds): number | string {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + first;
  if (!/^[-+]?\d+$/.test(text)) {
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  }
  const number = Number(text);
  return number < 0 ? `negative number (${number}) not allowed: ${text}` : number;
}
