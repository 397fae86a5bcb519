// The editor's language service, in a worker of its own so that typing never waits for it.
import type { ClusterFacts, CompletionItem } from "./completion.ts";
import type { Hover } from "./hover.ts";
import type { Mend } from "./mends.ts";

export type LanguageAsk = { readonly id: number; readonly text: string } & (
  | { readonly kind: "complete"; readonly offset: number; readonly facts: ClusterFacts }
  | { readonly kind: "hover"; readonly offset: number }
  | { readonly kind: "mends" }
);

export type LanguageAnswer = {
  readonly id: number;
  readonly value: readonly CompletionItem[] | readonly Mend[] | Hover | undefined;
};

const waiting = new Map<number, (value: LanguageAnswer["value"]) => void>();
let worker: Worker | undefined;
let nextId = 1;

/** What could be written at the offset. */
export async function askCompletion(
  text: string,
  at: { readonly offset: number; readonly facts: ClusterFacts },
): Promise<readonly CompletionItem[]> {
  return (await post({ id: nextId++, kind: "complete", text, ...at })) as readonly CompletionItem[];
}

/** What the field at the offset means. */
export async function askHover(text: string, offset: number): Promise<Hover | undefined> {
  return (await post({ id: nextId++, kind: "hover", text, offset })) as Hover | undefined;
}

/** Obvious changes that would make the text right. */
export async function askMends(text: string): Promise<readonly Mend[]> {
  return (await post({ id: nextId++, kind: "mends", text })) as readonly Mend[];
}

function post(ask: LanguageAsk): Promise<LanguageAnswer["value"]> {
  worker ??= startWorker();
  worker.postMessage(ask);
  return new Promise((resolve) => waiting.set(ask.id, resolve));
}

function startWorker(): Worker {
  const started = new Worker(new URL("./language.worker.ts", import.meta.url), { type: "module", name: "language" });
  started.addEventListener("message", ({ data }: MessageEvent<LanguageAnswer>) => {
    waiting.get(data.id)?.(data.value);
    waiting.delete(data.id);
  });
  return started;
}
