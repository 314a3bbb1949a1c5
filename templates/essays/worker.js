/* Keeps nothing by itself. Shows a judge's works from the pack (static/pack.js) when the network is gone or too slow:
   only what was taken along, only to the person who took it, only until judging closes, not while nobody is signed in. */
"use strict";

const PACK = "judging-{{ user.pk }}", PATIENCE = 4000;
let goneAt = 0;  // when the network was last found gone: what the same page needs next does not wait again

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, url, cache } = event.request, { origin, pathname } = new URL(url);
  if (method !== "GET" || cache === "reload" || origin !== self.location.origin) return;
  if (/^\/(judging|static)\/|^\/theme-/.test(pathname)) event.respondWith(answer(event.request));
});

async function fromPack(request) {
  if (await caches.has("judging-shut")) return undefined;
  const found = await caches.match(request, { cacheName: PACK, ignoreVary: true });
  const until = found?.headers.get("X-Until");
  return until && !(new Date(until) > new Date()) ? undefined : found;
}

async function answer(request) {
  const found = await fromPack(request);
  if (!found) return fetch(request);
  const until = found.headers.get("X-Until");
  if (!until) return found;  // a style sheet or a script: its address changes with it
  const stop = new AbortController(), left = Date.now() - goneAt < 15000 ? 300 : PATIENCE;
  const timer = setTimeout(() => stop.abort(), left);
  try {
    const fresh = await fetch(request, { signal: stop.signal });
    if (fresh.status >= 500) return found;
    if ([403, 404, 410].includes(fresh.status)) await drop(request);
    if (fresh.status !== 200 || fresh.redirected) return fresh;  // to the sign-in page, for one: shown, never kept
    const headers = new Headers(fresh.headers);
    for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
    headers.set("X-Until", until);
    const whole = new Response(await fresh.blob(), { headers });
    goneAt = 0;
    if (await caches.has(PACK)) await (await caches.open(PACK)).put(request.url, whole.clone());
    return whole;
  } catch {
    if (left === PATIENCE) goneAt = Date.now();
    return found;
  } finally { clearTimeout(timer); }
}

async function drop(request) {
  if (await caches.has(PACK)) await (await caches.open(PACK)).delete(request, { ignoreVary: true });
}
