/* The service worker: without a connection there is still a page that says what can be done.

   It keeps what is the same for everybody and nothing else: files under /static/ and the page /offline. A page or an answer about
   somebody is never kept, so whoever borrows this phone finds nothing. `SHELL` is written above this by shared/web/shell.py. */

const OURS = "digibank-";
const CACHE = OURS + SHELL.version;
const STATIC = `/static/${SHELL.version}/`;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(keepOfflinePageIn(event.data.language)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (address.pathname.startsWith(STATIC)) event.respondWith(file(event));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL.files.map((name) => STATIC + name));
  await keepOfflinePage(cache);
  await self.skipWaiting();
}

/* Pages come from the network, so a new worker and an older page never disagree: the new one may begin at once. */
async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function keepOfflinePage(cache) {
  await cache.add(new Request(SHELL.offline, { cache: "reload" }));
}

/* Somebody chose another language: then the page without a connection is in it too. */
async function keepOfflinePageIn(language) {
  const kept = await caches.match(SHELL.offline, { cacheName: CACHE });
  if (kept && kept.headers.get("content-language") !== language) await keepOfflinePage(await caches.open(CACHE));
}

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(SHELL.offline)) ?? Response.error();
  }
}

async function file(event) {
  return (await caches.match(event.request, { cacheName: CACHE })) ?? fetch(event.request);
}
