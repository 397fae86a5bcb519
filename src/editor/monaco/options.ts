import { monaco } from "./features.ts";

/** What every editor of the page is like: one for manifests, and both sides of a comparison. */
export const OPTIONS: monaco.editor.IEditorOptions & monaco.editor.IGlobalEditorOptions = {
  automaticLayout: true,
  minimap: { enabled: false },
  tabSize: 2,
  insertSpaces: true,
  detectIndentation: false,
  // "full" reads the whole language configuration for each line of a paste or of typed text; two spaces a level need no more.
  autoIndent: "keep",
  fixedOverflowWidgets: true,
  wordBasedSuggestions: "off",
  quickSuggestions: { other: true, comments: false, strings: true },
  snippetSuggestions: "inline",
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
  stickyScroll: { enabled: true, maxLineCount: 3 },
  occurrencesHighlight: "singleFile",
  renderFinalNewline: "on",
  largeFileOptimizations: true,
  "semanticHighlighting.enabled": false,
};
