"""The data of the index: what it is made of, what is asked of it and what it answers."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ConfigDict, Field, SkipValidation

from corpus.claims.extract import Claim
from corpus.models import Document, Frozen, Passage, Show, SourceKind


class Filters(Frozen):
    """Which material may answer: any of the values within a field, all of the fields. Empty means all."""

    kind: tuple[SourceKind, ...] = ()
    speaker: tuple[str, ...] = ()
    episode: tuple[str, ...] = ()  # ids as `corpus.episodes.episode_id` gives them

    def within(self, other: Filters) -> Filters:
        """These filters, with those of `other` for the fields that are left open here."""
        return Filters(
            kind=self.kind or other.kind, speaker=self.speaker or other.speaker, episode=self.episode or other.episode
        )


EVERYTHING = Filters()


class Hit(Frozen):
    """One ranked passage. Scores are higher for better; only `score` orders, the parts are evidence.

    With a speaker filter the passage is narrowed to that speaker's sentences.
    """

    passage: Passage
    score: float  # 0..1, fused
    dense: float  # cosine of question and passage
    lexical: float  # BM25 of question and passage, raw
    sentences: tuple[float, ...]  # cosine of question and each sentence, aligned with `passage.sentences`


class SearchTimings(Frozen):
    """Milliseconds of one search."""

    embed_ms: float
    search_ms: float


class SourceSummary(Frozen):
    """One source as indexed."""

    path: str
    kind: SourceKind
    title: str
    episode: str | None
    published: str | None
    url: str | None
    speakers: tuple[str, ...]
    passages: int
    words: int
    copy_of: str | None = None


class Passport(Frozen):
    """What an index was built with; an index and a program with different passports do not fit together."""

    schema_number: int
    model: str
    fingerprint: str  # SHA-256 of the model's weights
    dimensions: int
    max_tokens: int  # the chunker's budget


class Counts(Frozen):
    """How much an index holds."""

    sources: int
    passages: int
    sentences: int
    claims: int


class Manifest(Frozen):
    """Everything about one generation that is not its material."""

    # What another version of this program wrote is told by its passport, not by a field too many.
    model_config = ConfigDict(frozen=True, extra="ignore")

    generation: str
    passport: Passport
    built_at: str  # ISO date and time, UTC
    show: Show
    counts: Counts
    sources: tuple[SourceSummary, ...]
    speakers: tuple[str, ...]  # every name, sorted; codes in the generation's arrays count into it
    short_names: tuple[tuple[str, str], ...] = ()  # abbreviations that the material explains, with what they stand for
    folder: str  # the material, as it was given
    versions: dict[str, str]  # path → SHA-256 of its bytes, `show.toml` included
    reader: str = ""  # hash of the code that reads: another one reads the same files anew
    problems: tuple[str, ...] = ()  # what could not be read, one line each
    warnings: tuple[str, ...] = ()  # what was left out of sources that were read, one line each
    libraries: dict[str, str] = Field(default_factory=dict)
    kept_vectors: int = 0  # how many distinct texts were embedded, each of which has a kept vector
    store: str | None = None  # address of the Chroma server, or None for the generation's own folder
    sketched: bool = False  # whether vectors are kept in a byte a dimension, with sketches (`index.sketch`)
    hnsw: bool = False  # whether queries go through Chroma's HNSW index


class Plan(Frozen):
    """What ingesting would change, by path."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the material is exactly what the index holds."""
        return not (self.added or self.changed or self.removed)


class Material(Frozen):
    """The material of a show as it was read. Passages of a document follow one another, in the order of `documents`."""

    show: Show
    # Those of a long show are in a file (`corpus.spool`), and are read anew whenever one goes through them.
    documents: SkipValidation[Sequence[Document]]
    passages: SkipValidation[Sequence[Passage]]
    claims: SkipValidation[Sequence[Claim]] = ()
    short_names: tuple[tuple[str, str], ...] = ()  # as `Manifest.short_names`


class Progress(Frozen):
    """How far a stage of ingesting has come; `total` is None while it is not known."""

    stage: str  # "wait", "read", "embed", "store", "publish"
    done: int
    total: int | None
    unit: str  # "sources", "characters", "passages", "bytes"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 source", "1,200 sources"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class SyncReport(Frozen):
    """What one ingest did. Counted are sources that the index holds: a file that could not be read is none."""

    added: int
    changed: int
    removed: int
    unchanged: int
    sources: int
    passages: int
    sentences: int
    embedded: int  # texts given to the model; the others' vectors were kept
    seconds: dict[str, float]  # by stage, and "total"
    problems: tuple[str, ...] = ()
    generation: str = ""
    rebuilt: bool = False  # False when nothing had to be done
    mended: tuple[str, ...] = ()  # what was wrong with the index before, one short line each

    @property
    def summary(self) -> str:
        """What was done, in one line for a person."""
        held = f"{counted(self.passages, 'passage')} of {counted(self.sources, 'source')}"
        if not self.rebuilt:
            return f"Nothing changed: the index has {held}."
        changes = f"{self.added} added, {self.changed} changed, {self.removed} removed, {self.unchanged} unchanged"
        more = f" and {len(self.mended) - 1} more" if len(self.mended) > 1 else ""
        mended = f"Mended: {self.mended[0]}{more}. " if self.mended else ""
        took = f"{self.seconds.get('total', 0.0):.1f} s"
        return f"{mended}Indexed {held} in {took} ({changes}; {counted(self.embedded, 'text')} embedded)."
