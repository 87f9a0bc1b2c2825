// The editors: line numbers beside the text, a click on a mistake goes to its line, and the sum of
// the weights follows what is typed. Both pages work without it.
"use strict";
(() => {
  const paper = document.querySelector("[data-editor]");
  const area = paper && paper.querySelector("textarea");
  const gutter = paper && paper.querySelector(".gutter");

  const number = () => {
    const wrong = new Set(Array.from(document.querySelectorAll("#mistakes li.error[data-line]"), (li) => Number(li.dataset.line)));
    const lines = area.value.split("\n").length;
    gutter.textContent = "";
    for (let line = 1; line <= lines; line += 1) {
      const mark = document.createElement("span");
      mark.textContent = `${line}\n`;
      if (wrong.has(line)) mark.className = "wrong";
      gutter.append(mark);
    }
    follow();
  };
  const follow = () => {
    gutter.scrollTop = area.scrollTop;
  };
  const go = (line) => {
    const rows = area.value.split("\n");
    let start = 0;
    for (let at = 0; at < Math.min(line - 1, rows.length); at += 1) start += rows[at].length + 1;
    area.focus();
    area.setSelectionRange(start, start + (rows[line - 1] || "").length);
    const height = area.scrollHeight / rows.length;
    area.scrollTop = Math.max(0, (line - 5) * height);
  };

  if (area) {
    number();
    let lines = area.value.split("\n").length;
    area.addEventListener("scroll", follow, { passive: true });
    area.addEventListener("input", () => {
      const now = area.value.split("\n").length;
      if (now !== lines) {
        lines = now;
        number();
      }
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("#mistakes a[data-line]");
      if (!link) return;
      event.preventDefault();
      go(Number(link.dataset.line));
    });
    document.addEventListener("htmx:afterSwap", number);
    const asked = /^#line-(\d+)$/.exec(window.location.hash);
    if (asked) go(Number(asked[1]));
  }

  // Once the form is sent, what was typed goes with it: no later message about the same draft.
  let leaving = false;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("hx-post")) return;
    leaving = true;
    if (window.htmx) window.htmx.trigger(form, "htmx:abort");
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });

  // The weights of a scheme, added up while one types.
  document.addEventListener("input", (event) => {
    const group = event.target.closest && event.target.closest("details[data-weights]");
    const total = group && group.querySelector("output.total");
    if (!total || !/\.weight$/.test(event.target.name)) return;
    let sum = 0;
    for (const field of group.querySelectorAll("input[name$='.weight']")) sum += Number(field.value) || 0;
    total.textContent = String(Math.round(sum * 100) / 100);
    total.classList.toggle("loss", sum !== 100);
  });
})();
