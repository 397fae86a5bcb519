import { Ellipsis } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { applyFile, applyFiles, deleteFromCluster } from "../state/applying.ts";
import { useCluster } from "../state/cluster.ts";
import { compareWithCluster, endComparison, takeFromCluster, useDrift } from "../state/drift.ts";
import { activeFile, useEditing } from "../state/editing.ts";
import type { EditedFile } from "../state/editing.ts";
import { isTooLong } from "../state/files.ts";
import { changedLines, countChangedLines } from "../state/line-diff.ts";
import { Button, IconButton } from "../ui/controls/button.tsx";
import { Menu } from "../ui/controls/menu.tsx";
import { useMessage } from "../ui/i18n/message.tsx";

/** What of the active file the cluster does not have, the button that gives it all, and what else can be done with it there. */
export function ApplyBar() {
  const message = useMessage();
  const active = useEditing((state) => activeFile(state));
  const file = useDeferredValue(active);
  const isAnyChanged = useEditing(({ files }) => files.some(({ text, applied }) => text !== applied));
  const isApplying = useEditing((state) => state.isApplying);
  const isReady = useCluster(({ phase }) => phase === "ready");
  const lines = useMemo(
    () => (file && !isTooLong(file) ? countChangedLines(changedLines(file.applied ?? "", file.text)) : 0),
    [file],
  );
  const atRest = message(file && file.applied === undefined ? "editor.never" : "editor.same");
  const said = lines > 0 ? message("editor.lines", { count: lines }) : atRest;
  return (
    <div className="source__foot">
      {lines > 0 && <i className="sync__bar" />}
      <span title={said}>{said}</span>
      <Button
        look={isAnyChanged ? "tint" : "plain"}
        keys="Mod+Enter"
        disabled={!isReady || isApplying}
        onClick={() => void applyFiles()}
      >
        {message(isApplying ? "editor.applying" : "editor.apply")}
      </Button>
      {active && <ClusterMenu file={active} isDisabled={!isReady || isApplying} />}
    </div>
  );
}

/** What can be done with one file and the cluster. */
function ClusterMenu({ file, isDisabled }: { readonly file: EditedFile; readonly isDisabled: boolean }) {
  const message = useMessage();
  const isCompared = useDrift(({ compared }) => compared?.file === file.name);
  const compare = isCompared
    ? { text: message("editor.endComparison"), onSelect: endComparison }
    : { text: message("editor.compare"), keys: "Mod+Shift+D", onSelect: () => void compareWithCluster(), isDisabled };
  return (
    <Menu
      label={message("editor.more")}
      trigger={<IconButton icon={Ellipsis} name={message("editor.more")} />}
      groups={[
        [
          {
            text: message("editor.applyFile"),
            keys: "Alt+Enter",
            onSelect: () => void applyFile(file.name),
            isDisabled,
          },
          compare,
          { text: message("editor.take"), onSelect: () => void takeFromCluster(), isDisabled },
        ],
        [{ text: message("editor.deleteFileThere"), onSelect: () => void deleteFromCluster(file.name), isDisabled }],
      ]}
    />
  );
}
