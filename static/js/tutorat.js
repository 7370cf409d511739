// Dialogs, toasts, menus, shortcuts and autosave. Every page works without it; nothing here holds a rule.
(() => {
  "use strict";

  const NBSP = "\u00a0";
  const clock = (date) => `${date.getHours()}${NBSP}h${NBSP}${String(date.getMinutes()).padStart(2, "0")}`;
  const csrf = () => {
    const headers = document.body.getAttribute("hx-headers");
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return headers ? JSON.parse(headers)["X-CSRFToken"] : field ? field.value : "";
  };

  // Toasts: <div data-toast> from the server, or toast("…") from a script.
  function armToast(node) {
    if (node.dataset.armed) return;
    node.dataset.armed = "1";
    node.querySelectorAll("[data-dismiss]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => node.remove());
    });
    if (node.classList.contains("toast-still")) return;
    let timer;
    const start = () => { timer = setTimeout(() => node.remove(), node.querySelector("form") ? 12000 : 8000); };
    const stop = () => clearTimeout(timer);
    node.addEventListener("mouseenter", stop);
    node.addEventListener("focusin", stop);
    node.addEventListener("mouseleave", start);
    node.addEventListener("focusout", start);
    start();
  }
  function toast(text, stays = false) {
    const region = document.getElementById("toasts");
    const node = document.createElement("div");
    node.className = stays ? "toast toast-still" : "toast";
    const line = document.createElement("p");
    line.textContent = text;
    node.append(line);
    if (region) region.append(node);
    armToast(node);
    return node;
  }

  // Dialogs: <a href="/page-sans-script" data-dialog="id">; a <dialog data-open> opens by itself.
  function openDialog(dialog, opener) {
    if (!dialog || typeof dialog.showModal !== "function" || dialog.open) return false;
    dialog.showModal();
    dialog.addEventListener("close", () => opener && opener.isConnected && opener.focus(), { once: true });
    return true;
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener && openDialog(document.getElementById(opener.dataset.dialog), opener)) {
      event.preventDefault();
      return;
    }
    const closer = event.target.closest("[data-close]");
    const dialog = closer && closer.closest("dialog");
    if (dialog && dialog.open) {
      event.preventDefault();
      dialog.close();
      return;
    }
    if (event.target.nodeName === "DIALOG" && event.target.open && !event.target.querySelector("textarea")) {
      const box = event.target.getBoundingClientRect();
      const outside =
        event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
      if (outside) event.target.close();
    }
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const field = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
      if (field) {
        event.preventDefault();
        field.focus();
      }
    }
  });

  // A button that has been pressed shows that it works and cannot be pressed twice.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.defaultPrevented || !button || button.closest("[hx-post], [hx-get], [data-autosave]")) return;
    if (event.target.dataset.sending) {
      event.preventDefault();
      return;
    }
    event.target.dataset.sending = "1";
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busy) {
      const spinner = document.createElement("span");
      spinner.className = "spinner";
      button.replaceChildren(spinner, button.dataset.busy);
    }
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending);
    document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });

  // Forms that answer to a choice at once: <form data-submit-on-change>.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form) form.requestSubmit();
    const all = event.target.closest("[data-check-all]");
    if (all) {
      const scope = document.querySelector(all.dataset.checkAll);
      scope.querySelectorAll("input[type=checkbox]").forEach((box) => { if (box !== all) box.checked = all.checked; });
    }
  });

  // Autosave. <form data-autosave action="…"> sends itself 800 ms after the last key and on change. What cannot
  // leave is kept on the device in order, for the same person only, and leaves when the network is back.
  const QUEUE = `tutorat.queue.${document.body.dataset.person || "0"}`;
  const timers = new WeakMap();
  let sending = false;

  const readQueue = () => {
    try {
      return JSON.parse(localStorage.getItem(QUEUE)) || [];
    } catch {
      return [];
    }
  };
  let queue = readQueue();
  const keepQueue = () => {
    try {
      if (queue.length) localStorage.setItem(QUEUE, JSON.stringify(queue));
      else localStorage.removeItem(QUEUE);
    } catch {
      // A full or refused storage: the queue lives as long as the page.
    }
  };

  function stateNodes(form) {
    const where = form && form.dataset.autosaveStatus;
    return document.querySelectorAll(where || "[data-autosave-state]");
  }
  function say(form, css, text) {
    stateNodes(form).forEach((node) => {
      node.classList.remove("is-saved", "is-saving", "is-offline", "is-refused");
      node.classList.add(css);
      const words = node.querySelector("[data-text]") || node;
      if (words.textContent !== text) words.textContent = text;
    });
  }
  function formOf(url) {
    return [...document.querySelectorAll("form[data-autosave]")].find((form) => form.action === url);
  }
  function sayQueue(form) {
    const kept = queue.length;
    say(form, "is-offline", `Hors ligne, ${kept}${NBSP}${kept > 1 ? "saisies gardées" : "saisie gardée"}`);
  }

  function enqueue(form) {
    clearTimeout(timers.get(form));
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    const fields = [...data].filter(([, value]) => typeof value === "string");
    const body = new URLSearchParams(fields).toString();
    if (body === form.dataset.sent && !queue.some((item) => item.url === form.action)) return;
    const last = queue.findIndex((item) => item.url === form.action && !item.leaving);
    if (last >= 0) queue.splice(last, 1);
    queue.push({ url: form.action, body });
    keepQueue();
    say(form, "is-saving", "Enregistrement…");
    flush();
  }

  async function flush() {
    if (sending) return;
    sending = true;
    while (queue.length) {
      const item = queue[0];
      const form = formOf(item.url);
      item.leaving = true;
      let response;
      try {
        response = await fetch(item.url, {
          method: "POST",
          body: item.body,
          redirect: "manual",
          keepalive: item.body.length < 60000,
          credentials: "same-origin",
          headers: {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": csrf(),
            "X-Autosave": "1",
            Accept: "application/json",
          },
        });
      } catch {
        response = null;
      }
      delete item.leaving;
      if (!response || response.status >= 500 || response.status === 429) {
        keepQueue();
        sayQueue(form);
        break;
      }
      if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
        keepQueue();
        say(form, "is-refused", "Votre session est terminée : reconnectez-vous, votre texte est gardé ici");
        break;
      }
      queue = queue.filter((waiting) => waiting !== item);
      keepQueue();
      if (response.ok) {
        await received(response, form, item);
      } else {
        const reason = await response.json().then((answer) => answer.message, () => "");
        const usual = response.status === 409
          ? "Ce texte a changé ailleurs : copiez votre saisie, puis rechargez la page"
          : "Non enregistré : relisez les champs signalés";
        say(form, "is-refused", reason || usual);
        if (!form) offerCopy(item);
        if (form) form.dispatchEvent(new CustomEvent("autosave:refused", { bubbles: true, detail: response.status }));
      }
    }
    sending = false;
  }

  // What was typed on another page and is refused now must not vanish: it can still be copied.
  function offerCopy(item) {
    const texts = [...new URLSearchParams(item.body).values()].filter((text) => text.length > 20);
    if (!texts.length) return;
    const node = toast("Une saisie gardée sur cet appareil n’a pas pu être reprise.", true);
    const button = document.createElement("button");
    button.className = "btn";
    button.type = "button";
    button.textContent = "Copier le texte";
    button.addEventListener("click", () => navigator.clipboard.writeText(texts.join("\n\n")).then(() => node.remove()));
    node.append(button);
  }

  async function received(response, form, item) {
    let answer = {};
    if ((response.headers.get("Content-Type") || "").includes("json")) answer = await response.json().catch(() => ({}));
    if (form) {
      form.dataset.sent = item.body;
      // { fields: { version: 4 } } refreshes hidden fields, so that the next save carries the right version.
      Object.entries(answer.fields || {}).forEach(([name, value]) => {
        if (form.elements[name]) form.elements[name].value = value;
      });
      const latest = queue.find((waiting) => waiting.url === item.url);
      if (latest && answer.fields) {
        const again = new URLSearchParams(latest.body);
        Object.entries(answer.fields).forEach(([name, value]) => again.has(name) && again.set(name, value));
        latest.body = again.toString();
      }
    }
    if (!queue.length) say(form, "is-saved", answer.message || `Enregistré à ${clock(new Date())}`);
    if (form) form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: answer }));
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.matches("form[data-autosave]")) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => enqueue(form), 800));
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.matches("form[data-autosave]")) enqueue(form);
  });
  // A form sent by its button carries everything: its waiting saves would only arrive late.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-autosave]") || !navigator.onLine) return;
    clearTimeout(timers.get(form));
    timers.delete(form);
    queue = queue.filter((item) => item.url !== form.action);
    keepQueue();
  });
  window.addEventListener("online", flush);
  window.addEventListener("offline", () => document.querySelector("form[data-autosave]") && sayQueue(null));
  window.addEventListener("pagehide", () => {
    document.querySelectorAll("form[data-autosave]").forEach((form) => timers.has(form) && enqueue(form));
  });
  setInterval(() => queue.length && flush(), 20000);

  // What htmx brings in
  function arm(root) {
    root.querySelectorAll("[data-toast]").forEach(armToast);
    root.querySelectorAll("dialog[data-open]").forEach((dialog) => {
      if (!dialog.matches(":modal")) dialog.removeAttribute("open");
      openDialog(dialog, document.activeElement);
    });
    root.querySelectorAll("[data-indeterminate]").forEach((box) => { box.indeterminate = true; });
    const heading = root.querySelector("[data-focus]");
    if (heading) {
      heading.focus({ preventScroll: true });
      heading.scrollIntoView({ block: "nearest" });
    }
  }
  document.addEventListener("htmx:load", (event) => arm(event.target.parentNode || event.target));
  // A button that goes with what it changed leaves the focus to the title of the page, not to nothing.
  let held = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    held = event.detail.target.contains(document.activeElement) && document.activeElement !== document.body;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const title = document.querySelector("h1");
    if (!held || !title || document.activeElement !== document.body) return;
    held = false;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:sendError", () => toast("Le réseau ne répond pas. Votre geste n’est pas parti : réessayez."));
  document.addEventListener("htmx:responseError", (event) => {
    const lost = event.detail.xhr.status === 404;
    toast(lost ? "Cette fiche n’existe plus ici. Rechargez la page." : "Le serveur n’a pas pu répondre. Réessayez dans un instant.");
  });
  document.addEventListener("toast", (event) => toast(event.detail.value || event.detail.text || ""));

  arm(document);
  if (queue.length) {
    sayQueue(null);
    flush();
  }
})();
