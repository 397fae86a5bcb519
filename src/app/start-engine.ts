import type { Ask, Tell } from "../protocol/protocol.ts";
import { useCluster } from "../state/cluster.ts";
import type { Failure } from "../state/cluster.ts";
import { useEditing } from "../state/editing.ts";
import { connectEngine, receive } from "../state/engine-link.ts";
import { useRequests } from "../state/requests.ts";
import { hintOf } from "../state/senders.ts";
import { beginSession, useSession } from "../state/sessions.ts";

let worker: Worker | undefined;

/** Starts a worker with an engine in it, in place of the one before. */
export function startEngine(): void {
  worker?.terminate();
  const started = new Worker(new URL("../worker/engine.worker.ts", import.meta.url), {
    type: "module",
    name: "engine",
  });
  started.addEventListener("message", (event: MessageEvent<Tell>) => receive(event.data));
  started.addEventListener("error", (event) =>
    receive({ kind: "failed", message: event.message || "the engine did not start", seed: 0, asks: [] }),
  );
  worker = started;
  connectEngine((ask) => started.postMessage(ask));
}

/**
 * A new worker with the state that the failed one had: its last save, and what was asked since but for the last, which broke it.
 * A worker that broke at its first ask has no state: the files are applied anew.
 */
export function restartEngine(failure: Failure): void {
  startEngine();
  useCluster.setState({ phase: "opening", failure: undefined });
  const asks = failure.asks.slice(0, -1);
  if (asks.length === 0) void reopen();
  for (const ask of asks) worker?.postMessage({ ...ask, id: -ask.id } satisfies Ask);
}

function reopen(): Promise<void> {
  const { files, active } = useEditing.getState();
  const { from, url } = useRequests.getState();
  return beginSession({ scenarioId: useSession.getState().scenarioId, files, active, from: hintOf(from), url });
}
