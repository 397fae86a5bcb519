import { monaco } from "./features.ts";

type Model = monaco.editor.ITextModel;

/** The range of offsets of a text. */
export function rangeOf(model: Model, { from, to }: { readonly from: number; readonly to: number }): monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to));
}

/** The one change between two texts, from the first character that differs to the last. */
export function changeBetween(
  before: string,
  after: string,
): { readonly from: number; readonly to: number; readonly text: string } {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  let end = 0;
  const endMax = Math.min(before.length, after.length) - from;
  while (end < endMax && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from, to: before.length - end, text: after.slice(from, after.length - end) };
}
