"""A folder of material → everything that is indexed: the corpus layer's functions in their order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from corpus.chunk import chunk_document
from corpus.claims.extract import extract_claims
from corpus.copies import mark_copies
from corpus.errors import CorpusError
from corpus.glossary import learn
from corpus.load import list_sources, load_corpus
from corpus.models import Passage
from corpus.reading.show import read_show
from index.models import Progress, Reading
from index.passport import MAX_TOKENS


class FolderSource:
    """The material in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def versions(self) -> dict[str, str]:
        """Path → SHA-256 of every file that decides what an index holds, `show.toml` included."""
        return dict(list_sources(self._folder))

    def read(
        self,
        fits: Callable[[str], bool],
        on_problem: Callable[[CorpusError], None],
        on_progress: Callable[[Progress], None],
    ) -> Reading:
        """Read and cut all material; a source that cannot be read goes to `on_problem` and the rest goes on."""
        documents = tuple(load_corpus(self._folder, on_problem=on_problem))
        show = read_show(self._folder, documents)
        glossary = learn(documents, show.names)
        cut: list[Passage] = []
        for done, document in enumerate(documents, 1):
            cut += chunk_document(document, max_tokens=MAX_TOKENS, fits=fits, glossary=glossary)
            on_progress(Progress(stage="read", done=done, total=len(documents), unit="sources"))
        passages = mark_copies(cut)
        by_path = {path: list(theirs) for path, theirs in groupby(passages, lambda passage: passage.path)}
        claims = [claim for document in documents for claim in extract_claims(document, by_path.get(document.path, []))]
        return Reading(
            show=show,
            documents=documents,
            passages=tuple(passages),
            claims=tuple(claims),
        )
