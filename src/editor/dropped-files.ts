import { addFile } from "../state/files.ts";

/** Takes files dropped anywhere on the page. The returned function ends it. */
export function takeDroppedFiles(): () => void {
  const allow = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  };
  const take = (event: DragEvent) => {
    allow(event);
    void readDroppedFiles(event.dataTransfer?.files ?? []);
  };
  document.addEventListener("dragover", allow);
  document.addEventListener("drop", take);
  return () => {
    document.removeEventListener("dragover", allow);
    document.removeEventListener("drop", take);
  };
}

/** Saves a file as the browser saves downloads. */
export function downloadFile({ name, text }: { readonly name: string; readonly text: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** Each becomes a tab of its own. */
async function readDroppedFiles(files: Iterable<File>): Promise<void> {
  for (const file of files) addFile(file.name, await file.text());
}
