import { useState } from "react";
import type { MouseEvent, PointerEvent, ReactNode } from "react";
import type { Picked } from "../state/selection.ts";
import { ContextMenu } from "../ui/controls/context-menu.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { actionsOf, thingName } from "./actions.ts";
import { thingAt } from "./thing-at.ts";
import type { Picture } from "./use-drawing.ts";

/** The drawing with a menu over each of its things; where there is none, the browser has its own. */
export function ThingMenu({ picture, children }: { readonly picture: Picture; readonly children: ReactNode }) {
  const message = useMessage();
  const [thing, setThing] = useState<Picked>();
  const name = thing ? thingName(thing) : "";
  const aim = (event: MouseEvent | PointerEvent) => {
    const found = event.target instanceof Element ? thingAt(event.target, event, picture) : undefined;
    setThing(found);
    if (found === undefined && event.type === "contextmenu") event.stopPropagation();
  };
  return (
    <ContextMenu
      label={message("actions.of", { name })}
      title={name}
      listGroups={() => (thing ? actionsOf(thing, message) : [])}
    >
      <div
        className="things"
        onContextMenuCapture={aim}
        onPointerDownCapture={(event) => event.pointerType !== "mouse" && aim(event)}
      >
        {children}
      </div>
    </ContextMenu>
  );
}
