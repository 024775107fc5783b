"""A quote is found word for word in its source, or it is dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import get_args

from chat.models import Citation
from corpus.models import Document, Passage, Run, Sentence, SourceKind, SourceText, line_at
from corpus.reading.clean import read_stretch
from corpus.reading.marks import Markup

Text = Document | SourceText
Documents = Callable[[str], Text]  # path → the source as it was read


def cite(sentences: Sequence[Sentence], passage: Passage, *, documents: Documents) -> Citation | None:
    """The citation (its `n` still 0) of consecutive sentences, or None when the source does not hold them.

    Where the file interrupts the words (the times between two captions), the longest stretch of them.
    """
    return max(cite_all(sentences, passage, documents=documents), key=lambda c: len(c.quote), default=None)


def cite_all(sentences: Sequence[Sentence], passage: Passage, *, documents: Documents) -> list[Citation]:
    """The citations (their `n` still 0) that together quote consecutive sentences, in order.

    `sentences` is not empty and in order. There is one citation, of the reading of everything from the first to the
    last, unless the file interrupts the words; none where the source does not hold them.
    """
    document = documents(passage.path)
    start, end = sentences[0].start, sentences[-1].end
    if _holds(document, start, end):
        return [_citation(sentences, passage, document, start, end)]
    stretches = [stretch for stretch in _uninterrupted(document, start, end) if _holds(document, *stretch)]
    return [
        _citation([s for s in sentences if s.start < stop and begin < s.end], passage, document, begin, stop)
        for begin, stop in stretches
    ]


def _quote(document: Text, start: int, end: int) -> str:
    first, last = document.reading.from_file(start, end)
    return document.reading.text[first:last].replace("\n", " ").strip()


def _holds(document: Text, start: int, end: int) -> bool:
    return stands_in(document.file[start:end], _quote(document, start, end))


def _uninterrupted(document: Text, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a file's stretch between which stand letters or digits that nobody reads or hears."""
    first, last = document.reading.from_file(start, end)
    begin = stop = start
    for run in document.reading.runs:
        if run.reading + run.length <= first or run.reading >= last or not run.length:
            continue
        goes_on = run.file + run.file_length if _is_space(document, run) else run.file
        if goes_on > stop and _letters(read_stretch(document.file[stop:goes_on]).text):
            yield begin, begin + len(document.file[begin:stop].rstrip())
            begin = goes_on
        stop = min(run.file + run.file_length, end)
    yield begin, stop


def _is_space(document: Text, run: Run) -> bool:
    """Whether a run only parts words: it may stand for a label in the file, "Ida: " before a turn."""
    return document.reading.text[run.reading : run.reading + run.length].isspace()


def _citation(sentences: Sequence[Sentence], passage: Passage, document: Text, start: int, end: int) -> Citation:
    first = sentences[0]
    quote = _quote(document, start, end)
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
        start=start,
        end=end,
        line=line_at(document.file, start),
        context=_context(document, passage, start, end),
        starts_at=first.starts_at,
        clock=passage.clock if first.starts_at is not None else None,
        url=moment(passage, first.starts_at),
        heard=_repaired(sentences, quote) if passage.kind is SourceKind.CAPTIONS else None,
        cells=row_cells(first) if len(sentences) == 1 else (),
    )


def row_cells(sentence: Sentence) -> tuple[str, ...]:
    """The filled cells of the table row that a sentence is; none where it is no row, a part, or a single cell."""
    cells = tuple(filter(None, sentence.cells))
    return cells if len(cells) > 1 and " ".join(cells) == sentence.text else ()


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


def _context(document: Text, passage: Passage, start: int, end: int) -> str:
    """The passage's reading, widened where the quote reaches beyond it."""
    return _quote(document, min(start, passage.start), max(end, passage.end))


def _repaired(sentences: Sequence[Sentence], quote: str) -> str | None:
    """What a mis-heard quote most likely says, or None when nothing in it looks mis-heard."""
    said = " ".join(sentence.text for sentence in sentences)
    repaired = " ".join(sentence.repaired or sentence.text for sentence in sentences)
    if repaired == said or quote in repaired:
        return None
    before, found, after = said.partition(quote)  # of a sentence over two captions, a quote is one part
    if found and repaired.startswith(before) and repaired.endswith(after):
        return repaired[len(before) : len(repaired) - len(after)]
    return repaired
