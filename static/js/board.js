// Dragging a session on the board. While it is held, the places it could have light up with their change of cost,
// and one that would be refused says why. Without it, « Déplacer… » leads to the same places.
(() => {
  "use strict";

  const QUARTER = 15;
  const FAR_ENOUGH = 6;
  const known = new Map();
  let held = null;

  const board = () => document.getElementById("grille");
  const signed = (delta) => (delta > 0 ? `+${delta}` : delta < 0 ? `\u2212${-delta}` : "=");

  function placesOf(group) {
    const grid = board();
    if (!known.has(group)) {
      const address = new URL(grid.dataset.places.replace("/0/", `/${group}/`), location.href);
      address.searchParams.set("jours", [...grid.querySelectorAll("[data-open]")].map((day) => day.dataset.open).join(","));
      known.set(group, fetch(address, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : null)));
    }
    return known.get(group);
  }

  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest("[data-movable]");
    if (!card || !board() || event.button !== 0 || event.pointerType === "touch") return;
    held = { card, group: card.dataset.group, x: event.clientX, y: event.clientY, moving: false };
    placesOf(held.group);
  });

  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!held.moving && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR_ENOUGH) return;
    if (!held.moving) lift();
    held.ghost.setAttribute("transform", `translate(${event.clientX + 10} ${event.clientY + 12})`);
    aim(event.clientX, event.clientY);
    event.preventDefault();
  });

  document.addEventListener("pointerup", () => held && (held.moving ? drop() : (held = null)));
  document.addEventListener("pointercancel", () => held && put());
  document.addEventListener("keydown", (event) => event.key === "Escape" && held && held.moving && put());
  document.addEventListener("dragstart", (event) => event.target.closest("[data-movable]") && event.preventDefault());
  document.addEventListener("htmx:afterSwap", () => known.clear());

  function lift() {
    held.moving = true;
    held.card.classList.add("is-held");
    document.body.classList.add("is-dragging");
    held.ghost = ghost(held.card.querySelector("b").textContent);
    placesOf(held.group).then((places) => {
      if (!held || !held.moving) return;
      if (!places) return say("Les créneaux possibles n’ont pas pu être calculés. Utilisez « Déplacer… ».", true);
      held.places = places;
      light(places);
    });
  }

  // The ghost that follows the pointer is an SVG: its place is an attribute, no style is written.
  function ghost(text) {
    const layer = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    layer.classList.add("drag-layer");
    layer.setAttribute("aria-hidden", "true");
    const label = document.createElementNS(layer.namespaceURI, "g");
    const box = document.createElementNS(layer.namespaceURI, "rect");
    const words = document.createElementNS(layer.namespaceURI, "text");
    box.setAttribute("rx", "8");
    box.setAttribute("width", "84");
    box.setAttribute("height", "32");
    words.setAttribute("x", "42");
    words.setAttribute("y", "21");
    words.textContent = text;
    label.append(box, words);
    layer.append(label);
    document.body.append(layer);
    held.layer = layer;
    return label;
  }

  function light(places) {
    board().querySelectorAll("ul[data-lane]").forEach((lane) => {
      const open = lane.classList.contains("board-lane");
      const here = places.lanes[`${lane.dataset.lane}|${lane.dataset.day}`];
      const free = (here || []).filter((place) => place.delta !== null);
      if (!open) {
        const best = places.days[`${lane.dataset.lane}|${lane.dataset.day}`];
        if (best !== undefined) lane.append(slot(["square-free"], signed(best)));
        return;
      }
      if (!free.length) return lane.classList.add("is-refused");
      const kept = [];
      [...free].sort((a, b) => a.delta - b.delta || a.from - b.from).forEach((place) => {
        if (kept.every((other) => Math.abs(other.from - place.from) >= places.span)) kept.push(place);
      });
      kept.forEach((place) => lane.append(slot(["block-free", ...where(lane, place.from)], signed(place.delta))));
    });
  }

  // A place that begins before the hours shown, or ends after them, is cut to what there is of the day.
  function where(lane, from) {
    const first = (from - Number(board().dataset.firstHour) * 60) / QUARTER;
    const start = Math.max(0, first);
    const end = Math.min((Number(board().dataset.hours) * 60) / QUARTER, first + held.places.span / QUARTER);
    return ["block", `q${start}`, `n${Math.max(1, end - start)}`, `t${track(lane, start, end)}`];
  }

  // The first track of the lane with nothing at that time but the card held itself; the first one when all are taken.
  function track(lane, start, end) {
    const number = (block, letter) => Number(block.className.match(new RegExp(`\\b${letter}(\\d+)\\b`))[1]);
    const blocks = [...lane.querySelectorAll(".block:not(.candidate)")].filter((block) => block !== held.card);
    const tracks = Math.max(1, ...blocks.map((block) => number(block, "t")));
    const isFree = (each) => blocks.every((block) => {
      const from = number(block, "q");
      return number(block, "t") !== each || from >= end || from + number(block, "n") <= start;
    });
    return Array.from({ length: tracks }, (_, index) => index + 1).find(isFree) || 1;
  }

  function slot(classes, text) {
    const item = document.createElement("li");
    item.classList.add("candidate", ...classes);
    item.textContent = text;
    return item;
  }

  // What lies under the pointer: the nearest start of that lane, its cost or the reason it would be refused.
  function aim(x, y) {
    const under = document.elementFromPoint(x, y);
    const lane = under && under.closest("ul[data-lane]");
    document.querySelectorAll(".candidate.is-aimed").forEach((each) => each.remove());
    held.target = null;
    if (!lane || !held.places) return say("");
    const here = held.places.lanes[`${lane.dataset.lane}|${lane.dataset.day}`];
    if (lane.classList.contains("board-squares")) return say("Dépliez ce jour pour y déposer la séance.");
    if (!here) return say(held.places.elsewhere, Boolean(held.places.elsewhere));
    const box = lane.getBoundingClientRect();
    const hours = Number(board().dataset.hours) * 60;
    const at = Number(board().dataset.firstHour) * 60 + ((x - box.left) / box.width) * hours - held.places.span / 2;
    const place = here.reduce((best, each) => (Math.abs(each.from - at) < Math.abs(best.from - at) ? each : best));
    const aimed = slot(["is-aimed", ...where(lane, place.from), place.delta === null ? "block-refused" : "block-free"], place.delta === null ? "" : signed(place.delta));
    lane.append(aimed);
    say(`${place.label} : ${place.why || (place.delta === 0 ? "même coût" : `coût ${signed(place.delta)}`)}`, place.delta === null);
    if (place.delta !== null) held.target = { at: place.at, room: place.room };
  }

  function say(text, refused = false) {
    const line = document.getElementById("depose");
    if (!line || line.textContent === text) return;
    line.textContent = text;
    line.hidden = !text;
    line.classList.toggle("is-refusal", refused);
  }

  function drop() {
    const { target, group } = held;
    put();
    if (!target) return;
    const form = document.getElementById("deposer");
    form.elements.group.value = group;
    form.elements.at.value = target.at;
    form.elements.room.value = target.room;
    form.requestSubmit();
  }

  function put() {
    const { card, layer, moving } = held;
    held = null;
    if (!moving) return;
    card.classList.remove("is-held");
    layer.remove();
    document.body.classList.remove("is-dragging");
    document.querySelectorAll(".candidate").forEach((each) => each.remove());
    document.querySelectorAll(".board-lane.is-refused").forEach((each) => each.classList.remove("is-refused"));
    say("");
    const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
    document.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 0);
  }
})();
