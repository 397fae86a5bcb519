import { useStoreApi } from "@xyflow/react";
import { useState } from "react";
import type { MouseEvent as ReactMouseEvent, ReactNode } from "react";
import { hostName } from "../engine/model/host.ts";
import type { HostRef } from "../engine/model/host.ts";
import { setFrom } from "../state/requests.ts";
import type { Picked } from "../state/selection.ts";
import { sendTo } from "./actions.ts";
import { dragThing } from "./arranging.ts";
import { thingAt, thingIdAt } from "./thing-at.ts";
import { thingOfId } from "./thing-id.ts";
import type { Picture } from "./use-drawing.ts";
import { urlOf } from "./thing-url.ts";

type Point = { readonly x: number; readonly y: number };
type Drawn = { readonly host: HostRef; readonly from: Point; readonly to: Point; readonly url?: string | undefined };

/** The pointer goes so far before a press becomes a drawing. */
const DRAWN_FROM_PX = 6;

/** By pointer: a machine is moved by its head, any thing with Shift; from a pod or the outside, a line is drawn. Sends by drawing: a line from a pod or a machine outside to what shall answer. The menu's "Send to it" does the same by keyboard. */
export function DrawnRequest({ picture, children }: { readonly picture: Picture; readonly children: ReactNode }) {
  const [drawn, setDrawn] = useState<Drawn>();
  const flow = useStoreApi();
  const begin = (event: ReactMouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || !(event.target instanceof Element)) return;
    const id = thingIdAt(event.target, event, picture);
    const thing = id === undefined ? undefined : thingOfId(id);
    const host = thing && senderOf(thing);
    const at = { x: event.clientX, y: event.clientY };
    // Else the picture moves with the pointer.
    if (id !== undefined && (event.shiftKey || event.target.closest(".machine__head"))) {
      event.stopPropagation();
      dragThing(id, at, { picture, zoom: flow.getState().transform[2] });
    } else if (host !== undefined) {
      event.stopPropagation();
      followPointer({ host, from: at, to: at }, { picture, show: setDrawn });
    }
  };
  return (
    <div className="things" onMouseDownCapture={begin}>
      {children}
      {drawn && <DrawnLine drawn={drawn} />}
    </div>
  );
}

function DrawnLine({ drawn: { from, to, url } }: { readonly drawn: Drawn }) {
  return (
    <div className="drawn" aria-hidden="true">
      <svg>
        <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
        <circle cx={from.x} cy={from.y} r={3} />
      </svg>
      {url !== undefined && (
        <span className="drawn__url" style={{ left: to.x, top: to.y }}>
          {url}
        </span>
      )}
    </div>
  );
}

/** Who can be drawn from: pods and the machines outside. Nodes are held to move the picture. */
function senderOf(thing: Picked): HostRef | undefined {
  if (thing.kind === "outside") return { outside: thing.address };
  const { kind, namespace = "default", name } = thing.object;
  return kind === "Pod" ? { namespace, pod: name } : undefined;
}

type Following = { readonly picture: Picture; readonly show: (drawn: Drawn | undefined) => void };

/** Shows the line to where the pointer is, and sends when it is let go over what can answer; Escape gives up. */
function followPointer(begun: Drawn, { picture, show }: Following): void {
  const listening = new AbortController();
  const { signal } = listening;
  let drawn = begun;
  const end = () => {
    listening.abort();
    show(undefined);
  };
  const move = (event: MouseEvent) => {
    const thing = event.target instanceof Element ? thingAt(event.target, event, picture) : undefined;
    drawn = { ...begun, to: { x: event.clientX, y: event.clientY }, url: thing && urlFrom(begun.host, thing) };
    show(isFar(drawn) ? drawn : undefined);
  };
  const letGo = () => {
    end();
    if (drawn.url === undefined || !isFar(drawn)) return;
    setFrom(drawn.host);
    sendTo(drawn.url);
  };
  const giveUp = ({ key }: KeyboardEvent) => {
    if (key === "Escape") end();
  };
  addEventListener("mousemove", move, { signal });
  addEventListener("mouseup", letGo, { signal });
  addEventListener("keydown", giveUp, { signal });
}

function urlFrom(host: HostRef, thing: Picked): string | undefined {
  const own = senderOf(thing);
  return own !== undefined && hostName(own) === hostName(host) ? undefined : urlOf(thing, host);
}

function isFar({ from, to }: Drawn): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) > DRAWN_FROM_PX;
}
