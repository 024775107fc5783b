"""The data of the corpus: what the files of a show become on their way to being cited.

Two texts and two kinds of offsets run through this module. The *file* is the source decoded as UTF-8,
any byte-order mark dropped and line ends kept. The *reading* is what a person hears or sees in it: tags,
stage directions and Markdown marks off, white space folded. Offsets are code points, 0-based, `end`
exclusive. Everything that leaves the corpus (`Sentence`, `Passage`) carries offsets into the file.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

MAX_TOKENS = 180  # of a passage


class SourceKind(StrEnum):
    """What a source is, which decides how far its words can be taken as said on air."""

    TRANSCRIPT = "transcript"  # what was said on air
    OUTLINE = "outline"  # what was planned
    PAGE = "page"  # published show notes
    ARTICLE = "article"  # what others wrote
    CAPTIONS = "captions"  # machine captions of a talk


class Clock(StrEnum):
    """How a time into the episode is known."""

    EXACT = "exact"  # caption times
    CHAPTER = "chapter"  # the page's chapter list
    ESTIMATED = "estimated"  # word counts and pauses over a known length


class Form(StrEnum):
    """The shape in which words stand in their source."""

    SPEECH = "speech"  # a turn of a script, or captions
    PROSE = "prose"
    HEADING = "heading"
    ITEM = "item"  # a list item
    ROW = "row"  # a table row: one row, one fact
    QUOTE = "quote"  # a block quote
    TASK = "task"  # a check-list item: about making the episode, rarely about its subject
    CODE = "code"
    DATA = "data"  # episode data: "Recording Date: …", title, speakers, duration


class Frozen(BaseModel):
    """Base of all data here: immutable, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(Frozen):
    """`length` characters of the reading at `reading` that stand in `file_length` characters of the file at `file`.

    Where the two lengths are equal, characters match one to one; where they differ (an entity, folded
    white space) the run stands for its whole stretch of the file.
    """

    reading: int
    length: int
    file: int
    file_length: int


class Reading(Frozen):
    """The reading text of a file and the way back: `runs` cover `text` without gaps, in order."""

    text: str
    runs: tuple[Run, ...]

    def to_file(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` (not empty) stands in the file."""
        first, last = self._run_at(start), self._run_at(end - 1)
        from_file = first.file + (start - first.reading if first.length == first.file_length else 0)
        to_file = last.file + (end - last.reading if last.length == last.file_length else last.file_length)
        return from_file, to_file

    def from_file(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of `text` that stands in `file[start:end]`; what is not read (a tag) counts for nothing."""
        return self._reading_at(start), self._reading_at(end)

    def _run_at(self, position: int) -> Run:
        return self.runs[bisect_right(self.runs, position, key=lambda run: run.reading) - 1]

    def _reading_at(self, position: int) -> int:
        """How many characters of `text` stand before `position` in the file."""
        at = bisect_right(self.runs, position, key=lambda run: run.file) - 1
        if at < 0:
            return 0
        run = self.runs[at]
        past = position - run.file
        if run.length == run.file_length:
            return run.reading + min(past, run.length)
        return run.reading + (run.length if past >= run.file_length else 0)


class Segment(Frozen):
    """One turn, paragraph, heading, list item or table row: `reading.text[start:end]` of its document."""

    form: Form
    start: int
    end: int
    speaker: str | None = None
    section: tuple[str, ...] = ()  # the headings above, outermost first
    header: tuple[str, ...] = ()  # a row's column names
    cells: tuple[str, ...] = ()  # a row's cells, as printed
    starts_at: float | None = None  # seconds into the episode


class Document(Frozen):
    """One source, read. `version` is the SHA-256 of its bytes; `path` (its id) is relative, with `/`."""

    path: str
    version: str
    kind: SourceKind
    title: str
    episode: str | None = None  # at least three digits: "050", "067b"
    published: str | None = None  # ISO date
    url: str | None = None
    video: str | None = None  # address of the recording, to which a time can be added
    duration_s: float | None = None
    clock: Clock | None = None
    file: str  # the file's text: what offsets count in
    reading: Reading
    segments: tuple[Segment, ...]


class SourceText(Frozen):
    """A document as far as quoting it goes, and cheaper to read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    file: str
    reading: Reading


def line_at(file: str, start: int) -> int:
    """The 1-based line of a place in a file's text."""
    return file.count("\n", 0, start) + 1


class Sentence(Frozen):
    """The smallest thing that is quoted: `text` is the reading of `file[start:end]`, all by one speaker."""

    text: str
    search_text: str  # spoken numbers as digits, spaced letters closed up, mis-heard names repaired
    start: int
    end: int
    form: Form = Form.PROSE
    speaker: str | None = None
    section: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    starts_at: float | None = None
    repaired: str | None = None  # captions: `text` with mis-heard names repaired, when that changes it
    copy_of: str | None = None  # path of the source of the same episode that this repeats word for word


class Passage(Frozen):
    """A citable stretch of one source: whole sentences, within a token budget.

    `text` is the reading of `file[start:end]`. `search_text` begins with a header (episode, section,
    speaker) and is only ever searched. `speaker` is set when all of it is one person's.
    """

    id: str  # "{path}#{start}-{end}"
    path: str
    kind: SourceKind
    title: str
    episode: str | None = None
    published: str | None = None
    url: str | None = None
    video: str | None = None
    section: str | None = None  # headings above, joined with " › "
    speaker: str | None = None
    start: int
    end: int
    line: int  # 1-based line of `start` in the file
    text: str
    search_text: str
    sentences: tuple[Sentence, ...]
    starts_at: float | None = None
    clock: Clock | None = None
    copy_of: str | None = None  # set when every sentence repeats that source


class Show(Frozen):
    """What is known of the show itself, from `show.toml` or found in the material."""

    title: str
    description: str = ""
    hosts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # names that captions may have mis-heard
