import { lazy, Suspense } from "react";
import { useMessage } from "../../ui/i18n/message.tsx";
import { useIsAfterFirstPaint } from "./use-after-first-paint.ts";
import { useIsComparing } from "../../strip/comparing.ts";
import { Caption } from "../../strip/caption.tsx";
import { Player } from "../../strip/player.tsx";
import { Strip } from "../../strip/strip.tsx";

const Canvas = lazy(() => import("../../canvas/canvas.tsx"));
const Comparison = lazy(() => import("../../strip/comparison.tsx"));

/** The drawing under its caption; while two requests are compared, they lie over it. */
export function CanvasPane() {
  const message = useMessage();
  const isComparing = useIsComparing();
  return (
    <section className="canvas" aria-label={message("bar.cluster")}>
      <Caption />
      <div className="canvas__stack">
        <div className="canvas__drawing" inert={isComparing}>
          <LazyCanvas />
        </div>
        {isComparing && (
          <Suspense>
            <Comparison />
          </Suspense>
        )}
      </div>
    </section>
  );
}

/** The drawing alone; its code comes after the first paint. */
export function LazyCanvas() {
  const isAfterFirstPaint = useIsAfterFirstPaint();
  const message = useMessage();
  const waiting = <div className="skeleton skeleton--canvas" role="status" aria-label={message("common.loading")} />;
  return (
    <div className="viewport">
      {isAfterFirstPaint ? (
        <Suspense fallback={waiting}>
          <Canvas />
        </Suspense>
      ) : (
        waiting
      )}
    </div>
  );
}

/** The player over the strip of packets. */
export function StripPane() {
  const message = useMessage();
  return (
    <section className="strip" id="trace" tabIndex={-1} aria-label={message("bar.trace")}>
      <Player />
      <Strip />
    </section>
  );
}
