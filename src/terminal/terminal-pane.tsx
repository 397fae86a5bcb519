import { ChevronDown, ChevronUp, Plus, X } from "lucide-react";
import { lazy, Suspense, useMemo } from "react";
import type { KeyboardEvent } from "react";
import { hostName, parseHostName } from "../engine/model/host.ts";
import { listSenders, OUTSIDE_CLIENT, shortPodName } from "../state/senders.ts";
import type { Sender } from "../state/senders.ts";
import { getObject, useCluster, useObjects } from "../state/cluster.ts";
import { closeShell, openShell, showShell, useShells } from "../state/shells.ts";
import type { Shell } from "../state/shells.ts";
import { hostLabel, outsideAddress, outsideName } from "../state/trace-names.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { Picker } from "../ui/controls/picker.tsx";
import { SearchList } from "../ui/controls/search-list.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import "./terminal-pane.css";

const ShellView = lazy(() => import("./shell-view.tsx"));

/** The terminal: a bar of shells, and the active one's screen while it is open. */
export function TerminalPane({ isOpen, onToggle }: { readonly isOpen: boolean; readonly onToggle?: () => void }) {
  const message = useMessage();
  const shells = useShells((state) => state.shells);
  const activeId = useShells((state) => state.activeId);
  const active = shells.find(({ id }) => id === activeId);
  const show = (id: string) => {
    showShell(id);
    if (!isOpen) onToggle?.();
  };
  return (
    <section className="term" aria-label={message("terminal.title")}>
      <div className="term__head">
        <div className="tabs" role="tablist" aria-label={message("terminal.shells")}>
          {shells.map((shell) => (
            <ShellTab key={shell.id} shell={shell} isActive={shell.id === activeId} onShow={() => show(shell.id)} />
          ))}
        </div>
        {active?.host && (
          <IconButton
            icon={X}
            name={message("terminal.close", { name: active.id })}
            onClick={() => closeShell(active.id)}
          />
        )}
        <NewShellPicker onOpen={() => !isOpen && onToggle?.()} />
        {onToggle && (
          <IconButton
            className="term__toggle"
            icon={isOpen ? ChevronDown : ChevronUp}
            name={message(isOpen ? "terminal.collapse" : "terminal.expand")}
            aria-expanded={isOpen}
            onClick={onToggle}
          />
        )}
      </div>
      {isOpen && active && (
        <Suspense fallback={<div className="term__host" role="status" aria-label={message("common.loading")} />}>
          <ShellView shell={active} />
        </Suspense>
      )}
    </section>
  );
}

function ShellTab(props: { readonly shell: Shell; readonly isActive: boolean; readonly onShow: () => void }) {
  const message = useMessage();
  const name = useShellName(props.shell);
  return (
    <button
      type="button"
      className="tab"
      role="tab"
      aria-selected={props.isActive}
      tabIndex={props.isActive ? 0 : -1}
      onClick={props.onShow}
      onKeyDown={moveWithArrows}
    >
      {name ?? message("terminal.workstation")}
    </button>
  );
}

/** A pod's shell is called as the pod without its hash, as long as the pod is there. */
function useShellName({ host }: Shell): string | undefined {
  return useCluster(() => {
    if (!host) return undefined;
    if ("node" in host) return host.node;
    if ("outside" in host) return outsideName(host.outside);
    const pod = getObject("Pod", `${host.namespace}/${host.pod}`);
    return pod ? shortPodName(pod) : host.pod;
  });
}

function NewShellPicker({ onOpen }: { readonly onOpen: () => void }) {
  const message = useMessage();
  const label = message("terminal.new");
  const open = (id: string) => {
    const host = parseHostName(id);
    if (!host) return;
    openShell(host);
    onOpen();
  };
  return (
    <Picker
      label={label}
      align="end"
      trigger={<IconButton icon={Plus} name={label} />}
      renderList={(close) => (
        <HostList
          label={label}
          onChoose={(id) => {
            close();
            open(id);
          }}
        />
      )}
    />
  );
}

function HostList(props: { readonly label: string; readonly onChoose: (id: string) => void }) {
  const message = useMessage();
  const pods = useObjects("Pod");
  const nodes = useObjects("Node");
  const senders = useMemo(() => listSenders(pods.values(), nodes.values()), [pods, nodes]);
  const optionOf = ({ host, name, note }: Sender) => ({ id: hostName(host), text: name, note });
  const id = hostName(OUTSIDE_CLIENT);
  const client = { id, text: hostLabel(id), note: outsideAddress(id) ?? "" };
  return (
    <SearchList
      {...props}
      hint={message("search.title")}
      groups={[
        { label: message("common.pods"), options: senders.pods.map(optionOf) },
        { label: message("common.nodes"), options: senders.nodes.map(optionOf) },
        { label: message("common.outside"), options: [client] },
      ]}
    />
  );
}

function moveWithArrows(event: KeyboardEvent): void {
  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  const { shells, activeId } = useShells.getState();
  const next = shells[shells.findIndex(({ id }) => id === activeId) + by];
  const tab = event.target instanceof Element ? event.target : undefined;
  const neighbour = by > 0 ? tab?.nextElementSibling : tab?.previousElementSibling;
  if (by === 0 || !next) return;
  event.preventDefault();
  showShell(next.id);
  if (neighbour instanceof HTMLElement) neighbour.focus();
}
