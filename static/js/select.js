// Selecting rows of a list: the box in the heading ticks all on the page, and the bar counts.
(() => {
  const bar = document.querySelector("[data-select-bar]");
  const head = document.querySelector("[data-select-page]");
  if (!bar || !head) return;
  const rows = () => [...document.querySelectorAll("[data-select-row]")]; // parts of a page are exchanged meanwhile
  const all = bar.querySelector("[data-select-all]");
  const count = bar.querySelector("[data-select-count]");
  const none = count.textContent;
  const show = () => {
    const there = rows();
    const ticked = there.filter((row) => row.checked).length;
    head.checked = ticked > 0 && ticked === there.length;
    head.indeterminate = ticked > 0 && ticked < there.length;
    const said = ticked === 1 ? count.dataset.one : count.dataset.several.replace("%n", ticked.toLocaleString());
    count.textContent = ticked === 0 ? none : said;
    bar.classList.toggle("active", ticked > 0 || Boolean(all && all.checked));
  };
  head.addEventListener("change", () => {
    for (const row of rows()) row.checked = head.checked;
    show();
  });
  document.addEventListener("change", (event) => { if (event.target.matches("[data-select-row]")) show(); });
  document.addEventListener("htmx:afterSwap", show);
  if (all) all.addEventListener("change", show);
  show();
})();
