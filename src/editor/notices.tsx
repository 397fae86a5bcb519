import { deleteOrphan, keepOrphan } from "../state/applying.ts";
import { compareWithCluster, endComparison, takeFromCluster, useDrift } from "../state/drift.ts";
import { activeFile, useEditing } from "../state/editing.ts";
import { forgetDeleted, isTooLong, restoreFile, TEXT_LENGTH_MAX } from "../state/files.ts";
import { useKeeping } from "../state/workspace.ts";
import { Button } from "../ui/controls/button.tsx";
import { useLanguage } from "../ui/i18n/language.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { FILES_MAX, MEGABYTES_MAX, useDrop } from "./dropped-files.ts";

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
      <DeletedNotice />
      <RefusedNotice />
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

function DeletedNotice() {
  const message = useMessage();
  const deleted = useEditing((state) => state.deleted);
  if (!deleted) return null;
  return (
    <div className="notice">
      <p>{message("editor.deleted", { name: deleted.file.name })}</p>
      <Button onClick={restoreFile}>{message("editor.restore")}</Button>
      <Button onClick={forgetDeleted}>{message("editor.dismiss")}</Button>
    </div>
  );
}

/** Names that are listed; the rest are counted. */
const REFUSED_SHOWN_MAX = 4;

function RefusedNotice() {
  const message = useMessage();
  const refused = useDrop((state) => state.refused);
  if (refused.length === 0) return null;
  const limits = { kind: "", binary: "", long: String(MEGABYTES_MAX), many: String(FILES_MAX) };
  const names = refused
    .slice(0, REFUSED_SHOWN_MAX)
    .map(({ name, why }) =>
      why === "kind" || why === "binary"
        ? message(`editor.dropped.${why}`, { name })
        : message(`editor.dropped.${why}`, { name, max: limits[why] }),
    );
  const more = refused.length > REFUSED_SHOWN_MAX ? ["…"] : [];
  return (
    <div className="notice notice--wrong">
      <p>{message("editor.dropped", { count: refused.length, names: [...names, ...more].join(", ") })}</p>
      <Button onClick={() => useDrop.setState({ refused: [] })}>{message("editor.dismiss")}</Button>
    </div>
  );
}
