import { useEffect, useRef, useState } from "react";
import type { PanelImperativeHandle } from "react-resizable-panels";
import { useLayout } from "../../state/layout.ts";
import { TerminalPane } from "../../terminal/terminal-pane.tsx";
import { Panel } from "./panels.tsx";

/** Height of the terminal's bar, all that is left of it when it is closed. */
export const TERMINAL_BAR_PX = 28;
const TERMINAL_OPEN_PX = 220;

/** The terminal in a panel that closes to its bar. */
export function TerminalPanel({ defaultSize }: { readonly defaultSize: number }) {
  const panel = useRef<PanelImperativeHandle>(null);
  const [isOpen, setOpen] = useState(defaultSize > TERMINAL_BAR_PX);
  useEffect(
    () =>
      useLayout.subscribe(({ terminalAsks }, before) => {
        if (terminalAsks !== before.terminalAsks && panel.current?.isCollapsed())
          panel.current.resize(TERMINAL_OPEN_PX);
      }),
    [],
  );
  return (
    <Panel
      id="terminal"
      panelRef={panel}
      defaultSize={defaultSize}
      minSize={88}
      collapsedSize={TERMINAL_BAR_PX}
      collapsible
      onResize={({ inPixels }) => setOpen(inPixels > TERMINAL_BAR_PX + 4)}
      groupResizeBehavior="preserve-pixel-size"
    >
      <TerminalPane
        isOpen={isOpen}
        onToggle={() => (isOpen ? panel.current?.collapse() : panel.current?.resize(TERMINAL_OPEN_PX))}
      />
    </Panel>
  );
}
