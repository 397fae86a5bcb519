import { useEffect, useRef } from "react";
import { useDrift } from "../state/drift.ts";
import type { Language } from "../ui/i18n/language.ts";
import { useLanguage } from "../ui/i18n/language.ts";
import { openCodeEditor } from "./monaco/code-editor.ts";
import { openDiffView } from "./monaco/diff-view.ts";
import { leaveModels } from "./monaco/models.ts";

/** Where this copy of the editor was loaded from. */
export const ADDRESS = import.meta.url;

/** The text of the active file, or it and the cluster's beside each other, in Monaco. "nokey": React Flow must not take its keys. */
export default function CodeEditor({ file, language }: { readonly file: string; readonly language: Language }) {
  const host = useRef<HTMLDivElement>(null);
  const compared = useDrift((state) => (state.compared?.file === file ? state.compared : undefined));
  useEffect(() => {
    if (!host.current) return undefined;
    return compared ? openDiffView(host.current, compared) : openCodeEditor(host.current);
  }, [compared]);
  useEffect(
    () => () => {
      if (useLanguage.getState().language !== language) leaveModels();
    },
    [language],
  );
  return <div key={compared ? "compared" : "alone"} ref={host} className="editor__monaco nokey" data-testid="editor" />;
}
