"use strict";

// Charts with uPlot, in the colours of the page. Each tells in words what it shows, marks its
// figure when it is drawn, and has a table behind it.
const Charts = (() => {
  const { element } = Format;
  const HEIGHT = 240;
  const SMALL = 130;
  const drawn = [];

  const colour = (name) => () => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const main = colour("--main");
  const second = colour("--second");
  const quiet = colour("--quiet");
  const bars = colour("--bars");
  const lines = colour("--line");

  const MINUTE = 60; // in seconds, as uPlot counts time
  const DAY = 86_400;
  const TICKS = 26; // the height of the ticks under a chart, and of what they say
  const LETTER = 7; // the width of one, about

  const axis = (settings) => ({
    stroke: quiet,
    font: "12px system-ui, sans-serif",
    labelFont: "12px system-ui, sans-serif",
    labelSize: 20,
    grid: { stroke: lines, width: 1 },
    ticks: { stroke: lines, width: 1, size: 4 },
    ...settings,
  });

  // Times as they are sorted, no finer than the step between two of them.
  const times = (chart, splits, index, space, step) => splits.map((seconds) => {
    const iso = new Date(seconds * 1000).toISOString();
    if (step >= 27 * DAY) return iso.slice(0, 7);
    if (step >= DAY) return iso.slice(0, 10);
    return `${iso.slice(0, 10)}\n${iso.slice(11, step >= MINUTE ? 16 : 19)}`;
  });

  // What a legend says beside a name: nothing where no pointer is, as on paper and on a phone.
  const hovered = (format) => (chart, value, series, index) => (index === null ? "" : format(value));

  const line = (label, format, settings) => ({
    label,
    stroke: main,
    width: 2,
    spanGaps: true,
    points: { show: true, size: 6, stroke: main, fill: main },
    value: hovered(format),
    ...settings,
  });

  const columns = (label, format, settings) => ({
    label,
    stroke: main,
    fill: main,
    width: 0,
    paths: uPlot.paths.bars({ size: [0.7, 48] }),
    points: { show: false },
    value: hovered(format),
    ...settings,
  });

  const diagonal = (label) =>
    line(label, Format.share, { stroke: quiet, width: 1, dash: [4, 4], points: { show: false } });

  const unit = { range: [0, 1] };
  const fromZero = { range: (chart, least, most) => [0, most > 0 ? most * 1.1 : 1] };

  function draw(figure, options, data) {
    const chart = new uPlot(
      {
        width: Math.max(figure.clientWidth, 200),
        height: HEIGHT,
        cursor: { drag: { x: false, y: false } },
        legend: { show: true },
        hooks: { draw: [() => { figure.dataset.drawn = "true"; }] },
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
        ...options,
      },
      data,
      figure,
    );
    drawn.push(chart);
    new ResizeObserver(() => {
      if (figure.clientWidth > 0 && figure.clientWidth !== chart.width) {
        chart.setSize({ width: figure.clientWidth, height: chart.height });
      }
    }).observe(figure);
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    drawn.forEach((chart) => chart.redraw());
  });

  const figure = (inWords) => element("figure", { class: "chart", role: "img", "aria-label": inWords });

  // A table of rows; a number stands to the right, a name or a text as its language is written.
  function table(caption, heads, rows) {
    const isNumber = (column) => rows.every((row) => /^[−+]?[\d,.–]+( %)?$/.test(row[column]));
    const kinds = heads.map((head, column) => (isNumber(column) ? { class: "number" } : {}));
    return element("div", { class: "table", tabindex: "0", role: "region", "aria-label": caption },
      element("table", {},
        element("caption", {}, caption),
        element("thead", {}, element("tr", {},
          ...heads.map((head, column) => element("th", { scope: "col", ...kinds[column] }, head)))),
        element("tbody", {}, ...rows.map((row) => element("tr", {},
          ...row.map((cell, column) => element("td", { dir: "auto", ...kinds[column] }, cell)))))));
  }

  const behind = (caption, heads, rows) =>
    element("details", {}, element("summary", {}, "As a table"), table(caption, heads, rows));

  const middle = (names) => (chart, splits) => splits.map((at) => names[at] ?? "");
  const longest = (names) => Math.max(...names.map((name) => name.length));
  const wholeSteps = [1, 2, 3, 4, 5, 10, 20, 50, 100];

  return {
    figure,
    table,
    behind,

    // Shares of one over shares of another, with the diagonal that would be chance or perfect.
    square: (at, x, points, labels) => draw(at, {
      scales: { x: { time: false, range: [0, 1] }, y: unit },
      axes: [axis({ label: x, size: TICKS }), axis({ label: labels.y })],
      series: [{ label: x, value: hovered(Format.share) },
        line(labels.y, Format.share, labels.settings), diagonal(labels.diagonal)],
    }, [points.map((each) => each[0]), points.map((each) => each[1]), points.map((each) => each[0])]),

    // A column for each class of sizes.
    classes: (at, x, classes, froms, y, isShare) => draw(at, {
      scales: {
        x: { time: false, range: [-0.6, classes.length - 0.4] },
        y: isShare ? unit : fromZero,
      },
      axes: [axis({ label: `${x}, from`, size: TICKS, values: middle(froms), incrs: wholeSteps, space: LETTER * (longest(froms) + 1), grid: { show: false } }),
        axis({ label: y })],
      series: [{ label: x, value: hovered((at) => Format.range(classes[at])) },
        columns(y, Format.share)],
    }, [classes.map((each, index) => index), classes.map((each) => each.mean)]),

    // A line over time, and how many reviews it stands for.
    time: (at, periods, width, y, isShare) => draw(at, {
      scales: {
        x: { range: [periods[0].start / 1000 - width / 2000, periods[periods.length - 1].start / 1000 + width / 2000] },
        y: isShare ? unit : fromZero,
        reviews: fromZero,
      },
      axes: [axis({ space: 90, values: times }), axis({ label: y }),
        axis({ label: "Reviews", scale: "reviews", side: 1, grid: { show: false } })],
      series: [{ label: "From", value: hovered((seconds) => Format.date(seconds * 1000, width)) },
        columns("Reviews", Format.count, { scale: "reviews", stroke: bars, fill: bars }),
        line(y, Format.share)],
    }, [periods.map((each) => each.start / 1000), periods.map((each) => each.count), periods.map((each) => each.mean)]),

    // One user's values, review by review.
    timeline: (at, starts, values, y, isShare) => draw(at, {
      height: SMALL,
      legend: { show: false },
      scales: { x: { time: false }, y: isShare ? unit : fromZero },
      axes: [axis({ incrs: wholeSteps.concat([200, 500, 1000, 10_000, 100_000]), space: 30, size: TICKS }), axis({ space: 30 })],
      series: [{ label: "Review" }, line(y, Format.share, { stroke: second, points: { show: true, size: 5, stroke: second, fill: second } })],
    }, [starts, values]),

    // Reviews each second while the replay ran.
    rate: (at, seconds, rates) => draw(at, {
      scales: { x: { time: false }, y: fromZero },
      axes: [axis({ label: "Seconds since the first result", size: TICKS }), axis({ label: "Reviews each second", size: 60 })],
      series: [{ label: "Second", value: hovered(Format.tenth) }, line("Reviews each second", Format.count)],
    }, [seconds, rates]),
  };
})();
