import { X } from "lucide-react";
import { Suspense, useEffect, useLayoutEffect, useState } from "react";
import { activeFile, useEditing } from "../state/editing.ts";
import { addFile } from "../state/files.ts";
import { Button, IconButton } from "../ui/controls/button.tsx";
import { useLanguage } from "../ui/i18n/language.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { ApplyBar } from "./apply-bar.tsx";
import { useDrop } from "./dropped-files.ts";
import { FileTabs } from "./file-tabs.tsx";
import { CODE_EDITORS, speak } from "./load-code-editor.ts";
import { Notices } from "./notices.tsx";
import { ProblemList } from "./problem-list.tsx";
import "./source-pane.css";

/** The manifests: files in tabs, the editor, what is wrong with them, and Apply. */
export function SourcePane({ onClose }: { readonly onClose?: () => void }) {
  const message = useMessage();
  const file = useEditing((state) => activeFile(state)?.name);
  const isOver = useDrop((state) => state.isOver);
  return (
    <section className="source" aria-label={message("editor.title")}>
      {isOver && <div className="source__drop">{message("editor.drop")}</div>}
      <div className="source__head">
        <FileTabs />
        {onClose && <IconButton icon={X} name={message("common.close")} onClick={onClose} />}
      </div>
      <div className="editor">
        {file !== undefined ? (
          <LazyEditor file={file} />
        ) : (
          <div className="empty">
            <p>{message("editor.none")}</p>
            <Button onClick={() => addFile()}>{message("editor.add")}</Button>
          </div>
        )}
      </div>
      <Notices />
      <ProblemList />
      <ApplyBar />
    </section>
  );
}

/** The text alone until Monaco is there: it is the last to load, when the page has nothing better to do. */
function LazyEditor({ file }: { readonly file: string }) {
  const isIdle = useIsIdleOnce();
  const language = useLanguage((state) => state.language);
  const CodeEditor = CODE_EDITORS[language];
  useLayoutEffect(() => speak(language), [language]);
  const text = useEditing((state) => activeFile(state)?.text.slice(0, PREVIEW_LENGTH) ?? "");
  const preview = <pre className="editor__preview">{text}</pre>;
  return isIdle ? (
    <Suspense fallback={preview}>
      <CodeEditor file={file} language={language} />
    </Suspense>
  ) : (
    preview
  );
}

const PREVIEW_LENGTH = 4000;
const IDLE_TIMEOUT_MS = 1200;

function useIsIdleOnce(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    if (!("requestIdleCallback" in globalThis)) {
      const timer = setTimeout(() => setIdle(true), IDLE_TIMEOUT_MS);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(() => setIdle(true), { timeout: IDLE_TIMEOUT_MS });
    return () => cancelIdleCallback(idle);
  }, []);
  return isIdle;
}
