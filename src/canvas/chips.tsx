import { useViewport } from "@xyflow/react";
import { useMemo } from "react";
import { usePlaybackStore } from "../state/playback-store.ts";
import { frameAt } from "../state/playback.ts";
import { Glyph } from "../ui/glyph.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import { chipOf } from "./chip-model.ts";
import type { Chip } from "./chip-model.ts";
import { bandMiddle, postroutingY } from "./drawing.ts";
import type { Picture } from "./use-drawing.ts";
import { trunkX } from "./way.ts";

/** The current packet as a chip with its header, what it was before a rewrite, and the mark of the rule that acted. */
export function Chips({ picture }: { readonly picture: Picture }) {
  const { x, y, zoom } = useViewport();
  const timeMs = usePlaybackStore((state) => state.timeMs);
  const { playback } = picture;
  const frame = useMemo(() => playback && frameAt(playback, timeMs), [playback, timeMs]);
  const chip = chipOf(picture, frame);
  return (
    <div className="chips" style={{ transform: `translate(${x}px, ${y}px) scale(${zoom})` }}>
      <VerdictMark picture={picture} isStruck={chip?.isStruck ?? false} />
      {chip?.was && (
        <span className="chip chip--was" style={{ left: chip.wasAt.x, top: chip.wasAt.y }} aria-hidden="true">
          <span className="chip__addr">
            <End text={chip.was.source} isStruck={chip.changed === "source"} /> →{" "}
            <End text={chip.was.destination} isStruck={chip.changed === "destination"} />
          </span>
        </span>
      )}
      {chip && <PacketChip chip={chip} />}
      {chip?.answer && (
        <span className="chip chip--answer" style={{ left: chip.answer.at.x, top: chip.answer.at.y }}>
          <span className="chip__addr">{chip.answer.text}</span>
        </span>
      )}
    </div>
  );
}

function PacketChip({ chip }: { readonly chip: Chip }) {
  const message = useMessage();
  const { kind, source, destination, changed, isStruck, tone, at } = chip;
  const isNew = (end: "source" | "destination") => changed === end && !isStruck;
  return (
    <span
      className={`chip chip--packet ${tone === "reject" ? "chip--reject" : ""}`}
      style={{ left: at.x, top: at.y }}
      role="img"
      aria-label={message("canvas.packetLabel", { kind, source, destination })}
    >
      <span className="chip__kind">{kind}</span>
      <span className={isNew("source") ? "chip__new" : "chip__addr"}>
        <End text={source} isStruck={isStruck && changed === "source"} />
      </span>
      <span className="chip__arrow">→</span>
      <span className={isNew("destination") ? "chip__new" : "chip__addr"}>
        <End text={destination} isStruck={isStruck && changed === "destination"} />
      </span>
    </span>
  );
}

function End({ text, isStruck }: { readonly text: string; readonly isStruck: boolean }) {
  return isStruck ? <del>{text}</del> : <>{text}</>;
}

/** Where a rule acted: on the band of its Service, or under the rules where packets leave (POSTROUTING). A diamond, or an octagon where it said no. */
function VerdictMark({ picture, isStruck }: { readonly picture: Picture; readonly isStruck: boolean }) {
  const { scene, drawing } = picture;
  const verdict = scene?.acting?.verdict;
  const machine = scene?.acting && drawing.machineOf.get(scene.acting.machine);
  const band = scene?.service === undefined ? undefined : bandMiddle(drawing, scene.service);
  const middle = scene?.acting?.isByService === false ? postroutingY(drawing) : band;
  if (verdict === undefined || machine === undefined || middle === undefined || isStruck) return null;
  const isBad = verdict === "REJECT" || verdict === "DROP";
  return (
    <span
      className={isBad ? "mark-reject" : "mark-nat"}
      style={{ left: trunkX(machine), top: machine.box.y + middle }}
      aria-hidden="true"
    >
      <Glyph shape={isBad ? "octagon" : "diamond-open"} />
      {verdict}
    </span>
  );
}
