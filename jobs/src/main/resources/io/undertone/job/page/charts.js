"use strict";

// Elements and drawings. Texts become text, never markup.
const Charts = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const HEIGHT = 170;
  const LEFT = 40;
  const EDGE = 8;
  const one = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

  function fill(made, attributes, children) {
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }
  const element = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
  const shape = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
  const percent = (share) => `${one.format(100 * share)} %`;

  function curve(values, kind, x, y) {
    if (values.length === 1) return shape("circle", { class: `dot ${kind}`, cx: x(0), cy: y(values[0]), r: 4 });
    return shape("polyline", { class: `curve ${kind}`, points: values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ") });
  }

  return {
    element,
    percent,
    // Two curves over the pieces of a text, from 0 to 100 % positive.
    pieces: (figure, withMemory, withNone) => {
      const width = Math.max(240, figure.clientWidth);
      const last = Math.max(1, withMemory.length - 1);
      const x = (at) => LEFT + (at * (width - LEFT - EDGE)) / last;
      const y = (share) => EDGE + (1 - share) * (HEIGHT - 2 * EDGE);
      const lines = [0, 0.5, 1].flatMap((share) => [
        shape("line", { class: "grid", x1: LEFT, x2: width, y1: y(share), y2: y(share) }),
        shape("text", { x: LEFT - 6, y: y(share) + 4, "text-anchor": "end" }, `${100 * share} %`),
      ]);
      const words = `Probability of positive after each of ${withMemory.length} pieces: with memory it ends at `
        + `${percent(withMemory.at(-1))}, with none at ${percent(withNone.at(-1))}.`;
      figure.replaceChildren(
        shape("svg", { role: "img", "aria-label": words, viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT },
          ...lines, curve(withMemory, "with", x, y), curve(withNone, "without", x, y)),
        element("figcaption", {}, "Probability of positive after each piece:",
          element("span", {}, "with memory"), element("span", { class: "without" }, "with none")));
    },
    // The last answers of a user, small.
    spark: (moods) => {
      const x = (at) => 4 + (at * 72) / Math.max(1, moods.length - 1);
      const y = (share) => 28 - 24 * share;
      const svg = shape("svg", { class: "spark", viewBox: "0 0 80 32", "aria-hidden": "true" },
        shape("line", { class: "grid", x1: 0, x2: 80, y1: 16, y2: 16 }));
      const last = moods.at(-1);
      if (moods.length > 1) svg.append(curve(moods, "", x, y));
      if (moods.length > 0) svg.append(shape("circle", { class: last < 0.5 ? "dot without" : "dot", cx: x(moods.length - 1), cy: y(last), r: 3 }));
      return svg;
    },
    // The text as it was read: each piece in the colour of how positive it left the reader.
    read: (place, explanation) => place.replaceChildren(...explanation.map((piece) => {
      const span = element("span", { title: `${percent(piece.positive)} positive` }, piece.text);
      span.style.setProperty("--positive", percent(piece.positive).replace(" ", ""));
      span.style.setProperty("--strength", `${Math.round(8 + 84 * Math.abs(piece.positive - 0.5))}%`);
      return span;
    })),
  };
})();
