// The terminal's shells: the workstation's, and those opened in pods and on nodes; and the lines that other panes have run in them.
import { create } from "zustand";
import { hostName } from "../engine/model/host.ts";
import type { HostRef } from "../engine/model/host.ts";
import { showTerminal } from "./layout.ts";

/** `host` is undefined for the workstation that has kubectl. */
export type Shell = { readonly id: string; readonly host?: HostRef };

type ShellsState = {
  readonly shells: readonly Shell[];
  readonly activeId: string;
  /** Lines that wait until their shell is on the screen. */
  readonly asked: readonly { readonly shellId: string; readonly line: string }[];
  /** Shells in which a command runs. */
  readonly busy: ReadonlySet<string>;
};

const WORKSTATION: Shell = { id: "workstation" };

export const useShells = create<ShellsState>(() => ({
  shells: [WORKSTATION],
  activeId: WORKSTATION.id,
  asked: [],
  busy: new Set<string>(),
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

/** Notes whether a command runs in a shell. */
export function setShellBusy(id: string, isBusy: boolean): void {
  const busy = new Set(useShells.getState().busy);
  if (isBusy) busy.add(id);
  else busy.delete(id);
  useShells.setState({ busy });
}

/** Closes a shell; the workstation's stays. */
export function closeShell(id: string): void {
  const { shells, activeId, asked } = useShells.getState();
  if (id === WORKSTATION.id) return;
  useShells.setState({
    shells: shells.filter((shell) => shell.id !== id),
    activeId: activeId === id ? WORKSTATION.id : activeId,
    asked: asked.filter(({ shellId }) => shellId !== id),
  });
}

/** Shows the shell of a host, or the workstation's, and has it run the line as if it had been typed there. */
export function runInShell(line: string, host?: HostRef): void {
  if (host) openShell(host);
  else showShell(WORKSTATION.id);
  const { asked, activeId: shellId } = useShells.getState();
  useShells.setState({ asked: [...asked, { shellId, line }] });
  showTerminal();
}

/** Takes the lines that wait for a shell, oldest first: each is given once. */
export function takeAsked(id: string): readonly string[] {
  const { asked } = useShells.getState();
  const taken = asked.filter(({ shellId }) => shellId === id);
  if (taken.length > 0) useShells.setState({ asked: asked.filter(({ shellId }) => shellId !== id) });
  return taken.map(({ line }) => line);
}
