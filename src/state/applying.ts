// From the files to the cluster: apply, check while typing, undo.
import type { ObjectRef } from "../engine/trace/trace.ts";
import type { AppliedDocument, DocumentOutline, Problem, SourceFile } from "../protocol/protocol.ts";
import { getObject, objectKey } from "./cluster.ts";
import { useEditing } from "./editing.ts";
import type { EditedFile } from "./editing.ts";
import { ask, askWithId, Refusal } from "./engine-link.ts";
import { isTooLong } from "./files.ts";

/** Waits so long after the last key before a text is checked. */
export const CHECK_AFTER_MS = 200;

type AppliedTexts = Readonly<Record<string, string | undefined>>;

/** What each apply changed of the files' state, so that undo of the cluster is undo of "applied" as well. */
const applies = new Map<number, { readonly before: AppliedTexts; readonly after: AppliedTexts }>();

/** What a file says to the cluster; too long ones say nothing. */
export function sourcesOf(files: readonly EditedFile[]): readonly SourceFile[] {
  return files.filter((file) => !isTooLong(file)).map(({ name, text }) => ({ name, text }));
}

/** Applies all files: every document that parses, each on its own. */
export async function applyFiles(): Promise<void> {
  const { files, isApplying, outlines } = useEditing.getState();
  if (isApplying) return;
  useEditing.setState({ isApplying: true });
  const sources = sourcesOf(files);
  const objectsBefore = Object.values(outlines).flat();
  try {
    const { id, answer } = askWithId("apply", { files: sources });
    const { documents, problems } = await answer;
    const texts = Object.fromEntries(sources.map(({ name, text }) => [name, text]));
    applies.set(id, { before: appliedTexts(files), after: { ...appliedTexts(files), ...texts } });
    tookApply({ sources, documents, problems });
    await Promise.all(sources.map(({ name }) => checkFile(name)));
    noteOrphans(objectsBefore);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  } finally {
    useEditing.setState({ isApplying: false });
  }
}

/** Notes what came of an apply: the texts that the cluster now has, and what it refused. */
export function tookApply(took: {
  readonly sources: readonly SourceFile[];
  readonly documents: readonly AppliedDocument[];
  readonly problems: readonly Problem[];
}): void {
  const texts = new Map(took.sources.map(({ name, text }) => [name, text]));
  const { files } = useEditing.getState();
  useEditing.setState({
    files: files.map((file) => (texts.has(file.name) ? { ...file, applied: texts.get(file.name) } : file)),
    problems: Object.fromEntries(files.map(({ name }) => [name, took.problems.filter(({ file }) => file === name)])),
    refusals: took.problems,
  });
}

/** Asks the API server what it would say of the file as it is now, and where its fields are. */
export async function checkFile(name: string): Promise<void> {
  const file = useEditing.getState().files.find((one) => one.name === name);
  if (!file || isTooLong(file)) return setChecked(name, { problems: [], documents: [] });
  try {
    const checked = await ask("validate", { file: name, text: file.text });
    const isStill = useEditing.getState().files.some((one) => one.name === name && one.text === file.text);
    if (isStill) setChecked(name, checked);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  }
}

/** Checks each file some time after it was last changed. The returned function ends it. */
export function checkWhileTyping(): () => void {
  const timers = new Map<string, number>();
  return useEditing.subscribe(({ files }, before) => {
    if (files === before.files) return;
    const known = new Map(before.files.map((file) => [file.name, file.text]));
    for (const { name, text } of files) {
      if (known.get(name) === text) continue;
      clearTimeout(timers.get(name));
      timers.set(
        name,
        window.setTimeout(() => void checkFile(name), CHECK_AFTER_MS),
      );
    }
  });
}

/** Takes back the last change of the cluster, or makes it again. What had been applied follows. */
export async function travel(kind: "undo" | "redo"): Promise<void> {
  const { changeOf } = await ask(kind, {});
  const texts = changeOf === undefined ? undefined : applies.get(changeOf);
  if (!texts) return;
  const applied = kind === "undo" ? texts.before : texts.after;
  const { files } = useEditing.getState();
  useEditing.setState({ files: files.map((file) => ({ ...file, applied: applied[file.name] })) });
}

/** Forgets an orphan without deleting it. */
export function keepOrphan(orphan: ObjectRef): void {
  useEditing.setState({ orphans: useEditing.getState().orphans.filter((one) => one !== orphan) });
}

/** Deletes an object that no file has any more, as kubectl would. */
export async function deleteOrphan(orphan: ObjectRef): Promise<void> {
  keepOrphan(orphan);
  const namespace = orphan.namespace === undefined ? "" : ` --namespace ${orphan.namespace}`;
  await ask("run", { line: `kubectl delete ${orphan.kind.toLowerCase()} ${orphan.name}${namespace}` });
}

function noteOrphans(before: readonly DocumentOutline[]): void {
  const { outlines, orphans } = useEditing.getState();
  const written = new Set(Object.values(outlines).flat().map(idOf));
  const lost = [...orphans, ...before.map(refOf)].filter((one) => !written.has(idOf(one)) && isInCluster(one));
  const byId = new Map(lost.map((one) => [idOf(one), one]));
  useEditing.setState({ orphans: [...byId.values()] });
}

function isInCluster({ kind, name, namespace }: ObjectRef): boolean {
  return (
    (getObject(kind, name) ?? getObject(kind, objectKey({ name, namespace: namespace ?? "default" }))) !== undefined
  );
}

function refOf({ kind, name, namespace }: DocumentOutline): ObjectRef {
  return { kind, name, ...(namespace !== undefined && { namespace }) };
}

function idOf({ kind, name, namespace }: ObjectRef): string {
  return `${kind} ${namespace ?? "default"}/${name}`;
}

function appliedTexts(files: readonly EditedFile[]): AppliedTexts {
  return Object.fromEntries(files.map(({ name, applied }) => [name, applied]));
}

function setChecked(
  name: string,
  checked: { readonly problems: readonly Problem[]; readonly documents: readonly DocumentOutline[] },
): void {
  const { files, problems, outlines, refusals } = useEditing.getState();
  const isAsApplied = files.some((file) => file.name === name && file.text === file.applied);
  const refused = isAsApplied && checked.problems.length === 0 ? refusals.filter(({ file }) => file === name) : [];
  useEditing.setState({
    problems: { ...problems, [name]: [...checked.problems, ...refused] },
    outlines: { ...outlines, [name]: checked.documents },
  });
}
