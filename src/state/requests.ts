// Requests: what the bar would send, what was sent, and the one that is looked at.
import { create } from "zustand";
import type { Diagnosis } from "../engine/diagnosis/diagnosis.ts";
import type { HostRef } from "../engine/model/host.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { ask, Refusal } from "./engine-link.ts";

/** Requests that are remembered; older ones are forgotten. */
export const REQUESTS_MAX = 50;

/** A request that came to an end, whoever made it. */
export type SentRequest = {
  readonly id: number;
  readonly source: "bar" | "terminal" | "stream";
  readonly trace: Trace;
  readonly diagnosis?: Diagnosis;
};

type RequestsState = {
  readonly from: HostRef;
  readonly url: string;
  readonly isSending: boolean;
  /** Why the last press of Send came to nothing: the engine's sentence. */
  readonly refusal?: string | undefined;
  /** The newest last. */
  readonly history: readonly SentRequest[];
  readonly currentId?: number | undefined;
};

export const useRequests = create<RequestsState>(() => ({
  from: { outside: "198.51.100.7" },
  url: "",
  isSending: false,
  history: [],
}));

let nextId = 1;

/** The request that canvas, strip, caption and inspector show; its identity changes with every new request. */
export function useCurrentRequest(): SentRequest | undefined {
  return useRequests(currentRequest);
}

/** The trace that is looked at. */
export function useCurrentTrace(): Trace | undefined {
  return useRequests(currentRequest)?.trace;
}

/** The current request in a state of the store, for use outside of components. */
export function currentRequest({ history, currentId }: RequestsState): SentRequest | undefined {
  return history.findLast(({ id }) => id === currentId);
}

export function setFrom(from: HostRef): void {
  useRequests.setState({ from });
}

export function setUrl(url: string): void {
  useRequests.setState({ url });
}

/** Sends what the bar says. */
export async function send(): Promise<void> {
  const { from, url, isSending } = useRequests.getState();
  if (isSending || url.trim() === "") return;
  useRequests.setState({ isSending: true, refusal: undefined });
  try {
    const { trace, diagnosis } = await ask("send", { request: { from, url: url.trim() } });
    showTrace({ source: "bar", trace, ...(diagnosis && { diagnosis }) });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    useRequests.setState({ refusal: refusal.message });
  } finally {
    useRequests.setState({ isSending: false });
  }
}

/** Sends to another target; the bar says it, too. */
export async function sendTo(from: HostRef, url: string): Promise<void> {
  useRequests.setState({ from, url });
  await send();
}

/** Sends again with what the rules' random draws shall show: "and if it had drawn 0.7?" */
export async function sendWithDraws(request: SentRequest, draws: readonly number[]): Promise<void> {
  const { trace, diagnosis } = await ask("send", { request: { ...request.trace.request, draws } });
  showTrace({ source: request.source, trace, ...(diagnosis && { diagnosis }) });
}

/** Adds a trace to the history and looks at it. */
export function showTrace(shown: Omit<SentRequest, "id">): void {
  const id = nextId++;
  const { history } = useRequests.getState();
  useRequests.setState({ history: [...history.slice(1 - REQUESTS_MAX), { ...shown, id }], currentId: id });
}

/** Looks at an earlier request. */
export function lookAt(id: number): void {
  useRequests.setState({ currentId: id });
}

/** Forgets all requests: the cluster is another one. */
export function forgetRequests(): void {
  useRequests.setState({ history: [], currentId: undefined, refusal: undefined });
}
