/** Keeps the page for use without a network: what was loaded once is there again. Only where browsers allow it, and never in development. */
export async function keepOffline(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("./offline.js");
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage(loadedUrls());
  } catch {
    // Refused (private windows, plain http): the page works all the same, with a network.
    return;
  }
}

/** The files that were loaded before the service worker could see them. */
function loadedUrls(): readonly string[] {
  const resources = performance.getEntriesByType("resource").map(({ name }) => name);
  return [location.href, ...resources].filter((url) => url.startsWith(location.origin));
}
