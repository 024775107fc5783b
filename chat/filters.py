"""Filters as a person or a program writes them: one reading for every door."""

from __future__ import annotations

from chat.asked import clean_text
from corpus.episodes import episode_id
from corpus.models import SourceKind
from index.errors import UnknownFilterValue
from index.models import Filters

_SHOWN = 40  # characters of a value that an error repeats


def read_filters(*, kind: object = None, speaker: object = None, episode: object = None) -> Filters:
    """Filters from a value or several of each, episodes by number however written; None and empty text are none.

    Raises `UnknownFilterValue`, which names the filter, for what cannot be one.
    """
    return Filters(
        kind=tuple(map(_kind, _values("kind", kind))),
        speaker=tuple(_values("speaker", speaker)),
        episode=tuple(map(_episode, _values("episode", episode))),
    )


def _values(name: str, written: object) -> list[str]:
    values = written if isinstance(written, (list, tuple)) else [] if written is None else [written]
    for value in values:
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            raise UnknownFilterValue(f"{name} {repr(value)[:_SHOWN]} is neither text nor a whole number.")
    cleaned = [(value, clean_text(value)) for value in map(str, values) if value.strip()]
    for value, text in cleaned:
        if not text:  # left out, it would let everything answer
            raise UnknownFilterValue(f"{name} {value[:_SHOWN]!a} has nothing that can be read; write it anew.")
    return [text for _, text in cleaned]


def _kind(written: str) -> SourceKind:
    try:
        return SourceKind(written.lower())
    except ValueError:
        raise UnknownFilterValue(f"kind {written[:_SHOWN]!r} is not one of {', '.join(SourceKind)}.") from None


def _episode(written: str) -> str:
    found = episode_id(written)
    if found is None:
        raise UnknownFilterValue(f"episode {written[:_SHOWN]!r} has no number; write it like 50, #50 or ep050.")
    return found
