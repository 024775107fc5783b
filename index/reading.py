"""A folder of material → everything that is indexed: the corpus layer's functions in their order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from corpus.errors import CorpusError
from index.models import Progress, Reading
from index.passport import MAX_TOKENS

_SHOW_FILE = "show.toml"


class FolderSource:
    """The material in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def versions(self) -> dict[str, str]:
        """Path → SHA-256 of every file that decides what an index holds, `show.toml` included."""
        from corpus.load import list_sources

        versions = dict(list_sources(self._folder))
        show_file = self._folder / _SHOW_FILE
        if show_file.is_file():
            versions[_SHOW_FILE] = hashlib.sha256(show_file.read_bytes()).hexdigest()
        return versions

    def read(
        self,
        fits: Callable[[str], bool],
        on_problem: Callable[[CorpusError], None],
        on_progress: Callable[[Progress], None],
    ) -> Reading:
        """Read and cut all material; a source that cannot be read goes to `on_problem` and the rest goes on."""
        from corpus.chunk import chunk_document
        from corpus.load import load_corpus
        from corpus.show import read_show

        documents = []
        for document in load_corpus(self._folder, on_problem=on_problem):
            documents.append(document)
            on_progress(Progress(stage="read", done=len(documents), total=None, unit="sources"))
        documents.sort(key=lambda document: document.path)
        passages = [
            passage for document in documents for passage in chunk_document(document, max_tokens=MAX_TOKENS, fits=fits)
        ]
        return Reading(show=read_show(self._folder), documents=tuple(documents), passages=tuple(passages))
