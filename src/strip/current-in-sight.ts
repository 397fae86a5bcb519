import { useEffect, useRef } from "react";

/** Keeps what is current within a list in sight; `current` names it, so that the list is scrolled when that changes. */
export function useCurrentInSight<E extends HTMLElement>(current: string) {
  const box = useRef<E>(null);
  useEffect(() => {
    if (current !== "") box.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return box;
}
