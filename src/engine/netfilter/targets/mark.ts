import { parseMarkAndMask } from "../matches/module.ts";
import type { TargetModule } from "./target.ts";

/** -j MARK --set-xmark VALUE/MASK: clears the mask's bits, then flips the value's. */
export const mark: TargetModule = {
  name: "MARK",
  compile: ([option, ...more]) => {
    const set = option?.name === "--set-xmark" ? parseMarkAndMask(option.values[0] ?? "") : undefined;
    if (!set || more.length > 0) return undefined;
    return {
      kind: "go-on",
      apply: (candidate) => {
        candidate.mark = ((candidate.mark & ~set.mask) ^ set.value) >>> 0;
      },
    };
  },
};

/** -j CONNMARK: between the packet's mark and the connection's. */
export const connmark: TargetModule = {
  name: "CONNMARK",
  compile: ([verb, ...masks]) => {
    const maskOf = (name: string) => Number(masks.find((option) => option.name === name)?.values[0] ?? 0xffffffff) | 0;
    const [packetMask, connectionMask] = [maskOf("--nfmask"), maskOf("--ctmask")];
    if (!masks.every(({ name }) => name === "--nfmask" || name === "--ctmask")) return undefined;
    if (verb?.name === "--save-mark")
      return {
        kind: "go-on",
        apply: ({ connection, mark }) => {
          if (connection) connection.mark = ((connection.mark & ~connectionMask) ^ (mark & packetMask)) >>> 0;
        },
      };
    if (verb?.name === "--restore-mark")
      return {
        kind: "go-on",
        apply: (candidate) => {
          const saved = (candidate.connection?.mark ?? 0) & connectionMask;
          if (candidate.connection) candidate.mark = ((candidate.mark & ~packetMask) ^ saved) >>> 0;
        },
      };
    const set = verb?.name === "--set-xmark" ? parseMarkAndMask(verb.values[0] ?? "") : undefined;
    if (!set || masks.length > 0) return undefined;
    return {
      kind: "go-on",
      apply: ({ connection }) => {
        if (connection) connection.mark = ((connection.mark & ~set.mask) ^ set.value) >>> 0;
      },
    };
  },
};
