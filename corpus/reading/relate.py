"""Files that belong to one episode: what the page says of it holds for its transcript, outline, article and captions.

A folder is an episode when its name is an episode's, or when it holds at most one page, one outline and one
transcript. Elsewhere files belong together by the number that they or their names give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from corpus.clock import with_clock
from corpus.episodes import episode_in_name
from corpus.models import Document, Form, SourceKind
from corpus.reading.facts import EpisodeFacts
from corpus.reading.show import FileEntry

_SINGLE = (SourceKind.PAGE, SourceKind.OUTLINE, SourceKind.TRANSCRIPT)
_BY_TRUST = (SourceKind.PAGE, SourceKind.TRANSCRIPT, SourceKind.OUTLINE)


class Source(NamedTuple):
    """A file that was read: what it is, what it says of its episode, and what `show.toml` says of it."""

    path: str
    kind: SourceKind
    facts: EpisodeFacts
    entry: FileEntry


def relate(sources: Sequence[Source], documents: Iterable[Document], *, folder_name: str) -> Iterator[Document]:
    """The documents with episode, title, date, addresses, length and clock, in the same order.

    `documents` are those of `sources`, one by one; `folder_name` is the name of the folder that was given, for a folder
    that is itself one episode.
    """
    episodes = _episodes(sources, folder_name)
    by_episode: dict[str, list[Source]] = {}
    for source, episode in zip(sources, episodes, strict=True):
        if episode is not None:
            by_episode.setdefault(episode, []).append(source)
    for source, document, episode in zip(sources, documents, episodes, strict=True):
        yield _related(source, document, episode, by_episode.get(episode or "", [source]))


def _episodes(sources: Sequence[Source], folder_name: str) -> list[str | None]:
    """The episode of each source: what `show.toml` says, else its folder's, else its own."""
    folders: dict[str, list[Source]] = {}
    for source in sources:
        folders.setdefault(_folder(source.path), []).append(source)
    of_folder: dict[str, str | None] = {}
    taken: set[str] = set()
    for folder, members in folders.items():
        number = _of_folder(folder.rsplit("/", 1)[-1] if folder else folder_name, members)
        of_folder[folder] = number if number is None else _free(number, taken)
    own = _own_numbers([source for source in sources if of_folder[_folder(source.path)] is None], taken)
    return [source.entry.episode or _above(source.path, of_folder) or own.get(source.path) for source in sources]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _of_folder(name: str, members: Sequence[Source]) -> str | None:
    """The episode that a whole folder is, or None. A letter behind the number is the folder's to give."""
    kinds = [source.kind for source in members]
    named = episode_in_name(name)
    if any(kinds.count(kind) > 1 for kind in _SINGLE[: 1 if named else 3]):
        return None
    said = next((number for kind in _BY_TRUST for number in _numbers(members, kind)), None)
    if named and (said is None or named.rstrip("abcdefghijklmnopqrstuvwxyz") == said):
        return named
    if SourceKind.PAGE in kinds or not named:
        return said
    return named


def _numbers(members: Iterable[Source], kind: SourceKind) -> list[str]:
    return [source.facts.number for source in members if source.kind is kind and source.facts.number]


def _free(number: str, taken: set[str]) -> str:
    """`number`, with the next free letter when another episode has it: 067, 067b."""
    candidates = (number, *(f"{number.rstrip('b')}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"))
    free = next((candidate for candidate in candidates if candidate not in taken), number)
    taken.add(free)
    return free


def _own_numbers(sources: Sequence[Source], taken: set[str]) -> dict[str, str]:
    """Numbers of files that share a folder with other episodes' files, from what they say or from their names."""
    own = {}
    for source in sources:
        path, kind = source.path, source.kind
        named = episode_in_name(path.rsplit("/", 1)[-1].rpartition(".")[0])
        number = source.facts.number or named if kind is SourceKind.PAGE else named or source.facts.number
        if number is not None:
            own[path] = _free(number, taken) if kind is SourceKind.PAGE else number
    return own


def _above(path: str, of_folder: dict[str, str | None]) -> str | None:
    """The episode of the nearest folder above a file that is one."""
    folder = _folder(path)
    while folder:
        if number := of_folder.get(folder):
            return number
        folder = _folder(folder)
    return of_folder.get("")


def _related(source: Source, document: Document, episode: str | None, group: Sequence[Source]) -> Document:
    """One document with what its page, or else its outline, says of the episode."""
    entry = source.entry
    changes: dict[str, Any] = {"episode": episode}
    said = [other.facts for kind in _BY_TRUST for other in group if other.kind is kind]
    if document.kind in _SINGLE:
        dated = [other.entry.date for other in group if other.kind in _SINGLE]
        changes["published"] = _first([*dated, *(fact.published for fact in said)])
        changes["url"] = _first(fact.url for fact in said)
        changes["video"] = _first(fact.video for fact in said)
        changes["duration_s"] = _first(fact.duration_s for fact in said if document.kind is not SourceKind.OUTLINE)
    if document.kind is SourceKind.TRANSCRIPT:
        changes["title"] = _first([source.facts.title, *(fact.title for fact in said)]) or document.title
    overrides = {"title": entry.title, "published": entry.date, "url": entry.url, "video": entry.video}
    changes |= {key: value for key, value in overrides.items() if value is not None}
    document = document.model_copy(update={key: value for key, value in changes.items() if value is not None})
    return _clocked(document, said)


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value), None)


def _clocked(document: Document, said: Sequence[EpisodeFacts]) -> Document:
    """With times, where it was spoken on air and a length or chapters are known."""
    spoken = any(segment.form is Form.SPEECH for segment in document.segments)
    if document.kind not in (SourceKind.TRANSCRIPT, SourceKind.PAGE) or not spoken:
        return document
    chapters = _first(fact.chapters for fact in said) or ()
    return with_clock(document, chapters) if chapters or document.duration_s is not None else document
