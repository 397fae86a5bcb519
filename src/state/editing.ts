// Manifests being edited: the files, what of them is applied, what is wrong with them, and where a field is written.
import { create } from "zustand";
import type { ObjectRef } from "../engine/trace/trace.ts";
import type { DocumentOutline, Problem } from "../protocol/protocol.ts";
import { getObject, objectKey } from "./cluster.ts";
import { showSource } from "./layout.ts";

export type EditedFile = {
  readonly name: string;
  readonly text: string;
  /** The text as it was last given to the cluster, taken or refused; undefined if it never was. */
  readonly applied?: string | undefined;
};

/** A place in a file; lines are counted from 1. */
export type FileLine = { readonly file: string; readonly line: number };

/** What a trace points at: an object, and a field of it ("spec.selector.app", "spec.ports[0].port"). */
export type FieldRef = { readonly object: ObjectRef; readonly field?: string | undefined };

type EditingState = {
  readonly files: readonly EditedFile[];
  readonly active: string;
  readonly problems: Readonly<Record<string, readonly Problem[]>>;
  /** What the last apply refused, until the text changes: a dry run may not know it. */
  readonly refusals: readonly Problem[];
  readonly outlines: Readonly<Record<string, readonly DocumentOutline[]>>;
  /** Objects that were applied from these files, and that no file has any more: the cluster still has them. */
  readonly orphans: readonly ObjectRef[];
  /** The file that was deleted last, and its place: it can be put back. */
  readonly deleted?: { readonly file: EditedFile; readonly index: number } | undefined;
  readonly isApplying: boolean;
  /** The line that the editor was last asked to show; `asked` counts, so that the same line can be asked for twice. */
  readonly reveal?: (FileLine & { readonly asked: number; readonly isEdited: boolean }) | undefined;
};

export const useEditing = create<EditingState>(() => ({
  files: [],
  active: "",
  problems: {},
  refusals: [],
  outlines: {},
  orphans: [],
  isApplying: false,
}));

/** The file that is being edited. */
export function activeFile({ files, active }: EditingState): EditedFile | undefined {
  return files.find(({ name }) => name === active) ?? files[0];
}

/** Where the field is written: its line, or its nearest parent's that is written, or the object's first. Undefined: in no file. */
export function fieldLocation(ref: FieldRef): FileLine | undefined {
  for (const candidate of writtenCandidates(ref)) {
    const found = findInOutlines(candidate);
    if (found) return found;
  }
  return undefined;
}

/** `fieldLocation` for a component: draws anew when the text moves. */
export function useFieldLocation(ref: FieldRef | undefined): FileLine | undefined {
  const line = useEditing(() => {
    const found = ref && fieldLocation(ref);
    return found && `${found.line} ${found.file}`;
  });
  if (line === undefined) return undefined;
  const space = line.indexOf(" ");
  return { line: Number(line.slice(0, space)), file: line.slice(space + 1) };
}

/** What to open as a file where no file has the object: the outermost that made it, or itself. Undefined: a file has it, or it is gone. */
export function objectToBringIn(object: ObjectRef): ObjectRef | undefined {
  const made = writtenCandidates({ object }).map((one) => one.object);
  if (made.some((one) => findInOutlines({ object: one }))) return undefined;
  return made.findLast((one) => getObject(one.kind, objectKey(one)));
}

/** Shows the field in the editor: opens its file and marks its line. False when no file has it. */
export function revealField(ref: FieldRef): boolean {
  const location = fieldLocation(ref);
  if (location) revealLine(location);
  return location !== undefined;
}

/** Shows a line in the editor; to edit it, the cursor goes there. */
export function revealLine(location: FileLine, purpose: "look" | "edit" = "look"): void {
  const asked = (useEditing.getState().reveal?.asked ?? 0) + 1;
  useEditing.setState({ active: location.file, reveal: { ...location, asked, isEdited: purpose === "edit" } });
  showSource();
}

/** The reference itself, then the objects that made it: a pod's labels are written in its Deployment's template. */
export function writtenCandidates(ref: FieldRef): readonly FieldRef[] {
  const candidates: FieldRef[] = [ref];
  let at: FieldRef | undefined = ref;
  while (at && candidates.length < OWNERS_MAX) {
    at = ownerOf(at);
    if (at) candidates.push(at);
  }
  return candidates;
}

const OWNERS_MAX = 4;

function ownerOf({ object, field }: FieldRef): FieldRef | undefined {
  const owner = getObject(object.kind, objectKey(object))?.metadata.ownerReferences?.find((one) => one.controller);
  if (!owner) return undefined;
  const { namespace } = object;
  const isFromTemplate = object.kind === "Pod" && field !== undefined;
  return {
    object: { kind: owner.kind, name: owner.name, ...(namespace === undefined ? {} : { namespace }) },
    field: isFromTemplate ? `spec.template.${field}` : object.kind === "ReplicaSet" ? field : undefined,
  };
}

function findInOutlines({ object, field }: FieldRef): FileLine | undefined {
  for (const [file, documents] of Object.entries(useEditing.getState().outlines)) {
    const found = documents.findLast(
      (one) =>
        one.kind === object.kind &&
        one.name === object.name &&
        (object.namespace === undefined || (one.namespace ?? "default") === object.namespace),
    );
    if (found) return { file, line: lineOf(found, field) };
  }
  return undefined;
}

function lineOf(document: DocumentOutline, field = ""): number {
  for (let path = field; path !== ""; path = parentOf(path)) {
    const line = document.lines[path];
    if (line !== undefined) return line;
  }
  return document.fromLine;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("."), path.lastIndexOf("[")));
}
