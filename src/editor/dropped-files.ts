import { create } from "zustand";

/** A file that was not taken, and why. */
export type RefusedFile = { readonly name: string; readonly why: "kind" | "binary" | "long" | "many" };

/** Files that are taken at once at most. */
export const FILES_MAX = 200;
/** Megabytes of one file at most. */
export const MEGABYTES_MAX = 8;

/** Whether files are held over the page, and which of the last ones were not taken. */
export const useDrop = create<{ readonly isOver: boolean; readonly refused: readonly RefusedFile[] }>(() => ({
  isOver: false,
  refused: [],
}));

/** Takes files and folders dropped anywhere on the page. The returned function ends it. */
export function takeDroppedFiles(): () => void {
  const hold = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (!useDrop.getState().isOver) useDrop.setState({ isOver: true });
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) useDrop.setState({ isOver: false });
  };
  const take = (event: DragEvent) => {
    hold(event);
    useDrop.setState({ isOver: false });
    // They are there only while the event is handled. What is no file of a disk has no entry.
    const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === "file");
    const dropped = items.flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? []);
    if (dropped.length > 0) void takeDropped(dropped);
  };
  document.addEventListener("dragover", hold);
  document.addEventListener("dragleave", leave);
  document.addEventListener("drop", take);
  return () => {
    document.removeEventListener("dragover", hold);
    document.removeEventListener("dragleave", leave);
    document.removeEventListener("drop", take);
  };
}

/** Takes files that were chosen in a dialog. */
export async function takeChosenFiles(files: readonly File[]): Promise<void> {
  const { readFiles } = await import("./read-files.ts");
  useDrop.setState({ refused: await readFiles(files.map((file) => ({ path: file.name, file }))) });
}

async function takeDropped(dropped: readonly (FileSystemEntry | File)[]): Promise<void> {
  const { listEntries, readFiles } = await import("./read-files.ts");
  const files = dropped.flatMap((file) => (file instanceof File ? { path: file.name, file } : []));
  const listed = await listEntries(dropped.flatMap((one) => (one instanceof File ? [] : one)));
  useDrop.setState({ refused: await readFiles([...files, ...listed]) });
}
