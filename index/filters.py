"""Filters as a person writes them → rows that may answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches

import numpy as np

from corpus.episodes import episode_id
from corpus.letters import plain
from corpus.models import SourceKind
from index.arrays import Mask
from index.columns import Rows
from index.errors import UnknownFilterValue
from index.models import EVERYTHING, Filters, Manifest

_NAMED_AT_MOST = 5  # valid values that an error names


def resolve(filters: Filters, manifest: Manifest) -> Filters:
    """The same filters with speakers as they are spelled in the index and episodes by their ids.

    Names match without regard to case and accents, and by one of their words alone when only one speaker has it. Raises
    `UnknownFilterValue` with the closest valid values.
    """
    if filters == EVERYTHING:
        return filters
    episodes = sorted({source.episode for source in manifest.sources if source.episode})
    kinds = sorted({source.kind.value for source in manifest.sources})
    return Filters(
        kind=tuple(SourceKind(_resolved("kind", kind.value, kinds)) for kind in filters.kind),
        speaker=tuple(_resolved("speaker", name, manifest.speakers, _same_name) for name in filters.speaker),
        episode=tuple(_resolved("episode", name, episodes, _same_episode) for name in filters.episode),
    )


def allowed_by(filters: Filters, manifest: Manifest, rows: Rows) -> tuple[Mask, Mask | None]:
    """Which passages may answer, given resolved filters, and which sentences when not all of theirs may.

    A passage that repeats another source word for word is left out where that source may answer itself.
    """
    sources = np.array(
        [
            (not filters.kind or source.kind in filters.kind)
            and (not filters.episode or source.episode in filters.episode)
            for source in manifest.sources
        ],
        dtype=bool,
    )
    allowed: Mask = sources[rows.source]
    is_copy = rows.copy_of >= 0
    allowed[is_copy] &= ~sources[rows.copy_of[is_copy]]
    if not filters.speaker:
        return allowed, None
    quotable = np.isin(rows.speaker, [manifest.speakers.index(name) for name in filters.speaker])
    return allowed & np.logical_or.reduceat(quotable, rows.sentence_starts[:-1]), quotable


def _resolved(
    field: str, written: str, valid: Sequence[str], matches: Callable[[str, str], bool] = lambda written, value: False
) -> str:
    """The one of `valid` that is written so but for case and accents, or else the one that `matches`."""
    same = [value for value in valid if plain(value) == plain(written.strip())]
    found = same or [value for value in valid if matches(written, value)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownFilterValue(f"{field} {written!r} may mean {_listed(found)}; write one of them in full.")
    raise UnknownFilterValue(f"{field} {written!r} is not in this index; {_suggestion(written, valid)}")


def _suggestion(written: str, valid: Sequence[str]) -> str:
    by_fold = {plain(value): value for value in valid}
    close = [by_fold[fold] for fold in get_close_matches(plain(written), by_fold, n=_NAMED_AT_MOST, cutoff=0.4)]
    if close or not valid:
        return f"did you mean {_listed(close)}?" if close else "it has none at all."
    return f"it has {_listed(valid)}."


def _listed(values: Sequence[str]) -> str:
    shown = ", ".join(values[:_NAMED_AT_MOST])
    return shown if len(values) <= _NAMED_AT_MOST else f"{shown} and {len(values) - _NAMED_AT_MOST} more"


def _same_name(written: str, value: str) -> bool:
    words = set(plain(value).split())
    return bool(written.split()) and set(plain(written).split()) <= words


def _same_episode(written: str, value: str) -> bool:
    return episode_id(written) == value
