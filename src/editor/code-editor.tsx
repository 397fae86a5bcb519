import { useEffect, useRef } from "react";
import { openCodeEditor } from "./monaco/code-editor.ts";

/** The text of the active file, in Monaco. "nokey": React Flow must not take its keys. */
export default function CodeEditor() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? openCodeEditor(host.current) : undefined), []);
  return <div ref={host} className="editor__monaco nokey" data-testid="editor" />;
}
