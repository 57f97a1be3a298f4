// The competency grid: cells open in place, arrow keys move among them, and nothing typed is lost.
// Without this file every cell is a link to a page of its own.
(() => {
  "use strict";

  const table = document.querySelector("[data-grid]");
  const words = table ? table.dataset : {};
  const PREFIX = "ladders:cell:";
  let leaving = false; // true while the page changes with the person's knowledge

  const user = (document.querySelector("[data-user]") || { dataset: {} }).dataset.user || "";
  const fields = ["descriptor", "examples", "proficiency", "builds_on"];

  // --- What is typed is kept in this tab until it is saved: through a reload, a lost connection, an ended session.
  const keyOf = (form) => PREFIX + user + ":" + new URL(form.action).pathname;
  const read = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const drop = (key) => { try { sessionStorage.removeItem(key); } catch { /* storage is off: nothing to drop */ } };
  const keys = () => { try { return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } };
  keys().filter((key) => !key.startsWith(PREFIX + user + ":")).forEach(drop); // somebody else's, on a shared computer

  const values = (form) => {
    const data = new FormData(form);
    return Object.fromEntries(fields.map((name) => [name, data.get(name) || ""]));
  };
  const fill = (form, kept) => {
    form.elements.descriptor.value = kept.descriptor;
    form.elements.examples.value = kept.examples;
    form.elements.proficiency.value = kept.proficiency;
    if (form.elements.builds_on) form.elements.builds_on.checked = Boolean(kept.builds_on);
  };
  const same = (one, other) => fields.every((name) => one[name].replaceAll("\r\n", "\n") === other[name].replaceAll("\r\n", "\n"));
  const began = new WeakMap(); // form → its values when it was opened
  const dirty = (form) => began.has(form) && !same(values(form), began.get(form));

  const keep = (form) => {
    const key = keyOf(form);
    if (!dirty(form)) { drop(key); return; }
    const kept = { ...values(form), seen: form.elements.seen.value, label: form.dataset.label, url: form.action };
    try { sessionStorage.setItem(key, JSON.stringify(kept)); } catch { /* storage is full or off: the form still has it */ }
  };

  const opened = (form) => {
    began.set(form, values(form));
    const conflict = form.querySelector(".grid-conflict");
    const kept = read(keyOf(form));
    if (conflict) {
      keep(form); // one's own text, which is not saved anywhere yet
      began.set(form, { ...began.get(form), descriptor: "\u0000" }); // so that leaving asks
    } else if (kept && !same(kept, began.get(form))) {
      fill(form, kept);
      form.elements.seen.value = kept.seen; // what it was written against: another's text since then is shown beside it
      const note = form.querySelector("[data-restored]");
      if (note) note.hidden = false;
    }
    const first = form.querySelector(conflict ? ".grid-conflict" : "textarea");
    if (conflict) { first.tabIndex = -1; }
    if (first && form.closest("td")) {
      form.closest("td").scrollIntoView({ block: "nearest", inline: "nearest" });
      first.focus({ preventScroll: Boolean(conflict) });
      if (first.setSelectionRange) first.setSelectionRange(first.value.length, first.value.length);
    }
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-cell-form]");
    if (form) keep(form);
  });
  document.addEventListener("click", (event) => {
    const discard = event.target.closest("[data-discard]");
    if (!discard) return;
    const form = discard.closest("form");
    const fresh = began.get(form);
    drop(keyOf(form));
    fill(form, fresh);
    form.elements.seen.value = form.elements.seen.defaultValue;
    discard.closest("[data-restored]").hidden = true;
    form.elements.descriptor.focus();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && [...document.querySelectorAll("[data-cell-form]")].some(dirty)) event.preventDefault();
  });
  // A form on a page of its own leaves the page by saving. The text stays kept until a page shows that it was saved.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-cell-form]:not([hx-post])")) return;
    leaving = true;
    const kept = read(keyOf(form));
    if (kept) sessionStorage.setItem(keyOf(form), JSON.stringify({ ...kept, sent: true }));
  });
  if (document.querySelector("#messages .notice-success")) {
    keys().filter((key) => (read(key) || {}).sent).forEach(drop);
  }

  // --- Open, cancel
  const show = (td, url) => window.htmx && window.htmx.ajax("GET", url, { target: td, swap: "outerHTML" });
  const plain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

  const cancel = (form) => {
    const link = form.querySelector("[data-cancel]");
    const conflict = form.querySelector(".grid-conflict");
    if (!conflict && dirty(form) && !window.confirm(words.ask)) return;
    drop(keyOf(form));
    const query = new URL(form.action).search;
    show(form.closest("td"), link.dataset.cancel + (query ? query + "&" : "?") + "show=1");
  };

  document.addEventListener("click", (event) => {
    if (!table || !window.htmx || !plain(event)) return;
    const open = event.target.closest("a.grid-open");
    if (open && table.contains(open)) {
      event.preventDefault();
      show(open.closest("td"), open.getAttribute("href"));
      return;
    }
    const link = event.target.closest("[data-cancel]");
    if (link && table.contains(link)) { event.preventDefault(); cancel(link.closest("form")); }
  });

  // --- Keys
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const form = event.target.closest && event.target.closest("[data-cell-form]");
    if (form) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button[name=save]"));
      } else if (event.key === "Escape" && form.closest("td")) {
        event.preventDefault();
        cancel(form);
      }
      return;
    }
    if (!event.target.matches("a.grid-open") || event.ctrlKey && !["Home", "End"].includes(event.key) || event.altKey || event.metaKey || event.shiftKey) return;
    const rows = [...table.querySelectorAll("tr.grid-line")];
    const cells = (row) => [...row.querySelectorAll("td.grid-cell")].filter((td) => td.offsetParent !== null);
    const td = event.target.closest("td");
    let y = rows.indexOf(td.parentElement);
    let x = cells(rows[y]).indexOf(td);
    const last = cells(rows[y]).length - 1;
    switch (event.key) {
      case "ArrowUp": y -= 1; break;
      case "ArrowDown": y += 1; break;
      case "ArrowLeft": x -= 1; break;
      case "ArrowRight": x += 1; break;
      case "Home": x = 0; if (event.ctrlKey) y = 0; break;
      case "End": x = last; if (event.ctrlKey) y = rows.length - 1; break;
      default: return;
    }
    event.preventDefault();
    const goal = rows[y] && cells(rows[y])[x];
    const focusable = goal && goal.querySelector("a.grid-open, textarea");
    if (focusable) focusable.focus();
  });

  // --- What comes back from the server
  document.addEventListener("htmx:load", (event) => {
    const td = event.detail.elt;
    if (!td.matches || !td.matches("td.grid-cell")) return;
    const form = td.querySelector("[data-cell-form]");
    if (form) opened(form);
    else { const open = td.querySelector("a.grid-open"); if (open) open.focus(); }
  });
  document.addEventListener("cellSaved", (event) => {
    const form = event.target.closest("[data-cell-form]");
    if (form) drop(keyOf(form));
    document.getElementById("grid-live").textContent = event.detail.message;
    for (const [id, text] of Object.entries(event.detail.counts || {})) {
      const place = document.getElementById(id);
      if (place) place.textContent = text;
    }
    listUnsaved();
  });
  const problem = (form, text) => {
    const place = form.querySelector("[data-problem]");
    if (!place) return;
    place.textContent = text;
    place.hidden = false;
  };
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status === 401) leaving = true; // the page loads anew to sign in; the text is kept
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.requestConfig.elt.closest("[data-cell-form]");
    const status = event.detail.xhr.status;
    // A page that says "no" must not take the place of what somebody typed.
    if (form && (status === 403 || status === 404 || status >= 500)) {
      event.detail.shouldSwap = false;
      keep(form);
      problem(form, status >= 500 ? words.offline : words.refused);
    }
  });
  document.addEventListener("htmx:sendError", (event) => {
    const form = event.detail.requestConfig.elt.closest("[data-cell-form]");
    if (form) { keep(form); problem(form, words.offline); }
  });

  // --- Texts of this tab that are not saved: offered at the top of the grid
  const listUnsaved = () => {
    const place = document.getElementById("unsaved");
    if (!place) return;
    const here = new URL(window.location.href).pathname;
    const open = new Set([...document.querySelectorAll("[data-cell-form]")].map(keyOf));
    const list = keys().filter((key) => !open.has(key)).map(read).filter((kept) => kept && new URL(kept.url).pathname.startsWith(here));
    const items = list.map((kept) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = kept.url;
      link.textContent = kept.label;
      item.append(link);
      return item;
    });
    place.querySelector("ul").replaceChildren(...items);
    place.hidden = items.length === 0;
  };

  document.querySelectorAll("[data-cell-form]").forEach(opened);
  listUnsaved();
})();
