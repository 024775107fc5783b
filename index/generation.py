"""One finished build of an index: a folder of plain files that is written once and then only read.

```text
passages.jsonl sentences of each inside      documents.jsonl  the sources, read
passages.npy   one vector a passage          claims.jsonl     what the sentences state
sentences.npy  one vector a sentence         bm25/  bm25-sentences/  chroma/
*.scales.npy, *.sketch.npy  where vectors are many: then they are in bytes (index.sketch)
manifest.json  what it is                    SHA256SUMS       what every file is to be (index.checksums; last)
passage_*.npy, sentence_*.npy  what is known of each by its row (index.columns)
said/          every sentence under its words (index.positional)
```
Rows of a source follow one another, in the order of its passages.

What is compared is read into memory and checked as it is opened; what is quoted is checked line by line as it is
read. So files that are cut short or overwritten under a server can neither end it nor change an answer.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from corpus.addressed import addressed
from corpus.models import Document, Passage, SourceText
from index.arrays import Floats
from index.checksums import altered
from index.chroma import PATIENCE_S
from index.columns import Rows, rows_of
from index.errors import IndexDamaged
from index.jsonl import Lines, write_lines
from index.keyword import KeywordIndex
from index.mapped import Mapped
from index.models import Manifest, Material
from index.positional import PositionalIndex, Said
from index.sketch import Packed, Sketches, write_packed
from index.store import PASSAGES, ChromaStore
from index.vectors import KeptRows

SENTENCES = "-sentences"  # what follows a collection's name for the one of bare sentence vectors
_KEPT_PASSAGES = 2_000


def write_generation(
    folder: Path,
    material: Material,
    vectors: KeptRows,
    manifest: Manifest,
    *,
    on_progress: Callable[[int], None] | None = None,
) -> None:
    """Write everything below `folder` but the checksums, which stand for a generation that was checked.

    `vectors` are those of the passages, then those of the sentences.
    """
    folder.mkdir(parents=True)
    write_lines(folder / "passages.jsonl", material.passages)
    write_lines(folder / "documents.jsonl", material.documents)
    write_lines(folder / "claims.jsonl", material.claims)
    of_passages, of_sentences = vectors.split(len(material.passages))
    _write_vectors(folder / "passages.npy", of_passages, sketched=manifest.sketched)
    _write_vectors(folder / "sentences.npy", of_sentences, sketched=manifest.sketched)
    rows_of(material.passages, [source.path for source in manifest.sources], manifest.speakers).save(folder)
    _write_words(folder, material.passages)
    with closing(open_store(folder, manifest, create=True, patience_s=PATIENCE_S)) as store:
        store.add_passages(material.passages, of_passages, on_progress=on_progress)
    if manifest.hnsw:
        with closing(open_store(folder, manifest, create=True, of=SENTENCES, patience_s=PATIENCE_S)) as store:
            store.add_vectors(of_sentences)
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def _write_vectors(path: Path, vectors: KeptRows, *, sketched: bool) -> None:
    """The vectors; where there are many, packed and with sketches."""
    if sketched:
        write_packed(vectors.blocks(), len(vectors), path)
    else:
        np.save(path, vectors[:].astype(np.float32))


def _write_words(folder: Path, passages: Sequence[Passage]) -> None:
    """What finds passages, and sentences, by their words."""
    from index import bm25  # half a second, and only ingesting needs it

    bm25.build((passage.search_text for passage in passages), folder / "bm25")
    bm25.build((text for passage in passages for text in addressed(passage.sentences)), folder / "bm25-sentences")
    PositionalIndex.of(one for passage in passages for one in passage.sentences).save(folder / "said")


def name_on_server(generation: str) -> str:
    """What the names of a generation's collections on a server begin with."""
    return f"aircheck-{generation}"


def open_store(
    folder: Path, manifest: Manifest, *, create: bool = False, of: str = "", patience_s: float = 0.0
) -> ChromaStore:
    """The generation's collection of passages, or with `of=SENTENCES` that of bare sentence vectors."""
    where = manifest.store or folder / "chroma"
    # On a server several generations live side by side.
    name = PASSAGES if manifest.store is None else name_on_server(manifest.generation)
    rows = manifest.counts.sentences if of else manifest.counts.passages
    return ChromaStore.open(where, name + of, create=create, rows=rows, patience_s=patience_s)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation. Raises `IndexDamaged`."""
    try:
        return Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    except (OSError, ValidationError) as error:
        raise damaged(folder, "manifest.json is missing or altered", "FOLDER") from error


def damaged(folder: Path, what: str, material: str) -> IndexDamaged:
    """The error that says what is wrong with a generation and how to mend it."""
    return IndexDamaged(f"{folder}: {what}; mend it with: {ingest_command(material, folder.parent)}")


def ingest_command(material: str, index_dir: Path) -> str:
    """What to type to build an index anew from its material."""
    folder = material if material == "FOLDER" else shlex.quote(material)
    return f"aircheck ingest {folder} --index {shlex.quote(str(index_dir))}"


class Generation:
    """An opened generation: vectors and words in memory, passages and documents read when they are asked for.

    Raises `IndexDamaged` when files are missing, altered, or their sizes do not fit together.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self._maps: list[Mapped] = []
        harm = altered(folder, _is_read_whole)
        if harm:
            raise damaged(folder, harm[0], self.manifest.folder)
        try:
            self._lines = {name: Lines(folder / f"{name}.jsonl") for name in ("passages", "documents", "claims")}
            self.passage_vectors, self.sentence_vectors = (self._vectors(name) for name in ("passages", "sentences"))
            self.sketches = _sketches(folder) if self.manifest.sketched else None
            self.rows = Rows.load(folder)
            self.keywords = KeywordIndex(folder / "bm25")
            self.sentence_keywords = KeywordIndex(folder / "bm25-sentences")
        except (OSError, ValueError, EOFError) as error:
            raise damaged(folder, f"a file is missing or altered ({error})", self.manifest.folder) from error
        self._check_sizes()
        # What one listener asks, others ask too; a passage is some 10 kB. Not a method of its own: in a circle of
        # references, a generation that another has followed would hold its files until Python looks for circles.
        read = partial(_line, self._lines["passages"], folder, self.manifest.folder)
        self._passages = lru_cache(maxsize=_KEPT_PASSAGES)(lambda row: Passage.model_validate_json(read(row)))

    def _vectors(self, name: str) -> Floats | Packed:
        path = self.folder / f"{name}.npy"
        if not (self.manifest.sketched or self.manifest.hnsw):
            vectors: Floats = np.load(path)
            return vectors
        # Where there are very many, few of them are compared: they stay on disk.
        self._maps.append(Mapped(path))
        rows = self._maps[-1].rows
        return Packed(rows, np.load(path.with_suffix(".scales.npy"))) if self.manifest.sketched else rows

    def require_unchanged(self) -> None:
        """Raise `IndexDamaged` when vectors that stay on disk were written to since they were opened."""
        for mapped in self._maps:
            if not mapped.is_unchanged():
                raise damaged(self.folder, f"{mapped.name} was altered while it was in use", self.manifest.folder)

    def passage(self, row: int) -> Passage:
        """The passage of a row."""
        return self._passages(row)

    def document(self, number: int) -> Document:
        """The source of a number."""
        return Document.model_validate_json(self._document_line(number))

    def text(self, number: int) -> SourceText:
        """What a source of a number reads."""
        return SourceText.model_validate_json(self._document_line(number))

    def claims(self) -> Iterator[bytes]:
        """What the sentences state, as lines of JSON."""
        lines = self._lines["claims"]
        return (_line(lines, self.folder, self.manifest.folder, row) for row in range(len(lines)))

    def said(self) -> Said:
        """Every sentence under its words, read when it is asked for."""
        paths = tuple(source.path for source in self.manifest.sources)
        try:
            return Said(paths, self.manifest.speakers, self.rows, PositionalIndex.load(self.folder / "said"))
        except (OSError, ValueError) as error:
            raise damaged(self.folder, f"a file is missing or altered ({error})", self.manifest.folder) from error

    def _document_line(self, number: int) -> bytes:
        return _line(self._lines["documents"], self.folder, self.manifest.folder, number)

    def _check_sizes(self) -> None:
        counts, dimensions = self.manifest.counts, self.manifest.passport.dimensions
        expected = {
            "passages.npy": (_shape(self.passage_vectors), (counts.passages, dimensions)),
            "sentences.npy": (_shape(self.sentence_vectors), (counts.sentences, dimensions)),
            "passages.jsonl": (len(self._lines["passages"]), counts.passages),
            "documents.jsonl": (len(self._lines["documents"]), counts.sources),
            "claims.jsonl": (len(self._lines["claims"]), counts.claims),
        }
        for name, size in self.rows.sizes().items():
            expected[name] = (size, counts.passages if name.startswith("passage_") else counts.sentences)
        if self.sketches:
            expected["passages.sketch.npy"] = (self.sketches[0].shape[1], counts.passages)
            expected["sentences.sketch.npy"] = (self.sketches[1].shape[1], counts.sentences)
        for name, (found, wanted) in expected.items():
            if found != wanted:
                raise damaged(self.folder, f"{name} has {found} rows instead of {wanted}", self.manifest.folder)


def _line(lines: Lines, folder: Path, material: str, row: int) -> bytes:
    """A line of one of a generation's files. Raises `IndexDamaged` when it is not the one that was written."""
    try:
        return lines[row]
    except (OSError, ValueError) as error:
        raise damaged(folder, str(error), material) from error


def _shape(vectors: Floats | Packed) -> tuple[int, ...]:
    return vectors.bytes_.shape if isinstance(vectors, Packed) else vectors.shape


def _sketches(folder: Path) -> tuple[Sketches, Sketches]:
    return np.load(folder / "passages.sketch.npy"), np.load(folder / "sentences.sketch.npy")


def _is_read_whole(name: str) -> bool:
    """Whether a file is read when a generation is opened; the others are checked where they are used."""
    return not name.startswith("chroma/") and not name.endswith(".jsonl")
