// A service worker: keeps the whole build, so that the page works without a network after one visit. Files whose names change with what is
// in them come from the cache; the page itself from the network, and from the cache when there is none.
const CACHE = "kubehop";
/** Every file of this build, one path each; written by the build. */
const LIST = "./offline-files.json";
/** Servers that answer "Vary: Origin" would keep a script from being found that was asked for without one. */
const ANY_ORIGIN = { ignoreVary: true };

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepBuild());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page says that it was loaded: perhaps from a newer build.
self.addEventListener("message", (event) => event.waitUntil(keepBuild()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  event.respondWith(url.pathname.includes("/assets/") ? fromCacheFirst(request) : fromNetworkFirst(request));
});

/** Takes in what the newest build has and the cache has not; what no build needs any more goes. */
async function keepBuild() {
  const response = await fetch(LIST, { cache: "no-store" });
  if (!response.ok) return;
  const files = (await response.json()).map((file) => new URL(file, self.location.href).href);
  const cache = await caches.open(CACHE);
  const kept = (await cache.keys()).map(({ url }) => url);
  await Promise.all(files.filter((file) => !kept.includes(file)).map((file) => cache.add(file)));
  await Promise.all(
    kept.filter((url) => url.includes("/assets/") && !files.includes(url)).map((url) => cache.delete(url)),
  );
}

/** A query behind a script's address makes another copy of it: the file is the same. */
async function fromCacheFirst(request) {
  return (await caches.match(request, { ...ANY_ORIGIN, ignoreSearch: true })) ?? fetch(request);
}

async function fromNetworkFirst(request) {
  try {
    const response = await fetch(request);
    if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await caches.match(request, { ...ANY_ORIGIN, ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
