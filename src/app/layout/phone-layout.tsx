import { FileText, ListTree, Map, SquareTerminal, Waypoints } from "lucide-react";
import { SourcePane } from "../../editor/source-pane.tsx";
import { Inspector } from "../../inspector/inspector.tsx";
import { useLayout } from "../../state/layout.ts";
import type { PhonePane } from "../../state/layout.ts";
import { Caption } from "../../strip/caption.tsx";
import { Player } from "../../strip/player.tsx";
import { Strip } from "../../strip/strip.tsx";
import { TerminalPane } from "../../terminal/terminal-pane.tsx";
import { useMessage } from "../../ui/i18n/message.tsx";
import { LazyCanvas } from "./panes.tsx";

const PANES = [
  { id: "trace", text: "bar.trace", icon: Waypoints },
  { id: "map", text: "bar.map", icon: Map },
  { id: "why", text: "bar.why", icon: ListTree },
  { id: "yaml", text: "bar.yaml", icon: FileText },
  { id: "shell", text: "bar.shell", icon: SquareTerminal },
] as const satisfies readonly { readonly id: PhonePane; readonly text: string; readonly icon: unknown }[];

/** Up to 640 px: the caption, one pane at a time, the player, five tabs. */
export function PhoneLayout() {
  const message = useMessage();
  const pane = useLayout(({ phonePane }) => phonePane);
  return (
    <>
      {pane !== "yaml" && pane !== "shell" && <Caption />}
      <main className={`phone phone--${pane}`} id="trace" tabIndex={-1} aria-label={message(paneText(pane))}>
        {pane === "trace" && <Strip />}
        {pane === "map" && <LazyCanvas />}
        {pane === "why" && <Inspector />}
        {pane === "yaml" && <SourcePane />}
        {pane === "shell" && <TerminalPane isOpen />}
      </main>
      {pane !== "yaml" && pane !== "shell" && <Player />}
      <nav className="tabbar" aria-label={message("bar.panes")}>
        {PANES.map(({ id, text, icon: Icon }) => (
          <button
            key={id}
            type="button"
            aria-current={id === pane ? "page" : undefined}
            onClick={() => useLayout.setState({ phonePane: id })}
          >
            <Icon className="icon" aria-hidden="true" />
            {message(text)}
          </button>
        ))}
      </nav>
    </>
  );
}

function paneText(pane: PhonePane) {
  return PANES.find(({ id }) => id === pane)?.text ?? "bar.trace";
}
