import { hasPlaces } from "../state/places.ts";
import type { Drawing } from "./drawing.ts";
import { layoutOf } from "./layout.ts";
import type { LayoutRequest } from "./layout.ts";

let kept: { readonly generation: number; readonly drawing: Drawing; readonly isPlaced: boolean } | undefined;

/** The drawing that follows the last one of the same cluster, which it is like: places outlive the pane that shows them, until all are put back. */
export function nextDrawing(generation: number, request: LayoutRequest): Drawing {
  const isPlaced = hasPlaces(request.places);
  const isPutBack = kept?.isPlaced === true && !isPlaced;
  const previous = kept?.generation === generation && !isPutBack ? kept.drawing : undefined;
  const drawing = layoutOf(previous, request);
  kept = { generation, drawing, isPlaced };
  return drawing;
}
