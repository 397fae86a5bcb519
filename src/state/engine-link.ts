// The page's one way to the engine. `app` connects a worker; everything else asks and is told.
import type { Answer, Ask, Tell } from "../protocol/protocol.ts";

type AnswerKinds = {
  open: "opened";
  apply: "applied";
  validate: "validated";
  review: "reviewed";
  compare: "compared";
  export: "exported";
  send: "sent";
  run: "ran";
  stream: "done";
  recall: "recalled";
  interrupt: "done";
  skip: "done";
  explain: "explained";
  describe: "described";
  rules: "rules";
  routes: "routes";
  walk: "walked";
  happen: "done";
  undo: "done";
  redo: "done";
  save: "saved";
};
type AskKind = Ask["kind"];
type AskOf<K extends AskKind> = Ask extends infer A
  ? A extends { kind: infer Kinds }
    ? K extends Kinds
      ? A
      : never
    : never
  : never;

/** What is asked, but for its id. */
export type Asked<K extends AskKind> = Omit<AskOf<K>, "id" | "kind">;
/** What an ask of this kind is answered with. */
export type AnswerTo<K extends AskKind> = Extract<Answer, { readonly kind: AnswerKinds[K] }>;

/** The engine said no, in a sentence for the person. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

type Waiting = { readonly resolve: (answer: Answer) => void; readonly reject: (reason: Refusal) => void };

const waiting = new Map<number, Waiting>();
const listeners = new Set<(tell: Tell) => void>();
let post: ((ask: Ask) => void) | undefined;
let nextId = 1;

/** Connects the engine: `send` posts to the worker; what the worker posts goes to `receive`. What waited for an earlier worker is refused. */
export function connectEngine(send: (ask: Ask) => void): void {
  post = send;
  for (const { reject } of waiting.values()) reject(new Refusal("the cluster was started again"));
  waiting.clear();
}

/** Takes what the worker told. */
export function receive(tell: Tell): void {
  if (tell.kind === "answer") settle(tell.id, (one) => one.resolve(tell.answer));
  if (tell.kind === "refused") settle(tell.id, (one) => one.reject(new Refusal(tell.message)));
  for (const listener of listeners) listener(tell);
}

/** Hears everything that the worker tells, answers included. The returned function ends it. */
export function listenToEngine(listener: (tell: Tell) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks the engine. Rejects with a `Refusal` only. */
export function ask<K extends AskKind>(kind: K, asked: Asked<K>): Promise<AnswerTo<K>> {
  return askWithId(kind, asked).answer;
}

/** As `ask`, with the id by which output, traces and an interrupt refer to it. */
export function askWithId<K extends AskKind>(
  kind: K,
  asked: Asked<K>,
): { readonly id: number; readonly answer: Promise<AnswerTo<K>> } {
  const id = nextId++;
  const answer = new Promise<Answer>((resolve, reject) => {
    if (!post) return reject(new Refusal("no cluster is connected"));
    waiting.set(id, { resolve, reject });
    post({ ...asked, kind, id } as unknown as Ask);
  });
  return { id, answer: answer as Promise<AnswerTo<K>> };
}

function settle(id: number, how: (one: Waiting) => void): void {
  const one = waiting.get(id);
  waiting.delete(id);
  if (one) how(one);
}
