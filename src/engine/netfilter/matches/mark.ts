import type { MatchModule } from "../candidate.ts";
import { parseMarkAndMask, plainModule } from "./module.ts";

/** -m mark --mark VALUE[/MASK]. */
export const mark: MatchModule = plainModule("mark", ({ name }, text) => {
  const wanted = name === "--mark" ? parseMarkAndMask(text) : undefined;
  if (!wanted) return undefined;
  const { value, mask } = wanted;
  return (candidate) => (candidate.mark & mask) === value;
});

/** -m connmark --mark VALUE[/MASK]. */
export const connmark: MatchModule = plainModule("connmark", ({ name }, text) => {
  const wanted = name === "--mark" ? parseMarkAndMask(text) : undefined;
  if (!wanted) return undefined;
  const { value, mask } = wanted;
  return ({ connection }) => connection !== undefined && (connection.mark & mask) === value;
});
