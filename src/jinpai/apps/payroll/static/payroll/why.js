// On a narrow window the explanation of a chosen line lies below the table: go there.
"use strict";
document.addEventListener("htmx:afterSettle", () => {
  const why = document.getElementById("why");
  if (!why) return;
  const place = why.getBoundingClientRect();
  if (place.top > window.innerHeight * 0.7) {
    why.scrollIntoView({ block: "start" });
    why.focus({ preventScroll: true });
  }
});
