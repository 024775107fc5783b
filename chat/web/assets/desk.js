// The producer's desk. Everything that is shown was made, and escaped, by the server; this puts it in its place.
"use strict";
(() => {
  const QUIET_MS = 120; // after the last key
  const POLL_MS = 1000;
  const VIEWS = ["look-up", "audit", "sources", "questions"];
  const ROWS = ".quotes tbody tr, .findings > li, .groups > li"; // what "Show more" shows more of
  const running = new Map(); // place → the request that fills it
  let waiting = 0;

  const one = (selector, root = document) => root.querySelector(selector);
  const tell = (text) => { one("#told").textContent = text; };

  // --- asking the server

  async function part(address, options = {}) {
    const answer = await fetch(address, options);
    const isJson = (answer.headers.get("content-type") || "").startsWith("application/json");
    const body = isJson ? await answer.json() : {}; // a proxy in between may answer with a page of its own
    if (answer.ok && isJson) return body;
    const message = body.error ? body.error.message : `The server answered ${answer.status}. Please try again.`;
    return { told: message, problem: message };
  }

  async function fill(place, address, options = {}) {
    running.get(place)?.abort();
    const request = new AbortController();
    running.set(place, request);
    place.setAttribute("aria-busy", "true");
    try {
      put(place, await part(address, { ...options, signal: request.signal }));
    } catch (problem) {
      if (problem.name === "AbortError") return false;
      if (!(problem instanceof TypeError)) throw problem;
      put(place, { told: "The server cannot be reached.", problem: "The server cannot be reached. Is it running?" });
    }
    if (running.get(place) === request) place.removeAttribute("aria-busy");
    return true;
  }

  function put(place, { told, html, problem }) {
    const focused = place.contains(document.activeElement) ? document.activeElement.id : null;
    if (problem === undefined) {
      place.innerHTML = html;
      for (const link of place.querySelectorAll('a[href^="/source?"]')) {
        link.search += `&from=${encodeURIComponent(`${location.search}#${current()}`)}`; // the way back
      }
    } else {
      const said = document.createElement("p");
      said.className = "problem";
      said.textContent = problem;
      place.replaceChildren(said);
    }
    if (told) tell(told);
    if (focused !== null) (document.getElementById(focused) ?? place).focus({ preventScroll: true });
    poll(place);
  }

  function poll(place) {
    const next = one("[data-poll]", place);
    if (!next) return;
    setTimeout(async () => {
      if (!next.isConnected) return;
      await fill(place, next.dataset.poll);
      if (place.isConnected && !one("[data-poll], .problem", place)) show(); // it is over: what it changed is shown
    }, POLL_MS);
  }

  // --- forms: every change is sent once the keys rest

  function query(form) {
    const fields = [...new FormData(form)].filter(([, value]) => value !== "");
    return new URLSearchParams(fields).toString();
  }

  function send(form, more = "") {
    const asked = query(form);
    if (form.hasAttribute("data-address")) history.replaceState(null, "", `?${asked}${location.hash}`);
    return fill(document.getElementById(form.dataset.into), `${form.dataset.to}?${asked}${more}`);
  }

  function soon(form) {
    clearTimeout(waiting);
    waiting = setTimeout(() => send(form), QUIET_MS);
  }

  // --- views, by the address after "#"

  function current() {
    const asked = location.hash.slice(1);
    return VIEWS.includes(asked) ? asked : VIEWS[0];
  }

  async function show() {
    const view = one("#view");
    const name = current();
    for (const link of document.querySelectorAll(".desk-head nav a")) {
      if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const title = one(`#to-${name}`).textContent;
    view.setAttribute("aria-label", title);
    document.documentElement.lang = "en"; // Gradio says the browser's language; the desk has this one alone
    document.title = `${title} · ${one(".desk-head h1").textContent}`;
    if (view.dataset.view !== name) view.replaceChildren(); // what another view showed is no answer here
    view.dataset.view = name;
    const left = history.state ?? {};
    const query = new URLSearchParams(location.search);
    if (left.limit) query.set("limit", left.limit);
    if (!(await fill(view, `/desk/view/${name}?${query}`))) return;
    if (name === "look-up") one("#f-words")?.focus({ preventScroll: true });
    if ("scroll" in left) comeBack(left);
  }

  async function showMore(limit) {
    const seen = document.querySelectorAll(ROWS).length;
    await send(one("#view form"), `&limit=${limit}`);
    history.replaceState({ limit }, "");
    document.querySelectorAll(ROWS)[seen]?.querySelector("a, button")?.focus();
  }

  // --- a place that is left is found again: what is filled in later the browser cannot scroll to

  const links = () => [...document.querySelectorAll("#view a")];

  function leave() {
    const focused = links().indexOf(document.activeElement);
    history.replaceState({ ...history.state, scroll: scrollY, focused }, "");
  }

  function comeBack({ scroll, focused, ...rest }) {
    history.replaceState(rest, ""); // once: a page that is loaded again begins where it was then
    links()[focused]?.focus({ preventScroll: true });
    scrollTo(0, scroll);
  }

  function narrow({ since, until }) {
    const form = one("#view form");
    form.elements.since.value = since;
    form.elements.until.value = until;
    send(form);
  }

  // --- events

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-to]");
    if (form) soon(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-to]")) return;
    event.preventDefault();
    clearTimeout(waiting);
    send(event.target);
  });
  document.addEventListener("click", (event) => {
    const bar = event.target.closest("[data-since]");
    const more = event.target.closest("[data-more]");
    const post = event.target.closest("[data-post]");
    const link = event.target.closest(".desk-head nav a");
    const stays = event.ctrlKey || event.metaKey || event.shiftKey; // what opens leaves this page where it is
    if (link && !stays) {
      event.preventDefault();
      leave();
      history.pushState(null, "", location.pathname + link.hash);
      show();
    }
    const unfold = event.target.closest(".unfold");
    if (bar) narrow(bar.dataset);
    if (unfold) unfold.setAttribute("aria-expanded", unfold.form.classList.toggle("unfolded"));
    if (!stays && event.target.closest('#view a[href*="/source?"]')) leave();
    if (more) showMore(more.dataset.more);
    if (post) {
      fill(document.getElementById(post.dataset.into), post.dataset.post, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Aircheck-Desk": "1" },
        body: post.dataset.body || "{}",
      });
    }
  });
  addEventListener("popstate", show);

  // Gradio puts the page's parts in when it has loaded.
  function begin() {
    if (!one("#view") || !one(".desk-head nav a")) return false;
    show();
    return true;
  }
  if (!begin()) {
    const observer = new MutationObserver(() => { if (begin()) observer.disconnect(); });
    observer.observe(document.documentElement, { childList: true, subtree: true });
  }
})();
