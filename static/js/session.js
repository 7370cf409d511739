// The live session: clocks that tick, a ring that fills. Start values come from the server; no rule lives here.
(() => {
  "use strict";

  document.documentElement.classList.add("has-script");
  const NBSP = "\u00a0";
  const two = (n) => String(n).padStart(2, "0");
  let skew = 0;
  let rings = [];

  function measure() {
    const band = document.getElementById("bandeau");
    if (band) skew = Number(band.dataset.now) - Math.floor(Date.now() / 1000);
    const now = seconds();
    rings = [...document.querySelectorAll("[data-ring]")].map((node) => ({ node, from: now - Number(node.dataset.ring) }));
  }
  const seconds = () => Math.floor(Date.now() / 1000) + skew;

  function tick() {
    const now = seconds();
    const clock = document.querySelector("[data-clock]");
    if (clock) {
      const run = Math.max(0, now - Number(clock.dataset.clock));
      clock.querySelector("[data-hours]").textContent = `${Math.floor(run / 3600)}:${two(Math.floor(run / 60) % 60)}`;
      clock.querySelector("[data-seconds]").textContent = two(run % 60);
    }
    const left = document.querySelector("[data-remaining]");
    if (left) {
      const minutes = Math.max(0, Math.floor((Number(left.dataset.remaining) - now) / 60));
      const hours = Math.floor(minutes / 60);
      left.textContent = hours ? `${hours}${NBSP}h${minutes % 60 ? NBSP + two(minutes % 60) : ""}` : `${minutes}${NBSP}min`;
    }
    rings.forEach(({ node, from }) => fill(node, now - from));
  }

  function fill(node, spoken) {
    const svg = node.querySelector("svg");
    const track = svg && svg.querySelector(".ring-track");
    if (!track) return;
    const around = 2 * Math.PI * Number(track.getAttribute("r"));
    let arc = svg.querySelector(".ring-arc");
    if (!arc) {
      arc = track.cloneNode();
      const middle = track.getAttribute("cx");
      arc.setAttribute("class", "ring-arc");
      arc.setAttribute("transform", `rotate(-90 ${middle} ${middle})`);
      track.after(arc);
    }
    arc.setAttribute("stroke-dasharray", `${((Math.min(spoken, 1800) / 1800) * around).toFixed(1)} ${around.toFixed(1)}`);
    arc.classList.toggle("ring-over", spoken > 1800);
    const text = svg.querySelector(".ring-text");
    text.textContent = "ringClock" in node.dataset ? `${Math.floor(spoken / 60)}:${two(spoken % 60)}` : String(Math.floor(spoken / 60));
  }

  // Two devices wrote the same note: show both texts at once.
  document.addEventListener("autosave:saved", (event) => {
    if (!event.detail.apart) return;
    const zone = event.target.closest("section").querySelector("[id^=versions-]");
    if (zone) window.htmx.ajax("GET", location.href, { target: `#${zone.id}`, select: `#${zone.id}`, swap: "outerHTML" });
  });

  // Opening an intern, or passing the floor, leads the focus to the new name.
  document.addEventListener("htmx:afterSettle", (event) => {
    const name = event.target.id === "seance" && document.querySelector(".session-panel h2");
    if (name) name.focus();
  });

  document.addEventListener("htmx:load", measure);
  measure();
  setInterval(tick, 1000);
})();
