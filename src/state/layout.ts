// Which panes are open where there is no room for all.
import { create } from "zustand";

export type PhonePane = "trace" | "map" | "why" | "yaml" | "shell";

export const useLayout = create<{
  /** On a phone, the one pane that is shown. */
  readonly phonePane: PhonePane;
  /** Between phone and desktop, whether the manifests' drawer is open. */
  readonly isDrawerOpen: boolean;
  /** Counts who asked to see the terminal. */
  readonly terminalAsks: number;
}>(() => ({ phonePane: "trace", isDrawerOpen: false, terminalAsks: 0 }));

/** Shows the manifests, wherever they are. */
export function showSource(): void {
  useLayout.setState({ phonePane: "yaml", isDrawerOpen: true });
}

/** Shows the drawing where it is not always to be seen. */
export function showMap(): void {
  useLayout.setState({ phonePane: "map" });
}

/** Shows the trace where it is not always to be seen. */
export function showStrip(): void {
  useLayout.setState({ phonePane: "trace" });
}

/** Opens the terminal, wherever it is. */
export function showTerminal(): void {
  useLayout.setState(({ terminalAsks }) => ({ phonePane: "shell", terminalAsks: terminalAsks + 1 }));
}
