// A work that came by a link or a file: opened at once where nothing is open yet, offered where somebody is at work.
import { readShareFile, readShareLink } from "../../state/share.ts";
import type { ReadShare, Shared } from "../../state/share.ts";
import { openShared } from "../../state/workspace.ts";
import { goToPlace, usePlaybackStore } from "../../state/playback-store.ts";
import { setUrl, showTrace } from "../../state/requests.ts";
import { openLink } from "../follow-link.ts";
import { showShare } from "./share-store.ts";

/** Opens the work of the page's address. False when it cannot be read. */
export async function openAddress(): Promise<boolean> {
  const read = await takeAddress();
  if (read.kind === "problem") {
    showShare({ kind: "refused", problem: read.problem });
    return false;
  }
  await openSharedWork(read.shared);
  return true;
}

/** Offers the work of the page's address to somebody who is at work here. */
export async function offerAddress(): Promise<void> {
  offer(await takeAddress());
}

/** Reads a file that somebody was sent. */
export async function openShareFile(file: File): Promise<void> {
  offer(readShareFile(await file.text()));
}

/** Opens a work in this tab, at its moment; one's own is kept beside it. */
export async function openSharedWork({ work, moment, trace, detail }: Shared): Promise<void> {
  usePlaybackStore.setState({ detail });
  await openShared(work);
  if (moment === undefined) return;
  if (trace === undefined) return openLink(moment);
  setUrl(moment.url);
  showTrace({ source: "bar", trace });
  if (moment.at) goToPlace(moment.at);
}

function offer(read: ReadShare): void {
  if (read.kind === "shared") showShare({ kind: "offered", shared: read.shared });
  else showShare({ kind: "refused", problem: read.problem });
}

/** Reads the work out of the address, and clears it there: the browser's history is no place for it. */
async function takeAddress(): Promise<ReadShare> {
  const { hash } = location;
  history.replaceState(history.state, "", location.pathname + location.search);
  return readShareLink(hash);
}
