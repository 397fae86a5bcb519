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
      "editorLightBulbAutoFix.foreground": tokenColour("--nat"),
      focusBorder: tokenColour("--accent"),
      ...widgetColours(),
      ...diffColours(),
    },
  });
  monaco.editor.setTheme("kubehop");
}

/** Menus, lists, fields and the peek of Monaco, as the page's own. */
function widgetColours(): Record<string, string> {
  const [raised, text, dim] = [tokenColour("--bg-raised"), tokenColour("--text"), tokenColour("--text-3")];
  const [accent, tint, line] = [tokenColour("--accent"), tokenColour("--accent-tint"), tokenColour("--line-strong")];
  return {
    foreground: text,
    descriptionForeground: tokenColour("--text-2"),
    "menu.background": raised,
    "menu.foreground": text,
    "menu.border": line,
    "menu.separatorBackground": tokenColour("--line"),
    "menu.selectionBackground": tint,
    "menu.selectionForeground": text,
    "quickInput.background": raised,
    "quickInput.foreground": text,
    "quickInputList.focusBackground": tint,
    "quickInputList.focusForeground": text,
    "pickerGroup.foreground": tokenColour("--text-2"),
    "pickerGroup.border": tokenColour("--line"),
    "input.background": tokenColour("--bg"),
    "input.foreground": text,
    "input.border": tokenColour("--line-control"),
    "input.placeholderForeground": dim,
    "inputOption.activeBackground": tint,
    "inputOption.activeBorder": accent,
    "inputOption.activeForeground": text,
    "list.focusBackground": tint,
    "list.focusForeground": text,
    "list.activeSelectionBackground": tint,
    "list.activeSelectionForeground": text,
    "list.inactiveSelectionBackground": tokenColour("--bg-hover"),
    "list.hoverBackground": tokenColour("--bg-hover"),
    "list.highlightForeground": accent,
    "editorSuggestWidget.foreground": text,
    "editorSuggestWidget.highlightForeground": accent,
    "editorSuggestWidget.focusHighlightForeground": accent,
    "editorHoverWidget.foreground": text,
    "editorWidget.foreground": text,
    "textCodeBlock.background": tokenColour("--bg-sunken"),
    "textLink.foreground": accent,
    "peekView.border": accent,
    "peekViewEditor.background": tokenColour("--bg-sunken"),
    "peekViewResult.background": raised,
    "peekViewResult.selectionBackground": tint,
    "peekViewEditor.matchHighlightBackground": tokenColour("--nat-tint"),
    "peekViewResult.matchHighlightBackground": tokenColour("--nat-tint"),
    "peekViewTitle.background": raised,
    "peekViewTitleLabel.foreground": text,
    "peekViewTitleDescription.foreground": tokenColour("--text-2"),
    "editorStickyScroll.background": tokenColour("--bg"),
    "editorStickyScrollHover.background": tokenColour("--bg-hover"),
    "editorStickyScroll.border": tokenColour("--line"),
    "editor.wordHighlightBackground": tokenColour("--bg-hover"),
    "editor.findMatchBackground": tokenColour("--nat-tint"),
    "editor.findMatchBorder": tokenColour("--nat"),
    "editor.findMatchHighlightBackground": tokenColour("--nat-tint"),
    "editorGhostText.foreground": dim,
    "scrollbarSlider.background": `${tokenColour("--line-control")}55`,
    "widget.shadow": "#00000026",
  };
}

function diffColours(): Record<string, string> {
  const [added, removed] = [tokenColour("--diff-added"), tokenColour("--reject")];
  return {
    "diffEditor.insertedTextBackground": `${added}33`,
    "diffEditor.insertedLineBackground": `${added}1a`,
    "diffEditor.removedTextBackground": `${removed}33`,
    "diffEditor.removedLineBackground": `${removed}1a`,
    "diffEditor.unchangedRegionBackground": tokenColour("--bg-sunken"),
    "diffEditor.unchangedRegionForeground": tokenColour("--text-2"),
    "diffEditor.diagonalFill": tokenColour("--line"),
  };
}

function hex(token: `--${string}`): string {
  return tokenColour(token).replace("#", "");
}
