import { Ellipsis, Plus } from "lucide-react";
import { useState } from "react";
import type { KeyboardEvent } from "react";
import { activeFile, useEditing } from "../state/editing.ts";
import type { EditedFile } from "../state/editing.ts";
import { addFile, deleteFile, moveFile, openFile, renameFile } from "../state/files.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { Menu } from "../ui/controls/menu.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { downloadFile } from "./dropped-files.ts";

/** A tab for each file; what can be done with the active one; a new one. */
export function FileTabs() {
  const message = useMessage();
  const files = useEditing((state) => state.files);
  const active = useEditing((state) => activeFile(state));
  const [renamed, setRenamed] = useState<string>();
  return (
    <>
      <div className="tabs" role="tablist" aria-label={message("editor.files")}>
        {files.map((file) =>
          file.name === renamed ? (
            <RenameField key={file.name} name={file.name} onDone={() => setRenamed(undefined)} />
          ) : (
            <FileTab
              key={file.name}
              file={file}
              isActive={file.name === active?.name}
              onRename={() => setRenamed(file.name)}
            />
          ),
        )}
      </div>
      {active && <FileMenu file={active} onRename={() => setRenamed(active.name)} />}
      <IconButton icon={Plus} name={message("editor.add")} onClick={() => addFile()} />
    </>
  );
}

function FileTab(props: { readonly file: EditedFile; readonly isActive: boolean; readonly onRename: () => void }) {
  const message = useMessage();
  const { name, text, applied } = props.file;
  return (
    <button
      type="button"
      className="tab"
      role="tab"
      aria-selected={props.isActive}
      tabIndex={props.isActive ? 0 : -1}
      onClick={() => openFile(name)}
      onDoubleClick={props.onRename}
      onKeyDown={moveWithArrows}
    >
      {name}
      {text !== applied && (
        <i className="tab__dot">
          <span className="hidden-text">{message("editor.differs")}</span>
        </i>
      )}
    </button>
  );
}

function RenameField({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const message = useMessage();
  const rename = (wanted: string) => {
    renameFile(name, wanted);
    onDone();
  };
  return (
    <input
      className="tab tab__rename"
      aria-label={message("editor.newName", { name })}
      defaultValue={name}
      // Whoever asks to rename wants to type the name.
      ref={(field) => field?.select()}
      onBlur={(event) => rename(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") rename(event.currentTarget.value);
        if (event.key === "Escape") onDone();
      }}
    />
  );
}

function FileMenu({ file, onRename }: { readonly file: EditedFile; readonly onRename: () => void }) {
  const message = useMessage();
  const { name } = file;
  return (
    <Menu
      label={message("editor.actions", { name })}
      trigger={<IconButton icon={Ellipsis} name={message("editor.actions", { name })} />}
      groups={[
        [
          { text: message("editor.rename"), onSelect: () => setTimeout(onRename) },
          { text: message("editor.left"), onSelect: () => moveFile(name, -1) },
          { text: message("editor.right"), onSelect: () => moveFile(name, 1) },
          { text: message("editor.download"), onSelect: () => downloadFile(file) },
        ],
        [{ text: message("editor.delete"), onSelect: () => deleteFile(name) }],
      ]}
    />
  );
}

function moveWithArrows(event: KeyboardEvent): void {
  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  const { files, active } = useEditing.getState();
  const next = files[files.findIndex(({ name }) => name === active) + by];
  if (by === 0 || !next) return;
  event.preventDefault();
  openFile(next.name);
  const tab = event.target instanceof Element ? event.target : undefined;
  const neighbour = by > 0 ? tab?.nextElementSibling : tab?.previousElementSibling;
  if (neighbour instanceof HTMLElement) neighbour.focus();
}
