import { useEffect, useRef } from "react";
import type { Moment } from "../state/playback.ts";

/** Names the mark of a moment in the document: `data-moment`. */
export function momentName({ row, at }: Moment): string {
  return `${row}.${at}`;
}

/** Keeps the mark of the moment in sight, and the focus on it when the focus is in this box. */
export function useFollowedMark(moment: Moment | undefined) {
  const box = useRef<HTMLDivElement>(null);
  const name = moment && momentName(moment);
  useEffect(() => {
    const mark = box.current?.querySelector<HTMLElement>(`[data-moment="${name}"]`);
    if (!mark) return;
    const hasFocus = box.current?.contains(document.activeElement) ?? false;
    if (hasFocus && document.activeElement !== mark) mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [name]);
  return box;
}
