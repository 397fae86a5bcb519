// The moment that the whole page shows, and the verbs of the player. The only place where time passes on the page.
import { create } from "zustand";
import { playbackOf, frameAt, momentAt, momentOf, neighbourOf, packetNeighbourOf } from "./playback.ts";
import type { Frame, Moment, Playback } from "./playback.ts";
import { currentRequest, useRequests } from "./requests.ts";
import { unpick } from "./selection.ts";
import type { Detail } from "./visits.ts";

/** Times the drawing's own speed; "instant" shows the end at once. */
export type Speed = 0.1 | 0.25 | 0.5 | 1 | 2 | 4 | "instant";

/** All speeds, the slowest first. */
export const SPEEDS: readonly Speed[] = [0.1, 0.25, 0.5, 1, 2, 4, "instant"];

type PlaybackState = {
  /** The request that is played, by its id in the history. */
  readonly requestId?: number | undefined;
  /** In playback time. */
  readonly timeMs: number;
  readonly isPlaying: boolean;
  readonly speed: Speed;
  readonly detail: Detail;
};

export const usePlaybackStore = create<PlaybackState>(() => ({
  timeMs: 0,
  isPlaying: false,
  speed: 1,
  detail: "simple",
}));

/** The current trace in playback time. */
export function usePlayback(): Playback | undefined {
  const trace = useRequests(currentRequest)?.trace;
  const detail = usePlaybackStore((state) => state.detail);
  return trace && playbackOf(trace, detail);
}

/** The moment that the page shows; draws anew when another one is reached, not with every frame. */
export function useMoment(): Moment | undefined {
  const playback = usePlayback();
  return usePlaybackStore(({ timeMs }) => playback && momentAt(playback, timeMs));
}

/** Whether what happens at the current moment has happened: a rewrite is shown with its new address. */
export function useIsSettled(): boolean {
  const moment = useMoment();
  return usePlaybackStore(({ timeMs }) => moment !== undefined && timeMs >= moment.settledMs);
}

/** The current playback, outside of components. */
export function currentPlayback(): Playback | undefined {
  const trace = currentRequest(useRequests.getState())?.trace;
  return trace && playbackOf(trace, usePlaybackStore.getState().detail);
}

/** What is to be seen now, outside of components: for the canvas. */
export function currentFrame(): Frame | undefined {
  const playback = currentPlayback();
  return playback && frameAt(playback, usePlaybackStore.getState().timeMs);
}

/** Plays on; from the beginning when it stands at the end. */
export function play(): void {
  const playback = currentPlayback();
  if (playback === undefined || playback.moments.length === 0) return;
  const { speed, timeMs } = usePlaybackStore.getState();
  if (speed === "instant") return seek(playback.totalMs);
  const from = timeMs >= playback.totalMs ? 0 : timeMs;
  usePlaybackStore.setState({ isPlaying: true, timeMs: from });
  startClock(from);
}

export function pause(): void {
  usePlaybackStore.setState({ isPlaying: false });
}

export function togglePlay(): void {
  if (usePlaybackStore.getState().isPlaying) pause();
  else play();
}

/** Goes to a time of the playback: a cut, and it stands still. */
export function seek(timeMs: number): void {
  const total = currentPlayback()?.totalMs ?? 0;
  usePlaybackStore.setState({ isPlaying: false, timeMs: Math.min(total, Math.max(0, timeMs)) });
}

/** Goes to a moment, as it is when all that happens there has happened. */
export function goTo(moment: Moment | undefined): void {
  if (moment !== undefined) seek(moment.settledMs);
}

/** Goes to a place of the trace: a packet, a host on its way, a step there. */
export function goToPlace(place: { readonly packet: number; readonly hop: number; readonly step?: number }): void {
  const playback = currentPlayback();
  if (playback !== undefined) goTo(momentOf(playback, place));
}

export function stepForward(): void {
  move((playback, timeMs) => neighbourOf(playback, timeMs, "next"));
}

export function stepBack(): void {
  move((playback, timeMs) => neighbourOf(playback, timeMs, "previous"));
}

export function nextPacket(): void {
  move((playback, timeMs) => packetNeighbourOf(playback, timeMs, "next"));
}

export function previousPacket(): void {
  move((playback, timeMs) => packetNeighbourOf(playback, timeMs, "previous"));
}

export function goToStart(): void {
  goTo(currentPlayback()?.moments[0]);
}

export function goToEnd(): void {
  goTo(currentPlayback()?.moments.at(-1));
}

export function setSpeed(speed: Speed): void {
  usePlaybackStore.setState({ speed });
  if (speed === "instant" && usePlaybackStore.getState().isPlaying) play();
}

/** The next faster speed, or the next slower one. */
export function changeSpeed(by: 1 | -1): void {
  const next = SPEEDS[SPEEDS.indexOf(usePlaybackStore.getState().speed) + by];
  if (next !== undefined) setSpeed(next);
}

export function toggleDetail(): void {
  setDetail(usePlaybackStore.getState().detail === "simple" ? "detailed" : "simple");
}

/** Changes the detail and stays at the same place of the trace. */
export function setDetail(detail: Detail): void {
  const playback = currentPlayback();
  const moment = playback && momentAt(playback, usePlaybackStore.getState().timeMs);
  usePlaybackStore.setState({ detail });
  if (moment === undefined) return;
  const [step] = moment.steps;
  goToPlace({ packet: moment.packet, hop: moment.hop, ...(step !== undefined && { step }) });
}

/** Watches for new requests and plays each from its beginning. The returned function ends it. */
export function followRequests(): () => void {
  return useRequests.subscribe((state) => {
    const request = currentRequest(state);
    if (request?.id === usePlaybackStore.getState().requestId) return;
    usePlaybackStore.setState({ requestId: request?.id, timeMs: 0, isPlaying: false });
    unpick();
    play();
  });
}

function move(to: (playback: Playback, timeMs: number) => Moment | undefined): void {
  const playback = currentPlayback();
  if (playback === undefined) return;
  pause();
  goTo(to(playback, usePlaybackStore.getState().timeMs));
}

/** A frame later than this was not drawn: the tab was hidden, and it goes on where it stood. */
const FRAME_MS_MAX = 100;

let clock = 0;

function startClock(from: number): void {
  const own = ++clock;
  const isReduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let at = from;
  let before = performance.now();
  const tick = (now: number) => {
    const { isPlaying, speed, timeMs } = usePlaybackStore.getState();
    const playback = currentPlayback();
    if (own !== clock || !isPlaying || playback === undefined || speed === "instant") return;
    if (Math.abs(timeMs - at) > 1 && !isReduced) at = timeMs;
    at = Math.min(playback.totalMs, at + Math.min(FRAME_MS_MAX, Math.max(0, now - before)) * speed);
    before = now;
    const shown = isReduced ? (momentAt(playback, at)?.settledMs ?? at) : at;
    const isOver = at >= playback.totalMs;
    usePlaybackStore.setState({ timeMs: isOver ? playback.totalMs : shown, isPlaying: !isOver });
    if (!isOver) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}
