// What was typed in each file, so that another editor can be given it and still take it back: another language's copy of Monaco.

/** A change of a text: `text` instead of so many characters. */
export type TextChange = { readonly offset: number; readonly length: number; readonly text: string };

/** Changes that are taken back as one, and the mark of the text before them: equal marks are equal texts. */
type Step = { readonly before: number; readonly changes: readonly TextChange[] };

/** How a text came to be: from a base by steps; those that were taken back are there to be made again, the next one last. */
export type FileHistory = { readonly base: string; readonly past: readonly Step[]; readonly future: readonly Step[] };

/** Steps that are kept; the oldest become part of the base. */
const STEPS_MAX = 400;

const histories = new Map<string, FileHistory>();
/** Where an editor was looked at, as the editor itself writes it. */
const views = new Map<string, object>();

/** What an editor tells of a change. */
export type Told = {
  readonly changes: readonly TextChange[];
  readonly how: "made" | "undone" | "redone";
  /** Marks of the text before and after. */
  readonly before: number;
  readonly after: number;
};

/** The history of a file, to build it up anew. */
export function historyOf(name: string): FileHistory | undefined {
  return histories.get(name);
}

/** A file's text as an editor begins with it: nothing to take back. */
export function beginHistory(name: string, base: string): void {
  histories.set(name, { base, past: [], future: [] });
}

export function forgetHistory(name: string): void {
  histories.delete(name);
  views.delete(name);
}

/** Forgets all files: another session has begun. */
export function forgetHistories(): void {
  histories.clear();
  views.clear();
}

/** Notes a change of a file. */
export function noteChange(name: string, told: Told): void {
  const history = histories.get(name);
  if (history) histories.set(name, withChange(history, told));
}

export function keepView(name: string, view: object): void {
  views.set(name, view);
}

export function viewOf(name: string): object | undefined {
  return views.get(name);
}

/** The history after a change. What is undone goes back to the step that began with the mark; what is redone comes again. */
export function withChange(history: FileHistory, { changes, how, before, after }: Told): FileHistory {
  const { base, past, future } = history;
  if (how === "made") return shortened({ base, past: joined(past, { before, changes }), future: [] });
  if (how === "redone") {
    const again = future.at(-1);
    return { base, past: [...past, again ?? { before, changes }], future: future.slice(0, -1) };
  }
  const at = past.findLastIndex((step) => step.before === after);
  if (at < 0) return history;
  const undone = { before: after, changes: past.slice(at).flatMap((step) => step.changes) };
  return { base, past: past.slice(0, at), future: [...future, undone] };
}

/** Letters that follow each other are one step, as when they were typed. */
function joined(past: readonly Step[], step: Step): readonly Step[] {
  const last = past.at(-1);
  const [one] = step.changes;
  const [typed] = last?.changes ?? [];
  const isTyping = (change: TextChange | undefined) =>
    change !== undefined && change.length === 0 && /^\S+$/.test(change.text);
  const isNext =
    last?.changes.length === 1 &&
    step.changes.length === 1 &&
    isTyping(one) &&
    isTyping(typed) &&
    one?.offset === (typed?.offset ?? 0) + (typed?.text.length ?? 0);
  if (!isNext || !last || !typed || !one) return [...past, step];
  return [...past.slice(0, -1), { before: last.before, changes: [{ ...typed, text: typed.text + one.text }] }];
}

function shortened({ base, past, future }: FileHistory): FileHistory {
  if (past.length <= STEPS_MAX) return { base, past, future };
  const old = past.slice(0, past.length - STEPS_MAX / 2);
  return {
    base: old.flatMap(({ changes }) => changes).reduce(changed, base),
    past: past.slice(-STEPS_MAX / 2),
    future,
  };
}

/** The text after a change. */
export function changed(text: string, { offset, length, text: written }: TextChange): string {
  return text.slice(0, offset) + written + text.slice(offset + length);
}
