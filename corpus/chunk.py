"""Documents → passages: whole sentences, packed up to a token budget, cut where a reader would pause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from corpus.cut import Unit, cut_sentences
from corpus.glossary import Glossary
from corpus.models import MAX_TOKENS, Document, Form, Passage, Sentence, SourceKind
from corpus.tokens import count_tokens

_MAX_HEADER_TOKENS = 40
_SMALL = 90  # tokens: neighbouring sections that together have no more share a passage
_INSIDE_SEGMENT, _LEADS_ON = 0.25, 0.5  # what a cut there costs, in parts of the size aimed at
_GOES_ON = re.compile(r"(?:and|but|so|or|because|which|then)\b")  # written small: captions without full stops
_NO_GLOSSARY = Glossary()


def _any_length(search_text: str) -> bool:
    return bool(search_text)


def chunk_document(
    document: Document,
    *,
    max_tokens: int = MAX_TOKENS,
    fits: Callable[[str], bool] = _any_length,
    glossary: Glossary = _NO_GLOSSARY,
) -> list[Passage]:
    """The passages of a document, in order; together their sentences hold every word of its segments once.

    No passage's `search_text` has more than `max_tokens` cl100k tokens or is refused by `fits`, the embedding
    model's own limit; nor is any sentence's. What is too long is cut further, at white space. `glossary` repairs
    names that a machine mis-heard, in captions only, and never in what is shown as the quote.
    """
    budget = max_tokens - min(_MAX_HEADER_TOKENS, max_tokens // 2)
    heard = document.kind is SourceKind.CAPTIONS
    units = cut_sentences(document, max_tokens=budget, fits=fits, glossary=glossary if heard else _NO_GLOSSARY)
    line_starts = list(accumulate((len(line) for line in document.file.splitlines(keepends=True)), initial=0))
    return [
        _passage(document, packed, line_starts, fits)
        for group in _groups(units)
        for full in _pack(group, budget)
        for packed in _fitting(document, full, fits)
    ]


def _groups(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units that may share a passage: a heading and what stands below it, speech, code and tasks apart."""
    groups: list[list[Unit]] = []
    for unit in units:
        last = groups[-1][-1].sentence if groups else None
        heads = unit.sentence.form is Form.HEADING
        if last and (_lane(last) == _lane(unit.sentence) and not heads or last.form is Form.HEADING):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return _with_neighbours(groups)


def _lane(sentence: Sentence) -> Form | None:
    return sentence.form if sentence.form in (Form.CODE, Form.TASK, Form.SPEECH) else None


def _with_neighbours(groups: list[list[Unit]]) -> list[list[Unit]]:
    """Very small sections under one heading together: alone they say too little to be found."""
    joined: list[list[Unit]] = []
    for group in groups:
        if joined and _are_siblings(joined[-1], group) and _tokens(joined[-1]) + _tokens(group) <= _SMALL:
            joined[-1] = joined[-1] + group
        else:
            joined.append(group)
    return joined


def _are_siblings(one: Sequence[Unit], other: Sequence[Unit]) -> bool:
    first, second = one[0].sentence, other[0].sentence
    return _lane(one[-1].sentence) == _lane(other[-1].sentence) and first.section[:2] == second.section[:2]


def _tokens(units: Sequence[Unit]) -> int:
    return sum(unit.tokens + 1 for unit in units)


def _pack(units: list[Unit], budget: int) -> list[list[Unit]]:
    """Parts of about equal size within the budget, each cut at the best border near its end."""
    ends = list(accumulate((unit.tokens + 1 for unit in units), initial=0))
    packed: list[list[Unit]] = []
    first = 0
    while first < len(units):
        left = ends[-1] - ends[first]
        most = max(first + 1, bisect_right(ends, ends[first] + budget) - 1)
        cut = len(units) if left <= budget else _best_cut(units, ends, first, most, left / -(-left // budget))
        packed.append(units[first:cut])
        first = cut
    return packed


def _best_cut(units: Sequence[Unit], ends: Sequence[int], first: int, most: int, aim: float) -> int:
    """Where to end the part that begins at `first`, at `most` at the latest and near `aim` tokens."""

    def cost(cut: int) -> float:
        off = abs(ends[cut] - ends[first] - aim) / aim
        inside = cut < len(units) and (
            units[cut].segment == units[cut - 1].segment or bool(_GOES_ON.match(units[cut].sentence.text))
        )
        return off + _INSIDE_SEGMENT * inside + _LEADS_ON * _leads_on(units[cut - 1].sentence)

    return min(range(first + 1, most + 1), key=cost)


def _leads_on(sentence: Sentence) -> bool:
    """Whether what follows belongs to it: a heading, a question, "as follows:"."""
    return sentence.form is Form.HEADING or sentence.text.rstrip("\"'”’)").endswith(("?", ":"))


def _fitting(document: Document, units: list[Unit], fits: Callable[[str], bool]) -> list[list[Unit]]:
    if len(units) == 1 or fits(_search_text(document, units)):
        return [units]
    half = -(-_tokens(units) // 2) + max(unit.tokens for unit in units)
    parts = _pack(units, half)
    if len(parts) == 1:
        parts = [units[: len(units) // 2], units[len(units) // 2 :]]
    return [fitting for part in parts for fitting in _fitting(document, part, fits)]


def _passage(
    document: Document, units: Sequence[Unit], line_starts: Sequence[int], fits: Callable[[str], bool]
) -> Passage:
    sentences = tuple(unit.sentence for unit in units)
    search_text = _search_text(document, units)
    start, end = sentences[0].start, sentences[-1].end
    speakers = {sentence.speaker for sentence in sentences}
    starts_at = next((sentence.starts_at for sentence in sentences if sentence.starts_at is not None), None)
    return Passage(
        id=f"{document.path}#{start}-{end}",
        path=document.path,
        kind=document.kind,
        title=document.title,
        episode=document.episode,
        published=document.published,
        url=document.url,
        video=document.video,
        section=" › ".join(_section_of(sentences)) or None,
        speaker=speakers.pop() if len(speakers) == 1 else None,
        start=start,
        end=end,
        line=bisect_right(line_starts, start),
        text=document.reading.text[units[0].start : units[-1].end],
        # A sentence that fills the model alone goes without the header rather than without its end.
        search_text=search_text if len(units) > 1 or fits(search_text) else sentences[0].search_text,
        sentences=sentences,
        starts_at=starts_at,
        clock=document.clock if starts_at is not None else None,
    )


def _section_of(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The headings above all of the sentences; of headings alone, those above the last."""
    body = [sentence for sentence in sentences if sentence.form is not Form.HEADING] or sentences[-1:]
    shared = body[0].section
    for sentence in body:
        while sentence.section[: len(shared)] != shared:
            shared = shared[:-1]
    return shared


def _search_text(document: Document, units: Sequence[Unit]) -> str:
    sentences = [unit.sentence for unit in units]
    return f"{_header(document, sentences)}\n{' '.join(sentence.search_text for sentence in sentences)}"


def _header(document: Document, sentences: Sequence[Sentence]) -> str:
    """One line that a question may name instead of the words said: title, episode, who speaks, section.

    No longer than `_MAX_HEADER_TOKENS`: of long headings the upper one is left out first, then the other.
    """
    speakers = dict.fromkeys(sentence.speaker for sentence in sentences if sentence.speaker)
    section = _section_of(sentences)
    parts = [
        _first_words(document.title, 14),
        f"episode {document.episode.lstrip('0')}" if document.episode else "",
        _first_words(" ".join(speakers), 6),
    ]
    shown = " · ".join(part for part in parts if part)
    while count_tokens([shown])[0] >= _MAX_HEADER_TOKENS:
        shown = shown[: len(shown) // 2]
    for names in (section[-2:], section[-1:]):
        header = f"{shown} · {_first_words(' › '.join(names), 14)}" if names else shown
        if count_tokens([header])[0] < _MAX_HEADER_TOKENS:
            return header
    return shown


def _first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])[: count * 8]
