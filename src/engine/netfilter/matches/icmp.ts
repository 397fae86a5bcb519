import type { MatchModule } from "../candidate.ts";
import { ICMP_TYPES } from "../icmp-types.ts";
import { plainModule } from "./module.ts";

/** -m icmp --icmp-type TYPE[/CODE], in numbers as iptables-save writes them, or any. */
export const icmp: MatchModule = plainModule("icmp", ({ name }, value) => {
  if (name !== "--icmp-type") return undefined;
  if (value === "any") return ({ protocol }) => protocol === "icmp";
  const [, type, code] = /^(\d+)(?:\/(\d+))?$/.exec(value) ?? [];
  if (type === undefined) return undefined;
  return ({ header }) => {
    const own = header.icmp && ICMP_TYPES[header.icmp.type];
    return own !== undefined && own.type === Number(type) && (code === undefined || own.code === Number(code));
  };
});
