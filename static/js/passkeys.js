// Says in words when a passkey does not work out. allauth's own scripts do the asking.
(() => {
  "use strict";
  const show = (id, on) => { const element = document.getElementById(id); if (element) element.hidden = !on; };
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault(); // said on the page instead of in the console
    show("passkey-trouble", true);
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (window.PublicKeyCredential) return;
    show("passkey-missing", true);
    document.querySelectorAll("[data-needs-passkeys]").forEach((button) => { button.disabled = true; });
  });
})();
