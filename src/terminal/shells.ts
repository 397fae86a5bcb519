// The terminal's shells: the workstation's, and those opened in pods and on nodes.
import { create } from "zustand";
import { hostName } from "../engine/model/host.ts";
import type { HostRef } from "../engine/model/host.ts";

/** `host` is undefined for the workstation that has kubectl. */
export type Shell = { readonly id: string; readonly host?: HostRef };

const WORKSTATION: Shell = { id: "workstation" };

export const useShells = create<{ readonly shells: readonly Shell[]; readonly activeId: string }>(() => ({
  shells: [WORKSTATION],
  activeId: WORKSTATION.id,
}));

/** Opens a shell in a host's network, or shows the one that is there. */
export function openShell(host: HostRef): void {
  const { shells } = useShells.getState();
  const id = hostName(host);
  const isThere = shells.some((shell) => shell.id === id);
  useShells.setState({ shells: isThere ? shells : [...shells, { id, host }], activeId: id });
}

export function showShell(activeId: string): void {
  useShells.setState({ activeId });
}

/** Closes a shell; the workstation's stays. */
export function closeShell(id: string): void {
  const { shells, activeId } = useShells.getState();
  if (id === WORKSTATION.id) return;
  useShells.setState({
    shells: shells.filter((shell) => shell.id !== id),
    activeId: activeId === id ? WORKSTATION.id : activeId,
  });
}
