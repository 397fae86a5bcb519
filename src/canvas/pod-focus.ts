import type { KeyboardEvent } from "react";

const DIRECTIONS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Moves the focus from a pod to the nearest one in the arrow's direction. */
export function focusNeighbour(event: KeyboardEvent<HTMLElement>): void {
  const direction = DIRECTIONS[event.key];
  if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const here = event.currentTarget.getBoundingClientRect();
  const pods = event.currentTarget.closest(".react-flow")?.querySelectorAll<HTMLElement>("[data-pod]") ?? [];
  let nearest: HTMLElement | undefined;
  let distance = Infinity;
  for (const pod of pods) {
    const there = pod.getBoundingClientRect();
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const ahead = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    if (ahead > 4 && ahead + 3 * aside < distance) {
      nearest = pod;
      distance = ahead + 3 * aside;
    }
  }
  nearest?.focus();
}
