// The verbs of the comparison: which request stands beside the current one, and where both are looked at.
import { goToPlace } from "../state/playback-store.ts";
import { currentRequest, lookAt, useRequests } from "../state/requests.ts";
import type { SentRequest } from "../state/requests.ts";
import { differencesOf } from "../state/difference.ts";
import type { Place } from "../state/difference.ts";
import { useStrip } from "./strip-store.ts";

/** The request beside which the current one is shown; undefined when none is, or when it is the current one itself. */
export function useComparedRequest(): SentRequest | undefined {
  const comparedId = useStrip((state) => state.comparedId);
  return useRequests(({ history, currentId }) =>
    comparedId === currentId ? undefined : history.find(({ id }) => id === comparedId),
  );
}

/** Shows a request under the current one, both where they part first. */
export function compareWith(other: SentRequest): void {
  const current = currentRequest(useRequests.getState());
  if (current === undefined) return;
  useStrip.setState({ comparedId: other.id, view: "rows" });
  const [first] = differencesOf(current.trace, other.trace);
  if (first !== undefined) goToPlace(first.places[0]);
}

export function endComparison(): void {
  useStrip.setState({ comparedId: undefined });
}

/** Makes the lower request the current one, at a place of it; the one that was current is under it then. */
export function lookAtCompared(compared: SentRequest, place: Place): void {
  const { currentId } = useRequests.getState();
  useStrip.setState({ comparedId: currentId });
  lookAt(compared.id);
  goToPlace(place);
}
