// A session: one cluster, the files that made it, and where one came from. Loading a scenario begins a new one.
import { create } from "zustand";
import type { SavedCluster } from "../engine/cluster.types.ts";
import type { Scenario, SenderHint } from "../scenarios/scenario.ts";
import { tookApply } from "./applying.ts";
import { checkFile, reviewFiles } from "./checking.ts";
import { useCluster } from "./cluster.ts";
import { forgetHistories } from "./edit-history.ts";
import { useEditing } from "./editing.ts";
import type { EditedFile } from "./editing.ts";
import { ask } from "./engine-link.ts";
import { sourcesOf } from "./files.ts";
import { forgetRequests, setFrom, setUrl } from "./requests.ts";
import { resetPlaces } from "./places.ts";
import { closeStream } from "./streams.ts";
import { replaceLostSender, resolveSender } from "./senders.ts";

/** The seed of every cluster that the page opens: the same files give the same addresses. */
export const SEED = 1;

type SessionState = {
  /** The scenario that the files came from. */
  readonly scenarioId: string;
  /** Counts sessions: panes that keep something of their own begin anew. */
  readonly number: number;
  /** The cluster was opened from a save: its files alone do not make it again. */
  readonly isFromSave: boolean;
};

export const useSession = create<SessionState>(() => ({ scenarioId: "", number: 0, isFromSave: false }));

/** What a session begins with. */
export type SessionStart = {
  readonly scenarioId: string;
  readonly files: readonly EditedFile[];
  readonly active?: string;
  readonly from: SenderHint;
  readonly url: string;
  /** The cluster to go on with, in place of one that the files make. */
  readonly saved?: SavedCluster;
};

/** Opens a new cluster with the scenario's files applied. */
export function loadScenario(scenario: Scenario): Promise<void> {
  const files = scenario.files.map(({ name, text }) => ({ name, text, applied: text }));
  return beginSession({ scenarioId: scenario.id, files, ...scenario.request });
}

/** Opens a new cluster and applies what of the files had been applied; or goes on with a saved one, if it can be read. */
export async function beginSession(start: SessionStart): Promise<void> {
  const { number } = useSession.getState();
  useSession.setState({ scenarioId: start.scenarioId, number: number + 1, isFromSave: false });
  forgetRequests();
  forgetHistories();
  closeStream();
  resetPlaces();
  setUrl(start.url);
  // An engine that broke while it started stays broken until somebody starts another.
  if (useCluster.getState().phase !== "failed") useCluster.setState({ phase: "opening" });
  useEditing.setState({
    files: start.files,
    active: start.active ?? start.files[0]?.name ?? "",
    problems: {},
    refusals: [],
    outlines: {},
    orphans: [],
    deleted: undefined,
    reveal: undefined,
  });
  const sources = sourcesOf(
    start.files.flatMap(({ name, applied }) => (applied === undefined ? [] : { name, text: applied })),
  );
  const isFromSave = start.saved !== undefined && (await isOpened(start.saved));
  const opened = isFromSave ? undefined : await ask("open", { seed: SEED, files: sources });
  if (useSession.getState().number !== number + 1) return;
  useSession.setState({ isFromSave });
  if (opened) tookApply({ sources, documents: opened.documents, problems: opened.fileProblems });
  setFrom(resolveSender(start.from) ?? { outside: "198.51.100.7" });
  replaceLostSender();
  await Promise.all(start.files.map(({ name }) => checkFile(name)));
  await reviewFiles();
}

/** Goes on with a saved cluster; false when not all of it could be read, as of another version. */
async function isOpened(saved: SavedCluster): Promise<boolean> {
  const { problems } = await ask("open", { seed: SEED, saved });
  return problems.length === 0;
}
