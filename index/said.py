"""Every sentence of an index, by number: where it stands, who said it, and (`index.heard`) its words."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.models import Passage
from index.heard import Heard, HeardWords

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]


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
        rows: Ints = np.searchsorted(self.starts, sentences, side="right") - 1
        return rows


def said_in(passages: Iterable[Passage], paths: Sequence[str], speakers: Sequence[str]) -> Said:
    """The sentences of `passages`, which stand in the order of `paths`."""
    number = {path: place for place, path in enumerate(paths)}
    code = {name: place for place, name in enumerate(speakers)}
    source, start, end, sizes = array("i"), array("q"), array("q"), array("q")
    starts, speaker, copy_of = array("q"), array("i"), array("i")
    words = HeardWords()
    for passage in passages:
        source.append(number[passage.path])
        start.append(passage.start)
        end.append(passage.end)
        sizes.append(len(passage.sentences))
        for one in passage.sentences:
            starts.append(one.start)
            speaker.append(code.get(one.speaker or "", -1))
            copy_of.append(number.get(one.copy_of or "", -1))
            words.add(one)
    return Said(
        paths=tuple(paths),
        speakers=tuple(speakers),
        source=np.asarray(source),
        passage=np.asarray(start),
        passage_end=np.asarray(end),
        starts=np.concatenate([[0], np.cumsum(sizes)]),
        start=np.asarray(starts),
        speaker=np.asarray(speaker),
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
