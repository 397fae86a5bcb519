import { useReactFlow, useStore } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { useCallback, useEffect, useRef } from "react";
import { IconButton } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import type { Point } from "./layout.ts";
import type { Picture } from "./use-drawing.ts";
import { pointOn } from "./way.ts";

const MARGIN_PX = 12;
/** Room for the buttons at the right. */
const TOOLS_PX = 44;
const ZOOM_MAX = 1.4;
/** On a narrow pane the drawing is not made smaller than this: it is panned, centred on the packet. */
const ZOOM_READABLE = 0.9;
const NARROW_PX = 560;

/** Fits the drawing into the pane when either changes size, until the person pans or zooms; and the buttons for it. */
export function ViewportFit({ picture }: { readonly picture: Picture }) {
  const message = useMessage();
  const { zoomIn, zoomOut } = useReactFlow();
  const refit = useFit(picture);
  return (
    <div className="canvas__tools">
      <IconButton icon={Plus} name={message("canvas.zoomIn")} onClick={() => void zoomIn()} />
      <IconButton icon={Minus} name={message("canvas.zoomOut")} onClick={() => void zoomOut()} />
      <IconButton icon={Maximize} name={message("canvas.fit")} onClick={refit} />
    </div>
  );
}

/** Gives the way back to the whole picture. */
function useFit(picture: Picture): () => void {
  const { setViewport } = useReactFlow();
  const paneWidth = useStore((state) => state.width);
  const paneHeight = useStore((state) => state.height);
  const isPanned = useStore((state) => state.userSelectionActive || state.paneDragging);
  const isOwn = useRef(false);
  const { width, height } = picture.drawing.size;
  const isNarrow = paneWidth > 0 && paneWidth < NARROW_PX;
  const centre = isNarrow ? packetPoint(picture) : undefined;
  const [centreX, centreY] = [centre?.x, centre?.y];
  useEffect(() => {
    if (isPanned) isOwn.current = true;
  }, [isPanned]);
  const fit = useCallback(() => {
    if (paneWidth === 0 || paneHeight === 0) return;
    const whole = Math.min(
      (paneWidth - 2 * MARGIN_PX - TOOLS_PX) / width,
      (paneHeight - 2 * MARGIN_PX) / height,
      ZOOM_MAX,
    );
    const isCentred = centreX !== undefined && centreY !== undefined && whole < ZOOM_READABLE;
    const zoom = isCentred ? ZOOM_READABLE : whole;
    const x = isCentred
      ? paneWidth / 2 - centreX * zoom
      : Math.max(MARGIN_PX, (paneWidth - TOOLS_PX - width * zoom) / 2);
    const y = isCentred ? Math.min(MARGIN_PX, paneHeight / 2 - centreY * zoom) : (paneHeight - height * zoom) / 2;
    void setViewport({ x, y, zoom });
  }, [paneWidth, paneHeight, width, height, centreX, centreY, setViewport]);
  useEffect(() => {
    if (!isOwn.current) fit();
  }, [fit]);
  return useCallback(() => {
    isOwn.current = false;
    fit();
  }, [fit]);
}

function packetPoint({ moment, ways, drawing }: Picture): Point {
  const way = moment && ways[moment.row];
  const middle = { x: drawing.size.width / 2, y: drawing.size.height / 2 };
  return (way && moment && pointOn(way, moment.at, 0)) ?? middle;
}
