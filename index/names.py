"""How the material writes names: what it calls them for short, and with which capitals."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.models import Form
from index.generation import Generation

_MOST = 0.6  # of a name's words, and two at least: "Google's cloud" is Google Cloud Platform
_PASSAGES = 16  # that are looked at, spread over all
_RUNNING = (Form.SPEECH, Form.PROSE)  # headings and labels capitalise anything


class ShortNames:
    """Abbreviations, and the names of several words that they stand for: known by most of these."""

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


def as_written(word: str, generation: Generation) -> str:
    """The form in which a name stands most often; "" for a word that also stands in small letters, or nowhere."""
    pattern = re.compile(rf"(?<![\w'’-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
    seen = Counter[str]()
    for text in _sentences(word, generation):
        found = pattern.findall(text)
        if any(form.islower() for form in found):
            return ""
        seen.update(found)
    return max(seen, key=lambda form: (seen[form], form), default="")


def _sentences(word: str, generation: Generation) -> Iterator[str]:
    rows = generation.keywords.rows(word)
    for row in rows[:: -(-len(rows) // _PASSAGES) or 1]:
        yield from (one.text for one in generation.passage(int(row)).sentences if one.form in _RUNNING)


def _plain(word: str) -> str:
    """A word without case, possessive and plural. No stem: an engine is no engineer."""
    folded = word.casefold()
    return folded.removesuffix("'s").removesuffix("’s").removesuffix("s")
