/* Copying a phrase: by its button, by Enter in the search for the first one found, and with the
   arrow keys from one to the next. Without a secure address browsers give no clipboard; then the
   old way of selecting and copying is taken. */
(() => {
  "use strict";
  const buttons = () => [...document.querySelectorAll("button[data-copy]")].filter((b) => !b.disabled);

  const oldWay = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "sr";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };

  const copy = async (button) => {
    const text = document.getElementById(button.dataset.copy).textContent;
    let done = false;
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(text); done = true; } catch { done = false; }
    }
    if (!done) {
      done = oldWay(text);
      button.focus();
    }
    const said = document.getElementById("copied");
    said.textContent = done ? said.dataset.done : said.dataset.failed;
    if (!done) return;
    for (const other of document.querySelectorAll("[data-copied]")) {
      delete other.dataset.copied;
      other.textContent = other.dataset.label;
    }
    button.dataset.copied = "";
    button.textContent = said.dataset.done;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button) copy(button);
  });

  // Enter may come before the answer to what was typed: then the first of that answer is copied.
  let wanted = false;
  const upToDate = () => document.getElementById("found").dataset.typed === document.getElementById("q").value;
  const first = () => {
    wanted = false;
    const [button] = buttons();
    if (!button) return;
    button.focus();
    button.click();
  };
  document.addEventListener("input", () => { wanted = false; });
  document.addEventListener("htmx:afterSettle", () => { if (wanted && upToDate()) first(); });

  document.addEventListener("keydown", (event) => {
    const all = buttons();
    const typing = event.target.id === "q";
    const at = all.indexOf(event.target);
    if ((!typing && at < 0) || event.isComposing) return;
    if (event.key === "Enter" && typing && event.target.value.trim()) {
      event.preventDefault();
      if (upToDate()) first();
      else wanted = true;
    } else if (event.key === "ArrowDown" && at + 1 < all.length) {
      event.preventDefault();
      all[at + 1].focus();
    } else if (event.key === "ArrowUp" && !typing) {
      event.preventDefault();
      (at > 0 ? all[at - 1] : document.getElementById("q") || all[0]).focus();
    }
  });
})();
