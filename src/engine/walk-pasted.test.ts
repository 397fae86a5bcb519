import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { walkPasted } from "./walk-pasted.ts";
import type { PastedPacket } from "./walk-pasted.ts";

const RULES = readFileSync(
  new URL("../../e2e/recorded/data/named-ports/iptables-1-node-1.txt", import.meta.url),
  "utf8",
);
const PACKET: PastedPacket = {
  protocol: "tcp",
  source: "10.244.1.9",
  destination: "10.96.0.1",
  port: 443,
  in: "cni0",
  out: "eth0",
  local: ["172.18.0.3", "10.244.1.1"],
  seed: 1,
};

test("a packet to a Service's address meets the node's own rules and is rewritten to an endpoint", () => {
  const { verdict, header, rules, unknown, problems } = walkPasted(RULES, PACKET);
  expect(verdict).toBe("accept");
  expect(header).toMatchObject({ destination: "172.18.0.2", destinationPort: 6443 });
  const matched = rules.filter((rule) => rule.matched).map(({ chain }) => chain);
  expect(matched).toEqual(expect.arrayContaining(["PREROUTING", "KUBE-SERVICES", "KUBE-SVC-NPX46M4PTMTKRN6Y"]));
  expect(rules.some((rule) => !rule.matched)).toBe(true);
  expect([unknown, problems]).toEqual([[], []]);
});

test("a match that is not known is named, its rule passed over, and the rest walked", () => {
  const text = "*filter\n:FORWARD DROP [0:0]\n-A FORWARD -m geoip --source-country KR -j ACCEPT\nnonsense\nCOMMIT\n";
  const walk = walkPasted(text, PACKET);
  expect(walk).toMatchObject({ verdict: "drop", unknown: ["-m geoip"] });
  expect(walk.problems).toEqual([{ line: 4, message: "not a rule: nonsense" }]);
});

test.each`
  field            | typed
  ${"source"}      | ${"10.244.1"}
  ${"destination"} | ${"numbers-api"}
`("$typed is no address: nothing is walked, and the $field is named", ({ field, typed }) => {
  expect(walkPasted(RULES, { ...PACKET, [field]: typed })).toMatchObject({ wrong: field, rules: [] });
});
