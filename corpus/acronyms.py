"""Acronyms that captions mis-heard: one rhyming letter off, or taken for a word and then spelled out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import jellyfish
from rapidfuzz import fuzz

from corpus.sentences import is_common_word
from corpus.vocabulary import Words, is_strange

_ACRONYM = re.compile(r"[A-Z]{2,6}")
_EXPLAINED = re.compile(r"\b([A-Z][a-z]{2,9}), ((?:[a-z][\w-]{0,20}[ ,]{1,2}){2,6})")
_RHYMES = ("BCDEGPTVZ", "AHJK", "MN", "FSX", "QUW", "IY")  # letters that are mistaken for each other when spelled
_RARER, _FAR_RARER = 2, 8  # times that the right acronym is more frequent, with and without a shared neighbour
_OFTEN = 3  # times that captions have to say an acronym themselves before it can be what was meant
_ALIKE = 80  # of 100, rapidfuzz's ratio of the letters


def by_letter(heard: Words, clean: Words) -> Iterator[tuple[str, str]]:
    """Strange acronyms one rhyming letter away from a more frequent one that has the same neighbour."""
    for word, singular, likely in _likely(heard, clean):
        beside = [right for right in likely if _share_neighbour(singular, right, heard, clean)]
        if len(beside) == 1:
            yield word, beside[0] + word[len(singular) :]


def by_frequency(heard: Words, clean: Words) -> Iterator[tuple[str, str]]:
    """Strange acronyms one rhyming letter away from a single far more frequent one, and from no other."""
    sure = dict(by_letter(heard, clean))
    for word, singular, likely in _likely(heard, clean):
        often = [right for right, count in likely.items() if count >= _FAR_RARER * heard.written[word]]
        if word not in sure and len(likely) == 1 and often and often[0] in clean.written:
            yield word, often[0] + word[len(singular) :]


def _likely(heard: Words, clean: Words) -> Iterator[tuple[str, str, dict[str, int]]]:
    """Each strange acronym as heard and in the singular, and the more frequent ones that it may stand for."""
    known = _acronyms(clean)
    known.update(
        {
            word: count
            for word, count in _acronyms(heard).items()
            if word in known or (count >= _OFTEN and not is_strange(word, clean))
        }
    )
    for word, count in heard.written.items():
        singular = word.removesuffix("s")
        if _ACRONYM.fullmatch(singular) and is_strange(singular, clean):
            likely = {r: often for r, often in known.items() if often >= _RARER * count and _rhymes(singular, r)}
            yield word, singular, likely


def _acronyms(text: Words) -> Counter[str]:
    """How often each acronym is used, its plural counted with it."""
    found: Counter[str] = Counter()
    for word, count in text.written.items():
        if _ACRONYM.fullmatch(word.removesuffix("s")):
            found[word.removesuffix("s")] += count
    return found


def _rhymes(one: str, other: str) -> bool:
    differing = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    return (
        len(one) == len(other) > 2
        and len(differing) == 1
        and any(differing[0][0] in group and differing[0][1] in group for group in _RHYMES)
    )


def _share_neighbour(one: str, other: str, heard: Words, clean: Words) -> bool:
    """Whether some word of its own stands beside both: "BRC pump", "VRC pump"."""
    return bool(_neighbours(one, heard) & (_neighbours(other, clean) | _neighbours(other, heard)))


def _neighbours(acronym: str, text: Words) -> set[tuple[str, str]]:
    forms = {acronym.casefold(), acronym.casefold() + "s"}
    after = {("after", second) for first, second in text.pairs if first in forms and len(second) > 3}
    return after | {("before", first) for first, second in text.pairs if second in forms and len(first) > 3}


def by_explanation(captions: Sequence[str], heard: Words, clean: Words) -> Iterator[tuple[str, str]]:
    """Strange words that the captions spell out: the initials of what follows sound the same."""
    for text in captions:
        for match in _EXPLAINED.finditer(text):
            acronym = _initials_that_sound(match[1], re.split(r"[\s,-]+", match[2].strip()))
            if acronym and is_strange(match[1], clean):
                yield from ((word, acronym) for word in heard.written if _is_form_of(word, match[1], heard, clean))


def _initials_that_sound(word: str, words: Sequence[str]) -> str | None:
    for count in range(3, min(len(words), 6) + 1):
        initials = "".join(one[:1] for one in words[:count]).upper()
        if jellyfish.metaphone(initials) == jellyfish.metaphone(word):
            return initials
    return None


def _is_form_of(word: str, explained: str, heard: Words, clean: Words) -> bool:
    """Whether the captions write the explained word so too: with the same sound, and as a name."""
    alike = jellyfish.metaphone(word) == jellyfish.metaphone(explained) and fuzz.ratio(word, explained) >= _ALIKE
    as_name = word[0].isupper() and heard.written[word] == heard.folded[word.casefold()]
    return alike and as_name and word.casefold() not in clean.folded and not is_common_word(word)
