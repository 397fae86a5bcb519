import type { Simulation } from "../simulation/simulation.ts";
import { ensureDraft } from "./draft.ts";
import type { Draft } from "./draft.ts";

/** As k8s.io/apimachinery/pkg/util/rand: no vowels, so that no words come up. */
const SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
const SUFFIX_LENGTH = 5;
const NAME_LENGTH_MAX = 63;

/** Fills in what only the server sets: uid and creationTimestamp. */
export function fillSystemFields(draft: Draft, simulation: Simulation): void {
  const metadata = ensureDraft(draft, "metadata");
  for (const field of ["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion"]) {
    delete metadata[field];
  }
  metadata["creationTimestamp"] = simulation.timestamp;
  metadata["uid"] = newUid(simulation);
}

/** A name that begins so. As apiserver's SimpleNameGenerator; five letters that are drawn. */
export function generateName(prefix: string, simulation: Simulation): string {
  const random = simulation.random("names");
  const letters = Array.from({ length: SUFFIX_LENGTH }, () => SUFFIX_LETTERS[random.below(SUFFIX_LETTERS.length)]);
  return prefix.slice(0, NAME_LENGTH_MAX - SUFFIX_LENGTH) + letters.join("");
}

/** A random UUID (version 4). */
function newUid(simulation: Simulation): string {
  const random = simulation.random("uids");
  const words = Array.from({ length: 8 }, () => random.below(0x10000));
  words[3] = ((words[3] ?? 0) & 0x0fff) | 0x4000;
  words[4] = ((words[4] ?? 0) & 0x3fff) | 0x8000;
  const hex = words.map((word) => word.toString(16).padStart(4, "0"));
  return `${hex[0]}${hex[1]}-${hex[2]}-${hex[3]}-${hex[4]}-${hex[5]}${hex[6]}${hex[7]}`;
}
