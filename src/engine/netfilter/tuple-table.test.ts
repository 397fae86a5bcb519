import fc from "fast-check";
import { expect, test } from "vitest";
import type { Connection } from "./connection.ts";
import { keyOf } from "./tuple.ts";
import type { Tuple } from "./tuple.ts";
import { TupleTable } from "./tuple-table.ts";

const tuple = fc.record({
  protocol: fc.constantFrom("tcp", "udp", "icmp"),
  source: fc.constantFrom("10.0.0.1", "10.0.0.2", "255.255.255.255"),
  destination: fc.constantFrom("10.0.0.1", "200.0.0.2"),
  sourcePort: fc.constantFrom(0, 1, 40_000, 65_535),
  destinationPort: fc.integer({ min: 0, max: 65_535 }),
}) as fc.Arbitrary<Tuple>;

test("a table of tuples keeps what a map by text keeps, through growth and deletion", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(tuple, fc.boolean()), { minLength: 1, maxLength: 3000, size: "max" }), (actions) => {
      const table = new TupleTable();
      const map = new Map<string, Connection>();
      for (const [id, [one, isAdded]] of actions.entries()) {
        if (isAdded) {
          const connection = { id } as Connection;
          table.set(one, connection);
          map.set(keyOf(one), connection);
        } else {
          const [before] = actions[Math.floor(id / 2)]!;
          table.delete(before);
          map.delete(keyOf(before));
        }
      }
      for (const [one] of actions) expect(table.get(one)).toBe(map.get(keyOf(one)));
    }),
    { numRuns: 30 },
  );
});
