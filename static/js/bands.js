// While bands are edited, the server looks at them: picture, measures and problems follow what is typed.
(() => {
  "use strict";
  const form = document.getElementById("bands-form");
  if (!form || !window.htmx) return;
  form.addEventListener("input", () => htmx.trigger(form, "bands-look"));
  // A click on a button sends the form as any browser does; only looking goes through htmx.
  form.addEventListener("htmx:beforeSwap", (event) => {
    const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    form.querySelectorAll("[data-live][id]").forEach((place) => {
      const fresh = answer.getElementById(place.id);
      if (!fresh) return;
      place.replaceChildren(...fresh.childNodes);
      place.className = fresh.className;
      if (place.id.endsWith("-error")) {
        const field = document.getElementById(place.id.slice(0, -"-error".length));
        const wrong = place.textContent.trim() !== "";
        field.classList.toggle("is-invalid", wrong);
        if (wrong) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
      }
    });
  });
})();
