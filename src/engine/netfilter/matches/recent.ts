import type { Candidate, MatchModule } from "../candidate.ts";

const KNOWN = ["--set", "--rcheck", "--update", "--remove", "--seconds", "--reap", "--hitcount", "--name", "--mask", "--rsource", "--rdest"]; // prettier-ignore

/** -m recent: lists of addresses and when they were seen, as xt_recent.c keeps them. Session affinity is made of this. */
export const recent: MatchModule = {
  name: "recent",
  hasEffect: true,
  compile: (options) => {
    const option = (name: string) => options.find((o) => o.name === name);
    const does = ["--set", "--rcheck", "--update", "--remove"].find(option);
    const mask = option("--mask")?.values[0] ?? "255.255.255.255";
    if (!does || mask !== "255.255.255.255" || !options.every(({ name }) => KNOWN.includes(name))) return undefined;
    const asked: Question = {
      list: option("--name")?.values[0] ?? "DEFAULT",
      address: ({ header }) => (option("--rdest") ? header.destination : header.source),
      withinMs: Number(option("--seconds")?.values[0] ?? 0) * 1000,
      hitsMin: Number(option("--hitcount")?.values[0] ?? 0),
      reaps: option("--reap") !== undefined,
    };
    const isInverted = option(does)?.isInverted === true;
    return (candidate) => VERBS[does]?.(asked, candidate) !== isInverted;
  },
};

type Question = {
  readonly list: string;
  readonly address: (candidate: Candidate) => string;
  /** 0: however long ago. */
  readonly withinMs: number;
  readonly hitsMin: number;
  readonly reaps: boolean;
};

const VERBS: Readonly<Record<string, (asked: Question, candidate: Candidate) => boolean>> = {
  "--set": ({ list, address }, candidate) => {
    candidate.memory.note(list, address(candidate), candidate.context.nowMs);
    return true;
  },
  "--rcheck": isSeen,
  "--update": (asked, candidate) => {
    const isFound = isSeen(asked, candidate);
    if (isFound) candidate.memory.note(asked.list, asked.address(candidate), candidate.context.nowMs);
    return isFound;
  },
  "--remove": ({ list, address }, candidate) => {
    const isFound = candidate.memory.seen(list, address(candidate)) !== undefined;
    candidate.memory.remove(list, address(candidate));
    return isFound;
  },
};

function isSeen({ list, address, withinMs, hitsMin, reaps }: Question, candidate: Candidate): boolean {
  const { memory, context } = candidate;
  const stamps = memory.seen(list, address(candidate));
  if (!stamps) return false;
  const sinceMs = context.nowMs - withinMs;
  const hits = withinMs === 0 ? stamps.length : stamps.filter((stamp) => stamp >= sinceMs).length;
  if (reaps && withinMs > 0) memory.reap(list, sinceMs);
  return hits > 0 && hits >= hitsMin;
}
