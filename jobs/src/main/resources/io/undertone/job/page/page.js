"use strict";

// Asks the demo what has happened, shows it, and takes what is typed.
(() => {
  const { element, percent } = Charts;
  const ROWS_MAX = 200;
  const DOTS_MAX = 12;
  const POLL_MILLIS = 500;
  const REST_MILLIS = 2500;
  const TYPING_MILLIS = 200;
  const ANSWER_MILLIS_MAX = 20_000;
  const NAME_MAX = 40;
  const at = (id) => document.getElementById(id);
  const [user, text, send, forget] = [at("user"), at("text"), at("send"), at("forget")];
  const sent = new Set();
  const early = new Map();
  let about = null;
  let run = null;
  let row = 0;
  let users = new Map();
  let unlisted = 0;
  let looks = 0;
  let shown = null;
  let typing = null;
  let sending = false;

  const plural = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

  // A name as a sentence or a row has room for it; nobody reads 200 letters.
  function brief(name) {
    const letters = [...name];
    return letters.length <= NAME_MAX ? name : `${letters.slice(0, NAME_MAX - 1).join("")}…`;
  }

  // An answer in words: a label with its probability, or a language model's surprise.
  function inWords(result) {
    if (result.label !== undefined) return `${result.label} ${percent(result.score)}`;
    return result.surprise === null ? "nothing was read" : `surprise ${result.surprise.toFixed(2)}`;
  }

  async function ask(path, body) {
    const request = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(path, { ...request, signal: AbortSignal.timeout(ANSWER_MILLIS_MAX) });
    if (!answer.ok) {
      const refusal = new Error(await answer.text());
      refusal.status = answer.status;
      throw refusal;
    }
    return answer.json();
  }

  function trouble(message) {
    at("trouble").hidden = message === null;
    if (message !== null) at("trouble").textContent = message;
  }

  const said = (failure) => (failure.status === undefined
    ? "The demo does not answer. If it has ended, start it again: jobs/undertone demo --page" : failure.message);

  function tell(message, isWrong = false) {
    at("told").textContent = message;
    at("told").classList.toggle("wrong", isWrong);
  }

  // What is typed, read with the user's memory and with none; the last one asked for is shown.
  async function look() {
    const number = ++looks;
    buttons();
    if (user.value === "") {
      at("answers").hidden = true;
      return;
    }
    try {
      const answer = await ask("look", { user: user.value, text: text.value });
      if (number !== looks) return;
      shown = answer;
      showLook();
      if (at("told").classList.contains("wrong")) tell("");
    } catch (failure) {
      if (number !== looks) return;
      at("answers").hidden = true;
      tell(said(failure), true);
    }
  }

  function showLook() {
    const before = shown.with.remembered;
    const unit = shown.with.label === undefined ? " nats per token" : "";
    const strange = shown.strange_script;
    const aside = strange !== null ? ` means nothing: the model does not know ${strange} letters` : unit + (shown.with.truncated ? " not read to the end" : text.value === "" ? " before a word" : "");
    at("answers").hidden = false;
    at("with-title").textContent = about !== null && !about.remembers
      ? "As the job reads it, which remembers nobody"
      : `With ${brief(shown.with.user_id)}’s memory: ${plural(before, "review")}`;
    for (const side of ["with", "without"]) {
      at(side).replaceChildren(inWords(shown[side]), element("small", {}, aside));
      at(side).className = `answer ${shown[side].label ?? ""}`;
    }
    at("say").textContent = `With memory: ${inWords(shown.with)}. With none: ${inWords(shown.without)}.`;
    const [remembering, fresh] = [shown.with.explanation, shown.without.explanation];
    at("pieces").hidden = remembering === undefined || text.value === "";
    for (const side of ["with", "without"]) at(`${side}-text`).replaceChildren();
    if (at("pieces").hidden) return;
    Charts.read(at("with-text"), remembering);
    Charts.read(at("without-text"), fresh);
    Charts.pieces(at("curve"), remembering.map((piece) => piece.positive), fresh.map((piece) => piece.positive));
    at("piece-rows").replaceChildren(...remembering.map((piece, index) => element("tr", {},
      element("td", {}, piece.text),
      element("td", { class: "number" }, percent(piece.positive)),
      element("td", { class: "number" }, percent(fresh[index].positive)))));
  }

  function lookSoon() {
    clearTimeout(typing);
    typing = setTimeout(look, TYPING_MILLIS);
  }

  const buttons = () => {
    send.disabled = sending || user.value === "";
    forget.disabled = user.value === "" || (!users.has(user.value) && unlisted === 0);
    for (const [known, item] of users) item.button.setAttribute("aria-pressed", String(known === user.value));
  };

  async function submit(event) {
    event.preventDefault();
    if (sending || user.value === "") return;
    const [author, words] = [user.value, text.value];
    sending = true;
    buttons();
    try {
      const { review_id: id } = await ask("send", { user: author, text: words });
      if (early.has(id)) {
        tellAnswer(early.get(id));
      } else {
        sent.add(id);
        tell(`Sent as ${id}. Waiting for the job …`);
      }
      if (text.value === words) text.value = "";
    } catch (failure) {
      tell(said(failure), true);
    }
    sending = false;
    early.clear();
    buttons();
    text.focus();
  }

  async function forgetUser() {
    try {
      await ask("forget", { user: user.value });
      tell(`A tombstone was sent: ${brief(user.value)} is to be forgotten.`);
    } catch (failure) {
      tell(said(failure), true);
    }
  }

  function choose(known) {
    user.value = known;
    tell("");
    look();
    text.focus();
  }

  function showUsers(lines, inAll) {
    unlisted = inAll - lines.length;
    at("unlisted").hidden = unlisted === 0;
    at("unlisted").textContent = `These are the ${lines.length} who wrote last. ${plural(unlisted, "more user")} ${unlisted === 1 ? "is" : "are"} not shown: type a name to write as another.`;
    const sorted = lines.sort((one, other) => (one.user < other.user ? -1 : 1));
    const focused = document.activeElement?.dataset?.user;
    users = new Map(sorted.map((line) => {
      const memory = about.remembers ? `remembers ${line.remembered}` : plural(line.reviews, "review");
      const button = element("button", { type: "button", "aria-pressed": "false" },
        element("span", {}, element("b", {}, line.user), element("small", {}, `${memory}${line.label === "" ? "" : `, ${line.label}`}`)),
        Charts.spark(line.moods));
      button.dataset.user = line.user;
      button.addEventListener("click", () => choose(line.user));
      return [line.user, { button, line }];
    }));
    at("users").replaceChildren(...[...users.values()].map((item) => element("li", {}, item.button)));
    at("known").replaceChildren(...sorted.map((line) => element("option", { value: line.user })));
    if (focused !== undefined) users.get(focused)?.button.focus();
    buttons();
  }

  function tableRow({ kind, user: author, text: words, result, reason }) {
    const cell = (...children) => element("td", {}, ...children);
    const who = element("td", { dir: "auto", title: author ?? "" }, brief(author ?? "–"));
    const what = element("td", { dir: "auto" }, words ?? "A tombstone: nothing of this user is remembered from here on.");
    if (kind === "rejected") {
      return element("tr", { class: "aside" }, who, cell(`rejected: ${reason}`), cell(), what);
    }
    if (kind === "forgotten") {
      return element("tr", { class: "aside" }, who, cell("forgotten"), cell("0"), what);
    }
    const dots = "•".repeat(Math.min(result.remembered, DOTS_MAX));
    return element("tr", result.review_id.startsWith("typed-") ? { class: "typed" } : {},
      who, cell(element("span", { class: result.label ?? "" }, inWords(result))),
      cell(`${result.remembered} `, element("span", { class: "dots", "aria-hidden": "true" }, dots)), what);
  }

  const tellAnswer = (result) => tell(
    `The job says of ${brief(result.user_id)}’s ${result.review_id}: ${inWords(result)}, with ${plural(result.remembered, "review")} remembered.`);

  // The job's answer may overtake the demo's word that a review was sent, so answers are kept while one is on its way.
  function showRows(rows) {
    const made = rows.slice(-ROWS_MAX).reverse().map(tableRow);
    if (row > 0) for (const each of made) each.classList.add("new");
    at("rows").prepend(...made);
    while (at("rows").rows.length > ROWS_MAX) at("rows").lastChild.remove();
    for (const { result } of rows) {
      if (result === undefined) continue;
      if (sent.delete(result.review_id)) tellAnswer(result);
      else if (sending) early.set(result.review_id, result);
    }
    if (rows.some((each) => each.user === user.value)) lookSoon();
  }

  function show(news) {
    if (run !== null && run !== news.run) location.reload();
    run = news.run;
    about = news.about;
    at("about").textContent = `${about.model} on ${about.device} answers each review as it comes`
      + (about.remembers ? ", remembering every user." : "; it remembers nobody.");
    document.body.classList.toggle("explains", about.explains);
    document.body.classList.toggle("remembers", about.remembers);
    if (news.next === row) return;
    showUsers(news.users, news.users_in_all);
    showRows(news.rows);
    const { reviews, rejected, forgotten } = news.counts;
    at("counts").textContent = `${plural(reviews, "review")} of ${plural(news.users_in_all, "user")}, ${rejected} rejected, ${forgotten} forgotten. The newest first.`;
    row = news.next;
    document.body.dataset.row = row;
  }

  async function poll() {
    let rest = POLL_MILLIS;
    try {
      show(await ask(`stream?after=${row}`));
      trouble(null);
    } catch (failure) {
      trouble(said(failure));
      rest = REST_MILLIS;
    }
    setTimeout(poll, document.hidden ? REST_MILLIS : rest);
  }

  at("form").addEventListener("submit", submit);
  forget.addEventListener("click", forgetUser);
  user.addEventListener("input", lookSoon);
  text.addEventListener("input", lookSoon);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  });
  new ResizeObserver(() => {
    if (shown !== null && !at("answers").hidden) showLook();
  }).observe(at("desk"));
  buttons();
  poll();
})();
