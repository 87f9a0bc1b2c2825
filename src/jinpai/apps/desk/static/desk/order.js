/* Copies a text of the page, where the browser lets us. Without scripts the text can be marked. */
(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    if (!text) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        document.execCommand("copy"); // a page of a house's own network has no clipboard
      }
      button.textContent = button.dataset.done;
    });
  }
})();
