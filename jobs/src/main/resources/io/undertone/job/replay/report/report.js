"use strict";

// What the page says, part by part, from the figures that lie in it. A part without figures says why.
(() => {
  const { element, count, share, tenth, percent, signed, plural } = Format;
  const data = JSON.parse(document.getElementById("data").textContent);
  const metrics = data.metrics;
  const hasLabels = data.labels.length > 0;
  const measured = hasLabels ? "Accuracy" : "Surprise";
  const mood = hasLabels ? `Probability of ${data.mood_label}` : "Surprise";
  const report = document.getElementById("report");

  function part(title, isWide, ...children) {
    const section = element("section", isWide ? { class: "wide" } : {}, element("h2", {}, title), ...children);
    report.append(section);
    return section;
  }

  const note = (text) => element("p", { class: "note" }, text);

  const facts = (pairs) => element("dl", { class: "facts" },
    ...pairs.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));

  // A chart is drawn when it is in the page: it asks how wide it may be.
  function chart(section, inWords, drawInto) {
    const figure = Charts.figure(inWords);
    section.append(figure);
    drawInto(figure);
  }

  function summary() {
    document.getElementById("summary").textContent = metrics.reviews === 0
      ? `${metrics.model} answered no review: ${plural(metrics.rejected, "row")} of ${count(data.request.rows)} rejected.`
      : `${metrics.model} read ${plural(metrics.reviews, "review")} of ${plural(metrics.users, "user")}.`;
    const figures = [["Reviews", count(metrics.reviews)], ["Users", count(metrics.users)], ["Rejected", count(metrics.rejected)]];
    if (hasLabels && metrics.labelled > 0) {
      figures.push(["Accuracy", percent(metrics.accuracy)], ["Macro F1", share(metrics.macro_f1)]);
      if (metrics.auc !== null) figures.push(["Area under ROC", share(metrics.auc)]);
      figures.push(["Calibration error", share(data.calibration_error)]);
    }
    if (metrics.surprise !== null) {
      figures.push(["Nats per token", share(metrics.surprise)], ["Perplexity", tenth(Math.exp(metrics.surprise))]);
    }
    figures.push(["Reviews / s", count(metrics.reviews_per_second)]);
    report.append(element("dl", { class: "figures wide" }, ...figures.map(([name, value]) =>
      element("div", { class: "figure" }, element("dt", {}, name), element("dd", {}, value)))));
  }

  function whatWasRead() {
    const { files, files_more: more, rows, options } = data.request;
    const pairs = [
      ["Files", files.join(", ") + (more > 0 ? ` and ${count(more)} more` : "")],
      ["Rows", count(rows)],
      ["Repeats left out", count(metrics.duplicates)],
      ["Model", metrics.model],
    ];
    if (hasLabels) {
      pairs.push(["Labels", data.labels.join(", ")], ["With a known label", `${count(metrics.labelled)} of ${count(metrics.reviews)}`]);
    }
    part("What was read", false, facts(pairs.concat(Object.entries(options))));
  }

  function rejects() {
    const reasons = Object.entries(metrics.rejected_by_reason).sort((one, other) => other[1] - one[1]);
    if (reasons.length === 0) {
      part("Rejected rows", false, note("None: every row is a review."));
      return;
    }
    const most = reasons[0][1];
    part("Rejected rows", false,
      note(`${plural(metrics.rejected, "row")} of ${count(data.request.rows)}. Each is in rejected.jsonl, with its bytes.`),
      Charts.table("Rejected rows by reason", ["Reason", "Rows", ""], reasons.map(([reason, rows]) =>
        [reason, count(rows), element("div", { class: "bar", style: `width: ${(100 * rows) / most}%`, "aria-hidden": "true" })])));
  }

  function confusion() {
    const cell = (all) => ([label, cases]) => element("td",
      { style: `background: rgb(var(--shade) / ${all === 0 ? 0 : Math.round((45 * cases) / all)}%)`, title: label },
      count(cases), element("small", {}, all === 0 ? "–" : percent(cases / all)));
    const row = ([gold, predicted]) => {
      const all = Object.values(predicted).reduce((sum, cases) => sum + cases, 0);
      return element("tr", {}, element("th", { scope: "row" }, gold, element("small", {}, plural(all, "review"))),
        ...Object.entries(predicted).map(cell(all)));
    };
    part("Confusion", false, note("Down: what people said. Across: what the model said."),
      element("div", { class: "table" }, element("table", { class: "confusion" },
        element("thead", {}, element("tr", {}, element("th", {}, ""),
          ...data.labels.map((label) => element("th", { scope: "col" }, label)))),
        element("tbody", {}, ...Object.entries(metrics.confusion).map(row)))));
  }

  function roc() {
    if (data.labels.length > 2) return; // it is a matter of two labels
    if (data.roc === null) {
      part("ROC", false, note("This part needs reviews of both labels, and there are only reviews of one."));
      return;
    }
    const found = data.labels[1];
    const section = part("ROC", false,
      note(`The share of ${found} that is found, over the share of ${data.labels[0]} that is mistaken for it, at every threshold. The area is ${share(data.roc.area)}; by chance it would be 0.5.`));
    const points = data.roc.points.map((each) => [each.mistaken, each.found]);
    chart(section, `ROC curve, area ${share(data.roc.area)}`, (figure) => Charts.square(figure, `Mistaken for ${found}`, points,
      { y: "Found", diagonal: "Chance", settings: { points: { show: false } } }));
    section.append(Charts.behind("Points of the curve", ["Mistaken", "Found"], points.map((each) => each.map(share))));
  }

  function calibration() {
    const what = data.labels.length === 2 ? `how often ${data.mood_label} is true` : "how often the model is right";
    const section = part("Calibration", false,
      note(`What the model says is likely, and ${what}, in ten classes of probability. The expected calibration error, the mean distance from the diagonal by reviews, is ${share(data.calibration_error)}.`));
    const points = [[0, null], ...data.calibration.map((each) => [each.predicted, each.happened]), [1, null]];
    chart(section, `Calibration, expected error ${share(data.calibration_error)}`, (figure) =>
      Charts.square(figure, "Said", points, { y: "True", diagonal: "Perfect", settings: {} }));
    section.append(Charts.behind("Classes of probability", ["Reviews", "Said", "True"],
      data.calibration.map((each) => [count(each.count), share(each.predicted), share(each.happened)])));
  }

  function bySize(title, x, classes) {
    const section = part(title, false, note(`${x}, in classes that double.${hasLabels ? "" : " In nats per token."}`));
    chart(section, `${title}, ${plural(classes.length, "column")}`, (figure) => Charts.classes(figure, x, classes, classes.map((each) => count(each.from)), measured, hasLabels));
    section.append(Charts.behind(title, [x, "Reviews", measured],
      classes.map((each) => [Format.range(each), count(each.count), share(each.mean)])));
  }

  function overTime() {
    const { width, periods } = data.periods;
    const y = hasLabels ? `Share of ${data.mood_label}` : "Surprise";
    const without = data.untimed === 0 ? "" : ` ${plural(data.untimed, "review")} without a time left out.`;
    if (periods.length < 2 || !periods.every((each) => Format.isDate(each.start))) {
      part("Results over time", true, note(periods.length < 2
        ? periods.length === 0 ? "No review has a time." : `Too little to compare: all times are close together.${without}`
        : `The times are beyond what a browser can show.${without}`));
      return;
    }
    const section = part("Results over time", true,
      note(`${hasLabels ? `How large a share the model calls ${data.mood_label}` : "The mean surprise"}, and how many reviews there are, by periods of ${Format.duration(width)}, in UTC.${without}`));
    chart(section, `${y} in ${plural(periods.length, "period")}`, (figure) => Charts.time(figure, periods, width, y, hasLabels));
    section.append(Charts.behind(y, ["From", "Reviews", y],
      periods.map((each) => [Format.date(each.start, width), count(each.count), share(each.mean)])));
  }

  function timeline(user) {
    const { points, values_per_point: each } = user.timeline;
    const starts = points.map((point, index) => index * each + 1);
    const card = element("div", {}, element("h3", { dir: "auto", title: user.user }, user.user),
      note(`${signed(user.change)} over ${plural(user.reviews, "review")}${each > 1 ? `, ${each} to a point` : ""}`));
    return [card, () => {
      chart(card, `${mood} of ${user.user}, change ${signed(user.change)}`, (figure) => Charts.timeline(figure, starts, points, mood, hasLabels));
      card.append(Charts.behind(`${mood} of ${user.user}`, ["Review", mood], points.map((point, index) => [count(starts[index]), share(point)])));
    }];
  }

  function moods() {
    if (data.moods.length === 0) {
      part("Users who changed most", true,
        note(`This part needs a user with ${data.mood_reviews_min} reviews or more, and there is none.`));
      return;
    }
    const cards = data.moods.map(timeline);
    const compared = data.users_with_few === 0 ? "All users are compared."
      : `All users are compared but ${plural(data.users_with_few, "user")} with fewer than ${data.mood_reviews_min} reviews.`;
    part("Users who changed most", true,
      note(`${mood} from review to review, with what the user wrote before in memory. A change is the mean of the later half less that of the earlier. ${compared} ${data.moods.length === 1 ? "One is" : `${count(data.moods.length)} are`} shown.`),
      element("div", { class: "timelines" }, ...cards.map(([card]) => card)));
    cards.forEach(([card, drawIt]) => drawIt());
  }

  function extremes() {
    const title = hasLabels ? "The most certain mistakes" : "The most surprising reviews";
    if (data.extremes.length === 0) {
      part(title, true, note("The model made none."));
      return;
    }
    const heads = hasLabels ? ["Review", "User", "Model", "Probability", "True", "Remembered", "Tokens"]
      : ["Review", "User", "Nats per token", "Remembered", "Tokens"];
    const id = (name) => element("div", { class: "id", title: name }, name);
    const rows = data.extremes.map((each) => [id(each.review_id), id(each.user_id),
      ...(hasLabels ? [each.label, share(each.score), each.gold] : [share(each.score)]), count(each.remembered), count(each.tokens)]);
    if (data.texts !== null) {
      heads.push("Text");
      rows.forEach((row, index) => row.push(element("div", { class: "text" }, data.texts[index] ?? "not clear: several rows have this id")));
    }
    const all = hasLabels ? `${plural(data.mistakes, "mistake")} in all; the most certain come first. ` : "";
    part(title, true,
      note(`${all}At most 20 are shown.${data.texts === null ? " To see what they say, replay with --report-texts." : ""}`),
      Charts.table(title, heads, rows));
  }

  function throughput(isWide) {
    const { width, periods } = data.progress;
    const section = part("Throughput", isWide, facts([
      ["In all", `${tenth(metrics.seconds)} s, from reading to the last result`],
      ["Reviews each second", tenth(metrics.reviews_per_second)],
      ["Tokens each second", count(metrics.tokens_per_second)],
      ["Tokens", `${count(metrics.tokens)}; ${plural(metrics.truncated, "review")} cut`],
      ["Ran on", `${metrics.device}, executor ${metrics.executor}`],
    ]));
    const whole = periods.slice(1, -1); // the first and the last are not full
    if (whole.length < 2) {
      section.append(note("It was over too soon for a curve."));
      return;
    }
    const seconds = whole.map((each) => each.start / 1000);
    const rates = whole.map((each) => (each.count * 1000) / width);
    chart(section, "Reviews each second while it ran", (figure) => Charts.rate(figure, seconds, rates));
    section.append(Charts.behind("Reviews each second", ["Second", "Reviews each second"],
      seconds.map((second, index) => [tenth(second), count(rates[index])])));
  }

  function comparisons() {
    if (hasLabels && metrics.labelled === 0) {
      part("Labels", true, note("Confusion, ROC, calibration, accuracy and mistakes need labels, and no review has one that the model knows. The fields label or rating say them; see --fields, --labels and --positive-rating."));
      return;
    }
    if (hasLabels) {
      confusion();
      roc();
      calibration();
    }
    bySize(`${measured} by number remembered`, "Reviews in memory", data.by_remembered);
    bySize(`${measured} by length`, "Tokens", data.by_tokens);
  }

  summary();
  if (metrics.reviews > 0) {
    overTime();
    moods();
    comparisons();
    const narrow = report.querySelectorAll("section:not(.wide)").length;
    throughput(narrow % 2 === 0); // no gap beside it
    if (data.by_tokens.length > 0) extremes();
  }
  whatWasRead();
  rejects();
  document.documentElement.dataset.complete = "true";
})();
