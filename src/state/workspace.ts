// Keeps the files of this tab in IndexedDB. Each tab has a workspace of its own; a new tab begins with a copy of the last one.
import { del, get, keys, set } from "idb-keyval";
import { create } from "zustand";
import type { SenderHint } from "../scenarios/scenario.ts";
import { useEditing } from "./editing.ts";
import type { EditedFile } from "./editing.ts";
import { readPlaces, usePlaces } from "./places.ts";
import type { Places } from "./places.ts";
import { useRequests } from "./requests.ts";
import { hintOf } from "./senders.ts";
import { beginSession, useSession } from "./sessions.ts";
import { tabId } from "./tab.ts";

/** Waits so long after the last change before it is written. */
const KEEP_AFTER_MS = 250;
/** Workspaces of tabs that were closed; older ones are forgotten. */
const WORKSPACES_MAX = 8;
const LAST = "last";

type Workspace = {
  readonly scenarioId: string;
  readonly files: readonly EditedFile[];
  readonly active: string;
  readonly from: SenderHint;
  readonly url: string;
  /** Where things of the drawing were put by hand. */
  readonly places?: Places;
  readonly keptAt: number;
};

/** "refused": the browser keeps nothing, or has no room; all works, but a reload loses the text. */
export const useKeeping = create<{ readonly storage: "kept" | "refused" }>(() => ({ storage: "kept" }));

/** Begins with what this tab kept, or with what the last tab did. False when there is nothing. */
export async function resumeWorkspace(): Promise<boolean> {
  const kept = await read();
  if (!kept) return false;
  await beginSession(kept);
  usePlaces.setState(readPlaces(kept.places));
  return true;
}

/** Writes the workspace whenever something of it has changed. The returned function ends it. */
export function keepWorkspace(): () => void {
  let timer = 0;
  let isDirty = false;
  const write = () => {
    if (isDirty) void keep();
    isDirty = false;
  };
  const later = () => {
    isDirty = true;
    clearTimeout(timer);
    timer = window.setTimeout(write, KEEP_AFTER_MS);
  };
  const ends = [
    useEditing.subscribe(({ files, active }, before) => {
      if (files !== before.files || active !== before.active) later();
    }),
    useRequests.subscribe(({ from, url }, before) => {
      if (from !== before.from || url !== before.url) later();
    }),
    usePlaces.subscribe(later),
  ];
  document.addEventListener("visibilitychange", write);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", write);
    for (const end of ends) end();
  };
}

async function keep(): Promise<void> {
  const { files, active } = useEditing.getState();
  const { from, url } = useRequests.getState();
  const { scenarioId } = useSession.getState();
  const places = usePlaces.getState();
  const workspace: Workspace = { scenarioId, files, active, from: hintOf(from), url, places, keptAt: Date.now() };
  try {
    const id = await tabId();
    await set(`workspace ${id}`, workspace);
    await set(LAST, id);
    useKeeping.setState({ storage: "kept" });
  } catch {
    useKeeping.setState({ storage: "refused" });
  }
}

async function read(): Promise<Workspace | undefined> {
  try {
    const own = await get<unknown>(`workspace ${await tabId()}`);
    if (isWorkspace(own)) return own;
    const last = await get<unknown>(`workspace ${String(await get(LAST))}`);
    await forgetOldest();
    return isWorkspace(last) ? last : undefined;
  } catch {
    useKeeping.setState({ storage: "refused" });
    return undefined;
  }
}

/** Deletes the workspaces that were not written for longest. */
async function forgetOldest(): Promise<void> {
  const names = (await keys()).filter((key) => typeof key === "string" && key.startsWith("workspace "));
  const kept = await Promise.all(names.map(async (name) => ({ name, workspace: await get<unknown>(name) })));
  const newest = kept.toSorted((a, b) => keptAt(b.workspace) - keptAt(a.workspace));
  await Promise.all(newest.slice(WORKSPACES_MAX).map(({ name }) => del(name)));
}

function keptAt(value: unknown): number {
  return isWorkspace(value) ? value.keptAt : 0;
}

function isWorkspace(value: unknown): value is Workspace {
  const one = value as Partial<Workspace> | undefined;
  return (
    Array.isArray(one?.files) &&
    one.files.every((file) => typeof file?.name === "string" && typeof file.text === "string") &&
    typeof one.url === "string" &&
    typeof one.from === "object"
  );
}
