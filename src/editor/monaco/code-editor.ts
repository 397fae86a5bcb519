// One Monaco editor, tied to the state: shows the active file, its problems, what is not applied, and the line of this step.
import { keepView, viewOf } from "../../state/edit-history.ts";
import { useEditing } from "../../state/editing.ts";
import { currentFile } from "../../state/files.ts";
import { message } from "../../ui/i18n/message.tsx";
import { addActions } from "./actions.ts";
import { monaco } from "./features.ts";
import { showMarks } from "./marks.ts";
import { fileOf, followFiles, modelOf } from "./models.ts";
import { OPTIONS } from "./options.ts";
import { registerProviders } from "./providers.ts";
import { followReveal, lightObjects } from "./reveal.ts";
import { wearTheme } from "./theme.ts";

type Editor = monaco.editor.IStandaloneCodeEditor;

/** Opens the editor in an element. The returned function closes it; the texts stay. */
export function openCodeEditor(host: HTMLElement): () => void {
  registerProviders();
  const endTheme = wearTheme();
  const editor = monaco.editor.create(host, {
    ...OPTIONS,
    model: null,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
    ariaLabel: message("editor.label"),
  });
  addActions(editor);
  showActiveFile(editor);
  lightObjects(editor);
  const ends = [
    endTheme,
    useEditing.subscribe(({ files, active }, before) => {
      if (files !== before.files || active !== before.active) showActiveFile(editor);
    }),
    showMarks(editor),
    followReveal(editor),
    openOtherFiles(editor),
  ];
  return () => {
    const model = editor.getModel();
    if (model) keepPlace(editor, fileOf(model));
    for (const end of ends) end();
    editor.dispose();
  };
}

/** Shows the active file, and keeps each file's place on the screen while others are looked at. */
function showActiveFile(editor: Editor): void {
  followFiles();
  const name = currentFile()?.name;
  const before = editor.getModel();
  const model = name === undefined ? undefined : modelOf(name);
  if (!model || model === before) return;
  if (before) keepPlace(editor, fileOf(before));
  editor.setModel(model);
  const view = viewOf(fileOf(model)) as monaco.editor.ICodeEditorViewState | undefined;
  if (view) editor.restoreViewState(view);
}

function keepPlace(editor: Editor, name: string): void {
  const view = editor.saveViewState();
  if (view) keepView(name, view);
}

/** "Go to definition" into another file makes it the active one. */
function openOtherFiles(editor: Editor): () => void {
  const opener = monaco.editor.registerEditorOpener({
    openCodeEditor: (_source, resource, place) => {
      const name = resource.path.slice(1);
      if (!useEditing.getState().files.some((file) => file.name === name)) return false;
      useEditing.setState({ active: name });
      if (place) goTo(editor, place);
      return true;
    },
  });
  return () => opener.dispose();
}

function goTo(editor: Editor, place: monaco.IRange | monaco.IPosition): void {
  const position = "lineNumber" in place ? place : { lineNumber: place.startLineNumber, column: place.startColumn };
  editor.setPosition(position);
  editor.revealPositionInCenterIfOutsideViewport(position);
  editor.focus();
}
