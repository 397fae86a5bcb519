import { Ellipsis, Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { DragEvent, KeyboardEvent } from "react";
import { activeFile, useEditing } from "../state/editing.ts";
import type { EditedFile } from "../state/editing.ts";
import { addFile, deleteFile, moveFile, openFile, placeFile, renameFile } from "../state/files.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { isKeys } from "../ui/controls/keys.ts";
import { Menu } from "../ui/controls/menu.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { takeChosenFiles } from "./dropped-files.ts";

/** What a tab that is dragged carries: its file's name. */
const DRAGGED = "application/x-kubehop-file";

/** A tab for each file; what can be done with the active one; a new one. */
export function FileTabs() {
  const message = useMessage();
  const files = useEditing((state) => state.files);
  const active = useEditing((state) => activeFile(state));
  const [renamed, setRenamed] = useState<string>();
  return (
    <>
      <div className="tabs" role="tablist" aria-label={message("editor.files")}>
        {files.map((file, index) =>
          file.name === renamed ? (
            <RenameField key={file.name} name={file.name} onDone={() => setRenamed(undefined)} />
          ) : (
            <FileTab
              key={file.name}
              file={file}
              index={index}
              isActive={file.name === active?.name}
              onRename={() => setRenamed(file.name)}
            />
          ),
        )}
      </div>
      <FileMenu file={active} onRename={() => setRenamed(active?.name)} />
      <IconButton icon={Plus} name={message("editor.add")} onClick={() => addFile()} />
    </>
  );
}

function FileTab(props: {
  readonly file: EditedFile;
  readonly index: number;
  readonly isActive: boolean;
  readonly onRename: () => void;
}) {
  const message = useMessage();
  const { index, isActive, onRename } = props;
  const { name, text, applied } = props.file;
  const tab = useRef<HTMLButtonElement>(null);
  const [isTarget, setTarget] = useState(false);
  useEffect(() => {
    if (isActive) tab.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isActive]);
  return (
    <button
      ref={tab}
      type="button"
      className={isTarget ? "tab tab--target" : "tab"}
      role="tab"
      aria-selected={isActive}
      aria-keyshortcuts="F2 Delete Alt+ArrowLeft Alt+ArrowRight"
      title={name}
      tabIndex={isActive ? 0 : -1}
      onClick={() => openFile(name)}
      onDoubleClick={onRename}
      onKeyDown={(event) => handleKey(event, { name, onRename })}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, name)}
      onDragOver={(event) => {
        if (!isTab(event)) return;
        event.preventDefault();
        setTarget(true);
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={(event) => {
        setTarget(false);
        if (isTab(event)) placeFile(event.dataTransfer.getData(DRAGGED), index);
      }}
    >
      {name.slice(name.lastIndexOf("/") + 1)}
      {text !== applied && (
        <i className="tab__dot">
          <span className="hidden-text">{message("editor.differs")}</span>
        </i>
      )}
    </button>
  );
}

function isTab(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(DRAGGED);
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

function FileMenu({ file, onRename }: { readonly file: EditedFile | undefined; readonly onRename: () => void }) {
  const message = useMessage();
  const chooser = useRef<HTMLInputElement>(null);
  const isSingle = useEditing(({ files }) => files.length < 2);
  const name = file?.name ?? "";
  const label = file ? message("editor.actions", { name }) : message("editor.open");
  const ofFile = file && [
    { text: message("editor.rename"), keys: "F2", onSelect: () => setTimeout(onRename) },
    { text: message("editor.left"), keys: "Alt+ArrowLeft", onSelect: () => moveFile(name, -1), isDisabled: isSingle },
    { text: message("editor.right"), keys: "Alt+ArrowRight", onSelect: () => moveFile(name, 1), isDisabled: isSingle },
  ];
  const inAndOut = [
    { text: message("editor.open"), onSelect: () => chooser.current?.click() },
    ...(file ? [{ text: message("editor.download"), onSelect: () => void downloadOne(file) }] : []),
    { text: message("editor.downloadAll"), onSelect: () => void downloadEverything(), isDisabled: !file },
  ];
  const away = file && [{ text: message("editor.delete"), onSelect: () => deleteFile(name) }];
  return (
    <>
      <Menu
        label={label}
        trigger={<IconButton icon={Ellipsis} name={label} />}
        groups={[ofFile ?? [], inAndOut, away ?? []].filter((group) => group.length > 0)}
      />
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        accept=".yaml,.yml,.json"
        aria-label={message("editor.open")}
        onChange={(event) => void takeChosenFiles([...(event.target.files ?? [])])}
      />
    </>
  );
}

async function downloadOne(file: EditedFile): Promise<void> {
  const { downloadFile } = await import("./read-files.ts");
  downloadFile(file);
}

async function downloadEverything(): Promise<void> {
  const { downloadAll } = await import("./read-files.ts");
  await downloadAll(useEditing.getState().files);
}

type Tab = { readonly name: string; readonly onRename: () => void };

function handleKey(event: KeyboardEvent<HTMLButtonElement>, { name, onRename }: Tab): void {
  const { nativeEvent } = event;
  if (isKeys(nativeEvent, "F2")) onRename();
  else if (isKeys(nativeEvent, "Delete")) deleteFile(name);
  else if (isKeys(nativeEvent, "Alt+ArrowLeft")) moveFile(name, -1);
  else if (isKeys(nativeEvent, "Alt+ArrowRight")) moveFile(name, 1);
  else if (isKeys(nativeEvent, "ArrowLeft")) openNeighbour(event.currentTarget, -1);
  else if (isKeys(nativeEvent, "ArrowRight")) openNeighbour(event.currentTarget, 1);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function openNeighbour(tab: HTMLElement, by: -1 | 1): void {
  const { files, active } = useEditing.getState();
  const next = files[files.findIndex(({ name }) => name === active) + by];
  const neighbour = by > 0 ? tab.nextElementSibling : tab.previousElementSibling;
  if (!next) return;
  openFile(next.name);
  if (neighbour instanceof HTMLElement) neighbour.focus();
}
