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

  // <button data-prints hidden>: the browser's own print dialogue.
  document.querySelectorAll("[data-prints]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // A double click sends a form once. htmx forms look after themselves.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
  });

  // Leaving, and signing out, asks first where something was typed that is not sent. Tables that keep what is typed ask by themselves.
  const FIELDS = "main form[method=post]:not([data-cell-form], [data-grading]) :is(textarea, input:not([type=password], [type=checkbox], [type=radio]))";
  const isChanged = (field) => field.value.replaceAll("\r\n", "\n") !== field.defaultValue.replaceAll("\r\n", "\n");
  // A form that was refused comes with what was typed before.
  const isRefused = (form) => form.querySelector("[aria-invalid=true], .is-invalid, [role=alert], .alert-danger") !== null;
  const isTyped = (field) => isChanged(field) || (field.type !== "hidden" && field.value !== "" && isRefused(field.form));
  let meant = null; // the form that is sent or given up
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) meant = event.target; });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main form .actions a.btn-quiet");
    if (link) meant = link.closest("form");
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const status = event.detail.xhr.status, leads = event.detail.xhr.getResponseHeader("HX-Redirect");
    if (leads || status === 401) meant = event.detail.elt.closest("form");
  });
  window.addEventListener("beforeunload", (event) => {
    const left = [...document.querySelectorAll(FIELDS)].some((field) => field.form !== meant && isTyped(field));
    if (left && document.querySelector(".masthead nav")) {
      event.preventDefault();
      const form = meant; // whoever stays can send it later
      window.setTimeout(() => { if (form) delete form.dataset.sent; });
    }
    meant = null;
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

  // Lists: the way back leads to the list as it was. Signed out, nothing of it is anybody else's.
  const key = (path) => `list:${path}`;
  if (!document.querySelector(".masthead nav")) sessionStorage.clear();

  document.querySelectorAll("[data-list]").forEach((list) => {
    sessionStorage.setItem(key(list.dataset.list), window.location.search);
  });
  document.querySelectorAll("a[data-list-back]").forEach((link) => {
    // The list its reader came from, kept while forms and pages below this one lead back to it.
    const here = window.location.pathname, kept = sessionStorage.getItem(`came:${here}`);
    if ("came" in link.dataset) sessionStorage.setItem(`came:${here}`, JSON.stringify([link.dataset.listBack, link.textContent]));
    else if (kept && `${document.referrer.split(/[?#]/)[0]}/`.startsWith(window.location.origin + here.replace(/\/?$/, "/"))) {
      [link.href, link.textContent] = JSON.parse(kept);
      link.dataset.listBack = link.getAttribute("href");
    }
    const query = sessionStorage.getItem(key(link.dataset.listBack));
    if (query) link.href = link.dataset.listBack + query;
  });

  // One panel is open at a time; a click elsewhere and Escape close it.
  document.addEventListener("toggle", (event) => {
    const tool = event.target;
    if (!tool.matches("details.list-tool") || !tool.open) return;
    document.querySelectorAll("details.list-tool[open]").forEach((other) => { if (other !== tool) other.open = false; });
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("details.list-tool")) return;
    document.querySelectorAll("details.list-tool[open]").forEach((tool) => { tool.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    const tool = document.querySelector("details.list-tool[open]");
    if (event.key !== "Escape" || !tool) return;
    tool.open = false;
    tool.querySelector("summary").focus();
  });

  // What was asked for comes by itself when it is ready, once, and only where somebody waited for it.
  document.addEventListener("htmx:afterSwap", () => {
    const link = document.querySelector("a[data-fetch]");
    if (!link || link.dataset.fetched) return;
    link.dataset.fetched = "1";
    link.click();
  });

  // The search box: Ctrl-K goes there, arrows choose, Enter opens what is chosen (or the page of results), Escape leaves.
  const quick = document.querySelector("form[data-quick]");
  if (quick) {
    const input = quick.querySelector("input");
    const list = quick.querySelector("[role=listbox]");
    const status = quick.querySelector("[data-quick-status]");
    const RECENT = "quick:recent";
    const options = () => [...list.querySelectorAll("[role=option]")];
    const chosen = () => list.querySelector("[aria-selected=true]");
    const show = (visible) => {
      list.hidden = !visible || !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      if (list.hidden) choose(null);
    };
    const choose = (option) => {
      options().forEach((each) => each.setAttribute("aria-selected", String(each === option)));
      if (option) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const recent = () => JSON.parse(sessionStorage.getItem(RECENT) || "[]");
    const showRecent = () => {
      list.textContent = "";
      status.textContent = "";
      recent().forEach((each, place) => {
        if (!place) {
          const kind = document.createElement("p");
          kind.className = "quick-kind";
          kind.setAttribute("role", "presentation");
          kind.textContent = quick.dataset.recent;
          list.append(kind);
        }
        const option = document.createElement("a");
        option.id = `quick-recent-${place}`;
        option.className = "quick-item";
        option.href = each.url;
        option.tabIndex = -1;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = each.label;
        list.append(option);
      });
      show(true);
    };

    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const menu = quick.closest("details");
      if (menu) menu.open = true;
      input.focus();
      input.select();
    });
    input.addEventListener("focus", () => (input.value.trim() ? show(true) : showRecent()));
    input.addEventListener("input", () => { if (!input.value.trim()) showRecent(); });
    input.addEventListener("keydown", (event) => {
      const all = options();
      const place = all.indexOf(chosen());
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) show(true);
        if (!all.length) return;
        const next = event.key === "ArrowDown" ? place + 1 : place < 0 ? all.length - 1 : place - 1;
        choose(next < 0 || next >= all.length ? null : all[next]);
      } else if (event.key === "Enter" && !list.hidden && chosen()) {
        event.preventDefault();
        chosen().click();
      } else if (event.key === "Escape") {
        event.preventDefault();
        if (list.hidden) input.blur();
        show(false);
      }
    });
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option || option.id === "quick-all") return;
      const label = (option.querySelector(".quick-label") || option).textContent.trim();
      const others = recent().filter((each) => each.url !== option.getAttribute("href"));
      sessionStorage.setItem(RECENT, JSON.stringify([{ label, url: option.getAttribute("href") }, ...others].slice(0, 6)));
    });
    quick.addEventListener("htmx:afterSwap", () => {
      const number = list.querySelector("[data-quick-number]");
      status.textContent = number ? number.textContent.trim() : "";
      if (input.value.trim()) show(document.activeElement === input); else showRecent();
    });
    quick.addEventListener("focusout", (event) => { if (!quick.contains(event.relatedTarget)) show(false); });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  }
})();
