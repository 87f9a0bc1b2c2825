// Draws the Vega-Lite specs of chart cards in the page's own colours, light or dark.
// The server's picture stands in the card until then, and stays where scripts do not run.
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const look = () => ({
    background: null,
    font: getComputedStyle(document.body).fontFamily,
    view: { stroke: null },
    axis: {
      labelColor: colour("--muted"), titleColor: colour("--muted"), labelFontSize: 11, titleFontSize: 11,
      titleFontWeight: "normal", gridColor: colour("--line"), domainColor: colour("--line"),
      tickColor: colour("--line"), labelPadding: 4, labelOverlap: true,
    },
    legend: { labelColor: colour("--ink"), titleColor: colour("--muted"), labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal" },
    title: { color: colour("--ink"), fontSize: 12, fontWeight: "normal", anchor: "start" },
    header: { labelColor: colour("--muted"), titleColor: colour("--muted") },
    text: { color: colour("--ink"), fontSize: 11 },
    line: { color: colour("--ink"), strokeWidth: 1.6 }, point: { color: colour("--ink") },
    bar: { color: colour("--gold") }, rect: { color: colour("--gold") }, rule: { color: colour("--muted") },
    area: { color: colour("--gold"), opacity: 0.2 },
    range: {
      category: ["--ink", "--gold", "--info", "--done", "--loss", "--muted"].map(colour),
      heatmap: [colour("--paper"), colour("--gold")], ramp: [colour("--paper"), colour("--gold")],
    },
  });

  const merged = (under, over) => {
    const out = { ...under };
    for (const [key, value] of Object.entries(over || {})) {
      out[key] = value && typeof value === "object" && !Array.isArray(value) ? merged(under[key] || {}, value) : value;
    }
    return out;
  };

  // A spec may name a colour of the look, "var(--gold)", wherever a colour may stand.
  const painted = (value) => {
    if (typeof value === "string") {
      const found = /^var\((--[a-z-]+)\)$/.exec(value);
      return found ? colour(found[1]) : value;
    }
    if (Array.isArray(value)) return value.map(painted);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, painted(v)]));
    return value;
  };

  const draw = async (plot) => {
    const source = document.getElementById(plot.dataset.spec);
    if (!source || !window.vegaEmbed) return;
    const spec = painted(JSON.parse(source.textContent));
    spec.config = merged(look(), spec.config);
    // It is drawn inside the card, where a width of "container" can be measured, and what stood
    // there before goes when it is done.
    const place = document.createElement("div");
    place.className = "chart-live";
    // The card is one picture with a name, and its table says the rest; a reader of the screen
    // is spared the marks one by one.
    place.setAttribute("aria-hidden", "true");
    const before = [...plot.childNodes];
    plot.append(place);
    try {
      const result = await window.vegaEmbed(place, spec, {
        ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: { disableDefaultStyle: true },
      });
      if (plot.finish) plot.finish();
      for (const node of before) node.remove();
      plot.dataset.light = getComputedStyle(document.documentElement).colorScheme;
      plot.finish = () => result.finalize();
    } catch (problem) {
      place.remove();
      console.warn("chart not drawn; the picture and the table stay", problem);
    }
  };

  const drawAll = (root) => root.querySelectorAll(".chart-plot[data-spec]").forEach(draw);
  drawAll(document);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll(document));
  document.addEventListener("htmx:afterSwap", (event) => drawAll(event.target));
})();
