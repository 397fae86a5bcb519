// The verbs on the edited files.
import type { SourceFile, TextEdit } from "../protocol/protocol.ts";
import { activeFile, useEditing } from "./editing.ts";
import type { EditedFile } from "./editing.ts";

/** Longer texts are kept, but neither checked nor applied: 1,000,000 characters are some 30,000 lines. */
export const TEXT_LENGTH_MAX = 1_000_000;

/** Whether a file is too long to be read. */
export function isTooLong({ text }: { readonly text: { readonly length: number } }): boolean {
  return text.length > TEXT_LENGTH_MAX;
}

/** What files say to the cluster; too long ones say nothing. */
export function sourcesOf(files: readonly EditedFile[]): readonly SourceFile[] {
  return files.filter((file) => !isTooLong(file)).map(({ name, text }) => ({ name, text }));
}

/** Takes what was typed. */
export function setText(name: string, text: string): void {
  const { files } = useEditing.getState();
  if (files.find((file) => file.name === name)?.text === text) return;
  useEditing.setState({ files: files.map((file) => (file.name === name ? { ...file, text } : file)) });
}

/** Writes a mend into its file. */
export function mend({ file, from, to, text }: TextEdit): void {
  const found = useEditing.getState().files.find(({ name }) => name === file);
  if (found) setText(file, found.text.slice(0, from) + text + found.text.slice(to));
}

/** Opens a file in the editor. */
export function openFile(name: string): void {
  useEditing.setState({ active: name });
}

/** Adds an empty file (or one with a text) and opens it. Gives its name: the one asked for, with a number if that is taken. */
export function addFile(wanted = "new.yaml", text = ""): string {
  const { files } = useEditing.getState();
  const name = freeName(wanted, files);
  useEditing.setState({ files: [...files, { name, text }], active: name });
  return name;
}

/** Gives a file another name. False if that is empty or taken. */
export function renameFile(name: string, wanted: string): boolean {
  const { files, active, problems, outlines } = useEditing.getState();
  const next = wanted.trim();
  if (next === name) return true;
  if (next === "" || files.some((file) => file.name === next)) return false;
  useEditing.setState({
    files: files.map((file) => (file.name === name ? { ...file, name: next } : file)),
    active: active === name ? next : active,
    problems: renameKey(problems, { from: name, to: next }),
    outlines: renameKey(outlines, { from: name, to: next }),
  });
  return true;
}

/** Removes a file, to be put back by `restoreFile`. What was applied from it stays in the cluster until it is deleted there. */
export function deleteFile(name: string): void {
  const { files, outlines, problems, orphans } = useEditing.getState();
  const index = files.findIndex((file) => file.name === name);
  const file = files[index];
  const wasApplied = file?.applied !== undefined;
  const left = files.filter((file) => file.name !== name);
  const { [name]: outline = [], ...outlinesLeft } = outlines;
  const { [name]: _, ...problemsLeft } = problems;
  const refs = outline.map(({ kind, name, namespace }) => ({
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  }));
  useEditing.setState({
    files: left,
    active: (left[index] ?? left[index - 1])?.name ?? "",
    outlines: outlinesLeft,
    problems: problemsLeft,
    orphans: wasApplied ? [...orphans, ...refs] : orphans,
    ...(file && { deleted: { file, index } }),
  });
}

/** Puts the file that was deleted last back in its place. */
export function restoreFile(): void {
  const { deleted, files, orphans } = useEditing.getState();
  if (!deleted) return;
  const name = freeName(deleted.file.name, files);
  useEditing.setState({
    files: files.toSpliced(deleted.index, 0, { ...deleted.file, name }),
    active: name,
    deleted: undefined,
    orphans: deleted.file.applied === undefined ? orphans : [],
  });
}

/** Gives up the file that was deleted last. */
export function forgetDeleted(): void {
  useEditing.setState({ deleted: undefined });
}

/** Puts a file's tab in the place of another. */
export function placeFile(name: string, index: number): void {
  const { files } = useEditing.getState();
  const file = files.find((one) => one.name === name);
  if (file) useEditing.setState({ files: files.filter((one) => one !== file).toSpliced(index, 0, file) });
}

/** Moves a file's tab by one place: -1 to the left, 1 to the right. */
export function moveFile(name: string, by: -1 | 1): void {
  const { files } = useEditing.getState();
  const at = files.findIndex((file) => file.name === name);
  const [file, other] = [files[at], files[at + by]];
  if (!file || !other) return;
  useEditing.setState({ files: files.with(at, other).with(at + by, file) });
}

/** The file that is being edited, outside of components. */
export function currentFile(): EditedFile | undefined {
  return activeFile(useEditing.getState());
}

function freeName(wanted: string, files: readonly EditedFile[]): string {
  const [, stem = wanted, ending = ""] = /^(.*?)(\.[^.]*)?$/.exec(wanted) ?? [];
  let name = wanted;
  for (let number = 2; files.some((file) => file.name === name); number++) name = `${stem}-${number}${ending}`;
  return name;
}

function renameKey<V>(
  record: Readonly<Record<string, V>>,
  { from, to }: { readonly from: string; readonly to: string },
): Record<string, V> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
}
