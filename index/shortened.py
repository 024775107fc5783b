"""Names of several words, known by most of their words, and what the material calls them for short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

_MOST = 0.6  # of a name's words, and two at least: "Google's cloud" is Google Cloud Platform


class ShortNames:
    """Abbreviations and what they stand for."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are pairs of an abbreviation and a name in small letters."""
        self._names = [(short, frozenset(map(_plain, name.split()))) for short, name in names]
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, words) in enumerate(self._names):
            for word in words:
                self._with_word[word].append(number)

    def among(self, words: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """The abbreviations of names that `words` hold most of, each with the ones that do, as they are given.

        One that is there itself is left out.
        """
        given = {_plain(word): word for word in words}
        held: dict[int, set[str]] = defaultdict(set)
        for plain, word in given.items():
            for number in self._with_word.get(plain, ()):
                held[number].add(word)
        found = ((*self._names[number], frozenset(some)) for number, some in held.items())
        return {
            short: some
            for short, name, some in found
            if len(some) >= max(2, _MOST * len(name)) and _plain(short) not in given
        }


def _plain(word: str) -> str:
    """A word without case, possessive and plural. No stem: an engine is no engineer."""
    folded = word.casefold()
    return folded.removesuffix("'s").removesuffix("’s").removesuffix("s")
