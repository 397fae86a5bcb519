import { useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { LocateFixed, Maximize, Minus, Plus, RotateCcw } from "lucide-react";
import { useCallback, useEffect, useRef } from "react";
import { askCamera, toggleFollowing, useCamera } from "../state/camera.ts";
import { hasPlaces, resetPlaces, usePlaces } from "../state/places.ts";
import { currentFrame, usePlaybackStore } from "../state/playback-store.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import type { Point } from "./drawing.ts";
import { fitView, followView } from "./viewport.ts";
import type { Picture } from "./use-drawing.ts";
import { pointOn } from "./way.ts";

/** On a narrow pane the drawing is panned, centred on the packet. */
const NARROW_PX = 560;

/** Moves the viewport as it is asked, fits it until a person moves it, goes with the packet; and the buttons for all of that. */
export function Camera({ picture }: { readonly picture: Picture }) {
  const message = useMessage();
  const isFollowing = useCamera((state) => state.isFollowing);
  const isPlaced = usePlaces(hasPlaces);
  useAsks(picture);
  useFollowing(picture);
  return (
    <div className="canvas__tools" role="group" aria-label={message("canvas.view")}>
      <IconButton icon={Plus} name={message("canvas.zoomIn")} keys="Plus" onClick={() => askCamera("nearer")} />
      <IconButton icon={Minus} name={message("canvas.zoomOut")} keys="Minus" onClick={() => askCamera("farther")} />
      <IconButton icon={Maximize} name={message("canvas.fit")} keys="0" onClick={() => askCamera("fit")} />
      <IconButton
        icon={LocateFixed}
        name={message("canvas.follow")}
        keys="F"
        aria-pressed={isFollowing}
        onClick={toggleFollowing}
      />
      {isPlaced && <IconButton icon={RotateCcw} name={message("canvas.resetPlaces")} onClick={resetPlaces} />}
    </div>
  );
}

function useAsks(picture: Picture): void {
  const flow = useReactFlow();
  const asked = useCamera((state) => state.asked);
  const done = useRef(asked);
  const fit = useFit(picture);
  useEffect(() => {
    if (asked === undefined || asked === done.current) return;
    done.current = asked;
    if (asked.what === "fit") fit();
    if (asked.what === "nearer") void flow.zoomIn();
    if (asked.what === "farther") void flow.zoomOut();
    if (asked.what === "actual") void flow.zoomTo(1);
  }, [asked, fit, flow]);
}

/** Fits the drawing into the pane when either changes size, until the person moves it. Gives the way back to the whole picture. */
function useFit(picture: Picture): () => void {
  const { setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const { size } = picture.drawing;
  const isNarrow = width > 0 && width < NARROW_PX;
  const centre = isNarrow ? packetPoint(picture) : undefined;
  const [x, y] = [centre?.x, centre?.y];
  const fit = useCallback(() => {
    const around = x === undefined || y === undefined ? undefined : { x, y };
    if (width > 0 && height > 0) void setViewport(fitView({ width, height }, size, around));
  }, [width, height, size, x, y, setViewport]);
  useEffect(() => {
    const { isOwn, isFollowing } = useCamera.getState();
    if (!isOwn && !isFollowing) fit();
  }, [fit]);
  return fit;
}

/** While a packet is followed, it is never far from the pane's middle: each frame the camera makes up a part of the way. */
function useFollowing(picture: Picture): void {
  const { setViewport } = useReactFlow();
  const flow = useStoreApi();
  const isFollowing = useCamera((state) => state.isFollowing);
  useEffect(() => {
    if (!isFollowing) return undefined;
    const isCut = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let request = 0;
    const step = () => {
      request = 0;
      const point = framePoint(picture);
      if (point === undefined) return;
      const { transform, width, height } = flow.getState();
      const next = followView({ width, height }, transform, point, isCut);
      if (next === undefined) return;
      void setViewport(next);
      if (!isCut) ask();
    };
    const ask = () => {
      if (request === 0) request = requestAnimationFrame(step);
    };
    const end = usePlaybackStore.subscribe(ask);
    ask();
    return () => {
      end();
      cancelAnimationFrame(request);
    };
  }, [isFollowing, picture, flow, setViewport]);
}

/** Where the packet that the page speaks of is at this instant. */
function framePoint({ ways }: Picture): Point | undefined {
  const frame = currentFrame();
  const packet = frame?.packets.find(({ moment }) => moment === frame.current);
  const moment = packet?.moment ?? frame?.current;
  const way = moment && ways[moment.row];
  return way && moment && pointOn(way, moment.at, packet?.progress ?? 0);
}

function packetPoint({ moment, ways, drawing }: Picture): Point {
  const way = moment && ways[moment.row];
  const middle = { x: drawing.size.width / 2, y: drawing.size.height / 2 };
  return (way && moment && pointOn(way, moment.at, 0)) ?? middle;
}
