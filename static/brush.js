/* The brush: a drag over a page draws a rectangle, which is a row of four numbers below it. Keys n and p leaf through works.
   The pages work without it. */
"use strict";

for (const brush of document.querySelectorAll(".brush")) {
  const svg = brush.querySelector("svg"), form = brush.closest("form");
  const sides = ["left", "top", "width", "height"], places = ["x", "y", "width", "height"];
  const rows = [...form.querySelectorAll("fieldset[data-row]")].map((set) => ({
    set, rect: svg.querySelector(`[data-box="${set.dataset.row}"]`), fields: sides.map((side) => set.querySelector(`[name^=${side}_]`)),
  }));
  const touch = form.querySelector("[data-touch]");
  const filled = (row) => row.fields.some((field) => field.value !== "");
  const show = () => {
    for (const row of rows) {
      const numbers = row.fields.map((field) => parseFloat(field.value));
      const whole = numbers.every((number) => !Number.isNaN(number));
      places.forEach((place, at) => row.rect.setAttribute(place, whole ? numbers[at] : 0));
      row.set.querySelector("[data-off]").hidden = !filled(row);
    }
    const last = rows.reduce((found, row, at) => filled(row) ? at : found, -1);
    rows.forEach((row, at) => { if (at > last + 1) row.set.hidden = true; else row.set.hidden = false; });
  };
  const write = (row, numbers) => row.fields.forEach((field, at) => { field.value = numbers ? String(Math.round(numbers[at] * 10) / 10) : ""; });

  /* A drag, by mouse, pen or (when the button is down, for else the page would not scroll) finger. */
  let from = null, row = null;
  const at = (event) => {
    const area = svg.getBoundingClientRect();
    const share = (here, start, size) => Math.min(100, Math.max(0, 100 * (here - start) / size));
    return [share(event.clientX, area.left, area.width), share(event.clientY, area.top, area.height)];
  };
  svg.addEventListener("pointerdown", (event) => {
    if (event.button || (event.pointerType === "touch" && touch.getAttribute("aria-pressed") !== "true")) return;
    row = rows.find((one) => !filled(one));
    if (!row) return;
    event.preventDefault();
    from = at(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = at(event);
    write(row, [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])]);
    show();
  });
  const end = () => {
    if (from && row) {
      const [, , width, height] = row.fields.map((field) => parseFloat(field.value) || 0);
      if (width < 0.5 || height < 0.5) write(row, null);  /* a tap is no rectangle */
    }
    from = null;
    show();
  };
  svg.addEventListener("pointerup", end);
  svg.addEventListener("pointercancel", () => { if (from) write(row, null); end(); });

  /* Which row is which rectangle. */
  for (const one of rows) {
    one.set.addEventListener("focusin", () => one.rect.classList.add("here"));
    one.set.addEventListener("focusout", () => one.rect.classList.remove("here"));
    one.set.querySelector("[data-off]").addEventListener("click", () => { write(one, null); show(); one.fields[0].focus(); });
  }
  if (matchMedia("(any-pointer: coarse)").matches) touch.parentElement.hidden = false;
  touch.addEventListener("click", () => {
    const on = touch.getAttribute("aria-pressed") !== "true";
    touch.setAttribute("aria-pressed", String(on));
    svg.classList.toggle("drawing", on);
  });
  form.addEventListener("input", show);
  show();
}

/* Leafing: n to the next work, p to the one before. */
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const way = { n: "next", p: "prev" }[event.key];
  if (way) document.querySelector(`main a[rel=${way}]`)?.click();
});
