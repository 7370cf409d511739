// The cards and rows of the sessions that no longer hold are marked once the alerts are known. The alerts say it without.
(() => {
  "use strict";

  document.addEventListener("htmx:afterSwap", (event) => {
    const alerts = document.getElementById("alertes");
    if (!alerts || !alerts.contains(event.target)) return;
    const sign = alerts.querySelector("[data-broken] > summary > .icon");
    const groups = sign ? sign.closest("[data-broken]").dataset.broken.split(" ") : [];
    groups.forEach((group) => {
      document.querySelectorAll(`[data-group="${group}"]`).forEach((card) => mark(card, sign));
    });
  });

  function mark(card, sign) {
    card.classList.add("is-broken");
    const drawn = sign.cloneNode(true);
    drawn.classList.add("broken-sign");
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.textContent = ", ne tient plus";
    (card.querySelector("[data-mark]") || card.querySelector("a")).append(said, drawn);
  }
})();
