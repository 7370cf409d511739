// What stays in sight on the board: a page that is swapped comes back where it was, and a tall board shows the card
// that is chosen.
(() => {
  "use strict";

  let was = null;

  const board = () => document.getElementById("grille");

  document.addEventListener("htmx:beforeSwap", () => {
    was = board() && { page: window.scrollY, left: board().scrollLeft, top: board().scrollTop };
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!was || !board()) return;
    window.scrollTo({ top: was.page, behavior: "instant" });
    board().scrollTo({ left: was.left, top: was.top, behavior: "instant" });
    reveal();
  });
  reveal();

  function reveal() {
    const card = board() && board().querySelector(".block-card:has([aria-current])");
    if (!card) return;
    const head = board().querySelector(".board-head").offsetHeight;
    const from = card.getBoundingClientRect().top - board().getBoundingClientRect().top;
    if (from < head || from + card.offsetHeight > board().clientHeight) board().scrollTop += from - board().clientHeight / 2;
  }
})();
