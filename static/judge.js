/* A judge's sheet saves itself: first on the device, then on the server (static/marks.js). The page works without it. */
"use strict";

/* Keys 1 to 9 give points on the criterion that has the focus, or on the first without any, and go on to the next. */
for (const form of document.querySelectorAll("form[data-autosave], form[data-keys]")) {
  const crits = [...form.querySelectorAll("fieldset.crit")];
  document.addEventListener("keydown", (event) => {
    if (form.inert || !/^[1-9]$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("textarea, input:not([type=radio])")) return;
    const here = event.target.closest("fieldset.crit") || crits.find((set) => !set.querySelector("input:checked")) || crits[0];
    const radio = here?.querySelector(`input[type=radio][value="${event.key}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    const after = crits[crits.indexOf(here) + 1];
    (after?.querySelector("input:checked") || after?.querySelector("input[type=radio]") || form.querySelector("button[name=finish]")).focus();
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const name = form.dataset.autosave, person = document.body.dataset.user, url = location.pathname;
  const note = form.querySelector(".saved"), stale = form.querySelector(".stale");
  const crits = [...form.querySelectorAll("fieldset.crit")];
  const labels = Object.fromEntries(crits.map((crit) => [crit.querySelector("input[type=radio]").name, crit.querySelector("legend").textContent]));
  let base = form.dataset.version, timer;

  const say = (text, off) => { note.textContent = text || ""; note.classList.toggle("off", Boolean(off)); };
  const showStale = () => { stale.hidden = false; say(form.dataset.stale, true); };
  const read = () => {
    const fields = Object.fromEntries(new FormData(form));
    for (const hidden of ["csrfmiddlewaretoken", "key", "base"]) delete fields[hidden];
    return fields;
  };
  const write = (fields) => {
    for (const field of form.elements) {
      if (!(field.name in fields) || ["hidden", "submit"].includes(field.type)) continue;
      if (field.type === "radio") field.checked = field.value === fields[field.name]; else field.value = fields[field.name];
    }
  };

  /* What is typed, as one state. Who was done with a work is done with it: what comes after goes as finished too. */
  const noteDown = (finish, decided) => {
    const before = kept(name) || {}, fields = read();
    if (finish || before.fields?.finish) fields.finish = "1";
    const state = { url, key: uuid(), base, fields, labels, at: Date.now() };
    if (!decided) for (const part of ["stale", "other", "doubt"]) if (before[part]) state[part] = before[part];
    keep(name, state);
    clearTimeout(timer);
  };
  const told = (answer) => {
    if (!answer) say(form.dataset.offline, true);
    else if (answer.status === 200) say(answer.said);
    else if (answer.status === 409) showStale();
    else if ([404, 410].includes(answer.status)) say(answer.said || form.dataset.gone, true);
    else if (answer.status === 0) say(form.dataset.signIn, true);
    else if (answer.status !== 204) say(answer.said || form.dataset.offline, true);
  };
  const push = async () => { try { told(await send(name)); } catch { told(null); } };
  const changed = () => { noteDown(); timer = setTimeout(push, 700); };
  const all = () => sendAll(person, (one, answer) => { if (one === name) told(answer); });

  /* The next of the pack that nobody has finished, here or on the server; then the desk. */
  const nextOfPack = async () => {
    const list = await (await pack.find(form.dataset.pack))?.json();
    const works = list?.works || [], at = works.findIndex((work) => work.url === url);
    for (const work of [...works.slice(at + 1), ...works.slice(0, Math.max(at, 0))]) {
      const here = kept(`${person}-${form.dataset.place}-${work.alias}`)?.fields || (await pack.sent(work.url))?.fields;
      if (!work.done && !here?.finish && await pack.find(work.url)) return work.url;
    }
    return list ? form.dataset.desk : "";
  };

  /* Saved by a button: on the device at once. Where the server is silent the pack goes on, and the sheet is sent later. */
  form.addEventListener("submit", async (event) => {
    event.preventDefault(); event.stopPropagation();
    const finish = event.submitter?.name === "finish";
    if (event.submitter?.hasAttribute("data-keep")) {
      base = kept(name)?.other || base;
      stale.hidden = true;
      noteDown(false, true);
      await push();
      return;
    }
    const open = crits.find((crit) => !crit.querySelector("input:checked"));
    if (finish && open) { say(form.dataset.missing, true); open.querySelector("input[type=radio]").focus(); return; }
    noteDown(finish);
    if (kept(name)?.stale) { showStale(); return; }
    let answer = null;  // what waited before goes before
    const sent = sendAll(person, (one, said) => { if (one === name) answer = said; });
    await Promise.race([sent, new Promise((done) => setTimeout(done, 5000))]);
    told(answer);
    if (finish && answer?.status === 200) location.assign(answer.next);
    else if (finish && (!answer || answer.status === 0 || answer.status >= 500)) {
      const next = await nextOfPack();
      if (next) location.assign(next);
    }
  });

  /* A page of the pack may be older than what this device has sent, and older still than what it keeps. */
  const restore = async () => {
    const waiting = kept(name), sent = waiting ? undefined : await pack.sent(url);
    if (waiting) {
      write(waiting.fields);
      if (waiting.stale) showStale(); else say(waiting.refused || waiting.wrong || form.dataset.restored, true);
    } else if (sent?.version > Number(base)) {
      write(sent.fields);
      base = String(sent.version);
    }
    form.inert = false;
    all();
  };
  form.inert = true;  // for a moment: nothing is typed over what is about to come back
  restore();
  form.addEventListener("input", changed);
  window.addEventListener("online", all);
  setInterval(() => { if (!document.hidden) all(); }, 15000);
  const learn = (saved) => { if (saved.name === name && saved.version > Number(base)) base = String(saved.version); };
  windows?.addEventListener("message", ({ data }) => learn(data));
  document.addEventListener("marks-saved", ({ detail }) => learn(detail));
  form.querySelector("[data-take]")?.addEventListener("click", () => forget(name));
}

/* On the desk: what waits on this device, how it goes, and what was not taken. */
for (const note of document.querySelectorAll("[data-waiting]")) {
  const person = document.body.dataset.user, refusals = document.querySelector("[data-refusals]");
  const finished = new Set(), waited = new Set(), shown = new Map();
  let signedOut = false;
  /* The desk of the pack is as old as the pack: what was finished here since is passed over. */
  const goOn = () => {
    for (const go of document.querySelectorAll("[data-go]")) {
      const open = [...document.querySelectorAll("[data-work][data-open]")].find(({ dataset }) => dataset.work.startsWith(go.dataset.go) && !finished.has(dataset.work));
      const link = open?.closest("li").querySelector("a");
      go.hidden = !link;
      if (!link || link.href === go.href) continue;
      go.textContent = go.textContent.replace(go.dataset.name, link.textContent);
      go.dataset.name = link.textContent;
      go.href = link.href;
    }
  };
  /* What was typed, as text: points with their reasons, and the words. */
  const tell = (list, state) => {
    const add = (name, value) => {
      for (const [tag, text] of [["dt", name], ["dd", value]]) list.append(Object.assign(document.createElement(tag), { textContent: text }));
    };
    const orders = [...new Set(Object.keys(state.fields).map((name) => /^(?:points|reason)_(\d+)$/.exec(name)?.[1]).filter(Boolean))];
    for (const n of orders) add(state.labels?.[`points_${n}`] || n, [state.fields[`points_${n}`] || "–", state.fields[`reason_${n}`]].filter(Boolean).join(" · "));
    if (state.fields.words) add(refusals.dataset.words, state.fields.words);
  };
  /* It stays until the judge deletes it, or opens the sheet and saves it anew. */
  const refuse = (name, state) => {
    const box = document.importNode(refusals.querySelector("template").content, true).firstElementChild;
    const find = (part) => box.querySelector(`[data-${part}]`);
    const work = refusals.dataset.named.replace("{n}", name.split("-").pop());
    find("what").textContent = (state.refused ? refusals.dataset.gone : refusals.dataset.wrong).replace("{work}", work);
    find("why").textContent = state.refused || state.wrong;
    tell(find("typed"), state);
    const link = find("sheet"), button = find("delete");
    link.hidden = Boolean(state.refused);
    if (state.url.startsWith("/judging/")) link.href = state.url;
    button.hidden = !state.refused;
    button.addEventListener("click", () => { waited.delete(name); forget(name); show(); });
    refusals.append(box);
    return box;
  };
  const showRefusals = (names) => {
    const now = new Map(names.map((name) => [name, kept(name)]).filter(([, state]) => state?.refused || state?.wrong));
    for (const [name, { key, box }] of shown) if (now.get(name)?.key !== key) { box.remove(); shown.delete(name); }
    for (const [name, state] of now) if (!shown.has(name)) shown.set(name, { key: state.key, box: refuse(name, state) });
  };
  const show = () => {
    const names = keptNames(person), waiting = names.filter((name) => waits(kept(name))), n = waiting.length;
    for (const mark of document.querySelectorAll("[data-work]")) {
      const state = kept(mark.dataset.work);
      mark.hidden = !state;
      mark.textContent = state?.stale ? note.dataset.stale : state?.refused || state?.wrong ? note.dataset.refused : note.dataset.here;
      if (state?.fields.finish) finished.add(mark.dataset.work);
    }
    goOn();
    showRefusals(names);
    for (const name of waiting) waited.add(name);
    const arrived = [...waited].some((name) => !names.includes(name));
    note.hidden = !n && !arrived;
    const words = n === 1 ? note.dataset.one : n ? note.dataset.many.replace("{n}", n) : note.dataset.waiting;
    note.textContent = signedOut && n ? `${words} ${note.dataset.signIn}` : words;
  };
  const flush = async () => {
    show();
    await sendAll(person, (name, answer) => { signedOut = answer?.status === 0; show(); });
  };
  flush();
  window.addEventListener("online", flush);
  setInterval(() => { if (!document.hidden && keptNames(person).length) flush(); }, 15000);
}
