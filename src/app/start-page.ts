// Ties the stores together, once: the worker, what is kept, the player, the checks.
import { checkWhileTyping } from "../state/checking.ts";
import { mirrorCluster, useCluster } from "../state/cluster.ts";
import { followCompanions } from "../state/companions.ts";
import { followCommands } from "../state/commands.ts";
import { followDrift } from "../state/drift.ts";
import { listenToEngine } from "../state/engine-link.ts";
import { takeDroppedFiles } from "../editor/dropped-files.ts";
import { followRequests } from "../state/playback-store.ts";
import { replaceLostSender } from "../state/senders.ts";
import { loadScenario } from "../state/sessions.ts";
import { followStream } from "../state/streams.ts";
import { followBroken } from "../state/world.ts";
import { keepWorkspace, resumeWorkspace } from "../state/workspace.ts";
import { scenarios } from "../scenarios/scenarios.ts";
import { followSystemTheme } from "../ui/theme.ts";
import { useLanguage } from "../ui/i18n/language.ts";
import { followLink } from "./follow-link.ts";
import { followShareLinks, openSharedAddress } from "./share/share-address.ts";
import { keepOffline } from "./offline.ts";
import { startEngine } from "./start-engine.ts";

/** Starts everything that is not drawn. */
export function startPage(): void {
  listenToEngine(mirrorCluster);
  followCommands();
  followStream();
  followBroken();
  startEngine();
  followSystemTheme();
  followCompanions();
  followRequests();
  checkWhileTyping();
  followDrift();
  takeDroppedFiles();
  useCluster.subscribe(({ revisions }, before) => {
    if (revisions["Pod"] !== before.revisions["Pod"]) replaceLostSender();
  });
  tellDocumentTheLanguage();
  useLanguage.subscribe(tellDocumentTheLanguage);
  void beginFirstSession();
  addEventListener("load", () => void keepOffline());
}

async function beginFirstSession(): Promise<void> {
  const isOpened = (await openSharedAddress()) || (await resumeWorkspace());
  const [first] = scenarios;
  if (!isOpened && first) await loadScenario(first);
  keepWorkspace();
  followLink();
  followShareLinks();
}

function tellDocumentTheLanguage(): void {
  document.documentElement.lang = useLanguage.getState().language;
}
