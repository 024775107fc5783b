"""A passage → the part of it that some speakers said."""

from __future__ import annotations

from collections.abc import Callable, Container
from itertools import groupby

from corpus.models import Passage, Sentence, line_at


def narrow(
    passage: Passage, speakers: Container[str], cosines: tuple[float, ...], file: Callable[[], str]
) -> tuple[Passage, tuple[float, ...]]:
    """The stretch of `passage` said by `speakers` that is nearest to the question, with its sentences' cosines.

    A stretch is without a gap, so that its text still is the reading of its place in the file. At least one
    sentence must be theirs. A passage that is all theirs comes back as it is. `file` reads the text of its source.
    """
    if all(one.speaker in speakers for one in passage.sentences):
        return passage, cosines
    numbered = range(len(passage.sentences))
    runs = [
        list(group) for theirs, group in groupby(numbered, lambda n: passage.sentences[n].speaker in speakers) if theirs
    ]
    best = max(runs, key=lambda run: max(cosines[n] for n in run))
    kept = slice(best[0], best[-1] + 1)
    return _part(passage, passage.sentences[kept], file), cosines[kept]


def _part(passage: Passage, sentences: tuple[Sentence, ...], file: Callable[[], str]) -> Passage:
    start, end = sentences[0].start, sentences[-1].end
    names = {one.speaker for one in sentences}
    return passage.model_copy(
        update={
            "id": f"{passage.path}#{start}-{end}",
            "start": start,
            "end": end,
            "line": passage.line if start == passage.start else line_at(file(), start),
            "text": _text_of(passage, sentences),
            "search_text": " ".join(one.search_text for one in sentences),
            "sentences": sentences,
            "speaker": names.pop() if len(names) == 1 else None,
            "starts_at": sentences[0].starts_at,
        }
    )


def _text_of(passage: Passage, sentences: tuple[Sentence, ...]) -> str:
    """The passage's own text from the first to the last of `sentences`, with what stands between them."""
    place, first, end = 0, 0, 0
    for one in passage.sentences:
        place = passage.text.index(one.text, place)
        if one is sentences[0]:
            first = place
        place += len(one.text)
        if one is sentences[-1]:
            end = place
    return passage.text[first:end]
