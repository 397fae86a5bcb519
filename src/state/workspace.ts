// Keeps the work of this tab in IndexedDB. Each tab has a workspace of its own; a new tab begins with a copy of the last one.
import { del, get, keys, set } from "idb-keyval";
import { create } from "zustand";
import { useCluster } from "./cluster.ts";
import { useEditing } from "./editing.ts";
import { usePlaces } from "./places.ts";
import { useRequests } from "./requests.ts";
import { tabId } from "./tab.ts";
import { openWork, readWork, workNow } from "./work.ts";
import type { Work } from "./work.ts";

/** Waits so long after the last change before it is written. */
const KEEP_AFTER_MS = 250;
/** Workspaces of tabs that were closed; older ones are forgotten. */
const WORKSPACES_MAX = 8;
const LAST = "last";

type Workspace = Work & { readonly keptAt: number };

/** "refused": the browser keeps nothing, or has no room; all works, but a reload loses the text. */
export const useKeeping = create<{ readonly storage: "kept" | "refused" }>(() => ({ storage: "kept" }));

/** Begins with what this tab kept, or with what the last tab did. False when there is nothing. */
export async function resumeWorkspace(): Promise<boolean> {
  const kept = await read();
  if (!kept) return false;
  await openWork(kept);
  return true;
}

/** Opens another person's work in this tab; what was here before is kept beside it, for `returnToOwn`. */
export async function openShared(work: Work): Promise<void> {
  const own = useCluster.getState().phase === "ready" ? await workNow() : await read();
  if (own) await setAside(own);
  await openWork(work);
  await keep();
}

/** Whether a work of one's own was set aside for somebody else's. */
export async function hasOwnAside(): Promise<boolean> {
  return (await aside()) !== undefined;
}

/** Goes back to the work that was set aside. */
export async function returnToOwn(): Promise<void> {
  const own = await aside();
  if (own === undefined) return;
  await openWork(own);
  await setAside(undefined);
}

async function setAside(own: Work | undefined): Promise<void> {
  try {
    const name = `aside ${await tabId()}`;
    if (own === undefined) return await del(name);
    // The first one is one's own: a second shared work does not take its place.
    if (readWork(await get<unknown>(name)) === undefined) await set(name, own);
  } catch {
    useKeeping.setState({ storage: "refused" });
  }
}

async function aside(): Promise<Work | undefined> {
  try {
    return readWork(await get<unknown>(`aside ${await tabId()}`));
  } catch {
    useKeeping.setState({ storage: "refused" });
    return undefined;
  }
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
    useCluster.subscribe(({ revisions, canUndo }, before) => {
      if (canUndo && revisions !== before.revisions) later();
    }),
  ];
  document.addEventListener("visibilitychange", write);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", write);
    for (const end of ends) end();
  };
}

async function keep(): Promise<void> {
  const workspace: Workspace = { ...(await workNow()), keptAt: Date.now() };
  try {
    const id = await tabId();
    await set(`workspace ${id}`, workspace);
    await set(LAST, id);
    useKeeping.setState({ storage: "kept" });
  } catch {
    useKeeping.setState({ storage: "refused" });
  }
}

async function read(): Promise<Work | undefined> {
  try {
    const own = await get<unknown>(`workspace ${await tabId()}`);
    const ownWork = readWork(own);
    if (ownWork) return ownWork;
    const last = await get<unknown>(`workspace ${String(await get(LAST))}`);
    await forgetOldest();
    return readWork(last);
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
  return (value as Partial<Workspace> | undefined)?.keptAt ?? 0;
}
