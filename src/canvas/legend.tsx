import { ViewportPortal } from "@xyflow/react";
import { Glyph } from "../ui/glyph.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { underlayY } from "./layout.ts";
import type { Picture } from "./use-drawing.ts";

/** What the lines mean, and the names of what lies under the machines. */
export function Legend({ picture }: { readonly picture: Picture }) {
  const message = useMessage();
  const { drawing, scene, playback } = picture;
  const [first] = drawing.outsides;
  const bottom = (first?.box.y ?? 0) + 40;
  const isBad = scene?.isFailed ?? false;
  const line = isBad ? "var(--reject)" : "var(--accent)";
  const networkX = drawing.machines.at(0)?.box.width ?? 0;
  return (
    <ViewportPortal>
      <span
        className="drawing-label"
        style={{ left: networkX / 2 + 14, top: underlayY(drawing, drawing.machines.at(-1)?.tier ?? 0) + 3 }}
      >
        {message("canvas.network")}
      </span>
      {first && (
        <span className="drawing-label is-left" style={{ left: first.box.x - 12, top: bottom - 28 }}>
          {message("canvas.outside")}
        </span>
      )}
      {playback && (
        <ul className="legend" style={{ top: bottom - 28 }}>
          <li>
            <Line colour={line} width={2.5} dash="" />
            {message("canvas.travelled")}
          </li>
          <li>
            {isBad ? (
              <Line colour="var(--reject)" width={1.5} dash="5 4" />
            ) : (
              <Line colour="var(--trail)" width={1.5} dash="2 4" />
            )}
            {message(isBad ? "canvas.theAnswer" : "canvas.toCome")}
          </li>
          <li className={isBad ? "is-reject" : "is-nat"}>
            <Glyph shape={isBad ? "octagon" : "diamond"} style={{ color: "var(--c)" }} />
            {message(isBad ? "canvas.rejected" : "canvas.rewritten")}
          </li>
        </ul>
      )}
    </ViewportPortal>
  );
}

function Line({ colour, width, dash }: { readonly colour: string; readonly width: number; readonly dash: string }) {
  return (
    <svg viewBox="0 0 24 12" aria-hidden="true">
      <path d="M1 6h22" stroke={colour} strokeWidth={width} strokeDasharray={dash} fill="none" />
    </svg>
  );
}
