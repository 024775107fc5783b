"""What an answer stands on, as HTML: source cards and "The sources disagree". Pure."""

from __future__ import annotations

from collections.abc import Sequence

from chat.models import Citation, Disagreement, Position, Severity, Verdict
from chat.web.html import Html, join, link, tag
from chat.web.labels import describe, leads_to_moment, name_clock, name_kind, reader_address
from chat.web.strings import Strings
from chat.wording import row_text


def sources_html(
    citations: tuple[Citation, ...], strings: Strings, prefix: str, *, heading: str, open_: bool = False
) -> Html:
    """The list of source cards under an answer; nothing for none."""
    if not citations:
        return Html("")
    cards = [tag("li", card_html(citation, strings, prefix, open_=open_)) for citation in citations]
    # No name, and so no landmark: each answer of a conversation has such a list, which its heading leads to.
    return tag("section", tag("h3", heading), tag("ol", *cards, class_="cards"))


def card_html(citation: Citation, strings: Strings, prefix: str, *, open_: bool = False) -> Html:
    """One citation: a line that tells what it is, and folded under it the quote inside its context."""
    what, *rest = describe(citation, strings)
    named = [] if citation.episode else [citation.title]  # "Article" alone would tell nothing
    line = tag("span", tag("b", what), *[tag("span", part) for part in (*named, *rest)], class_="what")
    summary = tag("summary", _number(citation.n, strings), line)
    inside = [
        Html("") if named else tag("p", citation.title, class_="title", lang=strings.material),
        _quote(citation, strings),
        _heard(citation, strings),
        _links(citation, strings),
    ]
    return tag(
        "details", summary, tag("div", *inside, class_="inside"), id=f"{prefix}-{citation.n}", class_="card", open=open_
    )


def disagreement_html(
    disagreement: Disagreement, strings: Strings, prefix: str, number: int, citations: Sequence[Citation] = ()
) -> Html:
    """What the sources disagree about, and each position with its quote and where it stands."""
    cells = {citation.n: citation.cells for citation in citations}
    label = f"{prefix}-d{number}"
    notes = {
        Severity.CONFLICT: strings.disagree_note,
        Severity.SCOPE: strings.severity_scope,
        Severity.UPDATE: strings.severity_update,
        Severity.CAPTION: strings.severity_caption,
    }
    topic = tag("span", disagreement.topic, class_="topic", lang=strings.material)
    head = tag("h3", strings.disagree_heading, tag("span", ": "), topic, id=label)
    positions = tag(
        "ul",
        *[
            tag("li", _position(each, strings, prefix, cells.get(each.citation or 0, ())))
            for each in disagreement.positions
        ],
        class_="positions",
    )
    note = tag("p", notes[disagreement.severity], class_="note")
    return tag("section", head, positions, note, class_="disagree", role="group", aria_labelledby=label)


def mark_link(n: int, strings: Strings, prefix: str) -> Html:
    """The small number in a text that opens source `n`."""
    return tag("a", str(n), href=f"#{prefix}-{n}", class_="mark", aria_label=strings.source.format(n=str(n)))


def _position(position: Position, strings: Strings, prefix: str, cells: Sequence[str]) -> Html:
    who = [name_kind(position.kind, position.episode, strings), *([position.speaker] if position.speaker else [])]
    mark = (
        mark_link(position.citation, strings, prefix) if position.citation is not None else _reader(position, strings)
    )
    return join(
        [
            tag("p", position.value, class_="value", lang=strings.material),
            _row(cells, strings) if cells else _blockquote(strings, "“", position.quote, "”"),
            tag("p", " · ".join(who), "\u00a0", mark, class_="who"),
        ]
    )


def _reader(position: Position, strings: Strings) -> Html:
    return tag("a", strings.read, href=reader_address(position.path, position.start, position.end))


def _quote(citation: Citation, strings: Strings) -> Html:
    if citation.verdict is Verdict.APPROXIMATE:
        wording = _labelled(strings.paraphrase, citation.quote, strings)
        return join([wording, _blockquote(strings, citation.context)]) if citation.context else wording
    if citation.cells:
        return _row(citation.cells, strings)
    before, found, after = citation.context.partition(citation.quote)
    if not found:
        return _blockquote(strings, tag("mark", citation.quote))
    return _blockquote(strings, before, tag("mark", found), after)


def _blockquote(strings: Strings, *inside: str) -> Html:
    return tag("blockquote", tag("p", *inside), lang=strings.material)


def _labelled(label: str, text: str, strings: Strings) -> Html:
    return tag("p", tag("span", f"{label}: ", class_="label"), tag("span", text, lang=strings.material))


def _row(cells: Sequence[str], strings: Strings) -> Html:
    return tag("p", row_text(cells), class_="row", lang=strings.material)


def _heard(citation: Citation, strings: Strings) -> Html:
    if not citation.heard:
        return Html("")
    return _labelled(strings.heard, citation.heard, strings)


def _links(citation: Citation, strings: Strings) -> Html:
    read = tag("a", strings.read, href=reader_address(citation.path, citation.start, citation.end), target="_blank")
    clock = name_clock(citation.starts_at, citation.clock, strings)
    label = f"{strings.watch} ({clock})" if clock and leads_to_moment(citation) else strings.page
    away = link(citation.url, label)
    return tag("p", read, *([away] if away.startswith("<a") else []), class_="links")


def _number(n: int, strings: Strings) -> Html:
    before, _, after = strings.source.partition("{n}")
    return tag("span", tag("span", before, class_="unseen"), str(n), tag("span", after, class_="unseen"), class_="n")
