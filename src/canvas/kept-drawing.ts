import { layoutOf } from "./layout.ts";
import type { Drawing } from "./drawing.ts";
import type { LayoutRequest } from "./layout.ts";

let kept: { readonly generation: number; readonly drawing: Drawing } | undefined;

/** The drawing that follows the last one of the same cluster, which it is like: places outlive the pane that shows them. */
export function nextDrawing(generation: number, request: LayoutRequest): Drawing {
  const previous = kept?.generation === generation ? kept.drawing : undefined;
  const drawing = layoutOf(previous, request);
  kept = { generation, drawing };
  return drawing;
}
