/* A judge's marks save themselves: first on the device, then on the server, each state once. The page works without it. */
"use strict";

const marksKept = "marks:";
const uuid = () => crypto.randomUUID ? crypto.randomUUID()
  : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
const keep = (name, value) => { try { localStorage.setItem(marksKept + name, JSON.stringify(value)); } catch { /* keeps nothing */ } };
const kept = (name) => { try { return JSON.parse(localStorage.getItem(marksKept + name) || "null"); } catch { return null; } };
const forget = (name) => { try { localStorage.removeItem(marksKept + name); } catch { /* kept nothing */ } };

/* One state of one sheet, as it is sent: {url, key, base, fields}. Sent twice, the server keeps it once. */
async function send(state) {
  const body = new URLSearchParams({ ...state.fields, key: state.key, base: state.base, csrfmiddlewaretoken: token() });
  const answer = await fetch(state.url, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual" });
  const said = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
  return { status: answer.status, ...said };
}

/* Keys 1 to 9 give points on the criterion that has the focus, or on the first without any, and go on to the next. */
for (const form of document.querySelectorAll("form[data-autosave], form[data-keys]")) {
  document.addEventListener("keydown", (event) => {
    if (!/^[1-9]$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("textarea, input:not([type=radio])")) return;
    const all = [...form.querySelectorAll("fieldset.crit")];
    const here = event.target.closest("fieldset.crit") || all.find((set) => !set.querySelector("input:checked")) || all[0];
    const radio = here?.querySelector(`input[type=radio][value="${event.key}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    const after = all[all.indexOf(here) + 1];
    (after?.querySelector("input:checked") || after?.querySelector("input[type=radio]") || form.querySelector("button[name=finish]")).focus();
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const name = form.dataset.autosave, note = form.querySelector(".saved"), stale = form.querySelector(".stale");
  const say = (text, off) => { note.textContent = text; note.classList.toggle("off", Boolean(off)); };
  const read = () => {
    const fields = Object.fromEntries(new FormData(form));
    for (const hidden of ["csrfmiddlewaretoken", "key", "base"]) delete fields[hidden];
    return fields;
  };
  let base = form.dataset.version, busy = false, timer, leaving = false;

  const write = (fields) => {
    for (const field of form.elements) {
      if (!(field.name in fields) || ["hidden", "submit"].includes(field.type)) continue;
      if (field.type === "radio") field.checked = field.value === fields[field.name]; else field.value = fields[field.name];
    }
  };
  const push = async () => {
    const state = kept(name);
    if (!state || busy || leaving || state.stale) return;
    busy = true;
    try {
      const answer = await send(state);
      const now = kept(name);
      const same = now && now.key === state.key;
      if (answer.status === 200) {
        base = String(answer.version);
        form.elements.base.value = base;
        if (same) { forget(name); say(answer.said); } else if (now) keep(name, { ...now, base });
        form.elements.key.value = uuid();
      } else if (answer.status === 409) {
        keep(name, { ...(now || state), stale: true, other: String(answer.version) });
        stale.hidden = false; say(form.dataset.stale, true);
      } else say(answer.said || form.dataset.offline, true);
    } catch { say(form.dataset.offline, true); }
    busy = false;
    const next = kept(name);
    if (next && !next.stale && next.key !== state.key) push();
  };
  const changed = () => {
    const before = kept(name) || {};
    keep(name, { url: form.action || location.pathname, key: uuid(), base, fields: read(), ...(before.stale ? { stale: true, other: before.other } : {}) });
    clearTimeout(timer);
    timer = setTimeout(push, 700);
  };

  const waiting = kept(name);
  if (waiting) {
    write(waiting.fields);
    if (waiting.stale) { stale.hidden = false; say(form.dataset.stale, true); } else { say(form.dataset.restored, true); push(); }
  }
  form.addEventListener("input", changed);
  window.addEventListener("online", push);
  setInterval(push, 15000);
  form.addEventListener("submit", (event) => {
    /* What goes nowhere now must not reach the listener that turns buttons off. */
    const stay = () => { event.preventDefault(); event.stopPropagation(); };
    if (event.submitter?.hasAttribute("data-keep")) {
      stay();
      const state = kept(name);
      if (state) { base = state.other; form.elements.base.value = base; keep(name, { url: state.url, key: uuid(), base, fields: read() }); stale.hidden = true; push(); }
      return;
    }
    if (!navigator.onLine) { stay(); changed(); say(form.dataset.offline, true); return; }
    if (busy) { stay(); const button = event.submitter; setTimeout(() => form.requestSubmit(button), 150); return; }
    /* The form carries all that is typed, under the key of the state that waits, so that it counts once. */
    const state = kept(name);
    leaving = true; clearTimeout(timer);
    if (state && !state.stale) form.elements.key.value = state.key;
    try { sessionStorage.setItem("marks-sent", JSON.stringify({ name, key: form.elements.key.value })); } catch { /* keeps nothing */ }
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  form.querySelector("[data-take]")?.addEventListener("click", () => forget(name));
}

/* A page without problems after a sheet was sent means the server has it. */
try {
  const sent = JSON.parse(sessionStorage.getItem("marks-sent") || "null");
  if (sent && !document.querySelector(".problems, .stale:not([hidden])")) {
    if (kept(sent.name)?.key === sent.key) forget(sent.name);
  }
  sessionStorage.removeItem("marks-sent");
} catch { /* nothing was kept */ }

/* On the desk: what still waits on this device for this judge goes to the server. */
for (const note of document.querySelectorAll("[data-waiting]")) {
  const flush = async () => {
    for (const key of Object.keys(localStorage).filter((k) => k.startsWith(`${marksKept}${note.dataset.user}-`))) {
      const name = key.slice(marksKept.length), state = kept(name);
      if (!state || state.stale) continue;
      try {
        const answer = await send(state);
        if (answer.status === 200 && kept(name)?.key === state.key) { forget(name); note.textContent = note.dataset.waiting; note.hidden = false; }
        else if (answer.status === 409) keep(name, { ...state, stale: true, other: String(answer.version) });
      } catch { /* next time */ }
    }
  };
  flush();
  window.addEventListener("online", flush);
}
