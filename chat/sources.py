"""The sources in which a show or an episode tells of itself, and their sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chat.evidence import Candidate
from corpus.models import SourceKind
from index.models import SourceSummary
from index.search import Index

RECENT = 12  # newest sources in which a show is looked for that says what it is
_ORDER = (SourceKind.PAGE, SourceKind.TRANSCRIPT, SourceKind.OUTLINE, SourceKind.CAPTIONS, SourceKind.ARTICLE)
OF_EPISODE = _ORDER[:3]  # the episode itself


def sources_of(index: Index, episode: str | None) -> list[SourceSummary]:
    """The sources of an episode, or of all from the newest on; first those that tell most of themselves."""
    held = [source for source in index.sources() if episode is None or source.episode == episode]
    held.sort(key=lambda source: _ORDER.index(source.kind))
    return sorted(held, key=lambda source: source.episode or "", reverse=True)


def sentences_of(index: Index, source: SourceSummary) -> list[Candidate]:
    """Every sentence of a source, in order."""
    return [
        Candidate(sentence, passage, at, 0.0, ())
        for passage in index.passages(source.path)
        for at, sentence in enumerate(passage.sentences)
    ]


def recordings(sources: Sequence[SourceSummary]) -> list[SourceSummary]:
    """The newest of the sources that went on air, else of those in which somebody speaks."""
    aired = [source for source in sources if source.kind is SourceKind.TRANSCRIPT]
    return (aired or [source for source in sources if source.speakers])[:RECENT]


def hosts_of(index: Index) -> tuple[str, ...]:
    """Who speaks in half of the newest recordings of a show."""
    return voices(recordings(sources_of(index, None)))


def voices(spoken: Sequence[SourceSummary]) -> tuple[str, ...]:
    """Who speaks in half of the recordings: the hosts."""
    often = Counter(name for source in spoken for name in source.speakers)
    return tuple(name for name, times in often.items() if 2 * times >= len(spoken))
