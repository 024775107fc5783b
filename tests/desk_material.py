"""A made-up show about lighthouses, as the desk's tests see an index: about thirty passages, no model, no files."""

from __future__ import annotations

from collections.abc import Sequence

from chat.words import terms
from corpus.models import Document, Form, Passage, Reading, Run, Segment, Sentence, Show, SourceKind
from corpus.numbers.written import written
from index.columns import summaries_of
from index.models import Filters, Hit, SourceSummary
from index.positional import Said
from tests.fakes import said_in

EVERYTHING = Filters()
SHOW = Show(title="Harbour Lights", description="A podcast about lighthouses and the people who kept them.")

_T, _O, _P, _A, _C = SourceKind
# path, kind, episode, date, title, lines as (speaker, words)
_SOURCES: tuple[tuple[str, SourceKind, str | None, str | None, str, tuple[tuple[str | None, str], ...]], ...] = (
    (
        "ep001/transcript.txt",
        _T,
        "001",
        "2022-03-04",
        "The keeper of Skerry Point",
        (
            ("Mara", "Welcome to Harbour Lights. Today we climb Skerry Point."),
            ("Tom", "The tower has one hundred and forty-two steps. I counted them twice."),
            ("Mara", "And the lamp burned four hundred litres of oil a month."),
            ("Tom", "The keeper's wage was thirty-plus dollars a month, which was not a bad wage then."),
            ("Mara", "The keeper wrote a log every night, even in the storm of 1889."),
        ),
    ),
    (
        "ep001/outline.md",
        _O,
        "001",
        "2022-03-04",
        "The keeper of Skerry Point (outline)",
        (
            (None, "Tower: 124 steps, built 1871."),
            (None, "Lamp oil: 400 litres a month."),
            (None, "Keeper's wage: $30+ a month."),
        ),
    ),
    (
        "ep002/transcript.txt",
        _T,
        "002",
        "2022-05-20",
        "Fog signals",
        (
            ("Mara", "A fog signal is older than the lamp. Bells came first."),
            ("Tom", "The siren at Gull Rock was heard nine miles out."),
            ("Mara", "The bell was struck by hand, four times a minute, all night long."),
            ("Tom", "So the keeper slept when the fog lifted, not when the sun rose."),
        ),
    ),
    (
        "ep002/page.md",
        _P,
        "002",
        "2022-05-20",
        "Fog signals: show notes",
        (
            (None, "The siren at Gull Rock was heard nine miles out."),
            (None, "Further reading: the keeper's log of Gull Rock."),
        ),
    ),
    (
        "ep003/transcript.txt",
        _T,
        "003",
        "2023-01-13",
        "Lenses",
        (
            ("Mara", "The lens at Skerry Point weighs 2 tons and floats on mercury."),
            ("Tom", "It made the lamp 4.4 times brighter than the old reflector."),
            ("Mara", "Nobody knows what the lens cost."),
        ),
    ),
    (
        "ep004/talk.vtt",
        _C,
        "004",
        "2023-09-08",
        "A talk: automation of the lights",
        (
            (None, "the last keeper left in nineteen eighty eight and the light has run by itself since"),
            (None, "a computer watches the lamp now and nobody climbs the steps at night"),
        ),
    ),
    (
        "press/gull-rock.html",
        _A,
        None,
        "2023-11-02",
        "Gull Rock to be sold",
        (
            (None, "The Gull Rock light will be sold for 1.2 million dollars."),
            (None, "Its siren was heard six miles out, the harbour board says."),
        ),
    ),
    (
        "ep005/transcript.txt",
        _T,
        "005",
        "2024-06-21",
        "Who pays for a lighthouse?",
        (
            ("Mara", "A ship paid one cent a ton in light dues. Keepers were paid from that."),
            ("Tom", "Light dues still exist. Most people who pay them have never seen a lighthouse."),
            ("Ines", "I restored the lamp at Skerry Point. The costs were 40 percent over the plan."),
        ),
    ),
    (
        "notes/undated.md",
        _P,
        None,
        None,
        "Glossary <b>draft</b> | notes",
        (
            (None, "Keeper: the person who keeps the light."),
            (
                None,
                '=HYPERLINK("http://evil.example","open") opens, <img src=x onerror=alert(1)> runs.',
            ),
        ),
    ),
)


class Library:
    """The made-up material behind the methods of an index that the desk uses. Ranks by shared words."""

    show = SHOW
    built_at = "2024-07-01T09:30:00+00:00"
    problems: tuple[str, ...] = ("ep006/captions.srt:7: '0:zero' is not a caption time; <expected> HH:MM:SS,mmm.",)
    warnings: tuple[str, ...] = (
        "ep005/transcript.txt:2: 2024-02-30 is no day of the calendar, and left out; <correct> it and ingest again.",
    )

    def __init__(self) -> None:
        self._documents = {source[0]: _document(*source) for source in _SOURCES}
        self._passages = {path: _passages(document) for path, document in self._documents.items()}
        self.searches: list[str] = []

    def sources(self) -> tuple[SourceSummary, ...]:
        return summaries_of(self._documents.values(), self.all_passages())

    def speakers(self) -> list[str]:
        return sorted({name for source in self.sources() for name in source.speakers})

    def said(self) -> Said:
        return said_in(self.all_passages(), list(self._passages), self.speakers())

    def document(self, path: str) -> Document:
        return self._documents[path]

    def passages(self, path: str) -> tuple[Passage, ...]:
        return self._passages[path]

    def passage(self, passage_id: str) -> Passage:
        return next(passage for passage in self.all_passages() if passage.id == passage_id)

    def all_passages(self) -> list[Passage]:
        return [passage for passages in self._passages.values() for passage in passages]

    def search(self, query: str, *, filters: Filters = EVERYTHING, top: int = 10) -> list[Hit]:
        self.searches.append(query)
        wanted = set(terms(query))
        hits = [_hit(passage, wanted) for passage in self.all_passages() if _fits(passage, filters)]
        return sorted(hits, key=lambda hit: -hit.score)[:top]


def _fits(passage: Passage, filters: Filters) -> bool:
    return (
        (not filters.kind or passage.kind in filters.kind)
        and (not filters.episode or passage.episode in filters.episode)
        and (not filters.speaker or passage.speaker in filters.speaker)
    )


def _hit(passage: Passage, wanted: set[str]) -> Hit:
    scores = tuple(len(wanted & set(terms(sentence.text))) / (len(wanted) or 1) for sentence in passage.sentences)
    best = max(scores)
    return Hit(passage=passage, score=best, dense=best, lexical=best, sentences=scores)


def _document(
    path: str,
    kind: SourceKind,
    episode: str | None,
    date: str | None,
    title: str,
    lines: Sequence[tuple[str | None, str]],
) -> Document:
    file, segments = "", []
    for speaker, words in lines:
        file += f"{speaker}: " if speaker else "- "
        segments.append(Segment(form=Form.SPEECH, start=len(file), end=len(file) + len(words), speaker=speaker))
        file += f"{words}\n\n"
    return Document(
        path=path,
        version="0" * 64,
        kind=kind,
        title=title,
        episode=episode,
        published=date,
        url=f"https://harbour.example/{path}" if kind is SourceKind.PAGE else None,
        file=file,
        reading=Reading(text=file, runs=(Run(reading=0, length=len(file), file=0, file_length=len(file)),)),
        segments=tuple(segments),
    )


def _passages(document: Document) -> tuple[Passage, ...]:
    return tuple(_passage(document, segment) for segment in document.segments)


def _passage(document: Document, segment: Segment) -> Passage:
    text = document.file[segment.start : segment.end]
    sentences, at = [], 0
    for part in text.replace(". ", ".\n").split("\n"):
        start = text.index(part, at)
        at = start + len(part)
        copied = document.path == "ep002/page.md" and "siren" in part
        sentences.append(
            Sentence(
                text=part,
                search_text=written(part),
                start=segment.start + start,
                end=segment.start + at,
                speaker=segment.speaker,
                copy_of="ep002/transcript.txt" if copied else None,
            )
        )
    return Passage(
        id=f"{document.path}#{segment.start}-{segment.end}",
        path=document.path,
        kind=document.kind,
        title=document.title,
        episode=document.episode,
        published=document.published,
        speaker=segment.speaker,
        start=segment.start,
        end=segment.end,
        line=document.file.count("\n", 0, segment.start) + 1,
        text=text,
        search_text=written(text),
        sentences=tuple(sentences),
    )
