"""Repairs of names that machine captions mis-heard, for searching: learned from the show's own text, never listed.

A word of the captions is suspect when neither ordinary English nor the show's clean text has it. It is repaired
when a name that does stand there sounds like it ("kitty wake" – Kittiwake), when it is an acronym one rhyming letter
away from one that stands beside the same word ("BRC", VRC), or when the captions spell it out themselves
("Sayle, scalable air lift" – SAL). What is shown stays as heard.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import jellyfish
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from corpus.acronyms import by_explanation, by_frequency, by_letter
from corpus.captions.people import full_names, same_sound
from corpus.models import Document, Frozen, SourceKind
from corpus.sentences import is_common_word
from corpus.vocabulary import Words, is_strange, read_words

_MOST_SUSPECTS, _MOST_NAMES = 3000, 8000
_ALIKE = 80  # of 100, rapidfuzz's ratio of the letters
_ALIKE_GIVEN = 60  # the same for names that somebody says may have been mis-heard
_SHORTEST = 5  # letters of a word that is compared by its letters
_CLEARLY = 5  # of 100: how much more alike the best name has to be than the next
_RARELY = 4  # times that a name has to be more frequent than two words that sound like it


class Glossary(Frozen):
    """Heard → meant, as `learn` found them. `guesses` are likely enough to be searched, not to be told to anybody."""

    repairs: Mapping[str, str] = {}
    guesses: Mapping[str, str] = {}

    def repair(self, text: str) -> str:
        """`text` with every mis-heard name as the show writes it."""
        return _replaced(text, self._repairs, self.repairs)

    def searched(self, text: str) -> str:
        """`text` repaired, and what else may have been meant before what was heard."""
        return _replaced(
            self.repair(text), self._guesses, {word: f"{meant} {word}" for word, meant in self.guesses.items()}
        )

    @cached_property
    def _repairs(self) -> re.Pattern[str]:
        return _any_of(self.repairs)

    @cached_property
    def _guesses(self) -> re.Pattern[str]:
        return _any_of(self.guesses)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words as a whole, the longest first; of none, nothing."""
    choice = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"\b(?:{choice})(?!\w)" if choice else r"(?!)")


def _replaced(text: str, pattern: re.Pattern[str], meant: Mapping[str, str]) -> str:
    return pattern.sub(lambda match: meant[match[0]], text)


def learn(documents: Sequence[Document], names: Sequence[str] = ()) -> Glossary:
    """The repairs for the captions among `documents`, from the others' text and `names`; empty without captions."""
    captions = [document.reading.text for document in documents if document.kind is SourceKind.CAPTIONS]
    if not captions:
        return Glossary()
    heard = read_words(captions)
    clean = read_words(document.reading.text for document in documents if document.kind is not SourceKind.CAPTIONS)
    repairs = {
        **dict(_people(documents)),
        **dict(_by_sound(heard, clean, names)),
        **dict(by_letter(heard, clean)),
        **dict(by_explanation(captions, heard, clean)),
    }
    return Glossary(repairs=repairs, guesses=dict(by_frequency(heard, clean)))


def _people(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """Who speaks in captions under a name that sounds like the one person's whom the show's clean text names."""
    heard: set[str] = set()
    written: Counter[str] = Counter()
    for document in documents:
        if document.kind is SourceKind.CAPTIONS:
            heard.update(segment.speaker for segment in document.segments if segment.speaker)
        else:
            written.update(full_names(document.reading.text))
    for name in heard - written.keys():
        alike = [full for full in written if same_sound(name, full)]
        if len(alike) == 1 and _clean_uses(name, documents) * _RARELY < written[alike[0]]:
            yield name, alike[0]


def _clean_uses(name: str, documents: Iterable[Document]) -> int:
    return sum(one.reading.text.count(name) for one in documents if one.kind is not SourceKind.CAPTIONS)


def _by_sound(heard: Words, clean: Words, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Strange words that sound like a name or two words, and pairs of words that sound like a name."""
    given, own, both = _lexicon(names), _lexicon(_names(clean)), _lexicon(_both(heard, clean))
    words = (word for word, _ in heard.written.most_common(_MOST_SUSPECTS) if word.isalpha())
    for suspect in (word for word in words if is_strange(word, clean)):
        letters = suspect.casefold()
        meant = given.same(letters, alike=_ALIKE_GIVEN) or own.nearly(letters)
        if not meant and suspect.islower():
            meant = both.names.get(letters) or both.same(letters)
        if meant:
            yield suspect, meant
    for one, other in heard.pairs:
        if min(len(one), len(other)) > 2 and f"{one}{other}".isalpha():
            meant = given.same(one + other) or own.same(one + other)
            if meant and clean.pairs[one, other] * _RARELY < max(clean.written[meant], 1):
                yield from ((f"{first} {last}", meant) for first in _cases(one) for last in _cases(other))


def _cases(word: str) -> tuple[str, str]:
    return word, word.capitalize()


class _Lexicon(NamedTuple):
    """Names under their letters (small, without spaces), and the letters under their sound."""

    names: dict[str, str]
    sounds: dict[str, list[str]]

    def same(self, letters: str, *, alike: int = _ALIKE) -> str | None:
        """The one name of the same sound whose letters are alike enough."""
        if len(letters) < _SHORTEST or letters in self.names:
            return None
        sounding = self.sounds.get(jellyfish.metaphone(letters), [])
        return self._clearest([(fuzz.ratio(letters, name), name) for name in sounding], alike)

    def nearly(self, letters: str) -> str | None:
        """The one name whose letters are alike and whose sound has at most one sound more, less or other."""
        if len(letters) < _SHORTEST or letters in self.names:
            return None
        found = process.extract(letters, self.names.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=3)
        close = [(score, name) for name, score, _ in found if _sounds_nearly(letters, name)]
        return self._clearest([(score, name) for score, name in close if not _same_stem(letters, name)], _ALIKE)

    def _clearest(self, scored: list[tuple[float, str]], alike: int) -> str | None:
        scored = sorted(((score, name) for score, name in scored if score >= alike), reverse=True)
        if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < _CLEARLY):
            return None
        return self.names[scored[0][1]]


def _lexicon(names: Iterable[str]) -> _Lexicon:
    by_letters = {name.replace(" ", "").casefold(): name for name in names if len(name) >= _SHORTEST}
    sounds: dict[str, list[str]] = defaultdict(list)
    for letters in by_letters:
        sounds[jellyfish.metaphone(letters)].append(letters)
    return _Lexicon(by_letters, sounds)


def _names(clean: Words) -> list[str]:
    """The names that the show writes, most frequent first."""
    return [word for word, _ in clean.written.most_common() if word.isalnum() and _is_name(word, clean)][:_MOST_NAMES]


def _is_name(word: str, clean: Words) -> bool:
    ordinary = is_common_word(word) or is_common_word(word.removesuffix("s"))
    as_name = clean.inside[word] > 0 or not word[1:].islower()  # no capital only because a sentence begins
    return word[0].isupper() and as_name and not ordinary and clean.written[word] * 2 > clean.folded[word.casefold()]


def _both(heard: Words, clean: Words) -> list[str]:
    """Two words that stand side by side, of some length each."""
    pairs = [*heard.pairs, *(pair for pair, _ in clean.pairs.most_common(4 * _MOST_NAMES))]
    return [f"{one} {other}" for one, other in pairs if len(one) > 3 and len(other) > 3]


def _sounds_nearly(heard: str, meant: str) -> bool:
    one, other = jellyfish.metaphone(heard), jellyfish.metaphone(meant)
    return one == other or (len(other) > 3 and one[-1:] == other[-1:] and Levenshtein.distance(one, other) == 1)


def _same_stem(heard: str, meant: str) -> bool:
    """Whether one is the other with an ending or a beginning: "scales" is no mis-heard "scale"."""
    short, long = sorted((heard, meant), key=len)
    return long.startswith(short) or short[: max(4, len(short) - 2)] == long[: max(4, len(short) - 2)]
