// Small helps on the import pages, which all work without this file.
(() => {
  "use strict";

  // A level goes to the chosen track at once.
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".exchange-on-track")) return;
    event.target.form.querySelector("[name=do][value=move]").click();
  });

  // Says before sending that a file is too large; the server says the same.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.form || !input.form.dataset.most) return;
    const { most, mostTogether, tooLarge } = input.form.dataset;
    const sizes = [...input.files].map((file) => file.size);
    const over = sizes.some((size) => size > Number(most)) || sizes.reduce((sum, size) => sum + size, 0) > Number(mostTogether);
    const note = input.form.querySelector("[data-size-note]");
    note.textContent = over ? tooLarge : "";
    note.hidden = !over;
    input.form.querySelector(".btn-primary").disabled = over;
  });
})();
