import { ViewportPortal } from "@xyflow/react";
import { Eye, EyeOff } from "lucide-react";
import { useMemo } from "react";
import type { CSSProperties } from "react";
import { namespaceColour } from "../state/namespaces.ts";
import { Glyph } from "../ui/glyph.tsx";
import { Tooltip } from "../ui/controls/tooltip.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { underlayY } from "./drawing.ts";
import { namespacesOf, toggleNamespace, useHiddenNamespaces } from "./hidden-namespaces.ts";
import { nameOrDescription } from "./thing-focus.ts";
import type { Picture } from "./use-drawing.ts";

/** Under the drawing, whatever its zoom: what the lines mean, and the namespaces with a switch for each. */
export function Legend({ picture }: { readonly picture: Picture }) {
  const message = useMessage();
  const hidden = useHiddenNamespaces((state) => state.hidden);
  const { pods } = picture.facts;
  const namespaces = useMemo(() => namespacesOf(pods), [pods]);
  return (
    <div className="legend">
      {picture.playback && <Lines isBad={picture.scene?.isFailed ?? false} />}
      <ul className="legend__namespaces" aria-label={message("canvas.namespaces")}>
        {namespaces.map(({ name, count }) => {
          const isShown = !hidden.includes(name);
          const Icon = isShown ? Eye : EyeOff;
          return (
            <li key={name}>
              <Tooltip text={message(isShown ? "canvas.hideNamespace" : "canvas.showNamespace", { name })}>
                <button
                  type="button"
                  className="legend__namespace"
                  style={{ "--ns": namespaceColour(name) } as CSSProperties}
                  aria-pressed={isShown}
                  {...nameOrDescription(false, message("canvas.namespaceLabel", { name, count }))}
                  onClick={() => toggleNamespace(name)}
                >
                  <i aria-hidden="true" />
                  {name}
                  <span className="mono">{count}</span>
                  <Icon className="icon" aria-hidden="true" />
                </button>
              </Tooltip>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Lines({ isBad }: { readonly isBad: boolean }) {
  const message = useMessage();
  return (
    <ul className="legend__lines">
      <li>
        <Line colour={isBad ? "var(--reject)" : "var(--accent)"} width={2.5} dash="" />
        {message("canvas.travelled")}
      </li>
      <li>
        <Line colour={isBad ? "var(--reject)" : "var(--trail)"} width={1.5} dash={isBad ? "5 4" : "2 4"} />
        {message(isBad ? "canvas.theAnswer" : "canvas.toCome")}
      </li>
      <li className={isBad ? "is-reject" : "is-nat"}>
        <Glyph shape={isBad ? "octagon" : "diamond"} style={{ color: "var(--c)" }} />
        {message(isBad ? "canvas.rejected" : "canvas.rewritten")}
      </li>
    </ul>
  );
}

function Line({ colour, width, dash }: { readonly colour: string; readonly width: number; readonly dash: string }) {
  return (
    <svg viewBox="0 0 24 12" aria-hidden="true">
      <path d="M1 6h22" stroke={colour} strokeWidth={width} strokeDasharray={dash} fill="none" />
    </svg>
  );
}

/** The names of what lies under the machines. */
export function GroundLabels({ picture: { drawing } }: { readonly picture: Picture }) {
  const message = useMessage();
  const first = drawing.outsides.toSorted((a, b) => a.box.x - b.box.x)[0];
  const networkX = drawing.machines.at(0)?.box.width ?? 0;
  return (
    <ViewportPortal>
      <span
        className="drawing-label"
        style={{ left: networkX / 2 + 14, top: underlayY(drawing, drawing.lastTier) + 3 }}
      >
        {message("canvas.network")}
      </span>
      {first && (
        <span className="drawing-label is-left" style={{ left: first.box.x - 12, top: first.box.y + 12 }}>
          {message("canvas.outside")}
        </span>
      )}
    </ViewportPortal>
  );
}
