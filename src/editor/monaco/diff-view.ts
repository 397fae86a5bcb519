// A file beside what the cluster has of it, in Monaco's diff editor. The file's side is the file itself: what is typed there stays.
import { message } from "../../ui/i18n/message.tsx";
import { monaco } from "./features.ts";
import { modelOf } from "./models.ts";
import { OPTIONS } from "./options.ts";
import { registerProviders } from "./providers.ts";
import { wearTheme } from "./theme.ts";

/** Below this width the two sides stand in one column. */
const BESIDE_WIDTH_MIN = 560;

/** Opens the comparison in an element. The returned function closes it. */
export function openDiffView(
  host: HTMLElement,
  { file, clusterText }: { readonly file: string; readonly clusterText: string },
): () => void {
  registerProviders();
  const endTheme = wearTheme();
  const original = monaco.editor.createModel(clusterText, "yaml");
  const modified = modelOf(file);
  const editor = monaco.editor.createDiffEditor(host, {
    ...OPTIONS,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
    originalEditable: false,
    useInlineViewWhenSpaceIsLimited: true,
    renderSideBySideInlineBreakpoint: BESIDE_WIDTH_MIN,
    renderOverviewRuler: false,
    stickyScroll: { enabled: false },
    hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 4 },
    originalAriaLabel: message("editor.compare"),
    modifiedAriaLabel: message("editor.label"),
  });
  if (modified) editor.setModel({ original, modified });
  return () => {
    endTheme();
    editor.dispose();
    original.dispose();
  };
}
