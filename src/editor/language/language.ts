// The editor's language service, in a worker of its own so that typing never waits for it.
import type { CompletionItem } from "./completion.ts";
import type { Facts } from "./facts.ts";
import type { Hover } from "./hover.ts";
import type { Mend } from "./mend.ts";
import type { Fold, Symbol } from "./symbols.ts";

/** What can be asked of a text, and what is answered. */
type Questions = {
  complete: {
    readonly asked: { readonly offset: number; readonly facts: Facts };
    readonly answer: readonly CompletionItem[];
  };
  hover: { readonly asked: { readonly offset: number }; readonly answer: Hover | undefined };
  mends: { readonly asked: object; readonly answer: readonly Mend[] };
  /** The text with all mends made. */
  mendAll: { readonly asked: object; readonly answer: string };
  /** The text in good order; undefined when it does not parse. */
  format: { readonly asked: object; readonly answer: string | undefined };
  symbols: { readonly asked: object; readonly answer: readonly Symbol[] };
  folds: { readonly asked: object; readonly answer: readonly Fold[] };
};

export type Question = keyof Questions;
export type AnswerTo<Q extends Question> = Questions[Q]["answer"];
export type LanguageAsk = {
  [Q in Question]: { readonly id: number; readonly kind: Q; readonly text: string } & Questions[Q]["asked"];
}[Question];
export type LanguageAnswer = { readonly id: number; readonly value: AnswerTo<Question> };

const waiting = new Map<number, (value: unknown) => void>();
let worker: Worker | undefined;
let nextId = 1;

/** Asks the language service about a text. */
export function askLanguage<Q extends Question>(
  kind: Q,
  text: string,
  asked: Questions[Q]["asked"],
): Promise<AnswerTo<Q>> {
  worker ??= startWorker();
  const id = nextId++;
  worker.postMessage({ id, kind, text, ...asked });
  return new Promise((resolve) => waiting.set(id, resolve as (value: unknown) => void));
}

function startWorker(): Worker {
  const started = new Worker(new URL("./language.worker.ts", import.meta.url), { type: "module", name: "language" });
  started.addEventListener("message", ({ data }: MessageEvent<LanguageAnswer>) => {
    waiting.get(data.id)?.(data.value);
    waiting.delete(data.id);
  });
  return started;
}
