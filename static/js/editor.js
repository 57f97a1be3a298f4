// The lattice editor: a panel instead of page changes, arrow keys between cards, moving with Alt and by dragging.
// Everything here is also a link or a form, so that the editor works without this file.
(() => {
  "use strict";
  const panel = document.getElementById("panel");
  const body = document.getElementById("panel-body");
  if (!panel || !window.htmx) return;
  let opener = null; // the id of what opened the panel: it gets the focus back
  let shownTrack = null;

  // --- The panel
  const open = (url, from) => {
    if (!panel.open) opener = from && from.id ? from.id : null;
    htmx.ajax("GET", url, { target: "#panel-body", swap: "innerHTML" });
  };
  const touched = (field) => {
    if (field.type === "hidden" || field.type === "submit") return false;
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return field.selectedIndex > 0 && !field.options[field.selectedIndex].defaultSelected;
    return "defaultValue" in field && field.value !== field.defaultValue;
  };
  const changed = () => [...body.querySelectorAll("form")].some((form) => [...form.elements].some(touched));
  const close = (asking) => {
    if (asking && changed() && !window.confirm(body.dataset.leave)) return;
    panel.close();
  };
  panel.addEventListener("cancel", (event) => { event.preventDefault(); close(true); });
  panel.addEventListener("click", (event) => { if (event.target === panel) close(true); });
  panel.addEventListener("close", () => {
    body.replaceChildren();
    const back = opener && document.getElementById(opener);
    if (back) back.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const closing = event.target.closest("#panel [data-close]");
    if (closing) { event.preventDefault(); close(closing.matches(".editor-panel-close")); return; }
    const link = event.target.closest("a[data-panel]");
    if (link) { event.preventDefault(); open(link.href, link); }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== body || !body.firstElementChild) return;
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    const first = body.querySelector("[autofocus]") || body.querySelector("input.is-invalid, select.is-invalid, textarea.is-invalid")
      || body.querySelector("form input:not([type=hidden]), form select, form textarea") || body.querySelector("a, button");
    if (first) first.focus();
  });

  // --- After an edit the lattice is new: close the panel, keep the tab, put the focus where the person was.
  document.addEventListener("lattice-edited", (event) => {
    const wanted = event.detail.focus || opener;
    opener = null;
    if (panel.open) panel.close();
    ready();
    const target = document.getElementById("undo") || (wanted && document.getElementById(wanted)) || document.querySelector("[data-spot]");
    if (target) focusSpot(target);
  });
  document.addEventListener("htmx:beforeSwap", () => {
    const checked = document.querySelector(".lattice-tabs input:checked");
    shownTrack = checked && checked.id;
  });

  // --- One stop for Tab, arrows within: the nearest card in that direction.
  const spots = () => [...document.querySelectorAll("#lattice-page [data-spot]")].filter((spot) => spot.offsetParent);
  const rove = (current) => spots().forEach((spot) => { spot.tabIndex = spot === current ? 0 : -1; });
  const focusSpot = (spot) => {
    if (spot.matches("[data-spot]")) rove(spot);
    spot.focus();
    spot.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const nearest = (from, key) => {
    const a = from.getBoundingClientRect();
    const across = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
    let best = null, least = Infinity;
    spots().forEach((spot) => {
      if (spot === from) return;
      const b = spot.getBoundingClientRect();
      const along = across ? (sign > 0 ? b.left - a.right : a.left - b.right) : (sign > 0 ? b.top - a.bottom : a.top - b.bottom);
      if (along < -4) return;
      const aside = across
        ? Math.max(0, Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom))
        : Math.max(0, Math.max(a.left, b.left) - Math.min(a.right, b.right));
      const drift = across ? Math.abs(a.top - b.top) : Math.abs(a.left - b.left);
      const distance = along + aside * 4 + drift * 0.1;
      if (distance < least) { least = distance; best = spot; }
    });
    return best;
  };
  const post = (url, values) => htmx.ajax("POST", url, { target: "#lattice-page", swap: "outerHTML", values });
  const path = (spot) => new URL(spot.href).pathname;

  document.addEventListener("keydown", (event) => {
    const spot = event.target.closest && event.target.closest("[data-spot]");
    if (!spot || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const level = spot.matches("[data-key]"), head = spot.matches("[data-track-head]");
    if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      const direction = event.key.slice(5).toLowerCase();
      if (!event.altKey) { const next = nearest(spot, event.key); if (next) focusSpot(next); return; }
      if (level || (head && (direction === "left" || direction === "right"))) post(`${path(spot)}move/`, { direction });
      return;
    }
    if (event.altKey) return;
    if (event.key === "Delete" && (level || head)) { event.preventDefault(); open(`${path(spot)}delete/`, spot); }
    if ((event.key === "n" || event.key === "N") && document.getElementById("add-level")) { event.preventDefault(); open(addUrl(spot), spot); }
  });
  const addUrl = (spot) => {
    const cell = spot.closest("[data-track]");
    const url = new URL(document.getElementById("add-level").href);
    if (cell) url.searchParams.set("track", cell.dataset.track);
    if (cell && cell.dataset.grade) url.searchParams.set("grade", cell.dataset.grade);
    return url.href;
  };

  // --- Dragging: to another track moves the level; to another row asks for the source of that grade.
  let dragged = null;
  const over = (cell) => document.querySelectorAll("[data-over]").forEach((item) => { if (item !== cell) delete item.dataset.over; });
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest && event.target.closest(".editor-lattice .level[data-key]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.innerText);
    dragged.dataset.dragged = "";
  });
  document.addEventListener("dragover", (event) => {
    const cell = dragged && event.target.closest(".editor-lattice td[data-track]");
    over(cell);
    if (!cell) return;
    event.preventDefault();
    cell.dataset.over = "";
  });
  document.addEventListener("dragend", () => { over(null); if (dragged) delete dragged.dataset.dragged; dragged = null; });
  document.addEventListener("drop", (event) => {
    const cell = dragged && event.target.closest(".editor-lattice td[data-track]");
    if (!cell) return;
    event.preventDefault();
    const from = dragged.closest("[data-track]"), spot = dragged;
    if (cell.dataset.grade !== from.dataset.grade) {
      open(`${path(spot)}grade/?grade=${encodeURIComponent(cell.dataset.grade)}&track=${cell.dataset.track}`, spot);
    } else if (cell.dataset.track !== from.dataset.track) {
      post(`${path(spot)}move/`, { track: cell.dataset.track });
    }
  });

  // --- Begin, and begin again after every swap
  const ready = () => {
    const tab = shownTrack && document.getElementById(shownTrack);
    if (tab) tab.checked = true;
    document.querySelectorAll(".editor-keys").forEach((keys) => { keys.hidden = false; });
    const visible = spots();
    if (visible.length) rove(visible.find((spot) => spot.matches("[data-key]")) || visible[0]);
  };
  document.addEventListener("focusin", (event) => { if (event.target.matches("[data-spot]")) rove(event.target); });
  document.addEventListener("change", (event) => { if (event.target.closest(".lattice-tabs")) ready(); });
  ready();
})();
