import type { HostRef } from "../engine/model/host.ts";
import { getObject, getObjects } from "../state/cluster.ts";
import { ask, Refusal } from "../state/engine-link.ts";
import { linkOf, linkText, parseLink } from "../state/link.ts";
import type { Link } from "../state/link.ts";
import { currentPlayback, goToPlace, usePlaybackStore } from "../state/playback-store.ts";
import { momentAt } from "../state/playback.ts";
import { setFrom, setUrl, showTrace } from "../state/requests.ts";
import { shortPodName } from "../state/senders.ts";
import { outsideName, splitPodName } from "../state/trace-names.ts";

/** Waits so long after the moment stands still: browsers allow few changes of the address in a short time. */
const WRITE_AFTER_MS = 300;

/** Goes where the page's address says, and keeps the address at the moment that is shown. The returned function ends it. */
export function followLink(): () => void {
  void openAddress();
  let timer = 0;
  const unsubscribe = usePlaybackStore.subscribe(({ isPlaying }) => {
    clearTimeout(timer);
    if (!isPlaying) timer = window.setTimeout(writeLink, WRITE_AFTER_MS);
  });
  const open = () => void openAddress();
  addEventListener("hashchange", open);
  return () => {
    clearTimeout(timer);
    unsubscribe();
    removeEventListener("hashchange", open);
  };
}

function writeLink(): void {
  const playback = currentPlayback();
  const moment = playback && momentAt(playback, usePlaybackStore.getState().timeMs);
  if (playback === undefined || moment === undefined) return clearLink();
  const { packet, hop, steps } = moment;
  const [step] = steps;
  const link = linkOf(playback.trace, { packet, hop, ...(step !== undefined && { step }) });
  if (link === undefined) return clearLink();
  if (location.hash !== linkText(link)) history.replaceState(history.state, "", linkText(link));
}

function clearLink(): void {
  if (parseLink(location.hash)) history.replaceState(history.state, "", location.pathname + location.search);
}

async function openAddress(): Promise<void> {
  const link = parseLink(location.hash);
  if (link !== undefined) await openLink(link);
}

/** Sends the request of a link and goes to its place; what names nobody of this cluster is left alone. */
export async function openLink(link: Link): Promise<void> {
  const from = senderNow(link.from);
  if (from === undefined) return;
  setFrom(from);
  setUrl(link.url);
  try {
    const request = { from, url: link.url, ...(link.draws.length > 0 && { draws: link.draws }) };
    const { trace, diagnosis } = await ask("send", { request });
    showTrace({ source: "bar", trace, ...(diagnosis && { diagnosis }) });
    if (link.at) goToPlace(link.at);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
  }
}

/** The host of a link in this cluster: a pod that was replaced is the one that took its place. */
function senderNow(host: HostRef): HostRef | undefined {
  if ("outside" in host) return outsideName(host.outside) === host.outside ? undefined : host;
  if ("node" in host) return getObject("Node", host.node) && host;
  const { namespace } = host;
  const isRunning = (pod: string) => getObject("Pod", `${namespace}/${pod}`)?.status?.phase === "Running";
  if (isRunning(host.pod)) return host;
  const { name } = splitPodName(host.pod);
  const heir = [...getObjects("Pod").values()].find(
    (pod) => pod.metadata.namespace === namespace && shortPodName(pod) === name && isRunning(pod.metadata.name),
  );
  return heir && { namespace, pod: heir.metadata.name };
}
