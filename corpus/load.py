"""A folder of material → its documents. Which file is read by which reader is decided from what stands in it."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from corpus.captions.read import read_captions
from corpus.errors import BadShowFile, CorpusError, DoubtfulSource, EmptyFolder, UnreadableSource
from corpus.models import Document, Form, Frozen, Reading, Segment, SourceKind
from corpus.reading import article, markdown, transcript, webpage
from corpus.reading.facts import EpisodeFacts, facts_of, impossible_dates, plain_title, title_of
from corpus.reading.front_matter import FrontMatter, FrontMatterProblem, read_front_matter
from corpus.reading.kinds import kind_of, markup_of
from corpus.reading.relate import Source, relate
from corpus.reading.show import SHOW_FILE, FileEntry, ShowFile, read_show_file
from corpus.reading.speakers import learn_speakers, listed_speakers
from corpus.spool import Spool

_MAX_BYTES = 5_000_000  # of one source: some ninety hours of speech
_WARNINGS = 5  # told of one source
HELD_DOCUMENTS = 250  # some 80 MB; of more, all are in a file while others are read
_READ = frozenset({".txt", ".md", ".mdx", ".markdown", ".html", ".htm", ".srt", ".vtt"})
_MEANT = frozenset({".pdf", ".docx", ".doc", ".rtf", ".odt", ".pages", ".epub", ".ass", ".ssa", ".sbv", ".ttml"})
_ABOUT_FILES = re.compile(r"(?:licen[cs]e|copying|notice|readme|changelog|contributing)\b", re.IGNORECASE)
_UNNAMED = frozenset({"Cc", "Cs"})  # a citation could not be one line with them, or not be written at all
_LONE_RETURN = re.compile(r"\r(?!\n)")
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")

OnProblem = Callable[[CorpusError], None]


class _File(Frozen):
    path: str
    version: str
    text: str


def load_corpus(folder: Path, *, on_problem: OnProblem, scratch: Path | None = None) -> Iterator[Document]:
    """The documents of a folder, in the order of their paths.

    `scratch` is a folder for what a long show's files would take of memory; None: memory. A file that cannot be read
    is given to `on_problem` and left out; one with a line that cannot be is given to it, too, and read. Raises
    `EmptyFolder` when nothing can be read and `BadShowFile` when `show.toml` is wrong.
    """
    show = read_show_file(folder)
    files = Spool(_File, scratch, most=HELD_DOCUMENTS)
    files.extend(file for path in _sources(folder, on_problem) if (file := _open(folder, path, on_problem)))
    for path in sorted(show.files.keys() - {file.path for file in files}):
        if not (folder / path).is_file():
            on_problem(
                BadShowFile(f'{SHOW_FILE}: files."{path}": there is no such file; correct the path or remove it.')
            )
    speakers = _speakers(show, files)
    documents, sources = Spool(Document, scratch, most=HELD_DOCUMENTS), []
    for file in files:
        if read := _read(file, show, speakers, on_problem):
            documents.append(read[0])
            sources.append(read[1])
    if not sources:
        raise EmptyFolder(f"{folder}: nothing to read; put transcripts, notes or articles (.txt, .md, .srt …) there.")
    yield from relate(sources, documents, folder_name=folder.resolve().name)


def list_sources(folder: Path) -> list[tuple[str, str]]:
    """Path and SHA-256 of every file that `load_corpus` would open, and of `show.toml`; nothing is parsed."""
    paths = [*_sources(folder, lambda problem: None), SHOW_FILE]
    found = []
    for path in sorted(paths):
        try:
            found.append((path, hashlib.sha256(_content(folder, path)).hexdigest()))
        except UnreadableSource:  # told by load_corpus; for a comparison it is as good as gone
            continue
    return found


def _sources(folder: Path, on_problem: OnProblem) -> Iterator[str]:
    """Paths of the files to read, relative to `folder`, with `/`, sorted; nothing hidden, nothing outside."""
    if not folder.is_dir():
        raise EmptyFolder(f"{folder}: there is no such folder; give the folder that holds the show's material.")
    root = os.path.realpath(folder)

    def unreadable(problem: OSError) -> None:
        path = Path(str(problem.filename)).relative_to(folder).as_posix()
        on_problem(UnreadableSource(f"{path}/: cannot be read ({problem.strerror}); check it and ingest again."))

    for directory, subfolders, names in os.walk(folder, onerror=unreadable):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        here = Path(directory)
        for name in subfolders:
            if _leads_out(here / name, root):
                on_problem(_outside((here / name).relative_to(folder).as_posix()))
        for name in sorted(names):
            path = (here / name).relative_to(folder).as_posix()
            if not name.startswith(".") and path != SHOW_FILE and _is_source(here / name, path, root, on_problem):
                yield path


def _is_source(file: Path, path: str, root: str, on_problem: OnProblem) -> bool:
    suffix = file.suffix.lower()
    if suffix in _MEANT:
        on_problem(UnreadableSource(f"{path}: {suffix} is not read; save it as text, Markdown, HTML, SRT or VTT."))
    if suffix not in _READ or _ABOUT_FILES.match(file.name):
        return False
    if any(unicodedata.category(char) in _UNNAMED for char in path):
        on_problem(UnreadableSource(f"{path!a}: a name with control characters, or not in UTF-8; rename the file."))
        return False
    if _leads_out(file, root):
        on_problem(_outside(path))
        return False
    return True


def _leads_out(file: Path, root: str) -> bool:
    # Not Path.resolve: up to Python 3.12 it ends at a link to itself.
    return file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(root)


def _outside(path: str) -> UnreadableSource:
    return UnreadableSource(f"{path}: a link that leads out of the folder; put the file itself there.")


def _open(folder: Path, path: str, on_problem: OnProblem) -> _File | None:
    try:
        content = _content(folder, path)
        return _File(path=path, version=hashlib.sha256(content).hexdigest(), text=_decode(path, content))
    except UnreadableSource as problem:
        on_problem(problem)
    return None


def _content(folder: Path, path: str) -> bytes:
    """A file's bytes; a pipe, which would be waited for, is none, and what is too large is not read at all."""
    file = folder / path
    try:
        if not file.is_file():
            raise UnreadableSource(f"{path}: gone, or no ordinary file; put it back or ingest again.")
        size = file.stat().st_size
        if size > _MAX_BYTES:
            limit = _MAX_BYTES // 1_000_000
            raise UnreadableSource(f"{path}: {size / 1e6:.1f} MB is more than the {limit} MB of one source; split it.")
        return file.read_bytes()
    except OSError as problem:
        raise UnreadableSource(f"{path}: cannot be read ({problem.strerror}); check it and ingest again.") from problem


def _decode(path: str, content: bytes) -> str:
    if content.startswith(_BYTE_ORDER_MARKS):
        raise UnreadableSource(f"{path}: UTF-16; save it as UTF-8.")
    if b"\0" in content:
        raise UnreadableSource(f"{path}: binary (a zero byte at {content.index(0)}); keep only text here.")
    try:
        # A carriage return alone once ended a line, and who speaks next stands behind it. Offsets stay as they are.
        return _LONE_RETURN.sub("\n", content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise UnreadableSource(f"{path}:{line}: not UTF-8 at byte {problem.start}; save it as UTF-8.") from problem


def _speakers(show: ShowFile, files: Iterable[_File]) -> tuple[str, ...]:
    learned = learn_speakers(file.text for file in files)
    listed = (name for file in files for name in listed_speakers(file.text))
    return tuple(dict.fromkeys([*show.hosts, *learned, *listed]))


def _read(
    file: _File, show: ShowFile, speakers: tuple[str, ...], on_problem: OnProblem
) -> tuple[Document, Source] | None:
    entry = show.files.get(file.path, FileEntry())
    speakers = tuple(dict.fromkeys([*entry.hosts, *speakers]))
    try:
        document, facts = _read_as(file, entry, speakers, show.names)
    except UnreadableSource as problem:
        on_problem(problem)
        return None
    except FrontMatterProblem as problem:
        on_problem(UnreadableSource(f"{file.path}:1: {problem}; shorten it to plain keys and values."))
        return None
    if not document.segments:
        on_problem(UnreadableSource(f"{file.path}: no words to read; remove the file or put the text into it."))
        return None
    for line, date in islice(impossible_dates(file.text), _WARNINGS):
        told = f"{file.path}:{line}: {date} is no day of the calendar, and left out; correct it and ingest again."
        on_problem(DoubtfulSource(told))
    return document, Source(document.path, document.kind, facts, entry)


def _read_as(
    file: _File, entry: FileEntry, speakers: tuple[str, ...], names: tuple[str, ...]
) -> tuple[Document, EpisodeFacts]:
    markup = markup_of(file.path, file.text)
    front = FrontMatter({}, 0) if markup in ("cues", "html") else read_front_matter(file.text)
    kind = entry.kind or kind_of(file.path, file.text, front, speakers)
    if kind is SourceKind.CAPTIONS:
        document = read_captions(path=file.path, version=file.version, file=file.text, title=entry.title, names=names)
        return document, EpisodeFacts()
    if markup == "html":
        return _read_page_of_the_web(file, kind), EpisodeFacts()
    reading, segments = _read_text(file.text, kind, markup == "markdown", speakers)
    facts = facts_of(file.text, front, reading, segments)
    title = _title(file.path, reading, segments, facts.title if markup == "markdown" else None)
    document = _document(file, kind, title, reading, segments)
    if kind is SourceKind.ARTICLE:
        document = document.model_copy(update={"published": facts.published, "url": facts.url})
    return document, facts


def _read_text(
    text: str, kind: SourceKind, is_markdown: bool, speakers: tuple[str, ...]
) -> tuple[Reading, tuple[Segment, ...]]:
    if is_markdown:
        return markdown.read(text, kind=kind, speakers=speakers)
    return article.read(text) if kind is SourceKind.ARTICLE else transcript.read(text, speakers)


def _read_page_of_the_web(file: _File, kind: SourceKind) -> Document:
    if len(file.text) > webpage.MAX_CHARACTERS or file.text.count("<") > webpage.MAX_TAGS:
        size = f"{webpage.MAX_CHARACTERS // 1_000_000} MB or {webpage.MAX_TAGS:,} tags"
        raise UnreadableSource(f"{file.path}: more than {size} of HTML; save the article alone, or as text.")
    page = webpage.read(file.text)
    title = _title(file.path, page.reading, page.segments, page.title)
    document = _document(file, kind, title, page.reading, page.segments)
    return document.model_copy(update={"published": page.published, "url": page.url})


def _document(file: _File, kind: SourceKind, title: str, reading: Reading, segments: tuple[Segment, ...]) -> Document:
    return Document(
        path=file.path, version=file.version, kind=kind, title=title, file=file.text, reading=reading, segments=segments
    )


def _title(path: str, reading: Reading, segments: tuple[Segment, ...], found: str | None) -> str:
    """A document's title: what it says, else its first line when that is a heading, else its file's name."""
    if found:
        return found
    if segments and segments[0].form is Form.HEADING:
        return plain_title(reading.text[segments[0].start : segments[0].end])
    return title_of(path)
