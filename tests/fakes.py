"""Stand-ins for what is slow or far away: deterministic, tiny, honest about the protocol they fill."""

import zlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.errors import CorpusError
from corpus.models import Document, Passage, Reading, Run, Sentence, Show, SourceKind
from index.columns import rows_of
from index.models import Material, Progress
from index.positional import PositionalIndex, Said
from index.word_vectors import NO_WORDS, WordVectors


class FakeEmbedder:
    """An embedder whose vectors are counts of hashed words: texts that share words are near each other."""

    name = "fake"

    def __init__(self, *, fingerprint: str = "f" * 64, dimensions: int = 64) -> None:
        self.fingerprint = fingerprint
        self.dimensions = dimensions
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded.extend(texts)
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        vector = np.full(self.dimensions, 1e-3, dtype=np.float32)
        for word in text.casefold().split():
            vector[zlib.crc32(word.strip(".,?!:").encode()) % self.dimensions] += 1
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit

    def fits(self, text: str) -> bool:
        return len(text.split()) <= 200

    def word_vectors(self) -> WordVectors:
        return NO_WORDS


class FakeWords:
    """Words that are all as rare as told, and near in meaning to none but those told."""

    def __init__(
        self,
        rarity: Callable[[str], float] = lambda _: 1.0,
        alike: Mapping[str, Mapping[str, float]] | None = None,
        short: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self._rarity, self._alike, self._short = rarity, alike or {}, short or {}

    def rarity(self, term: str) -> float:
        return self._rarity(term)

    def alike(self, word: str) -> Mapping[str, float]:
        return self._alike.get(word, {})

    def short_for(self, words: Sequence[str]) -> Mapping[str, frozenset[str]]:
        return {short: name for short, name in self._short.items() if name <= set(words)}


def make_passage(  # noqa: PLR0913 - one parameter a field that tests vary
    path: str,
    *turns: tuple[str | None, str],
    start: int = 0,
    kind: SourceKind = SourceKind.TRANSCRIPT,
    episode: str | None = "007",
    copy_of: str | None = None,
) -> Passage:
    """A passage of one sentence a turn, a space between two, at `start` of its file."""
    sentences, place = [], start
    for speaker, text in turns:
        sentences.append(
            Sentence(text=text, search_text=text, start=place, end=place + len(text), speaker=speaker, copy_of=copy_of)
        )
        place += len(text) + 1
    speakers = {speaker for speaker, _ in turns}
    text = " ".join(text for _, text in turns)
    return Passage(
        id=f"{path}#{start}-{place - 1}",
        path=path,
        kind=kind,
        title=path,
        episode=episode,
        speaker=speakers.pop() if len(speakers) == 1 else None,
        start=start,
        end=place - 1,
        line=1,
        text=text,
        search_text=text,
        sentences=tuple(sentences),
        copy_of=copy_of,
    )


class FakeSource:
    """Material given as passages, in place of a folder."""

    def __init__(self, *passages: Passage, problems: Sequence[CorpusError] = (), show: Show | None = None) -> None:
        self.passages = passages
        self.problems = problems
        self.show = show or Show(title="The Tide Table")
        self.reads = 0

    def versions(self) -> dict[str, str]:
        digests: dict[str, int] = {}
        for one in self.passages:  # alike in every process, which `hash` is not
            digests[one.path] = zlib.crc32(one.model_dump_json().encode(), digests.get(one.path, 0))
        return {path: str(digest) for path, digest in digests.items()}

    def read(
        self,
        fits: Callable[[str], bool],
        on_problem: Callable[[CorpusError], None],
        on_progress: Callable[[Progress], None],
    ) -> Material:
        self.reads += 1
        for problem in self.problems:
            on_problem(problem)
        paths = sorted({one.path for one in self.passages})
        ordered = sorted(self.passages, key=lambda one: (one.path, one.start))
        return Material(
            show=self.show,
            documents=tuple(self._document(path) for path in paths),
            passages=tuple(ordered),
        )

    def _document(self, path: str) -> Document:
        theirs = sorted((one for one in self.passages if one.path == path), key=lambda one: one.start)
        file = ""
        for one in theirs:
            file = file.ljust(one.start) + one.text
        return Document(
            path=path,
            version=self.versions()[path],
            kind=theirs[0].kind,
            title=path,
            episode=theirs[0].episode,
            file=file,
            reading=Reading(text=file, runs=(Run(reading=0, length=len(file), file=0, file_length=len(file)),)),
            segments=(),
        )


def said_in(passages: Sequence[Passage], paths: Sequence[str], speakers: Sequence[str]) -> Said:
    """The sentences of `passages`, which stand in the order of `paths`, as an index has them."""
    words = PositionalIndex.of(one for passage in passages for one in passage.sentences)
    return Said(tuple(paths), tuple(speakers), rows_of(passages, paths, speakers), words)
