// Where the camera stands, as numbers: React Flow's viewport (x, y and zoom: screen = drawing * zoom + offset).
import type { Point } from "./drawing.ts";

type Size = { readonly width: number; readonly height: number };
export type View = Point & { readonly zoom: number };

const MARGIN_PX = 12;
/** Room for the buttons at the right. */
const TOOLS_PX = 44;
const ZOOM_MAX = 1.4;
/** On a narrow pane the drawing is not made smaller than this. */
const ZOOM_READABLE = 0.9;
/** A packet that is followed is seen at least at this zoom. */
const ZOOM_FOLLOWED = 0.9;
/** The part of the way to its place that a followed packet's camera makes up each frame. */
const FOLLOW_SHARE = 0.14;
/** Within this share of the pane round its middle, a packet may move without the camera. */
const STILL_SHARE = 0.18;

/** The whole drawing; where it would be too small to read, its part round a point. */
export function fitView(pane: Size, drawing: Size, around?: Point): View {
  const whole = Math.min(
    (pane.width - 2 * MARGIN_PX - TOOLS_PX) / drawing.width,
    (pane.height - 2 * MARGIN_PX) / drawing.height,
    ZOOM_MAX,
  );
  if (around === undefined || whole >= ZOOM_READABLE) {
    const x = Math.max(MARGIN_PX, (pane.width - TOOLS_PX - drawing.width * whole) / 2);
    return { x, y: (pane.height - drawing.height * whole) / 2, zoom: whole };
  }
  const zoom = ZOOM_READABLE;
  return {
    x: pane.width / 2 - around.x * zoom,
    y: Math.min(MARGIN_PX, pane.height / 2 - around.y * zoom),
    zoom,
  };
}

/** The next view on the way to a followed point, at once if it cuts; undefined when the point is where it may be. */
export function followView(
  pane: Size,
  [x, y, zoomNow]: readonly [number, number, number],
  point: Point,
  isCut: boolean,
): View | undefined {
  const share = isCut ? 1 : FOLLOW_SHARE;
  const zoom =
    zoomNow >= ZOOM_FOLLOWED ? zoomNow : Math.min(ZOOM_FOLLOWED, zoomNow + (ZOOM_FOLLOWED - zoomNow) * share);
  const isZooming = ZOOM_FOLLOWED - zoomNow > 0.005;
  const shown = { x: point.x * zoomNow + x, y: point.y * zoomNow + y };
  const off = { x: pane.width / 2 - shown.x, y: pane.height / 2 - shown.y };
  const beyond = (distance: number, still: number) =>
    Math.sign(distance) * Math.max(0, Math.abs(distance) - (isZooming ? 0 : still));
  const move = { x: beyond(off.x, pane.width * STILL_SHARE), y: beyond(off.y, pane.height * STILL_SHARE) };
  if (!isZooming && Math.abs(move.x) < 0.5 && Math.abs(move.y) < 0.5) return undefined;
  const wanted = { x: shown.x + move.x * share, y: shown.y + move.y * share };
  return { x: wanted.x - point.x * zoom, y: wanted.y - point.y * zoom, zoom };
}

/** The part of the drawing that the pane shows. */
export function shownPart(pane: Size, [x, y, zoom]: readonly [number, number, number]): Point & Size {
  return { x: -x / zoom, y: -y / zoom, width: pane.width / zoom, height: pane.height / zoom };
}

/** Whether a part shows all of a drawing. */
export function showsAll(part: Point & Size, drawing: Size): boolean {
  const slack = 8;
  return (
    part.x <= slack &&
    part.y <= slack &&
    part.x + part.width >= drawing.width - slack &&
    part.y + part.height >= drawing.height - slack
  );
}
