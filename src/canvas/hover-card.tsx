import { useEffect, useRef, useState } from "react";
import type { PointerEvent, ReactNode } from "react";
import { objectKey, parseKey } from "../state/cluster.ts";
import { useMessage } from "../ui/i18n/message.tsx";
import { outsideName } from "../state/trace-names.ts";
import { isSelected } from "./facts.ts";
import { thingIdAt } from "./thing-at.ts";
import { thingOfId } from "./thing-id.ts";
import type { ThingId } from "./thing-id.ts";
import type { Picture } from "./use-drawing.ts";

type Shown = { readonly id: ThingId; readonly x: number; readonly y: number };

/** The pointer rests so long before the card comes. */
const REST_MS = 350;
const WIDTH_PX = 260;
const HEIGHT_PX = 150;
const BESIDE_PX = 14;

/** What is known of the thing under the pointer, in short. Screen readers have it in the thing's own name. */
export function HoverCards({ picture, children }: { readonly picture: Picture; readonly children: ReactNode }) {
  const [shown, setShown] = useState<Shown>();
  const timer = useRef(0);
  const hide = () => {
    clearTimeout(timer.current);
    setShown(undefined);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const follow = (event: PointerEvent) => {
    clearTimeout(timer.current);
    if (event.pointerType !== "mouse" || event.buttons !== 0 || !(event.target instanceof Element)) return hide();
    const id = thingIdAt(event.target, event, picture);
    if (id === undefined) return hide();
    if (shown?.id === id) return undefined;
    const { clientX, clientY } = event;
    const show = () => setShown({ id, x: clientX, y: clientY });
    if (shown === undefined) timer.current = window.setTimeout(show, REST_MS);
    else show();
    return undefined;
  };
  return (
    <div className="things" onPointerMove={follow} onPointerLeave={hide} onPointerDown={hide} onWheel={hide}>
      {children}
      {shown && <Card shown={shown} picture={picture} />}
    </div>
  );
}

function Card({ shown: { id, x, y }, picture }: { readonly shown: Shown; readonly picture: Picture }) {
  const rows = useRows(id, picture);
  if (rows === undefined) return null;
  const left = Math.min(x + BESIDE_PX, innerWidth - WIDTH_PX - BESIDE_PX);
  const isLow = y + BESIDE_PX + HEIGHT_PX > innerHeight;
  const place = isLow ? { bottom: innerHeight - y + BESIDE_PX } : { top: y + BESIDE_PX };
  return (
    <div className="hovercard" style={{ left, ...place }} aria-hidden="true">
      <b>{rows.title}</b>
      <dl>
        {rows.facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

type Rows = { readonly title: string; readonly facts: readonly (readonly [name: string, value: string])[] };

function useRows(id: ThingId, picture: Picture): Rows | undefined {
  const message = useMessage();
  const thing = thingOfId(id);
  if (thing === undefined) return undefined;
  if (thing.kind === "outside") {
    return { title: outsideName(thing.address), facts: [[message("canvas.card.address"), thing.address]] };
  }
  const key = objectKey(thing.object);
  const { podOf, serviceOf, facts } = picture;
  const pod = thing.object.kind === "Pod" ? podOf.get(key) : undefined;
  if (pod) {
    const services = facts.services.filter(
      ({ namespace, selector }) => namespace === pod.namespace && isSelected(selector, pod),
    );
    return {
      title: pod.name,
      facts: [
        [message("canvas.card.namespace"), pod.namespace],
        [message("canvas.card.status"), `${pod.status}, ${message("canvas.readyOf", pod.ready)}`],
        [message("canvas.card.restarts"), String(pod.restarts)],
        [message("canvas.card.address"), pod.address ?? message("canvas.noAddress")],
        [message("canvas.card.node"), pod.node ?? message("canvas.waiting")],
        [message("canvas.card.services"), services.map(({ name }) => name).join(", ") || message("canvas.none")],
      ],
    };
  }
  const service = thing.object.kind === "Service" ? serviceOf.get(key) : undefined;
  if (service) {
    const selector = Object.entries(service.selector ?? {}).map(([name, value]) => `${name}=${value}`);
    return {
      title: `${service.name} (${service.type})`,
      facts: [
        [message("canvas.card.namespace"), service.namespace],
        [message("canvas.card.address"), service.addresses.join(", ") || message("canvas.none")],
        [message("canvas.card.selector"), selector.join(", ") || message("canvas.none")],
        [message("canvas.card.endpoints"), message(service.hasEndpoints ? "canvas.ready" : "canvas.none")],
      ],
    };
  }
  const machine = picture.drawing.machineOf.get(parseKey(key).name);
  if (thing.object.kind !== "Node" || machine?.node === undefined) return undefined;
  return {
    title: machine.name,
    facts: [
      [message("canvas.card.status"), message(machine.node.isReady ? "canvas.ready" : "canvas.notReady")],
      [message("canvas.card.address"), machine.node.address],
      [message("canvas.card.podNetwork"), machine.node.podCidr],
      [message("canvas.card.pods"), String(machine.slots.size)],
      [message("canvas.card.move"), message("canvas.card.moveHow")],
    ],
  };
}
