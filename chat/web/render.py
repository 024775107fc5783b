"""An answer as HTML and as Markdown. Pure; words of the material or a model are only ever text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from chat.abstain import is_silence, is_unsure
from chat.models import NOTE_CHARACTERS, Answer
from chat.web.cards import disagreement_html, mark_link, sources_html
from chat.web.html import Html, join, safe_url, tag
from chat.web.labels import describe
from chat.web.strings import Strings
from chat.wording import row_text

_MARK = re.compile(r"\[(\d{1,4})\]")
_SPACED_MARK = re.compile(r" \[(?=\d{1,4}\])")
_ITEM = re.compile(r"(?:[-•*]|(\d{1,3})[.)])\s+")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>#|$~!]|(?<=:)/(?=/)")


def answer_html(answer: Answer, strings: Strings, prefix: str) -> Html:
    """The whole of an answer or an abstention, to stand under its question.

    `prefix` begins every element id, so that answers do not meet on one page.
    """
    known = {citation.n for citation in answer.citations}
    text = tag("div", text_html(answer.answer, known, strings, prefix), class_="text", lang=strings.material)
    silent = is_silence(answer)
    if silent:
        text = tag("div", tag("p", strings.abstained, class_="badge"), text, class_="abstained")
    panels = [
        disagreement_html(each, strings, prefix, at, answer.citations)
        for at, each in enumerate(answer.disagreements, 1)
    ]
    heading = strings.nearest if silent else strings.sources
    cards = sources_html(answer.citations, strings, prefix, heading=heading, open_=silent and len(known) == 1)
    parts = [
        _understood(answer, strings),
        _unsure(answer, strings),
        text,
        _notice(answer, strings),
        *panels,
        cards,
        _actions(answer, strings, prefix),
    ]
    others = [each for each in answer.suggestions if each.casefold() != answer.question.casefold()]
    return join([*parts, suggestions_html(others, strings.suggestions, lang=strings.material)])


def text_html(text: str, known: set[int], strings: Strings, prefix: str) -> Html:
    """Paragraphs and lists, with a link for every `[n]` that has a source; nothing else becomes markup."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    blocks = []
    for shape, group in groupby(lines, key=_shape):
        members = [_line(_ITEM.sub("", line, count=1) if shape else line, known, strings, prefix) for line in group]
        blocks.append(
            tag(shape, *[tag("li", each) for each in members]) if shape else join(tag("p", each) for each in members)
        )
    return join(blocks)


def suggestions_html(suggestions: Sequence[str], heading: str, *, lang: str | None, level: str = "h3") -> Html:
    """Questions that can be asked with one press; nothing for none."""
    if not suggestions:
        return Html("")
    buttons = [
        tag("li", tag("button", each, type="button", class_="suggestion", data_ask=each)) for each in suggestions
    ]
    return tag("section", tag(level, heading), tag("ul", *buttons, lang=lang), class_="suggestions")


def start_html(suggestions: Sequence[str], strings: Strings, *, closed: str | None) -> Html:
    """What stands under the empty question box: suggestions, or why nothing can be asked."""
    if closed is not None:
        return tag("section", tag("h2", strings.closed_heading), tag("p", closed), class_="closed")
    return suggestions_html(suggestions[:4], strings.start_heading, lang=strings.material, level="h2")


def error_message(code: str, strings: Strings) -> str:
    """What a listener is told for an error's code; the server's own words may be about its insides."""
    known = {
        "bad_question": strings.error_question,
        "bad_request": strings.error_question,
        "too_large": strings.error_question,
        "bad_filter": strings.error_filter,
        "too_many": strings.error_busy,
        "model_unavailable": strings.error_model,
        "away": strings.error_away,
        "lost": strings.error_lost,
        "stopped": strings.stopped,
    }
    closed = code.startswith("index_") or code == "no_index"
    return strings.error_closed if closed else known.get(code, strings.error_internal)


def answer_markdown(answer: Answer, strings: Strings) -> str:
    """The answer with its citations, to be pasted elsewhere; the material's own marks are escaped."""
    marked = _MARK.sub(r"\\[\1\\]", _escape_markdown(answer.answer, keep_marks=True))
    sources = []
    for citation in answer.citations:
        where = ", ".join([*describe(citation, strings), citation.title])
        address = safe_url(citation.url)
        words = row_text(citation.cells) if citation.cells else f"“{citation.quote}”"
        line = _escape_markdown(f"{words} — {where}" if citation.verdict == "exact" else where)
        sources.append(f"\\[{citation.n}\\] {line}{f' <{address}>' if address else ''}")
    unsure = [f"*{strings.unsure}*"] if is_unsure(answer) else []
    return "\n\n".join([f"**{_escape_markdown(answer.question)}**", *unsure, marked, *sources]) + "\n"


def _escape_markdown(text: str, *, keep_marks: bool = False) -> str:
    if not keep_marks:
        return _MARKDOWN.sub(lambda found: f"\\{found[0]}", text)
    pieces = _MARK.split(text)
    return "".join(_escape_markdown(piece) if at % 2 == 0 else f"[{piece}]" for at, piece in enumerate(pieces))


def _shape(line: str) -> str | None:
    item = _ITEM.match(line)
    if not item:
        return None
    return "ol" if item[1] else "ul"


def _line(text: str, known: set[int], strings: Strings, prefix: str) -> Html:
    # A mark stays on the line of the word it follows.
    pieces = _MARK.split(_SPACED_MARK.sub("\u00a0[", text))
    return join(_piece(piece, at % 2 == 1, known, strings, prefix) for at, piece in enumerate(pieces))


def _piece(piece: str, is_mark: bool, known: set[int], strings: Strings, prefix: str) -> str:
    if not is_mark:
        return piece
    return mark_link(int(piece), strings, prefix) if int(piece) in known else f"[{piece}]"


def _understood(answer: Answer, strings: Strings) -> Html:
    if not answer.asked_as or answer.asked_as == answer.question:
        return Html("")
    return tag("p", f"{strings.asked_as}: {answer.asked_as}", class_="understood")


def _unsure(answer: Answer, strings: Strings) -> Html:
    return tag("p", strings.unsure, class_="unsure") if is_unsure(answer) else Html("")


def _notice(answer: Answer, strings: Strings) -> Html:
    return tag("p", answer.notice, class_="notice", lang=strings.material) if answer.notice else Html("")


def _actions(answer: Answer, strings: Strings, prefix: str) -> Html:
    rephrase = [tag("button", strings.rephrase, type="button", data_rephrase=True)] if is_silence(answer) else []
    buttons = [
        *rephrase,
        tag("button", strings.copy_answer, type="button", data_copy=True),
        tag("button", strings.share, type="button", data_share=True),
    ]
    verdicts = [
        tag("button", strings.helpful, type="button", data_helpful="yes", aria_pressed="false"),
        tag("button", strings.unhelpful, type="button", data_helpful="no", aria_pressed="false"),
    ]
    box = tag("textarea", id=f"{prefix}-note", rows="2", maxlength=str(NOTE_CHARACTERS))
    note = tag(
        "form",
        tag("label", strings.note, for_=f"{prefix}-note"),
        box,
        tag("button", strings.note_send, type="submit"),
        class_="note-form",
        hidden=True,
    )
    group = tag("div", *verdicts, role="group", aria_label=strings.feedback, class_="verdicts")
    status = tag("p", role="status", class_="told")
    return tag("div", tag("div", *buttons, group, class_="buttons"), note, status, class_="actions")
