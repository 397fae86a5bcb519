// What of the trace is shown and how fast it plays: controls side by side, and the same as a menu where there is no room for them.
import { Copy, EllipsisVertical, List, Rows3 } from "lucide-react";
import type { Trace } from "../engine/trace/trace.ts";
import { SPEEDS, setDetail, setSpeed, toggleDetail, usePlaybackStore } from "../state/playback-store.ts";
import type { Speed } from "../state/playback-store.ts";
import { IconButton } from "../ui/controls/button.tsx";
import { Menu } from "../ui/controls/menu.tsx";
import type { MenuItem } from "../ui/controls/menu.tsx";
import { Select } from "../ui/controls/select.tsx";
import { useMessage } from "../ui/i18n/message.tsx";
import type { Say } from "../ui/i18n/message.tsx";
import { toggleView, useStrip } from "./strip-store.ts";
import type { PacketFilter } from "./strip-store.ts";

export function SpeedSelect() {
  const message = useMessage();
  const speed = usePlaybackStore((state) => state.speed);
  return (
    <Select
      label={message("strip.speed")}
      className="player__select is-extra"
      value={String(speed)}
      groups={[{ options: SPEEDS.map((one) => ({ value: String(one), text: speedText(one, message) })) }]}
      onChange={(value) => setSpeed(SPEEDS.find((one) => String(one) === value) ?? 1)}
    />
  );
}

function speedText(speed: Speed, message: Say): string {
  return speed === "instant" ? message("strip.instant") : `${speed}×`;
}

const FILTERS = [
  ["all", "strip.all"],
  ["dns", "strip.dnsOnly"],
  ["connection", "strip.connectionOnly"],
  ["requests", "strip.requestsOnly"],
] as const;

export function FilterSelect() {
  const message = useMessage();
  const filter = useStrip((state) => state.filter);
  return (
    <Select
      label={message("strip.filter")}
      className="player__select is-extra"
      value={filter}
      groups={[{ options: FILTERS.map(([value, key]) => ({ value, text: message(key) })) }]}
      onChange={(value) => useStrip.setState({ filter: value as PacketFilter })}
    />
  );
}

export function DetailSwitch() {
  const message = useMessage();
  const detail = usePlaybackStore((state) => state.detail);
  return (
    <div className="segmented" role="group" aria-label={message("strip.depth")} aria-keyshortcuts="D">
      <button type="button" aria-pressed={detail === "simple"} onClick={() => setDetail("simple")}>
        {message("strip.simple")}
      </button>
      <button type="button" aria-pressed={detail === "detailed"} onClick={() => setDetail("detailed")}>
        {message("strip.detailed")}
      </button>
    </div>
  );
}

export function ViewButton() {
  const message = useMessage();
  const isRows = useStrip((state) => state.view === "rows");
  return (
    <IconButton
      icon={isRows ? List : Rows3}
      name={message(isRows ? "strip.events" : "strip.rows")}
      keys="E"
      className="is-extra"
      onClick={toggleView}
    />
  );
}

/** Takes the trace out: as text, as JSON, as a picture. */
export function CopyMenu({ trace }: { readonly trace: Trace }) {
  const message = useMessage();
  return (
    <Menu
      label={message("strip.copy")}
      trigger={<IconButton icon={Copy} name={message("strip.copy")} className="is-extra" />}
      groups={exportGroups(trace, message)}
    />
  );
}

function exportGroups(trace: Trace, message: Say): readonly (readonly MenuItem[])[] {
  const exported = async () => import("./export-trace.ts");
  return [
    [
      { text: message("strip.copyText"), onSelect: () => void exported().then((to) => to.copyTraceText(trace)) },
      { text: message("strip.copyJson"), onSelect: () => void exported().then((to) => to.copyTraceJson(trace)) },
      { text: message("strip.copyPicture"), onSelect: () => void exported().then((to) => to.copyTracePicture(trace)) },
    ],
    [
      { text: message("strip.savePicture"), onSelect: () => void exported().then((to) => to.saveTracePicture(trace)) },
      { text: message("strip.saveJson"), onSelect: () => void exported().then((to) => to.saveTraceJson(trace)) },
    ],
  ];
}

/** Everything of the player that a narrow window has no room for. */
export function MoreMenu({ trace }: { readonly trace: Trace | undefined }) {
  const message = useMessage();
  const { speed, detail } = usePlaybackStore();
  const { view, filter } = useStrip();
  const faster = SPEEDS[SPEEDS.indexOf(speed) + 1];
  const slower = SPEEDS[SPEEDS.indexOf(speed) - 1];
  const speedItem = (one: Speed, keys: string): MenuItem => ({
    text: message("strip.speedIs", { speed: speedText(one, message) }),
    keys,
    onSelect: () => setSpeed(one),
  });
  const others = FILTERS.filter(([value]) => value !== filter);
  return (
    <Menu
      label={message("strip.more")}
      trigger={<IconButton icon={EllipsisVertical} name={message("strip.more")} className="is-more" />}
      groups={[
        [
          {
            text: message(detail === "simple" ? "strip.detailed" : "strip.simple"),
            keys: "D",
            onSelect: toggleDetail,
          },
          { text: message(view === "rows" ? "strip.events" : "strip.rows"), keys: "E", onSelect: toggleView },
        ],
        [...(faster ? [speedItem(faster, ">")] : []), ...(slower ? [speedItem(slower, "<")] : [])],
        others.map(([value, key]) => ({
          text: message(key),
          note: message("strip.filter"),
          onSelect: () => useStrip.setState({ filter: value }),
        })),
        ...(trace ? exportGroups(trace, message) : []),
      ]}
    />
  );
}
