import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { currentFrame, usePlaybackStore } from "../state/playback-store.ts";
import { useStreams } from "../state/streams.ts";
import { useTheme } from "../ui/theme.ts";
import { flightsAt, isFlying, serviceOfUrl } from "./flights.ts";
import { useHiddenNamespaces } from "./hidden-namespaces.ts";
import { paintFlights } from "./paint-flights.ts";
import { paintScene } from "./paint.ts";
import { readPalette } from "./palette.ts";
import type { Palette } from "./palette.ts";
import type { Picture } from "./use-drawing.ts";

/** One canvas over the nodes: wires, the packet's way, and everything that moves. Draws only when something changed. */
export function Overlay({ picture }: { readonly picture: Picture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();
  const shown = useRef(picture);
  const repaint = useRef<() => void>(() => undefined);
  useEffect(() => {
    shown.current = picture;
    repaint.current();
  }, [picture]);
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (!element || !pen) return undefined;
    let request = 0;
    let palette: Palette | undefined;
    const draw = () => {
      request = 0;
      palette ??= readPalette(element);
      const { transform, width, height } = flow.getState();
      paintAll({ element, pen, palette, transform, size: { width, height }, picture: shown.current });
      const { stream } = useStreams.getState();
      if (stream && isFlying(stream, performance.now()) && !isMotionReduced()) ask();
    };
    const ask = () => {
      if (request === 0) request = requestAnimationFrame(draw);
    };
    repaint.current = ask;
    const ends = [
      flow.subscribe(ask),
      usePlaybackStore.subscribe(ask),
      useStreams.subscribe(ask),
      useHiddenNamespaces.subscribe(ask),
      useTheme.subscribe(() => {
        palette = undefined;
        ask();
      }),
    ];
    ask();
    return () => {
      cancelAnimationFrame(request);
      for (const end of ends) end();
    };
  }, [flow]);
  const requests = picture.companions.length + (picture.playback ? 1 : 0);
  return <canvas ref={canvas} className="overlay" data-requests={requests} aria-hidden="true" />;
}

function paintAll(about: {
  readonly element: HTMLCanvasElement;
  readonly pen: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly transform: readonly [number, number, number];
  readonly size: { readonly width: number; readonly height: number };
  readonly picture: Picture;
}): void {
  const { element, pen, palette, transform, size, picture } = about;
  const ratio = devicePixelRatio;
  const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
  if (element.width !== width || element.height !== height) {
    element.width = width;
    element.height = height;
  }
  const [x, y, zoom] = transform;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
  const paint = {
    pen,
    palette,
    picture,
    timeMs: usePlaybackStore.getState().timeMs,
    hidden: useHiddenNamespaces.getState().hidden,
  };
  paintScene(paint, currentFrame());
  const { stream } = useStreams.getState();
  if (stream === undefined || isMotionReduced()) return;
  const service = serviceOfUrl(stream, picture.facts.services);
  paintFlights(paint, flightsAt(stream, performance.now(), { drawing: picture.drawing, service }));
}

function isMotionReduced(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
