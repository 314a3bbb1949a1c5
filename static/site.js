/* Makes pages nicer; every page works without it. */
"use strict";

/* Long forms keep a draft on the device until the server has them. */
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = "draft:" + form.dataset.draft;
  const note = form.querySelector(".kept");
  const fields = () => [...form.elements].filter((f) => f.name && !["hidden", "file", "password", "submit"].includes(f.type));
  const read = () => Object.fromEntries(fields().map((f, i) => [f.name + ":" + i, f.type === "checkbox" || f.type === "radio" ? f.checked : f.value]));
  const say = (text) => { if (note) { note.textContent = text; note.hidden = false; } };
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (kept && !form.hasAttribute("data-sent")) {
      const now = JSON.stringify(read());
      fields().forEach((f, i) => {
        const value = kept[f.name + ":" + i];
        if (value === undefined) return;
        if (f.type === "checkbox" || f.type === "radio") f.checked = value; else f.value = value;
      });
      if (JSON.stringify(read()) !== now) say(form.dataset.restored);
    }
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => { localStorage.setItem(key, JSON.stringify(read())); say(form.dataset.keeping); }, 300);
    });
    form.addEventListener("submit", () => { clearTimeout(timer); sessionStorage.setItem("sent", key); });
  } catch { /* a browser that keeps nothing: the form still works */ }
}
/* A page that is not that form again means the server took it: the draft has done its work. */
try {
  const sent = sessionStorage.getItem("sent");
  if (sent && !document.querySelector(`form[data-draft="${CSS.escape(sent.slice(6))}"]`)) { localStorage.removeItem(sent); sessionStorage.removeItem("sent"); }
} catch { /* nothing was kept */ }

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
