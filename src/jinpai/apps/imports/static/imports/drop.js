// Dropping files onto the page: one request a file, with progress; without this the plain form works.
"use strict";
(() => {
  const form = document.querySelector("form[data-drop]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const panel = form.querySelector("[data-sending]");
  const said = form.querySelector("[data-said]");
  const rate = form.querySelector("[data-rate]");
  const bar = form.querySelector("progress");
  const refused = form.querySelector("[data-refused]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const words = {};
  for (const el of form.querySelector("template[data-words]").content.children) words[el.dataset.w] = el.textContent;
  const fill = (key, values) => words[key].replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  let request = null;
  let stopped = false;

  const problem = (text) => {
    const box = document.createElement("div");
    box.className = "problem";
    box.setAttribute("role", "alert");
    box.textContent = text;
    refused.replaceChildren(box);
  };

  const send = (address, body, headers, onProgress) =>
    new Promise((resolve, reject) => {
      request = new XMLHttpRequest();
      request.open("POST", address);
      request.setRequestHeader("X-CSRFToken", token);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (onProgress) request.upload.addEventListener("progress", onProgress);
      request.addEventListener("load", () => resolve(request));
      request.addEventListener("error", () => reject(new Error("broken")));
      request.addEventListener("abort", () => reject(new Error("stopped")));
      request.send(body);
    });

  const begin = async (files) => {
    const limit = Number(form.dataset.limit);
    const all = files.reduce((sum, file) => sum + file.size, 0);
    refused.replaceChildren();
    if (files.length > Number(form.dataset.most)) return problem(fill("many", { n: files.length, limit: form.dataset.most }));
    if (all > limit) return problem(fill("big", { mb: Math.ceil(all / 1e6), limit: Math.floor(limit / 1e6) }));
    stopped = false;
    panel.hidden = false;
    let add = form.dataset.add;
    let page = form.dataset.page;
    let before = 0;
    const started = performance.now();
    let current = files[0];
    try {
      if (!add) {
        const empty = new FormData();
        empty.set("empty", "1");
        const answer = await send(form.action, empty, { "X-Drop": "one" });
        if (answer.status !== 201) return showAnswer(answer);
        add = answer.getResponseHeader("X-Drop-Add");
        page = answer.getResponseHeader("Location");
      }
      for (const [index, file] of files.entries()) {
        current = file;
        said.textContent = fill("sending", { n: index + 1, all: files.length, name: file.name });
        const body = new FormData();
        body.append("files", file, file.name);
        const answer = await send(add, body, { "X-Drop": "one" }, (event) => {
          const done = before + Math.min(event.loaded, file.size);
          const seconds = (performance.now() - started) / 1000;
          const speed = done / Math.max(seconds, 0.1);
          bar.value = all ? (100 * done) / all : 100;
          rate.textContent = fill("rate", { done: (done / 1e6).toFixed(1), all: (all / 1e6).toFixed(1), speed: (speed / 1e6).toFixed(1), left: Math.ceil((all - done) / Math.max(speed, 1)) });
        });
        if (answer.status !== 204) return showAnswer(answer);
        before += file.size;
        bar.value = all ? (100 * before) / all : 100;
      }
      window.location.assign(page);
    } catch (error) {
      panel.hidden = true;
      problem(stopped ? words.stopped : fill("broken", { name: current ? current.name : "" }));
    }
  };

  const showAnswer = (answer) => {
    panel.hidden = true;
    if (answer.status === 422) {
      const parsed = new DOMParser().parseFromString(answer.responseText, "text/html").querySelector(".problem");
      if (parsed) return refused.replaceChildren(document.adoptNode(parsed));
    }
    problem(answer.status === 413 ? answer.responseText : fill("broken", { name: "" }));
  };

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    begin([...input.files]);
  });
  form.querySelector("[data-stop]").addEventListener("click", () => {
    stopped = true;
    if (request) request.abort();
  });

  // Files may be dropped anywhere on the page; dropping beside the box must not open the file.
  let depth = 0;
  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragenter", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth += 1;
    form.classList.add("over");
  });
  document.addEventListener("dragover", (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  document.addEventListener("dragleave", (event) => {
    if (!holdsFiles(event)) return;
    depth = Math.max(0, depth - 1);
    if (!depth) form.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth = 0;
    form.classList.remove("over");
    const files = [...event.dataTransfer.files];
    if (files.length) begin(files);
  });
})();
