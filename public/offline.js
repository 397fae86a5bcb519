// A service worker: files of the build, whose names change with what is in them, come from the cache; the page itself from the
// network, and from the cache when there is none.
const CACHE = "kubehop";
/** Files of older builds that are kept. */
const FILES_MAX = 120;
/** Servers that answer "Vary: Origin" would keep a script from being found that was asked for without one. */
const ANY_ORIGIN = { ignoreVary: true };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page tells what it had loaded before this worker was there.
self.addEventListener("message", (event) => event.waitUntil(Promise.all(event.data.map(fetchAndKeep))));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  event.respondWith(url.pathname.includes("/assets/") ? fromCacheFirst(request) : fromNetworkFirst(request));
});

async function fromCacheFirst(request) {
  const kept = await caches.match(request, ANY_ORIGIN);
  return kept ?? keep(request, await fetch(request));
}

async function fromNetworkFirst(request) {
  try {
    return await keep(request, await fetch(request));
  } catch (error) {
    const kept = await caches.match(request, { ...ANY_ORIGIN, ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

async function fetchAndKeep(url) {
  if (!(await caches.match(url, ANY_ORIGIN))) await keep(url, await fetch(url));
}

async function keep(request, response) {
  if (!response.ok) return response;
  const cache = await caches.open(CACHE);
  await cache.put(request, response.clone());
  const files = await cache.keys();
  await Promise.all(files.slice(0, Math.max(0, files.length - FILES_MAX)).map((file) => cache.delete(file)));
  return response;
}
