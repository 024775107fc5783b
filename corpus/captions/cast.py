"""Who takes part in a talk: the names that were heard, and which of them are people who may speak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.captions.people import Mentions, is_name_alone, same_person, spelled

_MOST_PEOPLE = 200  # more than any talk has; keeps the comparing of names bounded


class Cast:
    """Every name that was heard, and the one name under which its bearer is known.

    A name is a person's when somebody introduced themselves by it or it was called out and looks like nothing
    else; a single word, or words of ordinary English, only when a second kind of sign has it too. `about` (the
    front matter) confirms names and their spelling, it gives none.
    """

    def __init__(self, heard: Sequence[Mentions], about: str) -> None:
        own = _distinct(said.self_name for said in heard)
        sure = _distinct(said.self_name for said in heard if said.sure)
        called = _distinct(name for said in heard for name in (*said.announced, *said.hinted))
        thanked = _distinct(said.thanked for said in heard)
        self._about = about
        self._full = sorted({name for name in (*sure, *called) if " " in name}, key=lambda name: (-len(name), name))
        self._found: dict[str, str] = {}
        backed = [*sure]
        backed += [name for name in called if is_name_alone(name) or _any_same(name, (*own, *thanked))]
        backed += [name for name in called if " " in name and (name in about or spelled(name, about) != name)]
        backed += [name for name in own if _any_same(name, (*called, *thanked))]
        self._known = frozenset(self._canonical(name) for name in backed)

    def find(self, name: str | None) -> str | None:
        """The known person of that name, or None when it is nobody who speaks here."""
        known = self._canonical(name) if name else None
        return known if known in self._known else None

    def _canonical(self, name: str) -> str:
        if name not in self._found:
            self._found[name] = self._full_name(name)
        return self._found[name]

    def _full_name(self, name: str) -> str:
        bearers = [full for full in self._full if same_person(name, full)]
        if " " not in name and len({full.split()[-1] for full in bearers}) > 1:
            return name  # two people share the first name
        return spelled(bearers[0] if bearers else name, self._about)


def _distinct(names: Iterable[str | None]) -> list[str]:
    """The names once each, no more than a talk has people."""
    return list(dict.fromkeys(name for name in names if name))[:_MOST_PEOPLE]


def _any_same(name: str, others: Sequence[str]) -> bool:
    return any(same_person(name, other) for other in others)
