import type { MatchModule, Test } from "../candidate.ts";
import type { Protocol } from "../../model/packet.ts";
import { parsePorts, plainModule } from "./module.ts";

/** -m tcp: ports and flags. */
export const tcp: MatchModule = plainModule("tcp", ({ name, values }, value) =>
  name === "--tcp-flags" ? flagsTest(value, values[1] ?? "") : portTest("tcp", name, value),
);

/** -m udp: ports. */
export const udp: MatchModule = plainModule("udp", ({ name }, value) => portTest("udp", name, value));

/** -m sctp: ports of a protocol that no simulated packet has. */
export const sctp: MatchModule = plainModule("sctp", ({ name }, value) =>
  /^--[ds]port$/.test(name) && parsePorts(value) ? () => false : undefined,
);

function portTest(protocol: Protocol, name: string, value: string): Test | undefined {
  const ports = parsePorts(value);
  if (!ports) return undefined;
  const { from, to } = ports;
  if (name === "--dport")
    return (candidate) =>
      candidate.protocol === protocol && candidate.destinationPort >= from && candidate.destinationPort <= to;
  if (name === "--sport")
    return (candidate) => candidate.protocol === protocol && candidate.sourcePort >= from && candidate.sourcePort <= to;
  return undefined;
}

/** "--tcp-flags FIN,SYN,RST,ACK SYN": of the first list exactly the second is set. */
function flagsTest(mask: string, set: string): Test | undefined {
  const known = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ALL", "NONE"];
  const [looked, wanted] = [mask.split(","), set.split(",")];
  if (![...looked, ...wanted].every((flag) => known.includes(flag))) return undefined;
  const asked = looked.includes("ALL") ? known.slice(0, 6) : looked;
  return ({ header, protocol }) =>
    protocol === "tcp" &&
    asked.every(
      (flag) => (header.flags ?? []).some((own) => own === flag) === (wanted.includes(flag) || wanted.includes("ALL")),
    );
}
