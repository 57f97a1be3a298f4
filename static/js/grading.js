// The table of all levels: keys move and choose, points and grade come from the server while one types.
// Without this file the button "Work out" does the same.
(() => {
  "use strict";

  const form = document.querySelector("[data-grading]");
  if (!form) return;
  const beside = document.getElementById("beside");
  const live = document.getElementById("grading-live");
  const table = form.querySelector("table.grading-sheet");
  const steps = form.querySelector(".grading-one-at-a-time");
  const work = form.querySelector("[data-work]");
  if (work) work.hidden = true;
  form.querySelector(".grading-keys").hidden = false; // they work only with this file
  let leaving = false;
  let timer = 0;

  const rows = () => [...table.querySelectorAll("tr.grading-line")];
  const cells = (row) => [...row.querySelectorAll("input.grading-degree")];
  const valid = (cell) => cell.value === "" || (/^\d+$/.test(cell.value) && Number(cell.value) >= 1 && Number(cell.value) <= Number(cell.dataset.top));
  const mark = (cell) => {
    cell.classList.toggle("is-invalid", !valid(cell));
    cell.toggleAttribute("aria-invalid", !valid(cell));
    cell.classList.toggle("grading-changed", cell.value !== cell.dataset.saved);
  };
  const dirty = () => [...table.querySelectorAll("input.grading-degree")].some((cell) => cell.value !== cell.dataset.saved);

  // --- What follows from the degrees: one question at a time, the latest counts
  const ask = (wait) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => window.htmx && window.htmx.trigger(beside, "graded"), wait);
  };
  const here = (cell) => {
    const row = cell.closest("tr");
    const moved = form.elements.at.value !== row.dataset.row || form.elements.factor.value !== cell.dataset.factor;
    form.elements.at.value = row.dataset.row;
    form.elements.factor.value = cell.dataset.factor;
    rows().forEach((each) => each.classList.toggle("grading-here", each === row));
    tellPlace();
    if (moved) ask(60);
  };
  beside.addEventListener("htmx:afterSwap", () => {
    const row = rows().find((each) => each.dataset.row === form.elements.at.value);
    if (!row) return;
    const text = (id) => (document.getElementById(id + row.dataset.row) || { textContent: "" }).textContent.trim().replace(/\s+/g, " ");
    live.textContent = `${row.querySelector(".code").textContent}: ${text("p-")}, ${text("g-")}`;
  });
  // A page that says "no" (or asks to sign in) must not stand beside the table as if it were an answer.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt === beside && event.detail.xhr.status >= 400) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => { if (event.detail.xhr.status === 401) leaving = true; });

  // --- Moving
  const go = (y, x) => {
    const row = rows()[y];
    const cell = row && cells(row)[x];
    if (!cell) return false;
    show(row);
    cell.focus();
    return true;
  };
  table.addEventListener("focusin", (event) => {
    if (!event.target.matches("input.grading-degree")) return;
    event.target.select();
    here(event.target);
  });
  table.addEventListener("input", (event) => {
    if (!event.target.matches("input.grading-degree")) return;
    mark(event.target);
    ask(120);
  });
  // From the reason behind the last cell, too.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[value=save]"));
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("input.grading-degree") || event.isComposing) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = cell.closest("tr");
    let y = rows().indexOf(row);
    let x = cells(row).indexOf(cell);
    switch (event.key) {
      case "ArrowUp": y -= 1; break;
      case "ArrowDown": y += 1; break;
      case "Enter": y += event.shiftKey ? -1 : 1; break;
      case "ArrowLeft": x -= 1; break;
      case "ArrowRight": x += 1; break;
      case "Escape":
        event.preventDefault();
        cell.value = cell.dataset.saved;
        cell.select();
        mark(cell);
        ask(60);
        return;
      default: return;
    }
    event.preventDefault();
    if (go(y, x)) return;
    // Down from the last row leads to the top of the next factor, up from the first to the foot of the one before.
    if (event.key === "Enter") go(event.shiftKey ? rows().length - 1 : 0, x + (event.shiftKey ? -1 : 1));
  });

  // --- One level at a time where the screen is narrow
  const narrow = window.matchMedia("(max-width: 47.99rem)");
  let shown = 0;
  const code = (row) => (row ? row.querySelector(".code").textContent : "");
  function show(row) {
    const all = rows();
    shown = Math.max(0, all.indexOf(row));
    all.forEach((each, place) => { each.classList.toggle("grading-shown", place === shown); });
    table.querySelectorAll("tbody").forEach((part) => part.classList.toggle("grading-shown", part.contains(all[shown])));
    tellPlace();
  }
  function tellPlace() {
    const all = rows();
    const [back, on] = steps.querySelectorAll("button");
    back.querySelector("[data-name]").textContent = code(all[shown - 1]);
    on.querySelector("[data-name]").textContent = code(all[shown + 1]);
    back.disabled = shown === 0;
    on.disabled = shown === all.length - 1;
    steps.querySelector("[data-place]").textContent = `${shown + 1} / ${all.length}`;
  }
  const arrange = () => {
    table.classList.toggle("grading-one", narrow.matches);
    steps.hidden = !narrow.matches;
    show(rows()[shown]);
  };
  steps.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const row = rows()[shown + Number(button.dataset.step)];
    if (!row) return;
    show(row);
    cells(row)[0].focus();
  });
  narrow.addEventListener("change", arrange);

  // --- Nothing typed is lost unasked
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && dirty()) event.preventDefault(); });

  table.querySelectorAll("input.grading-degree").forEach(mark);
  const wrong = table.querySelector("input.is-invalid, tr.grading-clash input.grading-degree");
  shown = wrong ? rows().indexOf(wrong.closest("tr")) : 0;
  arrange();
  if (wrong) wrong.focus();
})();
