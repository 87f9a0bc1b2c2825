/* Copies a message to the buyer, by its button or, for the step that is due, by the key C; where
   the clipboard is closed, the text is selected instead. */
(() => {
  const copy = async (button) => {
    const text = document.getElementById(button.dataset.copy);
    if (!text) return;
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = button.dataset.done;
    } catch {
      getSelection().selectAllChildren(text);
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key.toLowerCase() !== "c") return;
    const next = document.querySelector(".checks .now [data-copy], .say [data-copy]");
    if (!next) return;
    event.preventDefault();
    next.focus();
    copy(next);
  });
})();
