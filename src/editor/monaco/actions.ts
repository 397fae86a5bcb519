// What the editor's own menu and keys do beyond editing.
import { applyDocument, applyFile, applyFiles, deleteFromCluster } from "../../state/applying.ts";
import { compareWithCluster, takeFromCluster } from "../../state/drift.ts";
import { message } from "../../ui/i18n/message.tsx";
import type { PlainMessageKey } from "../../ui/i18n/catalogue.ts";
import { monaco } from "./features.ts";
import { fileOf } from "./models.ts";

type Editor = monaco.editor.IStandaloneCodeEditor;
type Place = { readonly file: string; readonly offset: number };

const { KeyMod, KeyCode } = monaco;

const ACTIONS: readonly {
  readonly id: string;
  readonly label: PlainMessageKey;
  readonly keys?: number;
  readonly run: (place: Place) => Promise<unknown>;
}[] = [
  { id: "apply", label: "editor.apply", keys: KeyMod.CtrlCmd | KeyCode.Enter, run: applyFiles },
  {
    id: "apply-document",
    label: "editor.applyDocument",
    keys: KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.Enter,
    run: ({ file, offset }) => applyDocument(file, offset),
  },
  { id: "apply-file", label: "editor.applyFile", keys: KeyMod.Alt | KeyCode.Enter, run: ({ file }) => applyFile(file) },
  {
    id: "compare",
    label: "editor.compare",
    keys: KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyD,
    run: compareWithCluster,
  },
  { id: "take", label: "editor.take", run: takeFromCluster },
  {
    id: "delete-document",
    label: "editor.deleteDocumentThere",
    run: ({ file, offset }) => deleteFromCluster(file, offset),
  },
];

/** Adds them to the editor's menu and to its command list (F1). */
export function addActions(editor: Editor): void {
  ACTIONS.forEach(({ id, label, keys, run }, index) => {
    editor.addAction({
      id: `kubehop.${id}`,
      label: message(label),
      ...(keys !== undefined && { keybindings: [keys] }),
      contextMenuGroupId: "0_kubehop",
      contextMenuOrder: index,
      run: async () => {
        const model = editor.getModel();
        const position = editor.getPosition();
        if (model && position) await run({ file: fileOf(model), offset: model.getOffsetAt(position) });
      },
    });
  });
}
