import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCluster } from "../../src/engine/cluster.ts";
import { replayFacts, staticFacts } from "./replay/facts.mjs";

/** What was given, and what the project has recorded itself (own/README.md). */
const recordings = ["data", "own"].flatMap((room) =>
  readdirSync(join(import.meta.dirname, room), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(import.meta.dirname, room, name) })),
);

/** Every recording has at least so many facts; fewer would mean that the comparison lost them. */
const FACTS_MIN = 5;

/** Facts that do not hold yet, by recording. A fact that holds must leave this list; one that is not on it must hold. */
const KNOWN_DIFFERENCES: Record<string, readonly string[]> = JSON.parse(
  readFileSync(join(import.meta.dirname, "known-differences.json"), "utf8"),
);

test.each(recordings)(
  "what the real cluster did in $name, the engine does",
  { timeout: 300_000 },
  ({ name, folder }) => {
    const facts = [...staticFacts(openCluster, folder), ...replayFacts(openCluster, folder)];
    expect(facts.length).toBeGreaterThan(FACTS_MIN);
    const failed = facts.filter((fact) => !fact.ok);
    const known = KNOWN_DIFFERENCES[name] ?? [];
    expect(failed.filter(({ fact }) => !known.includes(fact))).toEqual([]);
    const held = known.filter((fact) => !failed.some((other) => other.fact === fact));
    expect(held).toEqual([]);
  },
);
