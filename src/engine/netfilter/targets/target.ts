import type { Candidate } from "../candidate.ts";
import type { NatRange } from "../nat.ts";
import type { Option } from "../words.ts";

/** What a rule does once it matches. "go-on": something on the side, then the next rule. */
export type Action =
  | { readonly kind: "accept" | "drop" | "return" }
  | { readonly kind: "reject"; readonly with: string }
  | { readonly kind: "jump" | "goto"; readonly chain: string }
  | { readonly kind: "go-on"; readonly apply: ((candidate: Candidate) => void) | undefined }
  | { readonly kind: "untrack" }
  | {
      readonly kind: "nat";
      readonly by: "dnat" | "snat" | "masquerade";
      /** Undefined: the rule gives this packet no address (MASQUERADE without a route). */
      range(candidate: Candidate): NatRange | undefined;
    }
  | { readonly kind: "unknown"; readonly name: string };

/** What a target says. Undefined from `compile`: options that it does not know. */
export type TargetModule = { readonly name: string; compile(options: readonly Option[]): Action | undefined };
