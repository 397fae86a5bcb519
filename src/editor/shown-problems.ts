import type { Problem } from "../protocol/protocol.ts";
import { useReview } from "../state/checking.ts";
import { useEditing } from "../state/editing.ts";

const NONE: readonly Problem[] = [];
let joined:
  | { readonly said: readonly Problem[]; readonly remarked: readonly Problem[]; readonly all: readonly Problem[] }
  | undefined;

/**
 * What is wrong with a file, in the order of its text: what the API server says, and what is remarked where it says nothing.
 * The same list until one of the two changes.
 */
export function shownProblems(file: string): readonly Problem[] {
  return join(useEditing.getState().problems[file] ?? NONE, useReview.getState().remarks[file] ?? NONE);
}

/** `shownProblems` for a component. */
export function useShownProblems(file: string): readonly Problem[] {
  const said = useEditing(({ problems }) => problems[file] ?? NONE);
  const remarked = useReview(({ remarks }) => remarks[file] ?? NONE);
  return join(said, remarked);
}

function join(said: readonly Problem[], remarked: readonly Problem[]): readonly Problem[] {
  if (joined?.said === said && joined.remarked === remarked) return joined.all;
  const isSaid = ({ from, to }: Problem) =>
    said.some((one) => one.from < Math.max(to, from + 1) && from < Math.max(one.to, one.from + 1));
  const all = [...said, ...remarked.filter((remark) => !isSaid(remark))].toSorted((a, b) => a.from - b.from);
  joined = { said, remarked, all };
  return all;
}
