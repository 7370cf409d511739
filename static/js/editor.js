// The RSCA editor: live word count, and the panel of identifiers redrawn after a save. The page works without it.
(() => {
  "use strict";

  const form = document.getElementById("editeur");
  const text = form.elements.text;
  const panel = document.getElementById("identifiants");
  const counters = form.querySelectorAll("[data-words]");
  const total = document.querySelector("[data-total-words]");
  const inWords = (words) => `${words}\u00a0${words > 1 ? "mots" : "mot"}`;
  const count = (value) => (value.match(/\S+/g) || []).length;

  text.addEventListener("input", () => {
    const words = count(text.value);
    counters.forEach((node) => { node.textContent = inWords(words); });
    if (total) total.textContent = inWords(words + Number(total.dataset.totalWords));
  });

  form.addEventListener("autosave:saved", () => {
    if (panel.contains(document.activeElement) || panel.querySelector("details[open]")) return;
    htmx.ajax("GET", form.dataset.flags, { target: panel, swap: "innerHTML" });
  });
})();
