/* Pages from a phone: kept on the device first, then sent piece by piece; what was cut off goes on where it stopped.
   Without it the form sends them all at once. */
"use strict";

const PIECE = 128 * 1024;
const note = document.getElementById("sending");
const form = document.querySelector("form.asks");
const scanToken = form.querySelector("[name=csrfmiddlewaretoken]").value;
const freshKey = () => crypto.randomUUID ? crypto.randomUUID()
  : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
const tell = (words, off) => { note.hidden = false; note.classList.toggle("done", words === note.dataset.sent); note.classList.toggle("stop", Boolean(off)); note.querySelector("span").textContent = words; };

/* The device's own store: {key, pages, at, blob}. No file name is kept. */
const openBase = () => new Promise((done, fail) => {
  const asked = indexedDB.open("pages", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("pages", { keyPath: "key" });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
const ask = async (mode, what) => {
  const base = await openBase();
  return new Promise((done, fail) => {
    const work = base.transaction("pages", mode), asked = what(work.objectStore("pages"));
    work.oncomplete = () => { base.close(); done(asked.result); };
    work.onerror = work.onabort = () => { base.close(); fail(work.error); };
  });
};
const mine = async () => (await ask("readonly", (store) => store.getAll())).filter((one) => one.pages === note.dataset.pages).sort((a, b) => a.at - b.at);
const drop = (key) => ask("readwrite", (store) => store.delete(key));

/* One piece. Gives what the server has now; nothing when there is no network. */
async function sendPiece(one, offset) {
  const body = new FormData();
  body.append("size", one.blob.size);
  body.append("offset", offset);
  body.append("part", one.blob.slice(offset, offset + PIECE), "part");
  const answer = await fetch(`${note.dataset.parts}${one.key}/part/`, { method: "POST", body, headers: { "X-CSRFToken": scanToken }, redirect: "manual" });
  const json = (answer.headers.get("Content-Type") || "").includes("json");
  return { status: answer.status, ...(json ? await answer.json() : {}) };
}
const refresh = () => window.htmx?.ajax("GET", location.pathname, { target: "#scans", select: "#scans", swap: "outerHTML" });

let sending = false;
async function sendAll() {
  if (sending) return;
  sending = true;
  try {
    let waiting = await mine();
    const began = waiting.length;
    while (waiting.length) {
      tell(`${note.dataset.left} ${waiting.length}`);
      const states = await fetch(note.dataset.states, { redirect: "manual" });
      if (!states.ok) throw new Error("not now");
      const here = new Map((await states.json()).pages.map((page) => [page.key, page]));
      const one = waiting[0];
      let at = here.get(one.key)?.received || 0;
      while (at < one.blob.size) {
        const said = await sendPiece(one, at);
        if (said.status === 200 || said.status === 409) at = said.received;
        else if (said.status === 422) { await drop(one.key); tell(said.said, true); at = Infinity; sending = false; refresh(); setTimeout(sendAll, 4000); return; }
        else throw new Error("not now");
      }
      await drop(one.key);
      refresh();
      waiting = await mine();
    }
    if (began) tell(note.dataset.sent);
  } catch { tell(note.dataset.offline, true); }
  sending = false;
}

/* A large picture is made smaller on the phone; what the browser cannot open goes as it is. */
async function smaller(file) {
  if (!["image/jpeg", "image/png", "image/webp"].includes(file.type) || file.size < 600 * 1024) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, 2400 / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale); canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? blob : file;
  } catch { return file; }
}

form.addEventListener("submit", async (event) => {
  const chosen = form.querySelector("input[type=file]");
  if (!window.indexedDB || !chosen.files.length) return;
  event.preventDefault(); event.stopPropagation();
  try {
    let at = Date.now();
    for (const file of [...chosen.files]) {
      const blob = new Blob([await (await smaller(file)).arrayBuffer()]);
      const one = { key: freshKey(), pages: note.dataset.pages, at: at++, blob };
      await ask("readwrite", (store) => store.put(one));
    }
    chosen.value = "";
    sendAll();
  } catch { form.submit(); }
});
window.addEventListener("online", sendAll);
setInterval(sendAll, 15000);
if (window.indexedDB) sendAll();
