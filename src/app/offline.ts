/** Keeps the build for use without a network: after one visit the page is there again. Only where browsers allow it, and never in development. */
export async function keepOffline(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("./offline.js");
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage("loaded");
  } catch {
    // Refused (private windows, plain http): the page works all the same, with a network.
    return;
  }
}
