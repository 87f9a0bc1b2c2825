/* Copies a text of the page, by its button or by the key the button names, where the browser lets
   us. Without scripts the text can be marked. */
(() => {
  const copy = async (button) => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      document.execCommand("copy"); // a page of a house's own network has no clipboard
    }
    button.textContent = button.dataset.done;
  };
  const buttons = [...document.querySelectorAll("[data-copy]")].filter((button) =>
    document.getElementById(button.dataset.copy));
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const button = buttons.find((one) => one.dataset.key === event.key.toLowerCase());
    if (!button) return;
    event.preventDefault();
    copy(button);
  });
})();
