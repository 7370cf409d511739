// The sheet of a witness: a salt, and the SHA-256 of the word with it (docs/draw.md). Nothing leaves the page.
(() => {
  "use strict";
  const sheet = document.querySelector("[data-witness]");
  if (!sheet || !window.crypto || !crypto.subtle) return;

  const word = sheet.querySelector("[data-witness-word]");
  const shownSalt = sheet.querySelector("[data-witness-salt]");
  const shownHash = sheet.querySelector("[data-witness-hash]");
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const salt = hex(crypto.getRandomValues(new Uint8Array(16)));
  const waiting = shownHash.textContent;

  word.addEventListener("input", async () => {
    const text = word.value;
    const hash = hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`tutorat-witness/1\n${salt}\n${text}`)));
    if (text !== word.value) return;
    shownSalt.textContent = text ? salt : waiting;
    shownHash.textContent = text ? hash : waiting;
  });
})();
