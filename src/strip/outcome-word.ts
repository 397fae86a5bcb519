import type { Outcome } from "../engine/trace/trace.ts";
import type { PlainMessageKey } from "../ui/i18n/catalogue.ts";
import type { Say } from "../ui/i18n/message.tsx";

/** "200", "refused": what came of a request in a word. */
export function outcomeWord(outcome: Outcome, say: Say): string {
  if (outcome.kind !== "answered") return say(WORDS[outcome.kind]);
  return outcome.status > 0 ? String(outcome.status) : say("history.answered");
}

const WORDS = {
  "not-resolved": "history.notResolved",
  refused: "history.refused",
  unreachable: "history.unreachable",
  "timed-out": "history.timedOut",
  reset: "history.reset",
} as const satisfies Record<Exclude<Outcome["kind"], "answered">, PlainMessageKey>;
