import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import type { FocusEvent, KeyboardEvent, ReactNode } from "react";
import { moveByKey } from "./arranging.ts";
import { directionOf, neighbourOf, thingsInOrder, useThingFocus } from "./thing-focus.ts";
import type { ThingId } from "./thing-id.ts";
import type { Picture } from "./use-drawing.ts";

/** Arrow keys go from thing to thing, with Shift they move the thing itself; what has the focus is brought into the pane. */
export function ThingKeys({ picture, children }: { readonly picture: Picture; readonly children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const { drawing, serviceOf } = picture;
  const things = useMemo(() => thingsInOrder({ drawing, serviceOf }), [drawing, serviceOf]);
  const reveal = useReveal();
  const wanted = useRef<ThingId>(undefined);
  const current = useThingFocus((state) => state.current);
  useEffect(() => {
    if (!things.some(({ id }) => id === current)) useThingFocus.setState({ current: things[0]?.id });
  }, [things, current]);
  useEffect(() => {
    // A painted pod has an element only while it is the current thing.
    if (current === undefined || wanted.current !== current) return;
    find(root.current, current)?.focus({ preventScroll: true });
    wanted.current = undefined;
  }, [current]);
  const onKeyDown = (event: KeyboardEvent) => {
    const id = event.target instanceof Element ? event.target.getAttribute("data-thing") : null;
    if (id === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const direction = directionOf(event.key);
    const next = event.shiftKey ? undefined : neighbourOf(things, id, event.key);
    const isMoved = event.shiftKey && direction !== undefined && moveByKey(id, direction, picture);
    if (next === undefined && !isMoved) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === undefined) return;
    wanted.current = next;
    useThingFocus.setState({ current: next });
  };
  const onFocus = (event: FocusEvent) => {
    const id = event.target.getAttribute("data-thing");
    if (id === null) return;
    useThingFocus.setState({ current: id });
    if (event.target.matches(":focus-visible")) reveal(event.target);
  };
  return (
    <div ref={root} className="things" role="presentation" onKeyDown={onKeyDown} onFocus={onFocus}>
      {children}
    </div>
  );
}

const REVEAL_MARGIN_PX = 16;

/** Moves the viewport so that an element is in the pane. */
function useReveal(): (element: Element) => void {
  const { setViewport } = useReactFlow();
  const flow = useStoreApi();
  return (element) => {
    const pane = element.closest(".react-flow");
    if (pane === null) return;
    // A browser scrolls what it focuses into view; here the viewport moves.
    pane.scrollTo(0, 0);
    const [shown, whole] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
    const left = Math.max(0, whole.left + REVEAL_MARGIN_PX - shown.left);
    const right = Math.max(0, shown.right - (whole.right - REVEAL_MARGIN_PX));
    const up = Math.max(0, whole.top + REVEAL_MARGIN_PX - shown.top);
    const down = Math.max(0, shown.bottom - (whole.bottom - REVEAL_MARGIN_PX));
    if (left + right + up + down === 0) return;
    const [x, y, zoom] = flow.getState().transform;
    void setViewport({ x: x + left - right, y: y + up - down, zoom });
  };
}

function find(root: Element | null, id: ThingId): HTMLElement | null {
  return root?.querySelector<HTMLElement>(`[data-thing="${CSS.escape(id)}"]`) ?? null;
}
