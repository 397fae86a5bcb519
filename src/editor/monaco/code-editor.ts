// One Monaco editor, tied to the state: shows the active file, its problems, what is not applied, and the line of this step.
import { applyFiles } from "../../state/applying.ts";
import { useEditing } from "../../state/editing.ts";
import { currentFile, isTooLong } from "../../state/files.ts";
import { changedLines } from "../../state/line-diff.ts";
import { point } from "../../state/selection.ts";
import { message } from "../../ui/i18n/message.tsx";
import type { Problem } from "../../protocol/protocol.ts";
import { monaco } from "./features.ts";
import { fileOf, followFiles, modelOf } from "./models.ts";
import { registerProviders } from "./providers.ts";
import { wearTheme } from "./theme.ts";

type Editor = monaco.editor.IStandaloneCodeEditor;
type Ends = (() => void)[];

/** Opens the editor in an element. The returned function closes it; the texts stay. */
export function openCodeEditor(host: HTMLElement): () => void {
  registerProviders();
  const ends: Ends = [wearTheme()];
  const editor = monaco.editor.create(host, {
    ...OPTIONS,
    model: null,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
    ariaLabel: message("editor.label"),
  });
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => void applyFiles());
  showActiveFile(editor);
  ends.push(
    useEditing.subscribe(() => showActiveFile(editor)),
    showMarks(editor),
    followReveal(editor),
  );
  lightObjects(editor);
  return () => {
    for (const end of ends) end();
    editor.dispose();
  };
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  language: "yaml",
  automaticLayout: true,
  minimap: { enabled: false },
  tabSize: 2,
  insertSpaces: true,
  detectIndentation: false,
  fixedOverflowWidgets: true,
  wordBasedSuggestions: "off",
  quickSuggestions: { other: true, comments: false, strings: true },
  fontSize: 12,
  lineHeight: 20,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 12,
  glyphMargin: false,
  folding: true,
  scrollBeyondLastLine: false,
  renderLineHighlight: "none",
  overviewRulerLanes: 0,
  padding: { top: 8, bottom: 8 },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  stickyScroll: { enabled: false },
  renderFinalNewline: "on",
  largeFileOptimizations: true,
  "semanticHighlighting.enabled": false,
};

/** Shows the active file, and keeps each file's place on the screen while others are looked at. */
function showActiveFile(editor: Editor): void {
  followFiles();
  const name = currentFile()?.name;
  const before = editor.getModel();
  const model = name === undefined ? undefined : modelOf(name);
  if (!model || model === before) return;
  if (before) views.set(fileOf(before), editor.saveViewState());
  editor.setModel(model);
  editor.restoreViewState(views.get(fileOf(model)) ?? null);
}

const views = new Map<string, monaco.editor.ICodeEditorViewState | null>();

/** Markers for what the API server says, bars in the gutter for what is not applied. */
function showMarks(editor: Editor): () => void {
  const bars = editor.createDecorationsCollection();
  const show = () => {
    const model = editor.getModel();
    const file = currentFile();
    if (!model || !file || fileOf(model) !== file.name) return;
    const problems = useEditing.getState().problems[file.name] ?? [];
    monaco.editor.setModelMarkers(
      model,
      "apiserver",
      problems.map((problem) => markerOf(model, problem)),
    );
    const changes = isTooLong(file) ? [] : changedLines(file.applied ?? "", file.text);
    bars.set(changes.map(({ from, to }) => barOf({ from, to })));
  };
  show();
  const model = editor.onDidChangeModel(show);
  const end = useEditing.subscribe(show);
  return () => {
    model.dispose();
    end();
  };
}

function markerOf(model: monaco.editor.ITextModel, problem: Problem): monaco.editor.IMarkerData {
  const range = monaco.Range.fromPositions(
    model.getPositionAt(problem.from),
    model.getPositionAt(Math.max(problem.to, problem.from + 1)),
  );
  const { Error, Warning } = monaco.MarkerSeverity;
  return { ...rangeFields(range), message: problem.message, severity: problem.severity === "error" ? Error : Warning };
}

function rangeFields({ startLineNumber, startColumn, endLineNumber, endColumn }: monaco.Range) {
  return { startLineNumber, startColumn, endLineNumber, endColumn };
}

function barOf({ from, to }: { readonly from: number; readonly to: number }): monaco.editor.IModelDeltaDecoration {
  const isGap = to === from;
  return {
    range: new monaco.Range(from, 1, Math.max(from, to - 1), 1),
    options: { linesDecorationsClassName: isGap ? "editor__removed" : "editor__changed", isWholeLine: true },
  };
}

/** Goes to the line that was asked for, and marks it until another one is. */
function followReveal(editor: Editor): () => void {
  const mark = editor.createDecorationsCollection();
  const show = () => {
    const { reveal } = useEditing.getState();
    const model = editor.getModel();
    if (!reveal || !model || fileOf(model) !== reveal.file || reveal.line > model.getLineCount()) return mark.clear();
    const range = new monaco.Range(reveal.line, 1, reveal.line, 1);
    mark.set([{ range, options: { isWholeLine: true, className: "editor__cause" } }]);
    editor.revealLineInCenterIfOutsideViewport(reveal.line);
    if (!reveal.isEdited) return;
    editor.setPosition({ lineNumber: reveal.line, column: model.getLineFirstNonWhitespaceColumn(reveal.line) });
    editor.focus();
  };
  show();
  const model = editor.onDidChangeModel(show);
  const end = useEditing.subscribe(({ reveal }, before) => {
    if (reveal !== before.reveal) show();
  });
  return () => {
    model.dispose();
    end();
  };
}

/** Lights the object whose text the pointer is on. */
function lightObjects(editor: Editor): void {
  editor.onMouseMove(({ target }) => {
    const line = target.position?.lineNumber;
    const { outlines, active } = useEditing.getState();
    const found = outlines[active]?.find(
      ({ fromLine, toLine }) => line !== undefined && line >= fromLine && line <= toLine,
    );
    point(found && { kind: found.kind, name: found.name, namespace: found.namespace ?? "default" });
  });
  editor.onMouseLeave(() => point(undefined));
}
