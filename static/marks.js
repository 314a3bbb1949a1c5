/* A judge's marks that are not on the server yet: kept on the device, sent in the order in which they were typed, each
   state once. Under "marks:<person>-<place>-<work>" stands {url, key, base, fields, at}, and beside it `doubt`: the state
   that was sent and not answered. It goes again under its own key before anything newer does. What the server refuses
   stays here with its sentence, and is not sent again by itself: `refused` for good (the work is no longer this judge's,
   or its round is over), `wrong` until the sheet is put right. */
"use strict";

const marksKept = "marks:";
const uuid = () => crypto.randomUUID ? crypto.randomUUID()
  : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
const memory = new Map();  // for a browser that keeps nothing
const keep = (name, value) => { try { localStorage.setItem(marksKept + name, JSON.stringify(value)); memory.delete(name); } catch { memory.set(name, value); } };
const kept = (name) => { try { return memory.get(name) || JSON.parse(localStorage.getItem(marksKept + name) || "null"); } catch { return null; } };
const forget = (name) => { memory.delete(name); try { localStorage.removeItem(marksKept + name); } catch { /* kept nothing */ } };
const keptNames = (person) => {
  let names = [...memory.keys()];
  try { names = names.concat(Object.keys(localStorage).filter((k) => k.startsWith(marksKept)).map((k) => k.slice(marksKept.length))); } catch { /* keeps nothing */ }
  return [...new Set(names)].filter((name) => name.startsWith(`${person}-`)).sort((a, b) => (kept(a)?.at || 0) - (kept(b)?.at || 0));
};

const waits = (state) => Boolean(state) && !state.stale && !state.refused && !state.wrong;

/* The pack: what of it is here, and what was sent last for a work whose kept page is older than that. */
const pack = { name: `judging-${document.body.dataset.user}` };
pack.find = async (url) => window.caches ? caches.match(url, { cacheName: pack.name, ignoreVary: true }) : undefined;
pack.sent = async (url) => { try { return await (await pack.find(`${url}?sent`))?.json(); } catch { return undefined; } };
pack.remember = async (url, version, fields) => {
  try { if (await pack.find(url)) await (await caches.open(pack.name)).put(`${url}?sent`, new Response(JSON.stringify({ version, fields }))); } catch { /* the next page from the server knows it */ }
};

/* The sheet, here or in another window of this device, learns the version that was saved. */
const windows = window.BroadcastChannel ? new BroadcastChannel("marks") : null;
const announce = (saved) => { windows?.postMessage(saved); document.dispatchEvent(new CustomEvent("marks-saved", { detail: saved })); };
const patience = (ms) => AbortSignal.timeout ? AbortSignal.timeout(ms) : undefined;
let freshToken = "";

/* One state of one sheet. Sent twice, the server keeps it once. */
async function post(url, state) {
  const ask = () => {
    const token = freshToken || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
    const body = new URLSearchParams({ ...state.fields, key: state.key, base: state.base, csrfmiddlewaretoken: token });
    return fetch(url, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual", signal: patience(10000) });
  };
  let answer = await ask();
  if (answer.status === 403) {  // signed in again since this page came: it holds an old token
    const told = await fetch(document.querySelector("[data-token]").dataset.token, { cache: "reload", redirect: "manual", signal: patience(10000) });
    const said = told.ok ? await told.json() : {};
    if (said.user !== document.body.dataset.user) return { status: 0 };
    freshToken = said.token;
    answer = await ask();
  }
  const json = (answer.headers.get("Content-Type") || "").includes("json");
  return { status: answer.status, ...(json ? await answer.json() : {}) };
}

/* All that is kept under one name, the state in doubt first. Gives the last answer; throws without network. */
async function deliver(name) {
  for (;;) {
    const state = kept(name);
    if (!waits(state)) return { status: !state ? 204 : state.stale ? 409 : state.refused ? 410 : 422, said: state?.refused || state?.wrong };
    const { key, base, fields } = state.doubt || state;
    const dark = !navigator.onLine;  // then what fails has surely not left, and is not in doubt
    if (!dark) keep(name, { ...state, doubt: { key, base, fields } });
    const answer = await post(state.url, { key, base, fields });
    if (answer.status === 200) {
      await pack.remember(state.url, answer.version, fields);
      announce({ name, version: answer.version });
    }
    const { doubt, ...now } = kept(name) || {};
    if (!now.key) return answer;  // another window was quicker
    const newest = now.key === key;
    if (answer.status === 200 && newest) forget(name);
    else if (answer.status === 200) keep(name, { ...now, base: String(answer.version) });
    else if (answer.status === 409) keep(name, { ...now, stale: true, other: String(answer.version) });
    else if (answer.gone || (answer.status === 404 && answer.said)) keep(name, { ...now, refused: answer.said });
    else if (answer.status === 422) keep(name, newest ? { ...now, wrong: answer.said } : now);  // so it is not in doubt
    if (newest || ![200, 422].includes(answer.status)) return answer;
  }
}
const underWay = new Map();
const send = (name) => {
  if (!underWay.has(name)) underWay.set(name, deliver(name).finally(() => underWay.delete(name)));
  return underWay.get(name);
};

/* All works of this person, in order; the first that finds no network ends it. */
async function sendAll(person, tell) {
  for (const name of keptNames(person)) {
    try { tell(name, await send(name)); } catch { return tell(name, null); }
  }
  return undefined;
}
