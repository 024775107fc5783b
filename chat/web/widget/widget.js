// The chat itself: fetched by the loader when somebody opens it.
import { answerOf, make, suggestionsOf, withMarks } from "./answer.js";
import { accent, LOOK } from "./look.js";
import { t } from "./en.js"; // the server puts the visitor's language in its place

const KEPT_TURNS = 12; // in the storage of the tab
const TOLD_TURNS = 6; // sent along with a question
const SILENCE_MS = 60_000; // after which a stream counts as lost
const SHAPES = {
  close: "M6 6l12 12M18 6L6 18",
  clear: "M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3",
  send: "M12 20V5M5 12l7-7 7 7",
  stop: "M7 7h10v10H7z",
};

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

const button = (name, label, on) =>
  make(`button.icon.${name}`, { type: "button", "aria-label": label, title: label, on }, icon(name));

// Each chat of a page keeps its own conversation, by its id or its place among them. The first has no place, and so goes
// on wherever the next page has its own; those that float come before those that stand in the page.
function keyOf(base, host) {
  const every = (kind) => document.querySelectorAll(`ask-show:not([id])${kind}`);
  const place = [...every(":not([data-inline])"), ...every("[data-inline]")].indexOf(host);
  return `ask-show ${base}${host.id ? ` #${host.id}` : place || ""}`;
}

/** Storage of this tab, which a browser may forbid: then the conversation lasts as long as the page. */
function keeper(key) {
  const tried = (act) => {
    try {
      return act();
    } catch (problem) {
      if (problem instanceof DOMException || problem instanceof SyntaxError) return null;
      throw problem;
    }
  };
  return {
    read: () => {
      const kept = tried(() => JSON.parse(sessionStorage.getItem(key)));
      return Array.isArray(kept) ? kept.filter((each) => each?.answer && Array.isArray(each.citations)) : [];
    },
    write: (answers) => tried(() => sessionStorage.setItem(key, JSON.stringify(answers.slice(-KEPT_TURNS)))),
    clear: () => tried(() => sessionStorage.removeItem(key)),
  };
}

/** Server-sent events of a response, as [name, data]. */
async function* events(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    heard();
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block);
      const data = /^data: (.*)$/m.exec(block);
      if (event && data) yield [event[1], JSON.parse(data[1])];
    }
  }
}

/** What is told for an error's code; the server's own words may be about its insides. */
function told(code, seconds) {
  const { errors } = t;
  if (code === "too_many") {
    if (!(seconds > 1)) return errors.busy;
    return seconds > 120 ? errors.today : errors.wait.replace("{n}", seconds);
  }
  if (/^(no_)?index/.test(code)) return errors.closed;
  if (["bad_question", "bad_request", "too_large"].includes(code)) return errors.question;
  return errors[code] || errors.internal;
}

/** Draws the chat into the loader's frame; gives `open()` and `close()`. */
export function start({ root, frame, button: launcher, base, sheet, inline, told: option }) {
  const store = keeper(keyOf(base, root.host));
  const title = option("title") || t.title;
  const given = (option("questions") || "").split("|").map((each) => each.trim()).filter(Boolean);
  let answers = [];
  let stopping = null; // the AbortController of the question that is being answered
  let opener = null;

  const log = make("div.log", { role: "log", "aria-live": "polite", "aria-label": t.log, tabindex: "0" });
  const about = { placeholder: t.placeholder, "aria-label": t.question, enterkeyhint: "send" };
  const box = make("textarea", { rows: "1", maxlength: "1000", ...about });
  const send = button("send", t.send, () => (stopping ? stopping.abort("stopped") : submit()));
  const form = make("form", {}, box, send);
  const clear = button("clear", t.clear, clearAll);
  const shut = inline ? null : button("close", t.close, close);
  const panel = make(
    "section.panel",
    { role: inline ? "region" : "dialog", "aria-label": title, tabindex: "-1" },
    make("header", {}, make("h2", { dir: "auto" }, title), clear, shut),
    log,
    form,
  );
  const color = getComputedStyle(frame).getPropertyValue("--color");
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet(LOOK), sheet(accent(color))];
  panel.hidden = true;
  frame.append(panel);
  form.addEventListener("submit", (event) => event.preventDefault());
  panel.addEventListener("keydown", pressed);
  function greet() {
    const greeting = make("p.greeting", { dir: "auto" }, option("greeting") || t.greeting);
    const start = make("div.start", {}, greeting);
    log.replaceChildren(start);
    clear.hidden = true;
    const suggest = (questions) =>
      start.append(...suggestionsOf(questions.slice(0, 4), make("p.label", {}, t.examples), ask));
    if (given.length) return suggest(given);
    fetch(`${base}widget/start`, { credentials: "omit", referrerPolicy: "strict-origin" })
      .then((response) => (response.ok ? response.json() : { questions: [] }))
      .then(({ questions }) => start.isConnected && suggest(questions))
      .catch(() => tellOwner()); // without suggestions it still works, or says why not when a question is asked
  }

  function tellOwner() {
    const { origin } = self; // as the request says it: a page in a sandbox has none of its own
    console.warn(`ask-show: ${base} did not answer ${origin}. Is it running, and is ${origin} in its AIRCHECK_ORIGINS?`);
  }

  // --- asking

  function submit() {
    const question = box.value.trim();
    if (!question) return box.focus();
    box.value = "";
    return ask(question);
  }

  function newTurn(question) {
    const turn = make("article.turn", {}, make("h3", { dir: "auto" }, question));
    if (log.querySelector(".start")) log.replaceChildren();
    log.append(turn);
    clear.hidden = false;
    return turn;
  }

  async function ask(question) {
    if (stopping) return;
    if (log.contains(root.activeElement)) rest();
    const turn = newTurn(question);
    const live = make("div.answer.new", {}, make("p.status", {}, t.searching), make("p.live", { dir: "auto" }));
    turn.append(live);
    log.scrollTop = turn.offsetTop - log.offsetTop;
    setBusy(new AbortController());
    try {
      await stream(question, turn, live, stopping.signal);
    } catch (problem) {
      const { reason } = stopping.signal; // undefined unless we hung up
      const isBroken = problem instanceof TypeError || problem instanceof DOMException; // a connection, by fetch
      const code = reason || (live.lastChild.textContent ? "lost" : "away");
      if (isBroken && code === "away") tellOwner();
      fail(turn, question, reason || isBroken ? code : "internal");
      if (!reason && !isBroken) throw problem;
    } finally {
      setBusy(null);
    }
  }

  async function stream(question, turn, live, signal) {
    let timer;
    let text = "";
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => stopping && stopping.abort("lost"), SILENCE_MS);
    };
    heard();
    try {
      const history = answers.slice(-TOLD_TURNS).map((each) => each.question);
      const response = await fetch(`${base}api/ask/stream`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ question, history }),
        credentials: "omit",
        referrerPolicy: "strict-origin",
        signal,
      });
      if (!response.ok) {
        const { error } = await response.json().catch(() => ({}));
        return fail(turn, question, error ? error.code : "internal", Number(response.headers.get("Retry-After")));
      }
      for await (const [name, data] of events(response.body, heard)) {
        if (name === "delta") live.lastChild.replaceChildren(...withMarks((text += data.text)));
        else if (name === "done") return finish(turn, live, data);
        else if (name === "error") return fail(turn, question, data.error.code);
      }
      return fail(turn, question, "lost");
    } finally {
      clearTimeout(timer);
    }
  }

  function setBusy(controller) {
    stopping = controller;
    log.ariaBusy = Boolean(controller); // a screen reader waits for the whole answer
    send.replaceChildren(icon(controller ? "stop" : "send"));
    send.ariaLabel = send.title = controller ? t.stop : t.send;
    send.classList.toggle("stop", Boolean(controller));
  }

  const drawn = (answer) => answerOf(answer, { base, ask, rephrase: () => rephrase(answer.question) });

  function finish(turn, live, answer) {
    live.replaceChildren(...drawn(answer));
    answers.push(answer);
    store.write(answers);
    log.scrollTop = turn.offsetTop - log.offsetTop;
  }

  function fail(turn, question, code, seconds) {
    const retry = () => stopping || (rest(), turn.remove(), ask(question));
    const again = make("button.plain", { type: "button", on: retry }, t.again);
    const error = make("div.error", {}, code !== "stopped" && make("p.badge", {}, t.failed), make("p", {}, told(code, seconds)), again);
    turn.lastChild.replaceChildren(...turn.querySelectorAll(".live:not(:empty)"), error);
  }

  function rephrase(question) {
    box.value = question;
    box.select();
  }

  function clearAll() {
    if (stopping) stopping.abort("stopped");
    answers = [];
    store.clear();
    greet();
    box.focus();
  }

  // --- opening, closing, keys

  function open() {
    if (!panel.hidden) return;
    opener = root.activeElement || document.activeElement;
    panel.hidden = false;
    launcher.ariaExpanded = launcher.hidden = true;
    if (!inline) rest();
  }

  /** The focus stays inside when what has it goes. On a touch screen the box's would bring up the keyboard. */
  function rest() {
    (matchMedia("(pointer: coarse)").matches ? panel : box).focus({ preventScroll: true });
  }

  function close() {
    if (inline || panel.hidden) return;
    panel.hidden = true;
    launcher.ariaExpanded = launcher.hidden = false;
    const back = opener && opener !== document.body && opener.isConnected && opener !== root.host ? opener : launcher;
    back.focus();
  }

  function pressed(event) {
    if (event.key === "Enter" && event.target === box && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (!stopping) submit();
    } else if (event.key === "Escape" && !event.isComposing) close();
    else if (event.key === "Tab" && !inline) keepFocus(event);
  }

  function keepFocus(event) {
    const every = [...panel.querySelectorAll("button, a, summary, textarea, [tabindex='0']")];
    const stops = every.filter((each) => each.checkVisibility());
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const from = root.activeElement;
    if (from === (event.shiftKey ? first : last) || from === panel) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  }

  answers = store.read();
  if (answers.length) answers.forEach((each) => newTurn(each.question).append(make("div.answer", {}, ...drawn(each))));
  else greet();
  return { open, close };
}
