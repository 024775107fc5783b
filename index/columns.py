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
    "end": "passage_end",
    "is_data": "passage_is_data",
    "sentence_starts": "passage_sentences",
    "sentence_start": "sentence_start",
    "sentence_copy_of": "sentence_copy_of",
    "speaker": "sentence_speaker",
    "has_number": "sentence_has_number",
}


class Rows(BaseModel, arbitrary_types_allowed=True, frozen=True):
    """Columns of passages and sentences; passage p has the sentences `sentence_starts[p]` to `sentence_starts[p + 1]`.

    Sources and speakers are told by their numbers, -1 for none.
    """

    source: Numbers  # of each passage
    copy_of: Numbers
    start: Ints  # offsets into the file
    end: Ints
    is_data: Mask  # episode data: title, number, date
    sentence_starts: Ints
    sentence_start: Ints  # of each sentence, offset into the file
    sentence_copy_of: Numbers
    speaker: Numbers
    has_number: Mask

    def save(self, folder: Path) -> None:
        """Write a file for each column."""
        for field, name in _FILES.items():
            np.save(folder / f"{name}.npy", getattr(self, field))

    @classmethod
    def load(cls, folder: Path) -> Rows:
        """What was saved. Raises `OSError` or `ValueError`."""
        return cls(**{field: np.load(folder / f"{name}.npy") for field, name in _FILES.items()})

    def sizes(self) -> dict[str, int]:
        """Of how many passages or sentences each file tells; those of passages begin so."""
        sizes = {f"{name}.npy": len(getattr(self, field)) for field, name in _FILES.items()}
        return sizes | {"passage_sentences.npy": len(self.sentence_starts) - 1}


def rows_of(passages: Iterable[Passage], paths: Sequence[str], speakers: Sequence[str]) -> Rows:
    """The columns of `passages`, with sources and speakers as their place in `paths` and `speakers`."""
    number = {path: place for place, path in enumerate(paths)}
    code = {name: place for place, name in enumerate(speakers)}
    source, copy_of, start, end, is_data, sizes = (array(kind) for kind in "iiqqBq")
    sentence_start, sentence_copy_of, speaker, has_number = (array(kind) for kind in "qiiB")
    for passage in passages:
        source.append(number[passage.path])
        copy_of.append(number.get(passage.copy_of or "", -1))
        start.append(passage.start)
        end.append(passage.end)
        is_data.append(passage.sentences[0].form is Form.DATA)
        sizes.append(len(passage.sentences))
        sentence_start.extend(one.start for one in passage.sentences)
        sentence_copy_of.extend(number.get(one.copy_of or "", -1) for one in passage.sentences)
        speaker.extend(code.get(one.speaker or "", -1) for one in passage.sentences)
        has_number.extend(any(map(str.isdigit, one.search_text)) for one in passage.sentences)
    return Rows(
        source=np.asarray(source),
        copy_of=np.asarray(copy_of),
        start=np.asarray(start),
        end=np.asarray(end),
        is_data=np.asarray(is_data).astype(bool),
        sentence_starts=np.concatenate([[0], np.cumsum(sizes)]),
        sentence_start=np.asarray(sentence_start),
        sentence_copy_of=np.asarray(sentence_copy_of),
        speaker=np.asarray(speaker),
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
