import { ViewportPortal } from "@xyflow/react";
import { Message } from "../ui/i18n/message.tsx";
import { selectedPods } from "./facts.ts";
import type { ServiceFact } from "./facts.ts";
import type { Box } from "./drawing.ts";
import { HEAD_H } from "./drawing.ts";
import type { Picture } from "./use-drawing.ts";

/** A dashed line round the pods that a Service selects, across machines; only the label, in red, when there are none. */
export function Selects({ picture }: { readonly picture: Picture }) {
  return (
    <ViewportPortal>
      {picture.outlined.map((service) => (
        <Outline key={service.key} picture={picture} service={service} />
      ))}
    </ViewportPortal>
  );
}

function Outline({ picture, service }: { readonly picture: Picture; readonly service: ServiceFact }) {
  if (service.selector === undefined) return null;
  const pods = selectedPods(service, picture.facts.pods);
  const boxes = pods.flatMap(({ key }) => picture.drawing.pods.get(key) ?? []);
  const state = pods.length === 0 ? "nothing" : service.hasEndpoints ? "pods" : "unready";
  const groups = joinBoxes(boxes);
  const centre = labelCentre(groups, picture);
  const top = Math.min(HEAD_H, ...boxes.map(({ y }) => y)) - PAD_Y;
  return (
    <div className={`selects selects--${state}`}>
      {picture.drawing.density !== "painted" &&
        groups.map(({ x, y, width, height }) => (
          <i
            key={`${x}/${y}`}
            className="selects__line"
            style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
          />
        ))}
      <span
        className="selects__label"
        style={{ left: centre, top: picture.drawing.density === "painted" ? ABOVE_ALL : Math.max(27, top - 11) }}
      >
        <Label service={service} state={state} />
      </span>
    </div>
  );
}

function Label({ service, state }: { readonly service: ServiceFact; readonly state: "pods" | "nothing" | "unready" }) {
  const labels = Object.entries(service.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
  const values = { service: <b>{service.name}</b>, labels };
  if (state === "nothing") return <Message id="canvas.selectsNothing" values={values} />;
  return <Message id={state === "pods" ? "canvas.selects" : "canvas.selectsUnready"} values={values} />;
}

/** Painted machines have no room for a label under their names. */
const ABOVE_ALL = -22;
const PAD_X = 5;
const PAD_Y = 9;
/** Neighbours so near are in one outline, also across the border of two machines. */
const NEAR_PX = 30;

/** Boxes side by side in one row become one. */
function joinBoxes(boxes: readonly Box[]): readonly Box[] {
  const joined: Box[] = [];
  for (const { x, y, width, height } of boxes.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    const last = joined.at(-1);
    const padded = { x: x - PAD_X, y: y - PAD_Y, width: width + 2 * PAD_X, height: height + 2 * PAD_Y - 1 };
    if (last?.y === padded.y && padded.x - (last.x + last.width) < NEAR_PX)
      joined[joined.length - 1] = { ...last, width: padded.x + padded.width - last.x };
    else joined.push(padded);
  }
  return joined;
}

function labelCentre(groups: readonly Box[], { drawing }: Picture): number {
  const top = Math.min(...groups.map(({ y }) => y));
  const first = groups.filter(({ y }) => y === top);
  if (first.length === 0) return drawing.size.width / 2;
  const left = Math.min(...first.map(({ x }) => x));
  const right = Math.max(...first.map(({ x, width }) => x + width));
  return Math.min(drawing.size.width - 150, Math.max(150, (left + right) / 2));
}
