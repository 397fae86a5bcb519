import type { MatchModule } from "../candidate.ts";

/** -m comment: says what a rule is for, and always holds. */
export const comment: MatchModule = { name: "comment", hasEffect: false, compile: () => () => true };

/** -m nfacct: counts packets, and always holds. */
export const nfacct: MatchModule = { name: "nfacct", hasEffect: false, compile: () => () => true };
