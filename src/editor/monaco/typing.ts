import { monaco } from "./features.ts";

/** Monaco's own command for what comes from a keyboard, an input method or dictation. */
const TYPE = "type";

/**
 * Several lines that come at once are put in as a paste: Monaco would type them letter by letter, each a change of its own, and
 * 900 lines would take a minute.
 */
export function takeLinesAtOnce(): void {
  monaco.editor.registerCommand(TYPE, (_accessor: unknown, typed: { readonly text: string }) => {
    const editor = monaco.editor.getEditors().find((one) => one.hasTextFocus());
    const isLines = /[^\n]\n[^]/.test(typed.text);
    if (isLines) editor?.trigger("keyboard", "paste", { text: typed.text, pasteOnNewLine: false });
    else editor?.trigger("keyboard", TYPE, typed);
  });
}
