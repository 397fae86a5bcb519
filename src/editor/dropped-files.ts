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
    // Entries are there only while the event is handled.
    const entries = [...(event.dataTransfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
    if (entries.length > 0) void takeEntries(entries);
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

async function takeEntries(entries: readonly FileSystemEntry[]): Promise<void> {
  const { listEntries, readFiles } = await import("./read-files.ts");
  useDrop.setState({ refused: await readFiles(await listEntries(entries)) });
}
