import type { TargetModule } from "./target.ts";

/** -j ACCEPT, DROP, RETURN. */
export const accept: TargetModule = { name: "ACCEPT", compile: () => ({ kind: "accept" }) };
export const drop: TargetModule = { name: "DROP", compile: () => ({ kind: "drop" }) };
export const leave: TargetModule = { name: "RETURN", compile: () => ({ kind: "return" }) };

const REJECTIONS = ["icmp-net-unreachable", "icmp-host-unreachable", "icmp-port-unreachable", "icmp-admin-prohibited", "tcp-reset"]; // prettier-ignore

/** -j REJECT --reject-with HOW: drops, and tells the sender. */
export const reject: TargetModule = {
  name: "REJECT",
  compile: ([option]) => {
    const how = option?.values[0] ?? "icmp-port-unreachable";
    return REJECTIONS.includes(how) ? { kind: "reject", with: how } : undefined;
  },
};

/** -j LOG, NFLOG, TRACE: writes the packet down somewhere, and goes on. */
export const log: TargetModule = { name: "LOG", compile: () => ({ kind: "go-on", apply: undefined }) };
export const nflog: TargetModule = { name: "NFLOG", compile: () => ({ kind: "go-on", apply: undefined }) };
export const trace: TargetModule = { name: "TRACE", compile: () => ({ kind: "go-on", apply: undefined }) };

/** -j CT --notrack: no connection for this packet. */
export const ct: TargetModule = {
  name: "CT",
  compile: ([option, ...more]) => (option?.name === "--notrack" && more.length === 0 ? { kind: "untrack" } : undefined),
};
