import type { MatchModule, Test } from "../candidate.ts";
import type { Option } from "../words.ts";

/** -m statistic: by chance, or each so-manieth packet. */
export const statistic: MatchModule = {
  name: "statistic",
  hasEffect: true,
  compile: (options, ruleText) => {
    const value = (name: string) => options.find((option) => option.name === name)?.values[0];
    const isKnown = ["--mode", "--probability", "--every", "--packet"];
    if (!options.every(({ name }) => isKnown.includes(name))) return undefined;
    if (value("--mode") === "random") return randomTest(options.find(({ name }) => name === "--probability"));
    if (value("--mode") === "nth") return nthTest(ruleText, Number(value("--every")), Number(value("--packet") ?? 0));
    return undefined;
  },
};

function randomTest(option: Option | undefined): Test | undefined {
  const probability = Number(option?.values[0]);
  if (!option || Number.isNaN(probability)) return undefined;
  const { isInverted } = option;
  return (candidate) => candidate.chance(probability) !== isInverted;
}

/** Counts up to `every`, from `packet`, and matches when it begins anew. */
function nthTest(rule: string, every: number, packet: number): Test | undefined {
  if (!(every > 0) || !(packet >= 0)) return undefined;
  return ({ memory }) => {
    const before = memory.count(rule) ?? packet;
    const after = before === every - 1 ? 0 : before + 1;
    memory.setCount(rule, after);
    return after === 0;
  };
}
