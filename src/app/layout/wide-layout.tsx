import { SourcePane } from "../../editor/source-pane.tsx";
import { Inspector } from "../../inspector/inspector.tsx";
import { useMessage } from "../../ui/i18n/message.tsx";
import { CanvasPane, StripPane } from "./panes.tsx";
import { Divider, Panel, Panels } from "./panels.tsx";
import { TERMINAL_BAR_PX, TerminalPanel } from "./terminal-panel.tsx";
import { isLowWindow, isRoomyWindow } from "./use-frame.ts";

/** 1240 px and up: source, canvas and inspector side by side; strip and terminal under the first two. */
export function WideLayout() {
  const message = useMessage();
  return (
    <main className="wide">
      <Panels name="columns" className="panels">
        <Panel id="work" minSize={640}>
          <Rows />
        </Panel>
        <Divider what={message("bar.inspector")} />
        <Panel
          id="inspector"
          defaultSize={isRoomyWindow() ? 416 : 384}
          minSize={280}
          collapsible
          groupResizeBehavior="preserve-pixel-size"
        >
          <Inspector />
        </Panel>
      </Panels>
    </main>
  );
}

function Rows() {
  const message = useMessage();
  const isLow = isLowWindow();
  return (
    <Panels name={isLow ? "rows.low" : "rows"} orientation="vertical">
      <Panel id="top" minSize={240}>
        <SourceAndCanvas />
      </Panel>
      <Divider what={message("bar.trace")} />
      <Panel id="strip" defaultSize={234} minSize={40} groupResizeBehavior="preserve-pixel-size">
        <StripPane />
      </Panel>
      <Divider what={message("terminal.title")} />
      <TerminalPanel defaultSize={isLow ? TERMINAL_BAR_PX : 136} />
    </Panels>
  );
}

function SourceAndCanvas() {
  const message = useMessage();
  return (
    <Panels name="top" className="panels">
      <Panel
        id="source"
        defaultSize={isRoomyWindow() ? 384 : 304}
        minSize={220}
        collapsible
        groupResizeBehavior="preserve-pixel-size"
      >
        <SourcePane />
      </Panel>
      <Divider what={message("editor.title")} />
      <Panel id="canvas" minSize={320}>
        <CanvasPane />
      </Panel>
    </Panels>
  );
}
