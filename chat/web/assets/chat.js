// The listener's chat. Questions go straight to the server; what comes back as HTML was made, and escaped, there.
"use strict";
(() => {
  const KEPT = "aircheck conversation"; // its name in the tab's own storage
  const KEPT_TURNS = 12; // there
  const TOLD_TURNS = 6; // sent along with a question
  const SILENCE_MS = 60_000; // after which an answer counts as lost; the server says something every 15 s
  const FEEDBACK_MS = 10_000;
  const LONG_QUESTION = 180; // characters, from which on it is no headline
  const every = JSON.parse(document.currentScript.dataset.words); // what the page says, by language
  const language = navigator.languages.map((each) => each.split("-")[0].toLowerCase()).find((each) => each in every) || "en";
  const words = every[language];
  const answered = []; // {question, id, html, markdown}, oldest first
  let stopping = null; // the AbortController of the question that is being answered

  const one = (selector, root = document) => root.querySelector(selector);
  const make = (name, className, text = "") => {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (element, block) => element.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
  const tell = (turn, text) => { one(".told", turn).textContent = text; };
  const isBroken = (problem) => problem instanceof TypeError || problem instanceof DOMException; // a connection, by fetch

  // --- asking

  function write(text) {
    const box = one("#question textarea");
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return box;
  }

  function hint(text) { one("#hint").textContent = text; }

  function submit() {
    const question = one("#question textarea").value.trim();
    if (stopping) return;
    if (!question) {
      hint(words.error_question);
      one("#question textarea").focus();
      return;
    }
    write("");
    ask(question);
  }

  async function ask(question) {
    if (stopping) return;
    hint("");
    const turn = newTurn(question);
    turn.classList.add("new");
    one(".answer", turn).append(make("p", "status", words.searching), make("div", "text live"));
    show(turn, "start"); // the last turn is as high as the window: nothing has to move when its answer comes
    setBusy(new AbortController());
    try {
      await stream(turn, question, stopping);
    } catch (problem) {
      const { reason } = stopping.signal; // undefined unless we hung up
      if (!reason && !isBroken(problem)) {
        fail(turn, "internal");
        throw problem;
      }
      if (!reason) console.warn(problem);
      fail(turn, reason || (one(".live", turn).textContent ? "lost" : "away"));
    } finally {
      setBusy(null);
    }
  }

  function newTurn(question) {
    const turn = make("article", "turn");
    turn.dataset.question = question;
    const length = question.length > LONG_QUESTION ? "asked long" : "asked";
    turn.append(make("h2", length, question), make("div", "answer"));
    one("#log").append(turn);
    document.body.classList.add("asking");
    return turn;
  }

  function setBusy(controller) {
    const is = Boolean(controller);
    stopping = controller;
    one("#log").setAttribute("aria-busy", String(is)); // a screen reader waits for the whole answer
    one("#send").textContent = is ? words.stop : words.send;
    one("#send").classList.toggle("stop", is);
  }

  function stop() {
    if (stopping) stopping.abort("stopped");
  }

  async function stream(turn, question, controller) {
    let silence;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => controller.abort("lost"), SILENCE_MS);
    };
    heard();
    try {
      const history = answered.slice(-TOLD_TURNS).map((each) => each.question);
      const body = JSON.stringify({ question, history });
      const headers = { "Content-Type": "application/json", Accept: "text/event-stream", "Accept-Language": language };
      const response = await fetch("/api/ask/page", { method: "POST", headers, body, signal: controller.signal });
      if (!response.ok) {
        const { error } = await response.json().catch(() => ({}));
        return fail(turn, error ? error.code : "internal", Number(response.headers.get("Retry-After")));
      }
      for await (const [event, data] of events(response.body, heard)) {
        if (event === "delta") one(".live", turn).append(data.text);
        else if (event === "page") return finish(turn, { question, ...data });
        else if (event === "error") return fail(turn, data.error.code);
      }
      return fail(turn, "lost");
    } finally {
      clearTimeout(silence);
    }
  }

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

  function finish(turn, answer) {
    answered.push(answer);
    keep();
    draw(turn, answer);
  }

  function draw(turn, { id, html, markdown }) {
    Object.assign(turn.dataset, { id, markdown });
    one(".answer", turn).innerHTML = html;
  }

  /** Under what came of the answer: why it is not whole, and a way to try again. */
  function fail(turn, code, seconds) {
    const error = make("div", "error");
    if (code !== "stopped") error.append(make("p", "badge", words.error_heading));
    const again = make("button", "", words.again);
    again.type = "button";
    again.dataset.again = "";
    error.append(make("p", "", why(code, seconds)), again);
    one(".answer", turn).replaceChildren(...turn.querySelectorAll(".live:not(:empty)"), error);
  }

  function why(code, seconds) {
    if (code === "too_many" && seconds > 120) return words.error_today;
    if (code === "too_many" && seconds > 1) return words.error_wait.replace("{n}", seconds);
    return words.errors[code] || words.errors.internal;
  }

  // --- the tab's own storage, which a browser may forbid: then the conversation lasts as long as the page

  function stored(act) {
    try {
      return act();
    } catch (problem) {
      if (problem instanceof DOMException || problem instanceof SyntaxError) return null;
      throw problem;
    }
  }

  function keep() {
    const kept = JSON.stringify({ turns: answered.slice(-KEPT_TURNS), top: scrollY });
    stored(() => sessionStorage.setItem(KEPT, kept));
  }

  function restore() {
    const kept = stored(() => JSON.parse(sessionStorage.getItem(KEPT)));
    if (!kept) return;
    answered.push(...kept.turns);
    for (const each of kept.turns) draw(newTurn(each.question), each);
    scrollTo(0, kept.top);
  }

  // --- what stands under an answer

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const focused = document.activeElement;
    const box = make("textarea", "unseen", ""); // without https there is no clipboard but this
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
    focused.focus({ preventScroll: true });
  }

  /** Whether the verdict arrived, which is told under the answer. */
  async function judge(turn, helpful, note = "") {
    const body = JSON.stringify({ answer_id: turn.dataset.id, helpful, note });
    const headers = { "Content-Type": "application/json" };
    const sent = fetch("/api/feedback", { method: "POST", headers, body, signal: AbortSignal.timeout(FEEDBACK_MS) });
    const arrived = await sent.then(({ ok }) => ok, () => false);
    tell(turn, arrived ? words.thanks : words.unsent);
    return arrived;
  }

  function pressOnly(turn, button) {
    for (const each of turn.querySelectorAll("[data-helpful]")) each.setAttribute("aria-pressed", String(each === button));
  }

  async function pressVerdict(turn, button) {
    const helpful = button.dataset.helpful === "yes";
    const before = one("[aria-pressed=true]", turn);
    const form = one(".note-form", turn);
    pressOnly(turn, button);
    form.hidden = helpful;
    if (!helpful) one("textarea", form).focus();
    if (!(await judge(turn, helpful))) pressOnly(turn, before);
  }

  function openSource(mark) {
    const card = document.getElementById(mark.hash.slice(1));
    card.open = true;
    one("summary", card).focus({ preventScroll: true });
    show(card, "nearest");
  }

  function press(event) {
    const target = event.target.closest("a.mark, .masthead a, button");
    const turn = event.target.closest(".turn");
    if (!target) return;
    if (target.matches("a.mark")) {
      event.preventDefault();
      openSource(target);
    } else if (target.matches("a")) {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) answered.length = 0; // the show's name begins anew
    } else if (target.id === "send") {
      if (!stopping) submit();
      else if (event.detail < 2) stop(); // the second half of a double click stops nothing
    } else if ("ask" in target.dataset) ask(target.dataset.ask);
    else if (turn) pressInTurn(turn, target);
    if (!target.checkVisibility()) land();
  }

  /** To be called when what had the focus is gone. */
  function land() {
    // On a touch screen the box's focus would bring up the keyboard over half the answer.
    one(matchMedia("(pointer: coarse)").matches ? "#log" : "#question textarea").focus({ preventScroll: true });
  }

  function pressInTurn(turn, button) {
    const { question, markdown } = turn.dataset;
    const link = `${location.origin}/?q=${encodeURIComponent(question)}`;
    if ("copy" in button.dataset) copy(markdown).then(() => tell(turn, words.copied));
    else if ("share" in button.dataset) copy(link).then(() => tell(turn, words.shared));
    else if ("rephrase" in button.dataset) write(question).select();
    else if ("helpful" in button.dataset) pressVerdict(turn, button);
    else if ("again" in button.dataset && !stopping) {
      turn.remove();
      ask(question);
    }
  }

  async function sendNote(event) {
    const form = event.target.closest(".note-form");
    if (!form) return;
    event.preventDefault();
    const turn = form.closest(".turn");
    if (!(await judge(turn, false, one("textarea", form).value))) return; // the form stays, with what was written
    const button = one("[data-helpful=no]", turn);
    pressOnly(turn, button);
    form.hidden = true;
    button.focus();
  }

  function pressedKey(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") stop();
    if (event.key !== "Enter" || event.shiftKey || !event.target.matches("#question textarea")) return;
    event.preventDefault();
    event.stopPropagation();
    submit();
  }

  // --- beginning

  function begin() {
    document.addEventListener("click", press);
    document.addEventListener("submit", sendNote);
    document.addEventListener("keydown", pressedKey, true);
    window.addEventListener("pagehide", keep);
    document.documentElement.lang = language;
    one("#log").setAttribute("aria-label", words.conversation);
    restore();
    const shared = (new URLSearchParams(location.search).get("q") || "").trim();
    if (shared && !answered.some(({ question }) => question === shared)) ask(shared);
    else if (!answered.length) greet();
  }

  async function greet() {
    one("#question textarea").focus();
    try {
      const response = await fetch("/start", { headers: { "Accept-Language": language } });
      if (response.ok) one("#start").innerHTML = (await response.json()).html;
    } catch (problem) {
      if (!isBroken(problem)) throw problem; // without suggestions it still works, or says why not when it is asked
    }
  }

  // Gradio draws the page some time after this script has loaded.
  const isDrawn = () => ["#question textarea", "#send", "#log", "#start"].every((each) => one(each));
  const watcher = new MutationObserver(() => {
    if (!isDrawn()) return;
    watcher.disconnect();
    begin();
  });
  watcher.observe(document.documentElement, { childList: true, subtree: true });
})();
