// What is wrong with the texts: what the API server would say of each, and what they will not do beside each other and the cluster.
import { create } from "zustand";
import type { DocumentOutline, Problem, TextLink } from "../protocol/protocol.ts";
import { useCluster } from "./cluster.ts";
import { useEditing } from "./editing.ts";
import type { EditedFile } from "./editing.ts";
import { ask, Refusal } from "./engine-link.ts";
import { isTooLong, sourcesOf } from "./files.ts";

/** Waits so long after the last key before a text is checked. */
export const CHECK_AFTER_MS = 200;
/** Waits so long after the last change of a text or of the cluster before all is reviewed. */
const REVIEW_AFTER_MS = 300;
/** Kinds that change by themselves, and that no remark is about. */
const RESTLESS_KINDS: ReadonlySet<string> = new Set(["Event", "Lease", "Node", "EndpointSlice", "Endpoints"]);

type Review = {
  /** Remarks by file: their words are the page's. */
  readonly remarks: Readonly<Record<string, readonly Problem[]>>;
  readonly links: readonly TextLink[];
  /** The files that were reviewed. */
  readonly files: readonly EditedFile[];
};

/** What the last review found. */
export const useReview = create<Review>(() => ({ remarks: {}, links: [], files: [] }));

/** Asks the API server what it would say of the file as it is now, and where its fields are. */
export async function checkFile(name: string): Promise<void> {
  const { files, outlines } = useEditing.getState();
  const file = files.find((one) => one.name === name);
  if (!file || isTooLong(file)) return setChecked(name, { problems: [], documents: [] });
  const namespaces = Object.entries(outlines)
    .filter(([other]) => other !== name)
    .flatMap(([, documents]) => documents.filter(({ kind }) => kind === "Namespace").map((one) => one.name));
  try {
    const checked = await ask("validate", { file: name, text: file.text, namespaces });
    const isStill = useEditing.getState().files.some((one) => one.name === name && one.text === file.text);
    if (isStill) setChecked(name, checked);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  }
}

/** Reviews all files as they are now. What newer files made out of date is not kept. */
export async function reviewFiles(): Promise<void> {
  const { files } = useEditing.getState();
  try {
    const { remarks, links } = await ask("review", { files: sourcesOf(files) });
    if (useEditing.getState().files !== files) return;
    const byFile = Object.fromEntries(files.map(({ name }) => [name, remarks.filter(({ file }) => file === name)]));
    useReview.setState({ remarks: byFile, links, files });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  }
}

/** Whether the remarks on a file are about its text as it is now: places of an older one would be wrong. */
export function isReviewed(name: string): boolean {
  const textOf = (files: readonly EditedFile[]) => files.find((file) => file.name === name)?.text;
  return textOf(useReview.getState().files) === textOf(useEditing.getState().files);
}

/** Links of the texts as they are now, for who must not be wrong by a letter. */
export async function currentLinks(): Promise<readonly TextLink[]> {
  if (useReview.getState().files !== useEditing.getState().files) await reviewFiles();
  return useReview.getState().links;
}

/** Checks each file some time after it was last changed, and reviews all after that. The returned function ends it. */
export function checkWhileTyping(): () => void {
  const timers = new Map<string, number>();
  let reviewTimer = 0;
  const reviewLater = () => {
    clearTimeout(reviewTimer);
    reviewTimer = window.setTimeout(() => void reviewFiles(), REVIEW_AFTER_MS);
  };
  const ends = [
    useEditing.subscribe(({ files }, before) => {
      if (files === before.files) return;
      reviewLater();
      const known = new Map(before.files.map((file) => [file.name, file.text]));
      for (const { name, text } of files) {
        if (known.get(name) === text) continue;
        clearTimeout(timers.get(name));
        timers.set(
          name,
          window.setTimeout(() => void checkFile(name), CHECK_AFTER_MS),
        );
      }
    }),
    useCluster.subscribe(({ revisions, phase }, before) => {
      if (phase === "ready" && isChanged(revisions, before.revisions)) reviewLater();
    }),
  ];
  return () => {
    clearTimeout(reviewTimer);
    for (const timer of timers.values()) clearTimeout(timer);
    for (const end of ends) end();
  };
}

type Revisions = Readonly<Record<string, number>>;

function isChanged(now: Revisions, before: Revisions): boolean {
  if (now === before) return false;
  return Object.entries(now).some(([kind, revision]) => !RESTLESS_KINDS.has(kind) && before[kind] !== revision);
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
