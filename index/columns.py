"""What is known of each passage and sentence by its row, and of each source: what filters and pages go by."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from pydantic import BaseModel

from corpus.models import Document, Form, Passage
from index.arrays import Ints, Mask, Numbers
from index.models import SourceSummary

_FILES = {
    "source": "passage_source",
    "copy_of": "passage_copy_of",
    "start": "passage_start",
    "sentence_starts": "sentence_starts",
    "speaker": "sentence_speaker",
    "is_data": "passage_is_data",
    "has_number": "sentence_has_number",
}


class Rows(BaseModel, arbitrary_types_allowed=True, frozen=True):
    """What filters need to know of each passage and sentence, by row."""

    source: Numbers
    copy_of: Numbers
    start: Ints
    sentence_starts: Ints
    speaker: Numbers
    is_data: Mask
    has_number: Mask

    def save(self, folder: Path) -> None:
        """Write a file for each column."""
        for field, name in _FILES.items():
            np.save(folder / f"{name}.npy", getattr(self, field))

    @classmethod
    def load(cls, folder: Path) -> Rows:
        """What was saved. Raises `OSError` or `ValueError`."""
        return cls(**{field: np.load(folder / f"{name}.npy") for field, name in _FILES.items()})


def rows_of(passages: Iterable[Passage], paths: Sequence[str], speakers: Sequence[str]) -> Rows:
    """The columns of `passages`, with sources and speakers as their place in `paths` and `speakers`."""
    number = {path: place for place, path in enumerate(paths)}
    code = {name: place for place, name in enumerate(speakers)}
    source, copy_of, start, sizes = array("i"), array("i"), array("q"), array("q")
    is_data, speaker, has_number = array("B"), array("i"), array("B")
    for passage in passages:
        source.append(number[passage.path])
        copy_of.append(number.get(passage.copy_of or "", -1))
        start.append(passage.start)
        sizes.append(len(passage.sentences))
        is_data.append(passage.sentences[0].form is Form.DATA)
        speaker.extend(code.get(one.speaker or "", -1) for one in passage.sentences)
        has_number.extend(any(map(str.isdigit, one.search_text)) for one in passage.sentences)
    return Rows(
        source=np.asarray(source),
        copy_of=np.asarray(copy_of),
        start=np.asarray(start),
        sentence_starts=np.concatenate([[0], np.cumsum(sizes)]),
        speaker=np.asarray(speaker),
        is_data=np.asarray(is_data).astype(bool),
        has_number=np.asarray(has_number).astype(bool),
    )


def summaries_of(documents: Iterable[Document], passages: Iterable[Passage]) -> tuple[SourceSummary, ...]:
    """What `sources` shows, in the order of `documents`, which is that of their passages."""
    groups = groupby(passages, lambda passage: passage.path)
    following = next(groups, None)
    summaries = []
    for document in documents:
        theirs: list[Passage] = []
        if following is not None and following[0] == document.path:
            theirs = list(following[1])
            following = next(groups, None)
        summaries.append(_summary(document, theirs))
    return tuple(summaries)


def _summary(document: Document, passages: Sequence[Passage]) -> SourceSummary:
    speakers = dict.fromkeys(one.speaker for passage in passages for one in passage.sentences if one.speaker)
    copies = {passage.copy_of for passage in passages}
    return SourceSummary(
        path=document.path,
        kind=document.kind,
        title=document.title,
        episode=document.episode,
        published=document.published,
        url=document.url,
        speakers=tuple(speakers),
        passages=len(passages),
        words=len(document.reading.text.split()),
        copy_of=copies.pop() if len(copies) == 1 else None,
    )
