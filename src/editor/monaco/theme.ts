import { tokenColour, useTheme } from "../../ui/theme.ts";
import { monaco } from "./features.ts";

/** Dresses Monaco in the page's tokens, now and whenever the theme changes. The returned function ends it. */
export function wearTheme(): () => void {
  defineTheme();
  return useTheme.subscribe(defineTheme);
}

function defineTheme(): void {
  const { theme } = useTheme.getState();
  monaco.editor.defineTheme("kubehop", {
    base: theme === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      { token: "type.yaml", foreground: hex("--code-key") },
      { token: "string.yaml", foreground: hex("--code-string") },
      { token: "number.yaml", foreground: hex("--code-number") },
      { token: "keyword.yaml", foreground: hex("--code-number") },
      { token: "comment.yaml", foreground: hex("--code-comment") },
      { token: "operators.yaml", foreground: hex("--text-2") },
    ],
    colors: {
      "editor.background": tokenColour("--bg"),
      "editor.foreground": tokenColour("--text"),
      "editorLineNumber.foreground": tokenColour("--text-3"),
      "editorLineNumber.activeForeground": tokenColour("--text"),
      "editorCursor.foreground": tokenColour("--text"),
      "editor.lineHighlightBackground": tokenColour("--bg-sunken"),
      "editor.lineHighlightBorder": tokenColour("--bg-sunken"),
      "editor.selectionBackground": tokenColour("--accent-tint"),
      "editorError.foreground": tokenColour("--reject"),
      "editorWarning.foreground": tokenColour("--nat"),
      "editorWidget.background": tokenColour("--bg-raised"),
      "editorWidget.border": tokenColour("--line-strong"),
      "editorHoverWidget.background": tokenColour("--bg-raised"),
      "editorHoverWidget.border": tokenColour("--line-strong"),
      "editorSuggestWidget.background": tokenColour("--bg-raised"),
      "editorSuggestWidget.border": tokenColour("--line-strong"),
      "editorSuggestWidget.selectedBackground": tokenColour("--accent-tint"),
      "editorSuggestWidget.selectedForeground": tokenColour("--text"),
      "editorIndentGuide.background1": tokenColour("--line"),
      "editorLightBulb.foreground": tokenColour("--nat"),
      focusBorder: tokenColour("--accent"),
    },
  });
  monaco.editor.setTheme("kubehop");
}

function hex(token: `--${string}`): string {
  return tokenColour(token).replace("#", "");
}
