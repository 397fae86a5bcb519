import type { MatchModule, Test } from "../candidate.ts";
import type { Connection } from "../connection.ts";
import { isInCidr, parseCidr } from "../../model/address.ts";
import { parsePorts, plainModule } from "./module.ts";

/** -m conntrack: state, status, addresses and ports of the connection. */
export const conntrack: MatchModule = plainModule("conntrack", ({ name }, value) => {
  switch (name) {
    case "--ctstate":
      return anyOf(value, stateTest);
    case "--ctstatus":
      return anyOf(value, statusTest);
    case "--ctproto":
      return ({ connection }) => connection?.original.protocol === value;
    case "--ctdir":
      return ({ connection, isOriginal }) => connection !== undefined && isOriginal === (value === "ORIGINAL");
    case "--ctorigsrc":
      return addressTest(value, ({ original }) => original.source);
    case "--ctorigdst":
      return addressTest(value, ({ original }) => original.destination);
    case "--ctreplsrc":
      return addressTest(value, ({ reply }) => reply.source);
    case "--ctrepldst":
      return addressTest(value, ({ reply }) => reply.destination);
    case "--ctorigsrcport":
      return portTest(value, ({ original }) => original.sourcePort);
    case "--ctorigdstport":
      return portTest(value, ({ original }) => original.destinationPort);
    case "--ctreplsrcport":
      return portTest(value, ({ reply }) => reply.sourcePort);
    case "--ctrepldstport":
      return portTest(value, ({ reply }) => reply.destinationPort);
    default:
      return undefined;
  }
});

/** -m state --state: the older name of `-m conntrack --ctstate`. */
export const state: MatchModule = plainModule("state", ({ name }, value) =>
  name === "--state" ? anyOf(value, stateTest) : undefined,
);

/** A list with commas: one of them must hold. */
function anyOf(list: string, testOf: (word: string) => Test | undefined): Test | undefined {
  const tests = list.split(",").map(testOf);
  if (!tests.every((test) => test !== undefined)) return undefined;
  const [only] = tests;
  return tests.length === 1 ? only : (candidate) => tests.some((test) => test(candidate));
}

function stateTest(word: string): Test | undefined {
  switch (word) {
    case "NEW":
      return (candidate) => candidate.state === "new";
    case "ESTABLISHED":
      return (candidate) => candidate.state === "established";
    case "RELATED":
      return (candidate) => candidate.state === "related";
    case "INVALID":
      return (candidate) => candidate.state === "invalid";
    case "UNTRACKED":
      return (candidate) => candidate.state === "untracked";
    case "SNAT":
      return ({ connection }) => connection?.sourceNat !== undefined;
    case "DNAT":
      return ({ connection }) => connection?.destinationNat !== undefined;
    default:
      return undefined;
  }
}

function statusTest(word: string): Test | undefined {
  switch (word) {
    case "NONE":
      return ({ connection }) => connection !== undefined && !connection.isReplied && !connection.isConfirmed;
    case "EXPECTED":
      return () => false;
    case "SEEN_REPLY":
      return ({ connection }) => connection?.isReplied === true;
    case "ASSURED":
      return ({ connection }) => connection?.isAssured === true;
    case "CONFIRMED":
      return ({ connection }) => connection?.isConfirmed === true;
    default:
      return undefined;
  }
}

function addressTest(value: string, pick: (connection: Connection) => string): Test | undefined {
  const network = parseCidr(value);
  return network && (({ connection }) => connection !== undefined && isInCidr(pick(connection), network));
}

function portTest(value: string, pick: (connection: Connection) => number): Test | undefined {
  const ports = parsePorts(value);
  if (!ports) return undefined;
  return ({ connection }) => {
    const port = connection && connection.original.protocol !== "icmp" ? pick(connection) : -1;
    return port >= ports.from && port <= ports.to;
  };
}
