import { FileText } from "lucide-react";
import { SourcePane } from "../../editor/source-pane.tsx";
import { Inspector } from "../../inspector/inspector.tsx";
import { useLayout } from "../../state/layout.ts";
import { IconButton } from "../../ui/controls/button.tsx";
import { useMessage } from "../../ui/i18n/message.tsx";
import { CanvasPane, StripPane } from "./panes.tsx";
import { Divider, Panel, Panels } from "./panels.tsx";
import { TERMINAL_BAR_PX, TerminalPanel } from "./terminal-panel.tsx";

/** 641 to 1239 px: the source is a drawer behind its rail, the strip spans all, the terminal is its bar. */
export function MediumLayout() {
  const message = useMessage();
  return (
    <main className="medium">
      <SourceDrawer />
      <Panels name="medium.rows" orientation="vertical">
        <Panel id="top" minSize={240}>
          <Panels name="medium.top" className="panels">
            <Panel id="canvas" minSize={320}>
              <CanvasPane />
            </Panel>
            <Divider what={message("bar.inspector")} />
            <Panel id="inspector" defaultSize={312} minSize={240} collapsible groupResizeBehavior="preserve-pixel-size">
              <Inspector />
            </Panel>
          </Panels>
        </Panel>
        <Divider what={message("bar.trace")} />
        <Panel id="strip" defaultSize={234} minSize={40} groupResizeBehavior="preserve-pixel-size">
          <StripPane />
        </Panel>
        <Divider what={message("terminal.title")} />
        <TerminalPanel defaultSize={TERMINAL_BAR_PX} />
      </Panels>
    </main>
  );
}

/** The manifests behind a rail: a button opens them over the canvas, so does whoever asks to see a line. */
function SourceDrawer() {
  const message = useMessage();
  const isOpen = useLayout(({ isDrawerOpen }) => isDrawerOpen);
  const setOpen = (isDrawerOpen: boolean) => useLayout.setState({ isDrawerOpen });
  return (
    <>
      <nav className="rail" aria-label={message("bar.panes")}>
        <IconButton
          icon={FileText}
          name={message("editor.title")}
          aria-expanded={isOpen}
          aria-controls="source-drawer"
          onClick={() => setOpen(!isOpen)}
        />
      </nav>
      <div className="drawer" id="source-drawer" hidden={!isOpen}>
        {isOpen && <SourcePane onClose={() => setOpen(false)} />}
      </div>
    </>
  );
}
