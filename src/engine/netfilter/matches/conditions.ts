import { ipv4ToNumber, parseCidr } from "../../model/address.ts";
import type { Candidate, Test } from "../candidate.ts";
import type { Option } from "../words.ts";

/** What -s -d -i -o -p -f ask. Undefined: not understood. */
export function compileCondition({ name, isInverted, values }: Option): Test | undefined {
  const [value = ""] = values;
  const test = testOf(name, value);
  return test && isInverted ? (candidate) => !test(candidate) : test;
}

function testOf(name: string, value: string): Test | undefined {
  switch (name) {
    case "-s":
      return inNetwork(value, (candidate) => candidate.source);
    case "-d":
      return inNetwork(value, (candidate) => candidate.destination);
    case "-i":
      return onInterface(value, (candidate) => candidate.in);
    case "-o":
      return onInterface(value, (candidate) => candidate.out);
    case "-p":
      return value === "all" ? () => true : (candidate) => candidate.protocol === value;
    case "-f":
      return () => false;
    default:
      return undefined;
  }
}

/** Whether an address is in "10.244.0.0/16" or in "10.0.0.1/255.0.0.255". */
function inNetwork(text: string, pick: (candidate: Candidate) => number): Test | undefined {
  const [address = "", mask = "32"] = text.split("/");
  if (mask.includes(".")) {
    if (!parseCidr(address) || !parseCidr(mask)) return undefined;
    const bits = ipv4ToNumber(mask) | 0;
    const base = ipv4ToNumber(address) & bits;
    return (candidate) => (pick(candidate) & bits) === base;
  }
  const network = parseCidr(text);
  if (!network) return undefined;
  const bits = network.bits === 0 ? 0 : -1 << (32 - network.bits);
  const base = network.base | 0;
  return (candidate) => (pick(candidate) & bits) === base;
}

/** "cali+" is any interface whose name begins so. */
export function onInterface(name: string, pick: (candidate: Candidate) => string): Test {
  if (!name.endsWith("+")) return (candidate) => pick(candidate) === name;
  const prefix = name.slice(0, -1);
  return (candidate) => pick(candidate).startsWith(prefix);
}
