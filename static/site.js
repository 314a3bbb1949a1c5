/* Makes pages nicer; every page works without it. */
"use strict";

/* Long forms keep a draft on the device until the server says that it has them (core.pages.FormPage), and no sooner. */
try {
  const done = document.cookie.match(/(?:^|; )draft_done=([\w-]+)/);
  if (done) {
    localStorage.removeItem("draft:" + done[1]);
    document.cookie = "draft_done=; path=/; max-age=0; samesite=lax" + (location.protocol === "https:" ? "; secure" : "");
  }
} catch { /* nothing was kept */ }
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = "draft:" + form.dataset.draft;
  const note = form.querySelector(".kept");
  /* The hidden key goes along: what is sent again because the answer was lost counts once. */
  const fields = () => [...form.elements].filter((f) => f.name && (f.name === "key" || !["hidden", "file", "password", "submit"].includes(f.type)));
  const read = () => Object.fromEntries(fields().map((f, i) => [f.name + ":" + i, f.type === "checkbox" || f.type === "radio" ? f.checked : f.value]));
  const typed = () => JSON.stringify(Object.entries(read()).filter(([name]) => !name.startsWith("key:")));
  const keep = () => { clearTimeout(timer); localStorage.setItem(key, JSON.stringify(read())); };
  let timer;
  const say = (text) => { if (note) { note.textContent = text; note.hidden = false; } };
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (kept && !form.hasAttribute("data-sent")) {
      const now = typed();
      fields().forEach((f, i) => {
        const value = kept[f.name + ":" + i];
        if (value === undefined) return;
        if (f.type === "checkbox" || f.type === "radio") f.checked = value; else f.value = value;
      });
      if (typed() !== now) say(form.dataset.restored);
    }
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => { keep(); say(form.dataset.keeping); }, 300);
    });
    form.addEventListener("submit", () => { try { keep(); } catch { /* sent all the same */ } });
  } catch { /* a browser that keeps nothing: the form still works */ }
}
/* Who signs out leaves nothing typed behind for the next person at this device. */
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", (event) => {
    try {
      const mine = ["draft:", `marks:${document.body.dataset.user}-`];
      const typed = Object.keys(localStorage).filter((name) => mine.some((start) => name.startsWith(start)));
      const sent = (name) => name.startsWith("marks:") && Boolean(JSON.parse(localStorage.getItem(name))?.refused);  // and not taken
      const question = typed.every(sent) ? form.dataset.signOutRefused : form.dataset.signOut;
      if (typed.length && !window.confirm(question)) { event.preventDefault(); event.stopPropagation(); return; }
      for (const name of typed) localStorage.removeItem(name);
      indexedDB.deleteDatabase("pages");
    } catch { /* nothing was kept */ }
    if (!window.caches) return;
    event.preventDefault(); event.stopPropagation();
    const late = new Promise((done) => setTimeout(done, 2000));
    Promise.race([late, dropPacks()]).catch(() => {}).finally(() => form.submit());
  });
}
/* The works that a judge took along (static/pack.js) are for that person, and shut while nobody is signed in. */
async function dropPacks() {
  for (const name of await caches.keys()) await caches.delete(name);
  for (const registered of await navigator.serviceWorker?.getRegistrations() || []) await registered.unregister();
}
if (window.caches) {
  const person = document.body.dataset.user;
  caches.keys().then((names) => {
    const packs = names.filter((name) => name.startsWith("judging-"));
    if (!person) return packs.length && caches.open("judging-shut");
    return Promise.all(packs.filter((name) => name !== `judging-${person}`).map((name) => caches.delete(name)));
  }).catch(() => { /* nothing is kept */ });
}

/* Harm is asked about first. */
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
  else for (const button of event.target.querySelectorAll("button[type=submit], button:not([type])")) setTimeout(() => { button.disabled = true; }, 0);
});
window.addEventListener("pageshow", () => { for (const b of document.querySelectorAll("button:disabled")) b.disabled = false; });

/* A filter that is chosen is used at once. */
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.filters");
  if (form && event.target.matches("select, input[type=date]")) form.requestSubmit();
});

/* Sign-in of the demo: one tap fills the form. */
for (const button of document.querySelectorAll("[data-fill-login]")) {
  button.addEventListener("click", () => {
    const form = document.querySelector("form[data-login]");
    form.elements.login.value = button.dataset.fillLogin;
    form.elements.password.value = button.dataset.fillPassword;
    form.requestSubmit();
  });
}

/* Errors get the focus, so that nobody searches for them. */
document.querySelector(".problems")?.focus();

/* "/" goes to the search box. */
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
    const box = document.querySelector("input[type=search]");
    if (box) { event.preventDefault(); box.focus(); }
  }
});

/* In a calendar the arrow keys turn the page. */
document.addEventListener("keydown", (event) => {
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (way && !event.altKey && !event.ctrlKey && !event.metaKey && !event.target.closest("input, textarea, select, .scroll")) document.querySelector(`.links a[rel=${way}]`)?.click();
});

/* A ballot adds up as it is typed, and says which place each total takes. */
for (const form of document.querySelectorAll("form")) {
  const totals = [...form.querySelectorAll("[data-total]")];
  if (!totals.length) continue;
  const add = () => {
    const found = totals.map((line) => {
      const scores = [...form.querySelectorAll(`[data-score="${line.dataset.total}"]`)].map((f) => parseFloat(f.value));
      return scores.some(Number.isNaN) ? null : scores.reduce((a, b) => a + b, 0);
    });
    const known = found.filter((total) => total !== null).sort((a, b) => b - a);
    totals.forEach((line, i) => {
      const place = found.every((total) => total !== null) ? ` · ${known.indexOf(found[i]) + 1}` + (known.filter((t) => t === found[i]).length > 1 ? "=" : "") : "";
      line.textContent = found[i] === null ? "" : `${line.dataset.words} ${Math.round(found[i] * 100) / 100}${place}`;
    });
  };
  form.addEventListener("input", add);
  add();
}
