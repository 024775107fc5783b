"""A quote is found word for word in its source, or it is dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from chat.models import Citation
from corpus.clean import read_stretch
from corpus.marks import Markup
from corpus.models import Document, Passage, Sentence, SourceKind

Documents = Callable[[str], Document]  # path → the source as it was read


def cite(sentences: Sequence[Sentence], passage: Passage, *, documents: Documents) -> Citation | None:
    """The citation (its `n` still 0) of consecutive sentences, or None when the source does not hold them.

    `sentences` is not empty and in order. The quote is the reading of everything from the first to the last.
    """
    first, last = sentences[0], sentences[-1]
    document = documents(passage.path)
    start, end = document.reading.from_file(first.start, last.end)
    quote = document.reading.text[start:end].replace("\n", " ")
    if not stands_in(document.file[first.start : last.end], quote):
        return None
    return Citation(
        n=0,
        path=passage.path,
        kind=passage.kind,
        title=passage.title,
        episode=passage.episode,
        published=passage.published,
        speaker=first.speaker if len({sentence.speaker for sentence in sentences}) == 1 else None,
        section=" › ".join(first.section) or None,
        quote=quote,
        start=first.start,
        end=last.end,
        line=document.file.count("\n", 0, first.start) + 1,
        context=_context(document, passage, start, end),
        starts_at=first.starts_at,
        clock=passage.clock if first.starts_at is not None else None,
        url=moment(passage, first.starts_at),
        heard=_repaired(sentences, quote) if passage.kind is SourceKind.CAPTIONS else None,
    )


def stands_in(file: str, quote: str) -> bool:
    """Whether a stretch of a file, its marks off, holds the letters and digits of the quote and no others.

    This does not trust how the source was read: the stretch is cleaned anew, by itself, as any of the markups that
    a file can have.
    """
    wanted = _letters(quote)
    return wanted != "" and any(
        _letters(read_stretch(file, markup=markup).text) == wanted for markup in get_args(Markup)
    )


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def moment(passage: Passage, starts_at: float | None) -> str | None:
    """The address of the source; of the very moment where there is a recording and a time."""
    if not passage.video or starts_at is None:
        return passage.url or passage.video
    return f"{passage.video}{'&' if '?' in passage.video else '?'}t={int(starts_at)}"


def _context(document: Document, passage: Passage, start: int, end: int) -> str:
    """The passage's reading, widened where the quote reaches beyond it."""
    passage_start, passage_end = document.reading.from_file(passage.start, passage.end)
    return document.reading.text[min(start, passage_start) : max(end, passage_end)].replace("\n", " ").strip()


def _repaired(sentences: Sequence[Sentence], quote: str) -> str | None:
    """What a mis-heard quote most likely says, or None when nothing in it looks mis-heard."""
    repaired = " ".join(sentence.repaired or sentence.text for sentence in sentences)
    return repaired if repaired != quote else None
