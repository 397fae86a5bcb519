// Files of the person's own machine, in and out.
import { addFile } from "../state/files.ts";
import { FILES_MAX, MEGABYTES_MAX } from "./dropped-files.ts";
import type { RefusedFile } from "./dropped-files.ts";

/** Folders below the one that was dropped. */
const DEPTH_MAX = 6;

type Found = { readonly path: string; readonly file: File };

/** The files of what was dropped, those of folders by their path in it. Hidden ones are passed over. */
export async function listEntries(entries: readonly FileSystemEntry[], depth = 0): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith(".") || found.length > FILES_MAX) continue;
    const path = entry.fullPath.replace(/^\//, "");
    if (isFile(entry)) found.push({ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
    else if (isFolder(entry) && depth < DEPTH_MAX)
      found.push(...(await listEntries(await readFolder(entry), depth + 1)));
  }
  return found;
}

/** Each becomes a tab of its own; what is no manifest is refused. */
export async function readFiles(files: readonly Found[]): Promise<readonly RefusedFile[]> {
  const refused: RefusedFile[] = [];
  let taken = 0;
  for (const { path, file } of files) {
    if (!/\.(ya?ml|json)$/i.test(path)) refused.push({ name: path, why: "kind" });
    else if (file.size > MEGABYTES_MAX * 1e6) refused.push({ name: path, why: "long" });
    else if (taken >= FILES_MAX) refused.push({ name: path, why: "many" });
    else {
      const text = await readText(file);
      if (text === undefined) refused.push({ name: path, why: "binary" });
      else {
        addFile(path, text);
        taken++;
      }
    }
  }
  return refused;
}

/** Saves a file as the browser saves downloads. */
export function downloadFile({ name, text }: { readonly name: string; readonly text: string }): void {
  save(name.slice(name.lastIndexOf("/") + 1), new Blob([text], { type: "application/yaml" }));
}

/** Saves all files as one zip, folders kept. */
export async function downloadAll(files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
  const { strToU8, zipSync } = await import("fflate");
  const zip = zipSync(Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)])));
  save("manifests.zip", new Blob([new Uint8Array(zip)], { type: "application/zip" }));
}

function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** Undefined for what is no text. */
async function readText(file: File): Promise<string | undefined> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return text.includes("\0") ? undefined : text.replaceAll("\r\n", "\n");
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A folder is read some entries at a time, until there are no more. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
