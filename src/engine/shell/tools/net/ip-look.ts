import type { NetworkHost } from "../../../network/hosts.ts";
import type { ToolWorld } from "../../world.ts";

/** What a command looks at, and how it shows it. */
export type IpLook = {
  readonly world: ToolWorld;
  readonly host: NetworkHost | undefined;
  /** The words after the object: a verb, then what narrows it. */
  readonly words: readonly string[];
  readonly isBrief: boolean;
  readonly isOneLine: boolean;
  /** -4: no link lines beside addresses. */
  readonly isIpv4: boolean;
  readonly isIpv6: boolean;
  readonly isBusybox: boolean;
};

export type IpSaid =
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "problem"; readonly text: string; readonly exitCode: number };
