import type { MatchModule } from "../candidate.ts";
import { parsePorts, plainModule } from "./module.ts";

/** -m multiport --sports, --dports or --ports with a list of ports and ranges. */
export const multiport: MatchModule = plainModule("multiport", ({ name }, value) => {
  const ranges = value.split(",").map(parsePorts);
  if (!ranges.every((range) => range !== undefined)) return undefined;
  const isListed = (port: number) => ranges.some(({ from, to }) => port >= from && port <= to);
  switch (name) {
    case "--dports":
      return ({ protocol, destinationPort }) => protocol !== "icmp" && isListed(destinationPort);
    case "--sports":
      return ({ protocol, sourcePort }) => protocol !== "icmp" && isListed(sourcePort);
    case "--ports":
      return ({ protocol, sourcePort, destinationPort }) =>
        protocol !== "icmp" && (isListed(sourcePort) || isListed(destinationPort));
    default:
      return undefined;
  }
});
