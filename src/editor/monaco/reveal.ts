// Between the text and the rest of the page: the line that was asked for, and the objects that a line makes.
import { useEditing } from "../../state/editing.ts";
import type { DocumentOutline } from "../../protocol/protocol.ts";
import { point } from "../../state/selection.ts";
import { monaco } from "./features.ts";
import { fileOf } from "./models.ts";

type Editor = monaco.editor.IStandaloneCodeEditor;

/** Goes to the line that was asked for, and marks it until another one is. The returned function ends it. */
export function followReveal(editor: Editor): () => void {
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

/** Lights the object and the field whose line the pointer is on; without a pointer, those of the cursor's line when it moves. */
export function lightObjects(editor: Editor): void {
  let shown: number | undefined;
  const light = (line: number | undefined) => {
    if (line === shown) return;
    shown = line;
    const { outlines, active } = useEditing.getState();
    const found = outlines[active]?.find(
      ({ fromLine, toLine }) => line !== undefined && line >= fromLine && line <= toLine,
    );
    if (!found || line === undefined) return point(undefined);
    point({ kind: found.kind, name: found.name, namespace: found.namespace ?? "default" }, fieldAt(found, line));
  };
  editor.onMouseMove(({ target }) => light(target.position?.lineNumber));
  editor.onMouseLeave(() => light(undefined));
  editor.onDidChangeCursorPosition(({ position, reason }) => {
    if (reason === monaco.editor.CursorChangeReason.Explicit) light(position.lineNumber);
  });
  editor.onDidBlurEditorText(() => light(undefined));
}

/** The innermost field that is written on a line: "spec.ports[0].port". */
function fieldAt({ lines }: DocumentOutline, line: number): string | undefined {
  const paths = Object.entries(lines).flatMap(([path, at]) => (at === line ? [path] : []));
  return paths.toSorted((a, b) => b.length - a.length)[0];
}
