// A stream: one request sent ten times a second until it is stopped, for what only many requests show (the balance over pods, the
// gap of a rolling update). The worker keeps the traces; here is a line of each.
import { create } from "zustand";
import { hostName } from "../engine/model/host.ts";
import type { HostRef } from "../engine/model/host.ts";
import type { StreamResult, Tell } from "../protocol/protocol.ts";
import { ask, askWithId, listenToEngine } from "./engine-link.ts";
import { showMap } from "./layout.ts";
import { showTrace, useRequests } from "./requests.ts";

/** From one request to the next: ten a second. */
export const STREAM_EVERY_MS = 100;
/** A request without an answer is given up after this, as `curl --max-time 2` does. */
export const STREAM_TIMEOUT_MS = 2000;
/** Results that are shown; the counts go on. */
export const RESULTS_MAX = 300;

/** One request of the stream; `heardAt` is the page's own time (performance.now()) at which its end was told. */
export type Streamed = StreamResult & { readonly heardAt: number };

export type Stream = {
  readonly id: number;
  readonly from: HostRef;
  readonly url: string;
  readonly isRunning: boolean;
  readonly sent: number;
  /** When the newest left, in the cluster's time. */
  readonly lastSentMs: number;
  /** Those that left and have not ended: when they left, by number. */
  readonly open: ReadonlyMap<number, number>;
  /** The newest last, in the order in which they ended. */
  readonly results: readonly Streamed[];
  /** How many each host answered, in the order of their first answers. */
  readonly answered: ReadonlyMap<string, number>;
  readonly failed: number;
};

type StreamsState = { readonly stream?: Stream | undefined };

/** The stream that runs or ran last; none before the first and after it was put away. */
export const useStreams = create<StreamsState>(() => ({}));

/** Who answered, as a host's name; an address outside that the trace does not name goes by the URL's own host. Undefined for a failure. */
export function answererOf(result: StreamResult, url: string): string | undefined {
  if (result.kind !== "answered") return undefined;
  const { pod, namespace, node } = result.served ?? {};
  if (pod !== undefined && namespace !== undefined) return hostName({ pod, namespace });
  if (node !== undefined) return hostName({ node });
  return /^\w+:\/\/([^/:]+)/.exec(url)?.[1] ?? url;
}

/** Sends what the bar says ten times a second, in place of a stream that may be running. */
export function startStream(): void {
  const { from, url } = useRequests.getState();
  if (url.trim() === "") return;
  stopStream();
  showMap();
  const request = { from, url: url.trim(), timeoutMs: STREAM_TIMEOUT_MS };
  const { id, answer } = askWithId("stream", { request, everyMs: STREAM_EVERY_MS });
  const begun = { id, from, url: url.trim(), isRunning: true, sent: 0, lastSentMs: 0, failed: 0 };
  useStreams.setState({ stream: { ...begun, open: new Map(), results: [], answered: new Map() } });
  const ended = () => change(id, () => ({ isRunning: false }));
  answer.then(ended, ended);
}

/** Ends the stream; what it showed stays. */
export function stopStream(): void {
  const { stream } = useStreams.getState();
  if (!stream?.isRunning) return;
  change(stream.id, () => ({ isRunning: false }));
  void ask("interrupt", { command: stream.id }).catch(() => undefined);
}

export function toggleStream(): void {
  if (useStreams.getState().stream?.isRunning) stopStream();
  else startStream();
}

/** Ends the stream and puts its results away. */
export function closeStream(): void {
  stopStream();
  useStreams.setState({ stream: undefined });
}

/** Looks at one request of the stream, hop by hop. Nothing happens when its trace has been forgotten. */
export async function lookAtStreamed(number: number): Promise<void> {
  const { stream } = useStreams.getState();
  if (stream === undefined) return;
  const { trace, diagnosis } = await ask("recall", { stream: stream.id, number });
  if (trace) showTrace({ source: "stream", trace, ...(diagnosis && { diagnosis }) });
}

/** Hears of the stream's requests. The returned function ends it. */
export function followStream(): () => void {
  return listenToEngine((tell) => {
    if (tell.kind === "streaming") change(tell.id, (stream) => withSent(stream, tell));
    if (tell.kind === "streamed") change(tell.id, (stream) => withResult(stream, tell.result, performance.now()));
  });
}

function change(id: number, how: (stream: Stream) => Partial<Stream>): void {
  const { stream } = useStreams.getState();
  if (stream?.id === id) useStreams.setState({ stream: { ...stream, ...how(stream) } });
}

function withSent(
  { sent, open }: Stream,
  { number, sentMs }: Extract<Tell, { readonly kind: "streaming" }>,
): Partial<Stream> {
  return { sent: sent + 1, lastSentMs: sentMs, open: new Map(open).set(number, sentMs) };
}

/** A stream with one more result. */
export function withResult(stream: Stream, result: StreamResult, heardAt: number): Partial<Stream> {
  const open = new Map(stream.open);
  open.delete(result.number);
  const results = [...stream.results.slice(1 - RESULTS_MAX), { ...result, heardAt }];
  const by = answererOf(result, stream.url);
  if (by === undefined) return { open, results, failed: stream.failed + 1 };
  const answered = new Map(stream.answered).set(by, (stream.answered.get(by) ?? 0) + 1);
  return { open, results, answered };
}
