import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openApiServer } from "../apiserver/open-api-server.ts";
import type { KubernetesObject } from "../model/objects.ts";
import { parseRuleset } from "../netfilter/parse-ruleset.ts";
import { printTable } from "../netfilter/ruleset.ts";
import { Simulation } from "../simulation/simulation.ts";
import { openKubeProxy } from "./kube-proxy.ts";

const DATA = join(import.meta.dirname, "../../../e2e/recorded/data");
const NODES = ["control-plane", "node-1", "node-2"];
/** Chains in which kube-proxy writes Services in the order of a Go map. */
const PER_SERVICE = ["KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-EXTERNAL-SERVICES", "KUBE-PROXY-FIREWALL"];

const snapshots = readdirSync(DATA).flatMap((name) =>
  [1, 2, 3, 4, 5, 6].filter((n) => existsSync(join(DATA, name, `objects-${n}.json`))).map((n) => ({ name, n })),
);

test("there are recorded snapshots to hold to", () => {
  expect(snapshots.length).toBeGreaterThan(20);
});

test.each(snapshots)("the rules of $name, snapshot $n, follow from its objects on every node", ({ name, n }) => {
  const objects: KubernetesObject[] = JSON.parse(readFileSync(join(DATA, name, `objects-${n}.json`), "utf8")).items;
  const simulation = new Simulation({ seed: 1, startAt: "2026-11-22T00:00:00Z" });
  const proxy = openKubeProxy({
    api: openApiServer({ simulation, objects }),
    simulation,
    netfilterOf: () => undefined,
  });
  for (const node of NODES) {
    const recorded = readFileSync(join(DATA, name, `iptables-${n}-${node}.txt`), "utf8");
    const [nat = "", filter = ""] = recorded.split(/^(?=\*)/m);
    expect(inOrder(proxy.iptablesSave(node, "nat"))).toBe(inOrder(nat));
    expect(inOrder(proxy.iptablesSave(node, "filter"))).toBe(inOrder(filter));
    const { ruleset, problems } = parseRuleset(recorded);
    expect(problems).toEqual([]);
    expect(printTable(ruleset, "nat") + printTable(ruleset, "filter")).toBe(nat + filter);
  }
});

/** A table with the shared chains' rules sorted, but for the one that must be last. */
function inOrder(table: string): string {
  const lines = table.trimEnd().split("\n");
  const isShared = (line: string) => PER_SERVICE.includes(/^-A (\S+)/.exec(line)?.[1] ?? "");
  const key = (line: string) => (line.includes("must be the last rule") ? "~" : line);
  const sorted = PER_SERVICE.flatMap((chain) =>
    lines.filter((line) => line.startsWith(`-A ${chain} `)).toSorted((a, b) => (key(a) < key(b) ? -1 : 1)),
  );
  return [...lines.filter((line) => !isShared(line)), ...sorted].join("\n");
}
