// Which panes are open where there is no room for all.
import { create } from "zustand";

export type PhonePane = "trace" | "map" | "why" | "yaml" | "shell";

export const useLayout = create<{
  /** On a phone, the one pane that is shown. */
  readonly phonePane: PhonePane;
  /** Between phone and desktop, whether the manifests' drawer is open. */
  readonly isDrawerOpen: boolean;
}>(() => ({ phonePane: "trace", isDrawerOpen: false }));

/** Shows the manifests, wherever they are. */
export function showSource(): void {
  useLayout.setState({ phonePane: "yaml", isDrawerOpen: true });
}
