// What the cluster has otherwise than the files that were applied: changes by kubectl, by the canvas, by controllers.
import { create } from "zustand";
import type { ObjectRef } from "../engine/trace/trace.ts";
import { useCluster } from "./cluster.ts";
import { activeFile, useEditing } from "./editing.ts";
import { ask, Refusal } from "./engine-link.ts";
import { addFile, isTooLong, setText } from "./files.ts";
import { showSource } from "./layout.ts";

/** Waits so long after the last change of the cluster before the active file is compared. */
const COMPARE_AFTER_MS = 400;

type DriftState = {
  /** Of the active file as it was applied. */
  readonly drift?: { readonly file: string; readonly differences: number } | undefined;
  /** The file whose text and the cluster's are shown beside each other. */
  readonly compared?: { readonly file: string; readonly clusterText: string } | undefined;
};

export const useDrift = create<DriftState>(() => ({}));

/** Compares the active file with the cluster whenever one of them changes. The returned function ends it. */
export function followDrift(): () => void {
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void findDrift(), COMPARE_AFTER_MS);
  };
  const ends = [
    useCluster.subscribe(({ revisions }, before) => {
      if (revisions !== before.revisions) later();
    }),
    useEditing.subscribe((state, before) => {
      const [now, then] = [activeFile(state), activeFile(before)];
      if (now?.name !== then?.name || now?.applied !== then?.applied) later();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const end of ends) end();
  };
}

/** Shows the active file and what the cluster has of it beside each other; documents that it does not have are missing there. */
export async function compareWithCluster(): Promise<void> {
  const file = activeFile(useEditing.getState());
  if (!file || isTooLong(file)) return;
  const compared = await compare(file.name, file.text);
  if (!compared) return;
  let { text } = compared;
  if (compared.missing.length > 0 && text === file.text)
    for (const { from, to } of compared.missing.toReversed()) text = text.slice(0, from) + text.slice(to);
  useDrift.setState({ compared: { file: file.name, clusterText: text } });
  showSource();
}

/** Back to the text alone. */
export function endComparison(): void {
  useDrift.setState({ compared: undefined });
}

/** Writes into the active file what the cluster has; documents that it does not have stay. */
export async function takeFromCluster(): Promise<void> {
  const file = activeFile(useEditing.getState());
  if (!file || isTooLong(file)) return;
  const compared = await compare(file.name, file.text);
  if (!compared || useEditing.getState().files.every((one) => one !== file)) return;
  setText(file.name, compared.text);
  const { files } = useEditing.getState();
  const isWhole = compared.missing.length === 0;
  if (isWhole)
    useEditing.setState({
      files: files.map((one) => (one.name === file.name ? { ...one, applied: compared.text } : one)),
    });
  endComparison();
}

/** Opens an object that no file has as a file of its own: what the cluster has, ready to be changed and applied. False when it is gone. */
export async function bringIn(object: ObjectRef): Promise<boolean> {
  const text = await exported(object);
  if (text === undefined) return false;
  const name = addFile(`${object.kind.toLowerCase()}-${object.name}.yaml`, text);
  const { files } = useEditing.getState();
  useEditing.setState({ files: files.map((file) => (file.name === name ? { ...file, applied: text } : file)) });
  showSource();
  return true;
}

async function exported(object: ObjectRef): Promise<string | undefined> {
  try {
    return (await ask("export", { object })).text;
  } catch (refusal) {
    if (refusal instanceof Refusal) return undefined;
    throw refusal;
  }
}

async function findDrift(): Promise<void> {
  const file = activeFile(useEditing.getState());
  if (!file || file.applied === undefined || isTooLong(file)) return useDrift.setState({ drift: undefined });
  const compared = await compare(file.name, file.applied);
  const now = activeFile(useEditing.getState());
  if (now?.name !== file.name || now.applied !== file.applied || !compared) return;
  const differences = compared.differences + compared.missing.length;
  useDrift.setState({ drift: differences === 0 ? undefined : { file: file.name, differences } });
}

async function compare(name: string, text: string) {
  try {
    return await ask("compare", { file: { name, text } });
  } catch (refusal) {
    if (refusal instanceof Refusal) return undefined;
    throw refusal;
  }
}
