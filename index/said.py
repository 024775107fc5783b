"""Every sentence of an index, by number: where it stands, who said it, and (`index.heard`) its words."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpus.models import Passage
from index.arrays import Ints, Numbers, groups_of
from index.columns import Rows
from index.heard import Heard, HeardWords


class Said(NamedTuple):
    """The sentences of an index as columns; those of passage p are `starts[p]` to `starts[p + 1]`."""

    paths: tuple[str, ...]
    speakers: tuple[str, ...]
    source: Numbers  # of each passage, a number of `paths`
    passage: Ints  # of each passage, offset of its start in the file
    passage_end: Ints
    starts: Ints
    start: Ints  # of each sentence, offset in the file
    speaker: Numbers  # a number of `speakers`, -1 for none
    copy_of: Numbers  # a number of `paths`, -1 for none
    heard: Heard

    def passage_id(self, row: int) -> str:
        """The id of a passage."""
        return f"{self.paths[self.source[row]]}#{self.passage[row]}-{self.passage_end[row]}"

    def passages_of(self, sentences: Ints) -> Ints:
        """The passages that sentences stand in."""
        return groups_of(sentences, self.starts)


def said_in(passages: Iterable[Passage], rows: Rows, paths: Sequence[str], speakers: Sequence[str]) -> Said:
    """The sentences of `passages`, which stand in the order of `paths`; `rows` are their columns."""
    number = {path: place for place, path in enumerate(paths)}
    passage_end, start, copy_of = array("q"), array("q"), array("i")
    words = HeardWords()
    for passage in passages:
        passage_end.append(passage.end)
        for one in passage.sentences:
            start.append(one.start)
            copy_of.append(number.get(one.copy_of or "", -1))
            words.add(one)
    return Said(
        paths=tuple(paths),
        speakers=tuple(speakers),
        source=rows.source,
        passage=rows.start,
        passage_end=np.asarray(passage_end),
        starts=rows.sentence_starts,
        start=np.asarray(start),
        speaker=rows.speaker,
        copy_of=np.asarray(copy_of),
        heard=words.heard(),
    )


_COLUMNS = ("source", "passage", "passage_end", "starts", "start", "speaker", "copy_of")


def save(said: Said, folder: Path) -> None:
    """Write the columns into `folder`, which is made; `paths` and `speakers` are kept elsewhere."""
    said.heard.save(folder)
    np.savez(folder / "columns.npz", **{name: getattr(said, name) for name in _COLUMNS})


def load(folder: Path, paths: Sequence[str], speakers: Sequence[str]) -> Said:
    """What was saved. Raises `OSError` or `ValueError`."""
    with np.load(folder / "columns.npz") as columns:
        found = {name: columns[name] for name in _COLUMNS}
    return Said(paths=tuple(paths), speakers=tuple(speakers), heard=Heard.load(folder), **found)
