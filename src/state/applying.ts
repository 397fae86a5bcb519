// From the files to the cluster: apply, delete, undo.
import type { ObjectRef } from "../engine/trace/trace.ts";
import type { AppliedDocument, DocumentOutline, Problem, SourceFile } from "../protocol/protocol.ts";
import { checkFile } from "./checking.ts";
import { getObject, objectKey } from "./cluster.ts";
import { useEditing } from "./editing.ts";
import type { EditedFile } from "./editing.ts";
import { ask, askWithId, Refusal } from "./engine-link.ts";
import { sourcesOf } from "./files.ts";
import { partAt, partsOf, withoutPart, withPart } from "./text-documents.ts";

type AppliedTexts = Readonly<Record<string, string | undefined>>;

/** What each apply changed of the files' state, so that undo of the cluster is undo of "applied" as well. */
const applies = new Map<number, { readonly before: AppliedTexts; readonly after: AppliedTexts }>();

/** Applies all files: every document that parses, each on its own. */
export async function applyFiles(): Promise<void> {
  await apply(useEditing.getState().files);
}

/** Applies one file. */
export async function applyFile(name: string): Promise<void> {
  await apply(useEditing.getState().files.filter((file) => file.name === name));
}

/** Applies the document that stands at an offset of a file. */
export async function applyDocument(name: string, offset: number): Promise<void> {
  await apply(
    useEditing.getState().files.filter((file) => file.name === name),
    offset,
  );
}

async function apply(wanted: readonly EditedFile[], at?: number): Promise<void> {
  const { files, isApplying, outlines } = useEditing.getState();
  if (isApplying) return;
  useEditing.setState({ isApplying: true });
  const sources = sourcesOf(wanted);
  const objectsBefore = Object.values(outlines).flat();
  try {
    const { id, answer } = askWithId("apply", { files: sources, ...(at !== undefined && { at }) });
    const { documents, problems } = await answer;
    const texts = Object.fromEntries(sources.map((source) => [source.name, appliedText(source, { files, at })]));
    applies.set(id, { before: appliedTexts(files), after: { ...appliedTexts(files), ...texts } });
    tookApply({ sources: sources.map(({ name }) => ({ name, text: texts[name] ?? "" })), documents, problems });
    await Promise.all(sources.map(({ name }) => checkFile(name)));
    noteOrphans(objectsBefore);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  } finally {
    useEditing.setState({ isApplying: false });
  }
}

/** What the cluster was given of a file: all of it, or one document more. */
function appliedText(
  { name, text }: SourceFile,
  { files, at }: { readonly files: readonly EditedFile[]; readonly at: number | undefined },
): string {
  const part = at === undefined ? undefined : partAt(text, at);
  const before = files.find((file) => file.name === name)?.applied;
  const applied = part ? withPart(before, part) : text;
  return partsOf(applied).length === partsOf(text).length && isSameButForSpace(applied, text) ? text : applied;
}

function isSameButForSpace(a: string, b: string): boolean {
  return a.replace(/\s+/g, " ").trim() === b.replace(/\s+/g, " ").trim();
}

/** Deletes from the cluster what a file says, or the document at an offset of it; the text stays. Gives what kubectl said. */
export async function deleteFromCluster(name: string, at?: number): Promise<string> {
  const { files } = useEditing.getState();
  const file = files.find((one) => one.name === name);
  if (!file) return "";
  const part = at === undefined ? undefined : partAt(file.text, at);
  const { id, answer } = askWithId("run", {
    line: "kubectl delete --ignore-not-found -f -",
    io: { stdin: part?.text ?? file.text },
  });
  const { result } = await answer;
  const before = appliedTexts(files);
  const left = part && file.applied !== undefined ? withoutPart(file.applied, part) : undefined;
  const applied = left?.trim() === "" ? undefined : left;
  applies.set(id, { before, after: { ...before, [name]: applied } });
  setApplied({ ...appliedTexts(useEditing.getState().files), [name]: applied });
  await checkFile(name);
  return `${result.stdout}${result.stderr}`.trim();
}

/** Notes what came of an apply: the texts that the cluster now has, and what it refused. Other files stay as they are. */
export function tookApply(took: {
  readonly sources: readonly SourceFile[];
  readonly documents: readonly AppliedDocument[];
  readonly problems: readonly Problem[];
}): void {
  const texts = new Map(took.sources.map(({ name, text }) => [name, text]));
  const { files, problems, refusals } = useEditing.getState();
  const ofFiles = [...texts.keys()].map((name) => [name, took.problems.filter(({ file }) => file === name)] as const);
  useEditing.setState({
    files: files.map((file) => (texts.has(file.name) ? { ...file, applied: texts.get(file.name) } : file)),
    problems: { ...problems, ...Object.fromEntries(ofFiles) },
    refusals: [...refusals.filter(({ file }) => !texts.has(file)), ...took.problems],
  });
}

/** Takes back the last change of the cluster, or makes it again. What had been applied follows. */
export async function travel(kind: "undo" | "redo"): Promise<void> {
  const { changeOf } = await ask(kind, {});
  const texts = changeOf === undefined ? undefined : applies.get(changeOf);
  if (!texts) return;
  const applied = kind === "undo" ? texts.before : texts.after;
  setApplied(applied);
}

function setApplied(applied: AppliedTexts): void {
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
