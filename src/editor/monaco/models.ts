// The model of each file. It lives while the session lasts, so that undo survives a change of tabs; what was typed is noted beside
// it, so that undo survives a change of the language, too, which is another copy of Monaco.
import { beginHistory, forgetHistory, historyOf, noteChange } from "../../state/edit-history.ts";
import type { FileHistory, TextChange } from "../../state/edit-history.ts";
import { useEditing } from "../../state/editing.ts";
import { isTooLong, setText } from "../../state/files.ts";
import { useSession } from "../../state/sessions.ts";
import { monaco } from "./features.ts";
import { rangeOf } from "./places.ts";

type Model = monaco.editor.ITextModel;

/** Waits so long after the last key before the text of a very long file is taken; short ones are taken with every key. */
const LONG_TEXT_AFTER_MS = 300;

const models = new Map<string, Model>();
/** What each model's text is known to be, so that a change does not come back to where it was made. */
const texts = new Map<string, string>();
let session = -1;

/** The model of a file; made when it is first asked for. */
export function modelOf(name: string): Model | undefined {
  forgetOtherSessions();
  const file = useEditing.getState().files.find((one) => one.name === name);
  if (!file) return undefined;
  const known = models.get(name);
  if (known) return known;
  const history = isTooLong(file) ? undefined : historyOf(name);
  const text = history?.base ?? file.text;
  const model = monaco.editor.createModel(text, "yaml", monaco.Uri.from({ scheme: "file", path: `/${name}` }));
  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  models.set(name, model);
  noteTyping(name, model);
  if (history) replay(model, history);
  texts.set(name, model.getValue());
  takeTyping(name, model);
  followFiles();
  return model;
}

/** The name of a model's file. */
export function fileOf(model: Model): string {
  return model.uri.path.slice(1);
}

/** Brings texts that were changed elsewhere (a mend, another scenario) into the models, and forgets models without a file. */
export function followFiles(): void {
  forgetOtherSessions();
  const { files } = useEditing.getState();
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const [name, model] of models) {
    const file = byName.get(name);
    if (!file) {
      forget(name);
      forgetHistory(name);
    } else if (texts.get(name) !== file.text) {
      texts.set(name, file.text);
      const edit = { range: model.getFullModelRange(), text: file.text };
      model.pushStackElement();
      model.pushEditOperations([], [edit], () => null);
      model.pushStackElement();
    }
  }
}

/** Lets go of all models: another copy of Monaco goes on with what was noted. */
export function leaveModels(): void {
  for (const name of models.keys()) forget(name);
}

/** Gives what was typed to the state, once an event: Monaco types a text of many lines letter by letter. */
function takeTyping(name: string, model: Model): void {
  let timer = 0;
  let isDue = false;
  const take = () => {
    isDue = false;
    if (model.isDisposed()) return;
    const text = model.getValue();
    texts.set(name, text);
    setText(name, text);
  };
  model.onDidChangeContent(() => {
    clearTimeout(timer);
    if (isTooLong({ text: { length: model.getValueLength() } })) timer = window.setTimeout(take, LONG_TEXT_AFTER_MS);
    else if (!isDue) {
      isDue = true;
      queueMicrotask(take);
    }
  });
}

/** Notes each change, so that another copy of Monaco can make and undo it. */
function noteTyping(name: string, model: Model): void {
  beginHistory(name, model.getValue());
  let before = model.getAlternativeVersionId();
  model.onDidChangeContent(({ changes, isUndoing, isRedoing }) => {
    const after = model.getAlternativeVersionId();
    const how = isUndoing ? "undone" : isRedoing ? "redone" : "made";
    noteChange(name, { changes: changes.map(changeOf), how, before, after });
    before = after;
  });
}

function changeOf({ rangeOffset, rangeLength, text }: monaco.editor.IModelContentChange): TextChange {
  return { offset: rangeOffset, length: rangeLength, text };
}

function replay(model: Model, { past, future }: FileHistory): void {
  const make = ({ changes }: { readonly changes: readonly TextChange[] }) => {
    model.pushStackElement();
    for (const { offset, length, text } of changes) {
      const range = rangeOf(model, { from: offset, to: offset + length });
      model.pushEditOperations([], [{ range, text }], () => null);
    }
    model.pushStackElement();
  };
  past.forEach(make);
  future.toReversed().forEach(make);
  for (let left = future.length; left > 0; left--) void model.undo();
}

function forgetOtherSessions(): void {
  const { number } = useSession.getState();
  if (number !== session) for (const name of models.keys()) forget(name);
  session = number;
}

function forget(name: string): void {
  models.get(name)?.dispose();
  models.delete(name);
  texts.delete(name);
}
