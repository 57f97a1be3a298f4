// Small helps; every page works without this file.
(() => {
  "use strict";

  // On wide screens the menu is always open; <details> alone cannot know the width.
  const wide = window.matchMedia("(min-width: 62rem)");
  const open = () => document.querySelectorAll("details.menu").forEach((menu) => { menu.open = wide.matches; });
  wide.addEventListener("change", open);
  open();

  // Ask before what cannot be undone with one click: <form data-confirm="…">.
  document.addEventListener("submit", (event) => {
    const text = event.target.dataset && event.target.dataset.confirm;
    if (text && !window.confirm(text)) event.preventDefault();
  });

  // Filters that send themselves: <form data-autosubmit>.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && "autosubmit" in form.dataset) form.requestSubmit();
  });

  // What can be copied with one click, where the browser lets us: <button data-copies="#where" hidden>.
  document.querySelectorAll("[data-copies]").forEach((button) => {
    const from = document.querySelector(button.dataset.copies);
    const told = button.parentElement.querySelector("[data-copied]");
    button.hidden = !from || !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(from.value);
      if (told) told.textContent = told.dataset.copied;
    });
  });

  // A double click sends a form once. htmx forms look after themselves.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
  });

  // Answers with a problem (403, 409, 422) are pages for people too: htmx shows them where the answer belongs.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([403, 404, 409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
      // Some of them are whole pages: without the masthead and the foot they fit into a panel or a cell.
      if (/^\s*<!doctype/i.test(event.detail.serverResponse)) event.detail.selectOverride = "#main > *";
    }
  });
})();
