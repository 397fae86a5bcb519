import { useDeferredValue, useMemo } from "react";
import { applyFiles } from "../state/applying.ts";
import { useCluster } from "../state/cluster.ts";
import { activeFile, useEditing } from "../state/editing.ts";
import { isTooLong } from "../state/files.ts";
import { changedLines, countChangedLines } from "../state/line-diff.ts";
import { Button } from "../ui/controls/button.tsx";
import { useMessage } from "../ui/i18n/message.tsx";

/** What of the active file the cluster does not have, and the button that gives it all. */
export function ApplyBar() {
  const message = useMessage();
  const file = useDeferredValue(useEditing((state) => activeFile(state)));
  const isAnyChanged = useEditing(({ files }) => files.some(({ text, applied }) => text !== applied));
  const isApplying = useEditing((state) => state.isApplying);
  const isReady = useCluster(({ phase }) => phase === "ready");
  const lines = useMemo(
    () => (file && !isTooLong(file) ? countChangedLines(changedLines(file.applied ?? "", file.text)) : 0),
    [file],
  );
  return (
    <div className="source__foot">
      {lines > 0 && <i className="sync__bar" />}
      <span>{lines > 0 ? message("editor.lines", { count: lines }) : message("editor.same")}</span>
      <Button
        look={isAnyChanged ? "tint" : "plain"}
        keys="Mod+Enter"
        disabled={!isReady || isApplying}
        onClick={() => void applyFiles()}
      >
        {message(isApplying ? "editor.applying" : "editor.apply")}
      </Button>
    </div>
  );
}
