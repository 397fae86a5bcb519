import type { Ipv4 } from "../../model/address.ts";
import type { Candidate, MatchModule, Test } from "../candidate.ts";
import { plainModule } from "./module.ts";

/** -m addrtype --src-type, --dst-type: what an address is to this host. */
export const addrtype: MatchModule = plainModule("addrtype", ({ name }, value) => {
  if (name === "--dst-type") return typeTest(value, (candidate) => candidate.destinationAddress);
  if (name === "--src-type") return typeTest(value, (candidate) => candidate.sourceAddress);
  return undefined;
});

function typeTest(list: string, pick: (candidate: Candidate) => Ipv4): Test | undefined {
  const types = list.split(",");
  if (!types.every((type) => ["LOCAL", "UNICAST", "MULTICAST", "BROADCAST"].includes(type))) return undefined;
  return (candidate) => types.includes(typeOf(pick(candidate), candidate));
}

function typeOf(address: Ipv4, { context }: Candidate): string {
  if (context.isLocalAddress(address)) return "LOCAL";
  if (address === "255.255.255.255") return "BROADCAST";
  const first = Number(address.slice(0, address.indexOf(".")));
  return first >= 224 && first < 240 ? "MULTICAST" : "UNICAST";
}
