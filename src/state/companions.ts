// Requests that were still being played when a newer one took their place: they go on beside it, on the drawing only.
import { create } from "zustand";
import { frameAt, playbackOf } from "./playback.ts";
import type { Frame, Playback } from "./playback.ts";
import { usePlaybackStore } from "./playback-store.ts";
import { currentRequest, useRequests } from "./requests.ts";

/** A playback beside the current one: its time is the current one's and this much more. */
export type Companion = { readonly playback: Playback; readonly aheadMs: number };

/** Requests under way at once beside the current one; older ones are let go. */
export const COMPANIONS_MAX = 8;

export const useCompanions = create<{ readonly companions: readonly Companion[] }>(() => ({ companions: [] }));

/** What is to be seen of a companion when the current playback is at a time; undefined when it has come to its end. */
export function companionFrame({ playback, aheadMs }: Companion, timeMs: number): Frame | undefined {
  const ownMs = timeMs + aheadMs;
  return ownMs >= playback.totalMs ? undefined : frameAt(playback, ownMs);
}

/** The companions after a new request: those there were and the one that was played, as far as they have not ended. */
export function companionsAfter(
  before: readonly Companion[],
  played: { readonly playback: Playback; readonly timeMs: number },
): readonly Companion[] {
  const on = before.map(({ playback, aheadMs }) => ({ playback, aheadMs: aheadMs + played.timeMs }));
  return [...on, { playback: played.playback, aheadMs: played.timeMs }]
    .filter(({ playback, aheadMs }) => aheadMs < playback.totalMs)
    .slice(-COMPANIONS_MAX);
}

/** Watches for requests that are sent while another is played. To be started before the player follows requests. The returned function ends it. */
export function followCompanions(): () => void {
  return useRequests.subscribe((state, before) => {
    const [now, last] = [currentRequest(state), currentRequest(before)];
    if (now?.id === last?.id) return;
    const { isPlaying, timeMs, detail } = usePlaybackStore.getState();
    const isNew = now !== undefined && now.id === state.history.at(-1)?.id && state.history !== before.history;
    const { companions } = useCompanions.getState();
    const played = last && { playback: playbackOf(last.trace, detail), timeMs };
    const next = isNew && isPlaying && played ? companionsAfter(companions, played) : [];
    useCompanions.setState({ companions: next });
  });
}
