import { X } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { activeFile, useEditing } from "../state/editing.ts";
import { addFile } from "../state/files.ts";
import { Button, IconButton } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { ApplyBar } from "./apply-bar.tsx";
import { FileTabs } from "./file-tabs.tsx";
import { Notices } from "./notices.tsx";
import { ProblemList } from "./problem-list.tsx";
import "./source-pane.css";

const CodeEditor = lazy(() => import("./code-editor.tsx"));

/** The manifests: files in tabs, the editor, what is wrong with them, and Apply. */
export function SourcePane({ onClose }: { readonly onClose?: () => void }) {
  const message = useMessage();
  const file = useEditing((state) => activeFile(state)?.name);
  return (
    <section className="source" aria-label={message("editor.title")}>
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
  const text = useEditing((state) => activeFile(state)?.text.slice(0, PREVIEW_LENGTH) ?? "");
  const preview = <pre className="editor__preview">{text}</pre>;
  return isIdle ? (
    <Suspense fallback={preview}>
      <CodeEditor file={file} />
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
