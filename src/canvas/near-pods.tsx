import { useStore, ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import type { Box } from "./drawing.ts";
import type { PodFact } from "./facts.ts";
import { PodCard } from "./pod-node.tsx";
import { useThingFocus } from "./thing-focus.ts";
import { podId } from "./thing-id.ts";
import type { Picture } from "./use-drawing.ts";
import { shownPart } from "./viewport.ts";

/** From this zoom on a painted pod is large enough to be read. */
const NEAR_ZOOM = 4;
/** A card's own size; it is made as small as the cell. */
const CARD_PX = 92;

/** Painted pods as cards: those in the pane when it is near, else only the one that the keyboard is at. */
export function NearPods({ picture }: { readonly picture: Picture }) {
  const { drawing, podOf, scene, related } = picture;
  const isNear = useStore(({ transform }) => transform[2] >= NEAR_ZOOM);
  // In steps of a cell: the cards are found anew when the view has moved by one, not with every frame.
  const view = useStore(({ transform, width, height }) =>
    isNear ? partName(shownPart({ width, height }, transform)) : "",
  );
  const current = useThingFocus((state) => state.current);
  const pods = useMemo(() => {
    if (drawing.density !== "painted") return [];
    const part = parsePart(view);
    const isShown = (key: string, box: Box) => podId(key) === current || (part !== undefined && touches(box, part));
    return [...drawing.pods].flatMap(([key, box]): readonly (readonly [PodFact, Box])[] => {
      const pod = isShown(key, box) ? podOf.get(key) : undefined;
      return pod ? [[pod, box]] : [];
    });
  }, [drawing, podOf, view, current]);
  if (pods.length === 0) return null;
  return (
    <ViewportPortal>
      {pods.map(([pod, { x, y, width }]) => {
        const role = scene?.sender === pod.key ? "sender" : scene?.target === pod.key ? "target" : undefined;
        const transform = `translate(${x}px, ${y}px) scale(${width / CARD_PX})`;
        return (
          <div
            key={pod.key}
            className={`near ${isNear ? "" : "near--far"}`}
            style={{ transform, width: CARD_PX, height: CARD_PX }}
          >
            <PodCard pod={pod} density="painted" isRelated={related.pods.has(pod.key)} {...(role && { role })} />
          </div>
        );
      })}
    </ViewportPortal>
  );
}

const STEP = 14;

function partName({ x, y, width, height }: Box): string {
  return [x, y, x + width, y + height].map((edge) => Math.round(edge / STEP)).join(" ");
}

function parsePart(name: string): Box | undefined {
  const [left, top, right, bottom] = name.split(" ").map((edge) => Number(edge) * STEP);
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return undefined;
  return { x: left - STEP, y: top - STEP, width: right - left + 2 * STEP, height: bottom - top + 2 * STEP };
}

function touches(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
