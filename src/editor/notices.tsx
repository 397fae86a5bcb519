import { deleteOrphan, keepOrphan } from "../state/applying.ts";
import { compareWithCluster, endComparison, takeFromCluster, useDrift } from "../state/drift.ts";
import { activeFile, useEditing } from "../state/editing.ts";
import { isTooLong, TEXT_LENGTH_MAX } from "../state/files.ts";
import { useKeeping } from "../state/workspace.ts";
import { Button } from "../ui/controls/button.tsx";
import { useLanguage } from "../ui/i18n/language.ts";
import { useMessage } from "../ui/i18n/message.tsx";

/** What the person should know of the files: too long, kept nowhere, gone from the text but not from the cluster. */
export function Notices() {
  const message = useMessage();
  const language = useLanguage((state) => state.language);
  const file = useEditing((state) => activeFile(state));
  const [orphan] = useEditing((state) => state.orphans);
  const drift = useDrift((state) => (state.drift && state.drift.file === file?.name ? state.drift : undefined));
  const compared = useDrift((state) => state.compared?.file === file?.name);
  const isRefused = useKeeping(({ storage }) => storage === "refused");
  const number = new Intl.NumberFormat(language);
  return (
    <div aria-live="polite">
      {isRefused && <p className="notice">{message("editor.notKept")}</p>}
      {file && isTooLong(file) && (
        <p className="notice notice--wrong">
          {message("editor.tooLong", {
            name: file.name,
            length: number.format(file.text.length),
            max: number.format(TEXT_LENGTH_MAX),
          })}
        </p>
      )}
      {compared && file && (
        <div className="notice">
          <p>{message("editor.compared", { name: file.name })}</p>
          <Button onClick={() => void takeFromCluster()}>{message("editor.take")}</Button>
          <Button onClick={endComparison}>{message("editor.endComparison")}</Button>
        </div>
      )}
      {drift && !compared && (
        <div className="notice">
          <p>{message("editor.drift", { count: drift.differences, name: drift.file })}</p>
          <Button onClick={() => void compareWithCluster()}>{message("editor.compare")}</Button>
          <Button onClick={() => void takeFromCluster()}>{message("editor.take")}</Button>
        </div>
      )}
      {orphan && (
        <div className="notice">
          <p>{message("editor.orphan", { object: `${orphan.kind} ${orphan.name}` })}</p>
          <Button onClick={() => void deleteOrphan(orphan)}>{message("editor.orphanDelete")}</Button>
          <Button onClick={() => keepOrphan(orphan)}>{message("editor.orphanKeep")}</Button>
        </div>
      )}
    </div>
  );
}
