import { expect, it } from "vitest";
import { EditedRuleset } from "./edited-ruleset.ts";
import { parseRuleset } from "./parse-ruleset.ts";
import type { Ruleset } from "./ruleset.ts";
import { printTable } from "./ruleset.ts";

const WRITTEN = `*filter
:INPUT ACCEPT [0:0]
:KUBE-FORWARD - [0:0]
:KUBE-PROXY-CANARY - [0:0]
-A INPUT -j KUBE-FORWARD
-A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT
COMMIT
`;

it("shows what was changed by hand until its owner writes the chain anew", () => {
  const { base, sync } = owner();
  const rules = new EditedRuleset(base);
  rules.put("filter", { name: "KUBE-FORWARD", rules: [{ text: "-A KUBE-FORWARD -j DROP" }] });
  rules.put("filter", { name: "MINE", rules: [] });
  expect(printTable(rules, "filter")).toContain("-A KUBE-FORWARD -j DROP\n");
  const before = rules.edition;
  sync();
  expect(rules.edition).toBeGreaterThan(before);
  expect(printTable(rules, "filter")).toBe(WRITTEN.replace(":KUBE-PROXY-CANARY - [0:0]\n", "$&:MINE - [0:0]\n"));
});

it("is repaired by a full sync: kube-proxy's chains and its jumps; what others wrote stays", () => {
  const rules = new EditedRuleset(owner().base);
  rules.put("filter", { name: "INPUT", policy: "ACCEPT", rules: [{ text: "-A INPUT -s 10.1.2.3/32 -j DROP" }] });
  rules.remove("filter", "KUBE-PROXY-CANARY");
  rules.remove("filter", "KUBE-FORWARD");
  expect(rules.isFlushed).toBe(true);
  rules.repair();
  expect(rules.isFlushed).toBe(false);
  expect(printTable(rules, "filter")).toBe(
    WRITTEN.replace("-A INPUT -j KUBE-FORWARD\n", "$&-A INPUT -s 10.1.2.3/32 -j DROP\n"),
  );
});

it("is the same after it was saved", () => {
  const { base } = owner();
  const rules = new EditedRuleset(base);
  rules.put("filter", { name: "INPUT", policy: "DROP", rules: [] });
  rules.remove("filter", "KUBE-FORWARD");
  const again = new EditedRuleset(base, rules.save());
  expect(printTable(again, "filter")).toBe(printTable(rules, "filter"));
});

/** kube-proxy, whose syncs write its own chain. */
function owner(): { readonly base: Ruleset; readonly sync: () => void } {
  const { ruleset } = parseRuleset(WRITTEN);
  let edition = 1;
  const base: Ruleset = {
    ...ruleset,
    get edition() {
      return edition;
    },
    writtenAt: (_table, chain) => (chain === "KUBE-FORWARD" ? edition : 0),
  };
  return { base, sync: () => void edition++ };
}
