// The listener's chat. Questions go straight to the server; what comes back as HTML was made, and escaped, there.
"use strict";
(() => {
  const KEPT_TURNS = 6;
  const before = []; // the listener's own questions, oldest first
  let page = { strings: {}, errors: {} };
  let busy = false;

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
    if (busy) return;
    if (!question) {
      hint(page.strings.error_question || "");
      one("#question textarea").focus();
      return;
    }
    write("");
    ask(question);
  }

  async function ask(question) {
    hint("");
    document.body.classList.add("asking");
    const turn = newTurn(question);
    setBusy(turn, true);
    try {
      await stream(turn, question);
    } catch (problem) {
      if (!(problem instanceof TypeError || problem instanceof DOMException)) throw problem;
      fail(turn, "lost"); // fetch tells a broken connection with these two
    } finally {
      setBusy(turn, false);
    }
  }

  function newTurn(question) {
    const turn = make("article", "turn");
    const answer = make("div", "answer");
    const status = make("p", "status", page.strings.searching || "");
    turn.dataset.question = question;
    answer.append(status, make("div", "text live"));
    turn.append(make("h2", "asked", question), answer);
    one("#log").append(turn);
    show(turn, "start");
    return turn;
  }

  function setBusy(turn, is) {
    busy = is;
    one("#log").setAttribute("aria-busy", String(is)); // a screen reader waits for the whole answer
    turn.classList.toggle("waiting", is);
    one("#send").setAttribute("aria-disabled", String(is));
  }

  async function stream(turn, question) {
    const body = JSON.stringify({ question, history: before.slice(-KEPT_TURNS) });
    const headers = { "Content-Type": "application/json", Accept: "text/event-stream" };
    const response = await fetch("/api/ask/page", { method: "POST", headers, body });
    if (!response.ok) {
      const told = await response.json().catch(() => ({}));
      fail(turn, told.error ? told.error.code : "internal");
      return;
    }
    for await (const [event, data] of events(response.body)) {
      if (event === "delta") one(".live", turn).append(data.text);
      else if (event === "page") return finish(turn, question, data);
      else if (event === "error") return fail(turn, data.error.code);
    }
    fail(turn, "lost");
  }

  async function* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const event = /^event: (.*)$/m.exec(block);
        const data = /^data: (.*)$/m.exec(block);
        if (event && data) yield [event[1], JSON.parse(data[1])];
      }
    }
  }

  function finish(turn, question, data) {
    before.push(question);
    turn.dataset.id = data.id;
    turn.dataset.markdown = data.markdown;
    one(".answer", turn).innerHTML = data.html;
  }

  function fail(turn, code) {
    one(".answer", turn).innerHTML = page.errors[code] || page.errors.internal || "";
  }

  // --- what stands under an answer

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const box = make("textarea", "unseen", ""); // without https there is no clipboard but this
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }

  async function judge(turn, helpful, note = "") {
    const body = JSON.stringify({ answer_id: turn.dataset.id, helpful, note });
    const headers = { "Content-Type": "application/json" };
    const response = await fetch("/api/feedback", { method: "POST", headers, body });
    tell(turn, response.ok ? page.strings.thanks : "");
  }

  function pressVerdict(turn, button) {
    const helpful = button.dataset.helpful === "yes";
    for (const each of turn.querySelectorAll("[data-helpful]")) each.setAttribute("aria-pressed", String(each === button));
    const form = one(".note-form", turn);
    form.hidden = helpful;
    if (!helpful) one("textarea", form).focus();
    judge(turn, helpful);
  }

  function openSource(mark) {
    const card = document.getElementById(mark.hash.slice(1));
    card.open = true;
    one("summary", card).focus({ preventScroll: true });
    show(card, "nearest");
  }

  function press(event) {
    const target = event.target.closest("a.mark, button");
    const turn = event.target.closest(".turn");
    if (!target) return;
    if (target.matches("a.mark")) {
      event.preventDefault();
      openSource(target);
    } else if (target.id === "send") submit();
    else if ("ask" in target.dataset) { if (!busy) ask(target.dataset.ask); }
    else if (turn) pressInTurn(turn, target);
  }

  function pressInTurn(turn, button) {
    const { question, markdown } = turn.dataset;
    const link = `${location.origin}/?q=${encodeURIComponent(question)}`;
    if ("copy" in button.dataset) copy(markdown).then(() => tell(turn, page.strings.copied));
    else if ("share" in button.dataset) copy(link).then(() => tell(turn, page.strings.shared));
    else if ("rephrase" in button.dataset) write(question).select();
    else if ("helpful" in button.dataset) pressVerdict(turn, button);
    else if ("again" in button.dataset && !busy) {
      turn.remove();
      ask(question);
    }
  }

  function sendNote(event) {
    const form = event.target.closest(".note-form");
    if (!form) return;
    event.preventDefault();
    judge(form.closest(".turn"), false, one("textarea", form).value);
    form.hidden = true;
  }

  function typed(event) {
    if (!event.target.matches("#question textarea")) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    submit();
  }

  // --- beginning

  async function begin() {
    document.addEventListener("click", press);
    document.addEventListener("submit", sendNote);
    document.addEventListener("keydown", typed, true);
    const response = await fetch("/start");
    page = await response.json();
    document.documentElement.lang = page.language;
    one("#log").setAttribute("aria-label", page.strings.conversation);
    one("#start").innerHTML = page.html;
    const shared = new URLSearchParams(location.search).get("q");
    if (shared && shared.trim()) ask(shared.trim());
    else one("#question textarea").focus();
  }

  // Gradio draws the page some time after this script has loaded.
  const isDrawn = () => one("#question textarea") && one("#log") && one("#start");
  const watcher = new MutationObserver(() => {
    if (!isDrawn()) return;
    watcher.disconnect();
    begin();
  });
  watcher.observe(document.documentElement, { childList: true, subtree: true });
})();
