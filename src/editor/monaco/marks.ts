// What is marked in the text: problems where they are, and lines that the cluster was not given yet.
import { useReview } from "../../state/checking.ts";
import { useEditing } from "../../state/editing.ts";
import type { EditedFile } from "../../state/editing.ts";
import { currentFile, isTooLong } from "../../state/files.ts";
import { changedLines } from "../../state/line-diff.ts";
import { message } from "../../ui/i18n/message.tsx";
import type { Problem } from "../../protocol/protocol.ts";
import { problemAndMend } from "../problem-text.ts";
import { shownProblems } from "../shown-problems.ts";
import { monaco } from "./features.ts";
import { fileOf } from "./models.ts";
import { rangeOf } from "./places.ts";

type Editor = monaco.editor.IStandaloneCodeEditor;

/** Lines are compared so long after the last key; between, the bars move with their lines. */
const COMPARE_AFTER_MS = 120;

/** Marks the text of the active file. The returned function ends it. */
export function showMarks(editor: Editor): () => void {
  const endProblems = showProblems(editor);
  const endBars = showBars(editor);
  return () => {
    endProblems();
    endBars();
  };
}

/** Markers for what the API server says and what is remarked, when one of these changes: Monaco moves them while somebody types. */
function showProblems(editor: Editor): () => void {
  let shown: readonly Problem[] | undefined;
  const show = () => {
    const model = editor.getModel();
    if (!model) return;
    const problems = shownProblems(fileOf(model));
    if (problems === shown) return;
    shown = problems;
    monaco.editor.setModelMarkers(
      model,
      "kubehop",
      problems.map((problem) => markerOf(model, problem)),
    );
  };
  const afresh = () => {
    shown = undefined;
    show();
  };
  show();
  const model = editor.onDidChangeModel(afresh);
  const ends = [
    useEditing.subscribe((state, before) => {
      if (state.problems !== before.problems) show();
    }),
    useReview.subscribe(show),
  ];
  return () => {
    model.dispose();
    for (const end of ends) end();
  };
}

function markerOf(model: monaco.editor.ITextModel, problem: Problem): monaco.editor.IMarkerData {
  const { from, to, severity } = problem;
  const range = rangeOf(model, { from, to: Math.max(to, from + 1) });
  const { Error, Warning } = monaco.MarkerSeverity;
  return {
    startLineNumber: range.startLineNumber,
    startColumn: range.startColumn,
    endLineNumber: range.endLineNumber,
    endColumn: range.endColumn,
    message: problemAndMend(message, problem),
    severity: severity === "error" ? Error : Warning,
  };
}

/** Bars in the gutter for what is not applied. */
function showBars(editor: Editor): () => void {
  const bars = editor.createDecorationsCollection();
  let compared: EditedFile | undefined;
  let timer = 0;
  const show = () => {
    const model = editor.getModel();
    const file = currentFile();
    if (!model || !file || fileOf(model) !== file.name) return;
    if (compared?.text === file.text && compared.applied === file.applied && compared.name === file.name) return;
    compared = file;
    const changes = isTooLong(file) ? [] : changedLines(file.applied ?? "", file.text);
    bars.set(changes.map(barOf));
  };
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, COMPARE_AFTER_MS);
  };
  const afresh = () => {
    compared = undefined;
    show();
  };
  show();
  const model = editor.onDidChangeModel(afresh);
  const end = useEditing.subscribe(({ files }, before) => {
    if (files !== before.files) later();
  });
  return () => {
    clearTimeout(timer);
    model.dispose();
    end();
  };
}

function barOf({ from, to }: { readonly from: number; readonly to: number }): monaco.editor.IModelDeltaDecoration {
  const isGap = to === from;
  return {
    range: new monaco.Range(from, 1, Math.max(from, to - 1), 1),
    options: { linesDecorationsClassName: isGap ? "editor__removed" : "editor__changed", isWholeLine: true },
  };
}
