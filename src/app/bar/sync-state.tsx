import { Check, CircleAlert, LoaderCircle } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { useCluster } from "../../state/cluster.ts";
import { useEditing } from "../../state/editing.ts";
import { isTooLong } from "../../state/files.ts";
import { changedLines, countChangedLines } from "../../state/line-diff.ts";
import { Tooltip } from "../../ui/controls/tooltip.tsx";
import { useMessage } from "../../ui/i18n/message.tsx";

/** Whether the cluster has what the files say: in sync, lines not applied, problems, or still starting. */
export function SyncState({ isShort }: { readonly isShort: boolean }) {
  const message = useMessage();
  const phase = useCluster((state) => state.phase);
  const isApplying = useEditing((state) => state.isApplying);
  const files = useDeferredValue(useEditing((state) => state.files));
  const problems = useEditing((state) => state.problems);
  const lines = useMemo(
    () => files.reduce((sum, file) => sum + (isTooLong(file) ? 0 : changedCount(file.applied ?? "", file.text)), 0),
    [files],
  );
  const errors = Object.values(problems).reduce((sum, list) => sum + list.length, 0);
  const shown = () => {
    if (phase !== "ready") return { text: message("bar.opening"), icon: <LoaderCircle className="icon is-turning" /> };
    if (isApplying) return { text: message("bar.working"), icon: <LoaderCircle className="icon is-turning" /> };
    if (lines > 0) return { text: message("bar.notApplied", { count: lines }), icon: <i className="sync__bar" /> };
    if (errors > 0) return { text: message("bar.refused", { count: errors }), icon: <CircleAlert className="icon" /> };
    return { text: message("bar.inSync"), icon: <Check className="icon" /> };
  };
  const { text, icon } = shown();
  const state = (
    <span className={errors > 0 && lines === 0 ? "sync is-wrong" : "sync"} role="status">
      <span aria-hidden="true">{icon}</span>
      <span className={isShort ? "hidden-text" : ""}>{text}</span>
    </span>
  );
  return isShort ? <Tooltip text={text}>{state}</Tooltip> : state;
}

function changedCount(applied: string, text: string): number {
  return countChangedLines(changedLines(applied, text));
}
