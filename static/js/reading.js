// Select a passage, comment it. Without this script one chooses the part and pastes the passage.
(() => {
  "use strict";

  const article = document.querySelector("[data-passages]");
  const box = document.getElementById("annoter");
  const button = document.querySelector("[data-annotate]");
  const form = box.querySelector("form");
  let picked = null;

  function passage() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const from = range.startContainer.parentElement.closest("[data-start]");
    const to = range.endContainer.parentElement.closest("[data-start]");
    const part = from && from.closest("[data-section]");
    if (!part || from !== to || !article.contains(part)) return null;
    const before = document.createRange();
    before.setStart(from, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const raw = range.toString();
    const quote = raw.trim();
    if (!quote) return null;
    const start = Number(from.dataset.start) + before.toString().length + raw.indexOf(quote);
    return { section: part.dataset.section, quote, start };
  }

  document.addEventListener("selectionchange", () => {
    picked = passage();
    button.hidden = !picked;
  });
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (!picked) return;
    form.elements.section.value = picked.section;
    form.elements.quote.value = picked.quote;
    form.elements.start.value = picked.start;
    box.open = true;
    button.hidden = true;
    getSelection().removeAllRanges();
    form.elements.text.focus();
  });

  const counter = document.querySelector("[data-grid-count]");
  const grid = document.querySelector(".reading-grid");
  if (grid) {
    const total = grid.querySelectorAll("tbody tr").length;
    const tell = () => { counter.textContent = `${grid.querySelectorAll("input:checked").length} sur ${total}`; };
    grid.addEventListener("change", tell);
    tell();
  }
})();
