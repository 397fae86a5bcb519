import { create } from "zustand";
import type { ShareProblem, Shared } from "../../state/share.ts";

/** What the share dialog is about: handing one's own work on, another's that came by a link, or one that could not be read. */
export type ShareDialogState =
  | { readonly kind: "closed" | "own" }
  | { readonly kind: "offered"; readonly shared: Shared }
  | { readonly kind: "refused"; readonly problem: ShareProblem };

export const useShareDialog = create<{ readonly shown: ShareDialogState }>(() => ({ shown: { kind: "closed" } }));

export function showShare(shown: ShareDialogState): void {
  useShareDialog.setState({ shown });
}
