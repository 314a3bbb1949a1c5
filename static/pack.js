/* Works are taken along: fetched into the browser's own store, from which the service worker shows them without network
   (templates/essays/worker.js). What is no longer this judge's leaves it with the next look at the desk. */
"use strict";

const boxes = [...document.querySelectorAll("[data-pack]")];
const desk = document.querySelector("[data-desk]");
const takeAlong = "serviceWorker" in navigator && window.caches;
const fetched = { cache: "reload", redirect: "manual" };

async function keepPage(store, url, until, signal) {
  const answer = await fetch(url, { ...fetched, signal });
  if (answer.status !== 200) throw new Error("not now");
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  if (until) headers.set("X-Until", until);
  await store.put(url, new Response(await answer.blob(), { headers }));
}

/* The list of one competition as it is now. What left the pile leaves the store, what changed is missing again. */
async function look(box, store, signal) {
  const answer = await fetch(box.dataset.pack, { ...fetched, signal });
  if (answer.status !== 200) throw new Error("not now");
  const list = await answer.json(), before = await (await store.match(box.dataset.pack))?.json();
  const mine = new Set([box.dataset.pack, ...list.works.flatMap((work) => [work.url, `${work.url}?sent`, ...work.files.map(([url]) => url)])]);
  for (const { url } of await store.keys()) {
    const { pathname, search } = new URL(url);
    if (pathname.startsWith(box.dataset.under) && !mine.has(pathname + search)) await store.delete(url);
  }
  const tags = new Map((before?.works || []).flatMap((work) => work.files));
  for (const [url, tag] of list.works.flatMap((work) => work.files)) if (tags.get(url) !== tag) await store.delete(url);
  await store.put(box.dataset.pack, new Response(JSON.stringify(list), { headers: { "X-Until": list.until } }));
  for (const work of list.works) {  // marked elsewhere since: a page of some kilobytes
    const old = before?.works.find((one) => one.url === work.url);
    if (old && old.version !== work.version && await store.match(work.url) && !((await pack.sent(work.url))?.version >= work.version)) await keepPage(store, work.url, list.until, signal);
  }
  return list;
}

async function missingOf(store, work) {
  const missing = [];
  for (const url of [work.url, ...work.files.map(([file]) => file)]) if (!await store.match(url)) missing.push(url);
  return missing;
}

async function countHere(box, list) {
  if (!await caches.has(pack.name)) return 0;
  const store = await caches.open(pack.name);
  let here = 0;
  for (const work of list.works) if (!(await missingOf(store, work)).length) here += 1;
  return here;
}

/* The desk and what makes the pages look and work. */
async function keepHouse(store, list, signal) {
  await keepPage(store, desk.dataset.desk, list.until, signal);
  for (const url of [desk.dataset.desk, list.works[0].url]) {
    const text = await (await store.match(url)).text();
    for (const [, file] of text.matchAll(/(?:href|src)="(\/static\/[^"]+|\/theme-[^"]+)"/g)) if (!await store.match(file)) await keepPage(store, file, "", signal);
  }
}

function serve(box) {
  const note = box.querySelector("[role=status]"), button = box.querySelector("button");
  let stop = null;
  const show = (here, all, words) => {
    note.textContent = words || (here ? box.dataset.progress.replace("{n}", here).replace("{all}", all) : "");
    button.textContent = stop ? box.dataset.stop : here && here < all ? box.dataset.rest : box.dataset.take;
    button.hidden = !stop && here === all;
  };
  button.addEventListener("click", async () => {
    if (stop) { stop.abort(); return; }
    stop = new AbortController();
    const { signal } = stop;
    let list = { works: [] }, here = 0, words = "";
    show(here, 1);
    try {
      await navigator.serviceWorker.register(desk.dataset.worker, { scope: desk.dataset.desk, updateViaCache: "none" });
      const store = await caches.open(pack.name);
      list = await look(box, store, signal);
      for (const work of list.works) {
        for (const url of await missingOf(store, work)) await keepPage(store, url, list.until, signal);
        if (!here) await keepHouse(store, list, signal);
        here += 1;
        show(here, list.works.length);
      }
    } catch { words = signal.aborted ? "" : box.dataset.broken; }
    stop = null;
    show(await countHere(box, list), list.works.length || 1, words);
  });
  box.hidden = false;
  return async () => {
    const list = await (await pack.find(box.dataset.pack))?.json();
    if (!list) return;
    show(await countHere(box, list), list.works.length);
    const now = await look(box, await caches.open(pack.name));
    show(await countHere(box, now), now.works.length);
  };
}

/* Works of a competition that has left the desk leave the device. */
async function clear() {
  if (!await caches.has(pack.name)) return;
  const store = await caches.open(pack.name), stay = boxes.map((box) => box.dataset.under);
  for (const { url } of await store.keys()) {
    const { pathname } = new URL(url);
    if (/^\/judging\/\d+\//.test(pathname) && !stay.some((under) => pathname.startsWith(under))) await store.delete(url);
  }
  if (!boxes.length) {
    await caches.delete(pack.name);
    for (const registered of await navigator.serviceWorker.getRegistrations()) await registered.unregister();
  }
}

if (takeAlong && desk) {
  const later = boxes.map(serve);
  clear().then(async () => { for (const look of later) await look(); }).catch(() => { /* without network all stays as it is */ });
}
