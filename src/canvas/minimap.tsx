import { useReactFlow, useStore } from "@xyflow/react";
import type { PointerEvent } from "react";
import { takeCamera } from "../state/camera.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { isWaiting } from "./nodes.ts";
import type { Picture } from "./use-drawing.ts";
import { shownPart, showsAll } from "./viewport.ts";
import { pointOn } from "./way.ts";

const MARGIN = 24;

/** The whole drawing in small with the part that is seen, while not all of it is; press or drag to go there. */
export function Minimap({ picture }: { readonly picture: Picture }) {
  const message = useMessage();
  const { setCenter } = useReactFlow();
  const transform = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const { drawing, moment, ways } = picture;
  const part = shownPart({ width, height }, transform);
  if (width === 0 || showsAll(part, drawing.size)) return null;
  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      event.currentTarget.getScreenCTM()?.inverse() ?? undefined,
    );
    takeCamera();
    void setCenter(at.x, at.y, { zoom: transform[2] });
  };
  const way = moment && ways[moment.row];
  const packet = way && moment && pointOn(way, moment.at, 0);
  const { size } = drawing;
  const box = `${-MARGIN} ${-MARGIN} ${size.width + 2 * MARGIN} ${size.height + 2 * MARGIN}`;
  const dot = Math.max(size.width, size.height) / 40;
  return (
    <svg
      className="minimap"
      viewBox={box}
      role="img"
      aria-label={message("canvas.minimap")}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    >
      {drawing.machines.map((machine) => (
        <rect
          key={machine.name}
          className={`minimap__machine ${isWaiting(machine) ? "is-waiting" : ""}`}
          {...machine.box}
          rx={6}
        />
      ))}
      {drawing.density !== "painted" &&
        [...drawing.pods].map(([key, pod]) => <rect key={key} className="minimap__pod" {...pod} rx={4} />)}
      {drawing.outsides.map(({ address, box: pill }) => (
        <rect key={address} className="minimap__machine" {...pill} rx={20} />
      ))}
      <rect className="minimap__part" {...part} />
      {packet && <circle className="minimap__packet" cx={packet.x} cy={packet.y} r={dot} />}
    </svg>
  );
}
