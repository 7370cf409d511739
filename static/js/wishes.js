/* Painting the calendar: press the mouse on a box and draw over others; arrows move, Shift and arrows paint. */
(() => {
  "use strict";

  const calendar = document.querySelector("[data-paint]");
  if (!calendar) return;
  document.body.classList.add("paint-ready");

  const rows = [...calendar.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]);
  let brush = null;
  let isTouch = false;

  function paint(box, on) {
    if (box.disabled || box.checked === on) return;
    box.checked = on;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function boxAt(event) {
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest(".paint-cell");
    return cell && calendar.contains(cell) ? cell.querySelector("input") : null;
  }

  calendar.addEventListener("pointerdown", (event) => {
    const box = event.target.closest(".paint-cell")?.querySelector("input");
    isTouch = event.pointerType === "touch";
    if (!box || box.disabled || event.button !== 0 || isTouch) return; // A finger scrolls; it ticks by a tap.
    event.preventDefault();
    brush = !box.checked;
    paint(box, brush);
    box.focus({ preventScroll: true });
  });

  document.addEventListener("pointermove", (event) => {
    if (brush === null) return;
    const box = boxAt(event);
    if (box) paint(box, brush);
  });

  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => { brush = null; });

  /* The press has already painted: the click that follows must not undo it. That of the space bar has no detail. */
  calendar.addEventListener("click", (event) => {
    if (event.target.closest(".paint-cell") && event.detail > 0 && !isTouch) event.preventDefault();
  });

  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  calendar.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const row = rows.findIndex((boxes) => boxes.includes(event.target));
    if (!step || row < 0) return;
    const next = rows[row + step[0]]?.[rows[row].indexOf(event.target) + step[1]];
    if (!next) return;
    event.preventDefault();
    if (event.shiftKey) paint(next, event.target.checked);
    next.focus();
  });
})();
