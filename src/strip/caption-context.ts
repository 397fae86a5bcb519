import type { ReactNode } from "react";
import type { Header } from "../engine/model/packet.ts";
import type { Hop, PacketTrace, Trace } from "../engine/trace/trace.ts";
import type { Moment } from "../state/playback.ts";

/** What just happened, both addresses where one changed, and why. */
export type CaptionText = {
  readonly what: ReactNode;
  readonly swap?: { readonly before: string; readonly after: string };
  readonly why?: ReactNode;
};

/** What a caption is made from. */
export type CaptionContext = {
  readonly trace: Trace;
  readonly moment: Moment;
  readonly packet: PacketTrace;
  readonly hop: Hop;
  readonly header: Header;
  readonly host: string;
};
