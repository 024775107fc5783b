// An answer as elements. Words of the material or a model only ever become text nodes; links go to http(s) alone.
import { t } from "./en.js"; // the server puts the visitor's language in its place

export function make(tag, { on, ...attributes } = {}, ...inside) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (on) element.addEventListener("click", on);
  element.append(...inside.filter(Boolean));
  return element;
}

const textual = (text, tag = "p") => make(tag, { dir: "auto", lang: "en" }, text); // what the material says
const fill = (pattern, values) => pattern.replace(/\{(\w)\}/g, (_, key) => values[key]);

function safeUrl(written) {
  if (typeof written !== "string" || !/^https?:\/\/[^\s]+$/i.test(written)) return null;
  try {
    return new URL(written).href;
  } catch {
    return null;
  }
}

function link(address, text) {
  const url = safeUrl(address);
  return url && make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

const readLink = ({ path, start, end }, base) =>
  link(`${base}source?${new URLSearchParams({ path, start, end })}#here`, t.read);

/** "8:32" or "1:02:03" of the "00:08:32.000Z" and "01:02:03.000Z" in a moment of 1970. */
const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 19).replace(/^(00:0?|0)/, "");

const dateOf = ({ published }) =>
  /^\d{4}-\d\d-\d\d$/.test(published)
    ? new Date(published).toLocaleDateString(t.dates, { dateStyle: "long", timeZone: "UTC" }).replace(/ /g, "\u00a0")
    : published;

const kindOf = ({ kind, episode }) =>
  (t.kinds[kind] || kind) + (episode ? `, ${fill(t.episode, { n: episode.replace(/^0+(?=.)/, "") })}` : "");

function whenOf({ starts_at, clock: sort }) {
  return sort in t && typeof starts_at === "number" ? fill(t[sort], { t: clock(starts_at) }) : null;
}

// --- the text and its marks

/** `text` with a chip for every [n] that is `known`, or for all while nothing is; each on the line of its word. */
export function withMarks(text, known, open) {
  const nodes = [];
  text.split(/ ?\[(\d{1,4})\]/).forEach((piece, at) => {
    if (at % 2 === 0) return nodes.push(piece);
    if (known && !known.has(Number(piece))) return nodes.push(` [${piece}]`);
    const before = nodes.pop();
    const [word] = /\S{0,16}$/.exec(before);
    const about = { type: "button", "aria-label": `${t.source} ${piece}`, on: () => open(piece) };
    const chip = known ? make("button.chip", about, piece) : make("b.chip", {}, piece);
    nodes.push(before.slice(0, before.length - word.length), make("span.kept", {}, word, chip), "");
  });
  return nodes;
}

function paragraphs(text, known, open) {
  const blocks = [];
  for (const line of text.split("\n").map((each) => each.trim()).filter(Boolean)) {
    const item = /^(?:[-•*]|(\d{1,3})[.)])\s+/.exec(line);
    const shape = item && (item[1] ? "ol" : "ul");
    const inside = withMarks(item ? line.slice(item[0].length) : line, known, open);
    if (!shape) {
      blocks.push(make("p", { dir: "auto" }, ...inside));
      continue;
    }
    const last = blocks[blocks.length - 1];
    const list = last && last.localName === shape ? last : make(shape, { dir: "auto" });
    if (list !== last) blocks.push(list);
    if (shape === "ol" && list !== last) list.start = Number(item[1]);
    list.append(make("li", {}, ...inside));
  }
  return blocks;
}

// --- what it stands on

function quoted({ quote, verdict, cells = [] }) {
  // A table's row, which does not stand so in its file, has no quotation marks.
  const [name, value, ...rest] = cells;
  if (value) return textual(`${name}: ${value}${rest.length ? ` (${rest.join(", ")})` : ""}`, "p.row");
  if (verdict === "approximate") return make("div", {}, make("p.soft", {}, t.paraphrase), textual(quote, "blockquote"));
  return textual(`“${quote}”`, "blockquote");
}

function card(citation, base) {
  const title = citation.episode ? null : citation.title;
  const about = [kindOf(citation), title, citation.speaker, dateOf(citation), whenOf(citation)].filter(Boolean);
  const line = make("span", { dir: "auto" }, make("b", {}, about.shift()), ...about.map((each) => `\u00a0· ${each}`));
  const isMoment = citation.starts_at !== null && /[?&#]t=/.test(citation.url || "");
  return make(
    "details",
    { "data-n": citation.n },
    make("summary", {}, make("b.chip", {}, String(citation.n)), line),
    !title && textual(citation.title, "p.soft"),
    quoted(citation),
    citation.heard && make("p.soft", {}, `${t.heard}: `, textual(citation.heard, "span")),
    make("p.links", {}, readLink(citation, base), link(citation.url, isMoment ? t.watch : t.page)),
  );
}

function disagreement(each, answer, known, open, base) {
  const position = (at) => {
    const { verdict, cells } = answer.citations.find(({ n }) => n === at.citation) || {};
    const place = known.has(at.citation) ? withMarks(`[${at.citation}]`, known, open) : [readLink(at, base)];
    return make(
      "li",
      {},
      textual(at.value, "p.value"),
      quoted({ quote: at.quote, verdict, cells }),
      make("p.soft", { dir: "auto" }, [kindOf(at), at.speaker].filter(Boolean).join(" · "), " ", ...place),
    );
  };
  return make(
    "section.disagree",
    { role: "group", "aria-label": `${t.disagree}: ${each.topic}` },
    make("h4", { dir: "auto" }, t.disagree, make("span.soft", {}, each.topic)),
    make("ul", {}, ...each.positions.map(position)),
    make("p.soft", {}, t[each.severity] || ""),
  );
}

// --- the whole

/** Everything under a question. `ask(question)` asks another one, `rephrase()` puts this one back into the box. */
export function answerOf(answer, { base, ask, rephrase }) {
  const isAbstained = answer.status === "abstained";
  const isSilent = isAbstained && (answer.citations.length || answer.answer === __ABSTENTION__); // by the server
  const isRead = answer.asked_as && answer.asked_as !== answer.question; // otherwise than it was written
  const known = new Set(answer.citations.map(({ n }) => n));
  const cards = answer.citations.map((citation) => card(citation, base));
  const open = (n) => {
    const found = cards.find((each) => each.dataset.n === String(n));
    found.open = true;
    found.firstChild.focus({ preventScroll: true });
    found.scrollIntoView({ block: "nearest" });
  };
  const text = make("div.text", { lang: "en" }, ...paragraphs(answer.answer, known, open));
  const others = answer.suggestions.filter((each) => each !== answer.question).slice(0, 3);
  return [
    isRead && make("p.soft", { dir: "auto" }, `${t.asked_as}: ${answer.asked_as}`),
    !isAbstained && answer.confidence < __SURE_FROM__ && make("p.soft.unsure", {}, __UNSURE__), // by the server
    isSilent ? make("div.abstained", {}, make("p.badge", {}, t.abstained), text) : text,
    answer.notice && textual(answer.notice, "p.soft"),
    ...answer.disagreements.map((each) => disagreement(each, answer, known, open, base)),
    cards.length && make("h4", {}, isSilent ? t.nearest : t.sources),
    ...cards,
    isSilent && make("button.plain", { type: "button", on: rephrase }, t.rephrase),
    ...suggestionsOf(others, make("h4", {}, t.next), ask),
  ].filter(Boolean);
}

/** Questions that can be asked with one press, under a heading. */
export function suggestionsOf(questions, heading, ask) {
  if (!questions.length) return [];
  const button = (each) => make("button.suggestion", { type: "button", dir: "auto", on: () => ask(each) }, each);
  return [heading, ...questions.map(button)];
}
