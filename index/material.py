"""A folder of material → everything that is indexed: the corpus layer's functions in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from corpus.abbreviations import abbreviations
from corpus.chunk import chunk_document
from corpus.claims.extract import Claim, extract_claims
from corpus.copies import copied_within, mark_copies
from corpus.errors import CorpusError
from corpus.glossary import learn
from corpus.load import HELD_DOCUMENTS, list_sources, load_corpus
from corpus.models import Document, Passage, SourceKind
from corpus.reading.show import read_show
from corpus.spool import Spool
from index.models import Material, Progress


class FolderSource:
    """The material in a folder."""

    def __init__(self, folder: Path, *, scratch: Path | None = None) -> None:
        """`scratch` is a folder for what a long show's passages and claims would take of memory; None: memory."""
        self._folder = folder
        self._scratch = scratch

    def versions(self) -> dict[str, str]:
        """Path → SHA-256 of every file that decides what an index holds, `show.toml` included."""
        return dict(list_sources(self._folder))

    def read(
        self,
        fits: Callable[[str], bool],
        on_problem: Callable[[CorpusError], None],
        on_progress: Callable[[Progress], None],
    ) -> Material:
        """Read and cut all material; a source that cannot be read goes to `on_problem` and the rest goes on."""
        documents = Spool(Document, self._scratch, most=HELD_DOCUMENTS)
        heard = False
        for document in load_corpus(self._folder, on_problem=on_problem, scratch=self._scratch):
            documents.append(document)
            heard = heard or document.kind is SourceKind.CAPTIONS
        show = read_show(self._folder, documents)
        glossary = learn(documents if heard else (), show.names)
        cut, places = Spool(Passage, self._scratch), dict[str, slice]()
        spoken: dict[str, list[slice]] = defaultdict(list)  # the passages of each episode's transcripts
        short_names: set[tuple[str, str]] = set()
        for done, document in enumerate(documents, 1):
            first = len(cut)
            cut.extend(chunk_document(document, fits=fits, glossary=glossary))
            places[document.path] = slice(first, len(cut))
            if document.kind is SourceKind.TRANSCRIPT:
                spoken[copied_within(document)].append(places[document.path])
            short_names.update(abbreviations(document.reading.text))
            on_progress(Progress(stage="read", done=done, total=len(documents), unit="sources"))
        passages, claims = self._stated(documents, cut, places, spoken)
        return Material(
            show=show,
            documents=documents,
            passages=passages,
            claims=claims,
            short_names=tuple(sorted(short_names)),
        )

    def _stated(
        self,
        documents: Sequence[Document],
        cut: Sequence[Passage],
        places: Mapping[str, slice],
        spoken: Mapping[str, Sequence[slice]],
    ) -> tuple[Spool[Passage], Spool[Claim]]:
        """The passages of each document, copies marked as such, and what they state."""
        passages, claims = Spool(Passage, self._scratch), Spool(Claim, self._scratch)
        for document in documents:
            theirs = list(cut[places[document.path]])
            if document.kind is SourceKind.PAGE:
                said = [passage for place in spoken.get(copied_within(document), ()) for passage in cut[place]]
                theirs = mark_copies([*said, *theirs])[len(said) :]
            passages.extend(theirs)
            claims.extend(extract_claims(document, theirs))
        return passages, claims
