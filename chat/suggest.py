"""Questions worth asking next: those the hosts themselves asked, and the names that stand beside what was quoted."""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, zip_longest

from chat.words import terms
from corpus.models import Form, Passage, SourceKind
from corpus.numbers.moments import MONTHS
from corpus.sentences import is_common_word

_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|he|she|his|her|that|this|these|those|there|here|you|your|i|we|our|us|right|so|else|next)\b"
    r"|[\"“”]|\b[A-Z] [A-Z]\b",  # a quotation hangs on what was said; "B G P" is written for a voice
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:what|how|why|when|where|which|who|do|does|did|is|are|can|will|should) (?!from\b|about\b)", re.IGNORECASE
)
_HAS_NAME = re.compile(r"(?<=[a-z,] )[A-Z]")
_CAPITAL = r"[A-Z][\w-]+"
_CAPITALS = re.compile(rf"{_CAPITAL}(?:(?: (?:of|de|van|von|the|an?)){{0,2}} {_CAPITAL})*")
_NAME = re.compile(rf"{_CAPITAL}(?: (?:of |de |van |von )?{_CAPITAL}){{0,3}}")  # "What the Wind Costs" is a title
_INSIDE = re.compile(r"[a-z,;] $")
# Half of a name of two: "Aldous & Sons", "Quill and Daughter of Leeds".
_OF_TWO_AFTER = re.compile(r" (?:& |and (?:Sons?|Daughters?|Co)\b)")
_KIN = ("Son", "Sons", "Daughter", "Daughters")
_RANKS = ("first", "second", "third", "fourth")  # "the Second World War" is told with its article, others are not names
# What is of a people, a land or a time says what sort a thing is: "a Victorian house", "Japanese paper".
_OF_A_SORT = re.compile(r"(?:ian|ese|ish|can|man|ean|ench|utch|eek|elsh)s?$")
_NO_NAME = frozenset(f"{day.casefold()}{s}" for day in day_name for s in ("", "s")) | frozenset(MONTHS)
_TOPICS = 3  # words that carry a subject: a question with no name in it needs so many to be understood by itself


def suggestions(
    passages: Iterable[Passage], *, rarity: Callable[[str], float], top: int = 4, beside: str = ""
) -> tuple[str, ...]:
    """Questions that the passages answer: in turn the hosts' own, and for names that `beside` does not have.

    A host's question counts when it stands alone and somebody else speaks next in its passage; those with a
    name in them go first, and names of several words. Within each sort the one with the rarest words comes first;
    ties go by the text.
    """
    kept = list(passages)
    known = set(terms(beside))
    asked = _best((text for passage in kept for text in _questions(passage)), rarity)
    asked.sort(key=lambda text: not _HAS_NAME.search(text))
    names = [name for passage in kept for name in _names(passage) if not known & set(terms(name))]
    whole = _best((name for name in names if " " in name), rarity)
    parts = {part for name in whole for part in name.split()}
    single = _best((name for name in names if " " not in name and name not in parts), rarity)
    about = (*map("What do we know about {}?".format, whole), *map("Where does the show mention {}?".format, single))
    new = (text for text in _in_turn(asked, about) if not known or set(terms(text)) - known)
    return tuple(dict.fromkeys(new))[:top]


def _in_turn(first: Iterable[str], second: Iterable[str]) -> Iterator[str]:
    return filter(None, chain.from_iterable(zip_longest(first, second)))


def _best(texts: Iterable[str], rarity: Callable[[str], float]) -> list[str]:
    weights = {text: sum(sorted(map(rarity, terms(text)), reverse=True)[:2]) for text in dict.fromkeys(texts)}
    return sorted(weights, key=lambda text: (-weights[text], text))


def _questions(passage: Passage) -> Iterator[str]:
    if passage.kind is not SourceKind.TRANSCRIPT:
        return
    for asked, answer in zip(passage.sentences, passage.sentences[1:], strict=False):
        text = asked.text.strip()
        if (
            text.endswith("?")
            and answer.speaker != asked.speaker
            and 5 <= len(text.split()) <= 16
            and _ASKS.match(text)
            and not _LEANS.search(text)
            and (_HAS_NAME.search(text) or len(terms(text)) >= _TOPICS)
        ):
            yield text


def _names(passage: Passage) -> Iterator[str]:
    """The names inside the sentences, whole; those of the speakers, and titles of things, are none."""
    speakers = {part for sentence in passage.sentences for part in (sentence.speaker or "").split()}
    for sentence in passage.sentences:
        if sentence.form in (Form.SPEECH, Form.PROSE):
            for run in _CAPITALS.finditer(sentence.text):
                name = run[0].removeprefix("The ")
                is_name = _NAME.fullmatch(name) and name not in speakers and name.casefold() not in _NO_NAME
                if is_name and _INSIDE.search(sentence.text[: run.start()]) and _is_worth_asking(sentence.text, run):
                    yield name


def _is_worth_asking(text: str, run: re.Match[str]) -> bool:
    """Whether a run of capitals names one thing by itself: no half of a name, no ordinary word, no sort of thing."""
    first, *further = run[0].removeprefix("The ").split()
    if _OF_TWO_AFTER.match(text, run.end()) or first in _KIN or first.casefold() in _RANKS:
        return False
    return bool(further) or not (is_common_word(first) or "-" in first or _OF_A_SORT.search(first))
