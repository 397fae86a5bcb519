import { useEditing } from "../../state/editing.ts";
import { isTooLong, setText } from "../../state/files.ts";
import { useSession } from "../../state/sessions.ts";
import { monaco } from "./features.ts";

type Model = monaco.editor.ITextModel;

/** Waits so long before the text of a very long file is taken; short ones are taken with every key. */
const LONG_TEXT_AFTER_MS = 300;

const models = new Map<string, Model>();
/** What each model's text is known to be, so that a change does not come back to where it was made. */
const texts = new Map<string, string>();
let session = -1;

/** The model of a file: one for each, kept while the session lasts, so that undo survives a change of tabs. */
export function modelOf(name: string): Model | undefined {
  forgetOtherSessions();
  const file = useEditing.getState().files.find((one) => one.name === name);
  if (!file) return undefined;
  const known = models.get(name);
  if (known) return known;
  const model = monaco.editor.createModel(file.text, "yaml", monaco.Uri.from({ scheme: "file", path: `/${name}` }));
  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  models.set(name, model);
  texts.set(name, file.text);
  takeTyping(name, model);
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
    if (!file) forget(name);
    else if (texts.get(name) !== file.text) {
      texts.set(name, file.text);
      const edit = { range: model.getFullModelRange(), text: file.text };
      model.pushStackElement();
      model.pushEditOperations([], [edit], () => null);
      model.pushStackElement();
    }
  }
}

function takeTyping(name: string, model: Model): void {
  let timer = 0;
  const take = () => {
    if (model.isDisposed()) return;
    const text = model.getValue();
    texts.set(name, text);
    setText(name, text);
  };
  model.onDidChangeContent(() => {
    clearTimeout(timer);
    if (isTooLong({ text: { length: model.getValueLength() } })) timer = window.setTimeout(take, LONG_TEXT_AFTER_MS);
    else take();
  });
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
