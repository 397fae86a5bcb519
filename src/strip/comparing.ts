// The comparison: which request stands beside the current one, where the two part, and where both are looked at.
import { useMemo } from "react";
import { differencesOf } from "../state/difference.ts";
import type { Difference, Place } from "../state/difference.ts";
import { goToPlace, usePlayback } from "../state/playback-store.ts";
import { momentOf, playbackOf } from "../state/playback.ts";
import type { Playback } from "../state/playback.ts";
import { currentRequest, lookAt, useCurrentRequest, useRequests } from "../state/requests.ts";
import type { SentRequest } from "../state/requests.ts";
import { useStrip } from "./strip-store.ts";

/** Two requests beside each other, A the current one, with the places where they part. */
export type Comparing = {
  readonly requests: readonly [SentRequest, SentRequest];
  readonly playbacks: readonly [Playback, Playback];
  readonly differences: readonly Difference[];
  /** The difference that is looked at. */
  readonly at: number;
};

/** The comparison that is on; undefined when none is, or when a request would be compared with itself. */
export function useComparing(): Comparing | undefined {
  const playback = usePlayback();
  const request = useCurrentRequest();
  const compared = useComparedRequest();
  const asked = useStrip((state) => state.differenceAt);
  const other = compared && playback && playbackOf(compared.trace, playback.detail);
  const differences = useMemo(() => (playback && other ? shownDifferences(playback, other) : []), [playback, other]);
  if (request === undefined || compared === undefined || playback === undefined || other === undefined)
    return undefined;
  const at = Math.max(0, Math.min(asked, differences.length - 1));
  return { requests: [request, compared], playbacks: [playback, other], differences, at };
}

/** Whether two requests stand beside each other. */
export function useIsComparing(): boolean {
  return useComparedRequest() !== undefined;
}

function useComparedRequest(): SentRequest | undefined {
  const comparedId = useStrip((state) => state.comparedId);
  return useRequests(({ history, currentId }) =>
    comparedId === currentId ? undefined : history.find(({ id }) => id === comparedId),
  );
}

/** Those that the strips show: in simple, not of packets that are folded away. */
function shownDifferences(playback: Playback, other: Playback): readonly Difference[] {
  return differencesOf(playback.trace, other.trace).filter(
    ({ places: [a, b] }) => momentOf(playback, a) !== undefined || momentOf(other, b) !== undefined,
  );
}

/** Shows a request under the current one, both where they part first. */
export function compareWith(other: SentRequest): void {
  const current = currentRequest(useRequests.getState());
  if (current === undefined) return;
  useStrip.setState({ comparedId: other.id, differenceAt: 0 });
  const [first] = differencesOf(current.trace, other.trace);
  if (first !== undefined) goToPlace(first.places[0]);
}

/** Compares the current request with the one before it, or ends the comparison that is on. */
export function toggleComparison(): void {
  const { comparedId } = useStrip.getState();
  const { history, currentId } = useRequests.getState();
  const before = history[history.findIndex(({ id }) => id === currentId) - 1];
  if (comparedId !== undefined && comparedId !== currentId) endComparison();
  else if (before !== undefined) compareWith(before);
}

export function endComparison(): void {
  useStrip.setState({ comparedId: undefined });
}

/** Looks at one of the differences, in both requests. */
export function showDifference({ differences }: Comparing, at: number): void {
  useStrip.setState({ differenceAt: at });
  const place = differences[at]?.places[0];
  if (place !== undefined) goToPlace(place);
}

/** Makes the lower request the current one, at a place of it; the one that was current is under it then. */
export function lookAtCompared(compared: SentRequest, place: Place): void {
  const { currentId } = useRequests.getState();
  useStrip.setState({ comparedId: currentId });
  lookAt(compared.id);
  goToPlace(place);
}
