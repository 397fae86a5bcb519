// A person's work as a value: the files, the cluster where it is other than the files make it, the request, the drawing's places. Kept in the
// browser, and handed on in links and files.
import type { SavedCluster } from "../engine/cluster.types.ts";
import { parseHostName } from "../engine/model/host.ts";
import { useCluster } from "./cluster.ts";
import { useEditing } from "./editing.ts";
import { ask, Refusal } from "./engine-link.ts";
import { readPlaces, usePlaces } from "./places.ts";
import type { Places } from "./places.ts";
import { useRequests } from "./requests.ts";
import { hintOf } from "./senders.ts";
import { beginSession, useSession } from "./sessions.ts";
import type { SessionStart } from "./sessions.ts";

/** `saved` is there only for a cluster that commands and events have made another than the files say. */
export type Work = SessionStart & { readonly places?: Places; readonly saved?: SavedCluster };

/** Files that a work from outside may have; their texts are bounded where they are read. */
const FILES_MAX = 500;

/** The work as it is now. */
export async function workNow(): Promise<Work> {
  const { files, active } = useEditing.getState();
  const { from, url } = useRequests.getState();
  const { scenarioId, isFromSave } = useSession.getState();
  const { phase, canUndo } = useCluster.getState();
  const saved = phase === "ready" && (canUndo || isFromSave) ? await savedNow() : undefined;
  const places = usePlaces.getState();
  return { scenarioId, files, active, from: hintOf(from), url, places, ...(saved && { saved }) };
}

/** Goes on with a work, in a new cluster. */
export async function openWork(work: Work): Promise<void> {
  await beginSession(work);
  usePlaces.setState(readPlaces(work.places));
}

/** A work from outside, if it is one; fields that it does not have are passed over. */
export function readWork(value: unknown): Work | undefined {
  if (!isRecord(value)) return undefined;
  const { scenarioId, files, active, from, url, places, saved } = value;
  if (!Array.isArray(files) || files.length > FILES_MAX || typeof url !== "string" || !isHint(from)) return undefined;
  const read = files.flatMap((file: unknown) => {
    if (!isRecord(file) || typeof file["name"] !== "string" || typeof file["text"] !== "string") return [];
    const { name, text, applied } = file;
    return [{ name, text, ...(typeof applied === "string" && { applied }) }];
  });
  if (read.length !== files.length) return undefined;
  return {
    scenarioId: typeof scenarioId === "string" ? scenarioId : "",
    files: read,
    ...(typeof active === "string" && { active }),
    from,
    url,
    places: readPlaces(places),
    ...(isRecord(saved) && { saved: saved as SavedCluster }),
  };
}

async function savedNow(): Promise<SavedCluster | undefined> {
  try {
    return (await ask("save", {})).saved;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return undefined;
  }
}

function isHint(value: unknown): value is SessionStart["from"] {
  if (!isRecord(value)) return false;
  const { namespace, labels, node, outside } = value;
  if (typeof node === "string") return parseHostName(`node ${node}`) !== undefined;
  if (typeof outside === "string") return parseHostName(`outside ${outside}`) !== undefined;
  return typeof namespace === "string" && isRecord(labels);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
