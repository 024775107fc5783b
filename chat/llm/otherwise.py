"""Whether a model's sentence turns round what it cites: a denial, an opposite, another number or name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from chat.llm.foreign import MISHEARD
from chat.llm.framing import clauses, contrary, denials, last_clause, stated
from chat.llm.quoted import Stretch
from chat.paired import bare
from chat.words import tokens
from corpus.letters import UPPER
from corpus.models import Sentence

_RENAMED_COPY = 75  # likeness, 0..100, of a line and a sentence that has another of its names in a name's place
_COPY = 88  # the same, of a sentence and a line that it repeats but for a word
_SAME = 0.7  # share of a sentence's words in one line from which both speak of the same
_TOLD = 3  # subject words of a line's clause from which a sentence that has them all tells it
_STATING = 2  # subject words from which a clause states something by itself
_CUT = 2  # words from which a quotation states something

_CAPITAL = re.compile(rf"(?<=[\w,;:)] )[{UPPER}][\w’'-]{{2,}}")


def cuts_denial(own: str, stretches: Sequence[Stretch]) -> bool:
    """Whether a quotation leaves out, in front, the denial of its own clause, and the sentence around does not deny."""
    return not denials(own) and any(
        len(stretch.words.split()) >= _CUT and denials(last_clause(stretch.before)) for stretch in stretches
    )


def says_otherwise(text: str, sentences: Sequence[Sentence]) -> bool:
    """Whether a sentence turns round what its nearest lines say: an opposite, another number, a denial more or less."""
    lines = [sentence.search_text for sentence in sentences]
    if contrary(text, " ".join(lines)) or any(_altered(text, sentence) for sentence in sentences):
        return True
    said = _clauses_of(lines)
    told = clauses(bare(text))
    if all(len(stated(clause)) < _STATING for clause in told):
        told = [text]
    return any(_denied(clause, said) for clause in told)


def _altered(text: str, sentence: Sentence) -> bool:
    """Whether a sentence repeats another but for its denials, a number, or a name in place of another."""
    line = sentence.search_text
    alike = max(fuzz.ratio(text, line), fuzz.ratio(text, sentence.text))
    if alike < _COPY:
        return alike >= _RENAMED_COPY and _names_swapped(text, line)
    said, given = tokens(text), [*tokens(line), *tokens(sentence.text)]
    more = {word for word in said if word[0].isdigit()} - set(given)
    renamed = (_has_names_beyond(text, given) and _has_names_beyond(line, said)) or _names_swapped(text, line)
    return denials(text) != denials(line) or bool(more) or renamed


def _names_swapped(text: str, line: str) -> bool:
    """Whether a copy has one name once more and another once less: a name of the sentence in the place of another."""
    said, given = (Counter(part for name in _CAPITAL.findall(each) for part in tokens(name)) for each in (text, line))
    return bool(said - given) and bool(given - said) and set(said) <= set(given)


def _has_names_beyond(text: str, words: Sequence[str]) -> bool:
    """Whether a text has a name that is not among the words, nor sounds like one of them."""
    parts = {part for name in _CAPITAL.findall(text) for part in tokens(name)} - set(words)
    return any(all(fuzz.ratio(part, word) < MISHEARD for word in words) for part in parts)


def _denied(clause: str, said: Sequence[str]) -> bool:
    """Whether all that says the same of the same denies what `clause` asserts, or the other way round."""
    terms = stated(clause)
    if len(terms) < _STATING:  # too little to be told in part
        said = [other for other in said if stated(other) == terms]
    shares = [share(terms, stated(other)) for other in said]
    most = max(shares, default=0.0)
    if not terms or most < _SAME:
        return False
    nearest = [other for other, part in zip(said, shares, strict=True) if part == most]
    return all((denials(other) - denials(clause)) % 2 for other in nearest)


def tells_without_denial(text: str, sentences: Sequence[Sentence]) -> bool:
    """Whether all that a sentence tells in more words of its own, it tells without its denial, or with one more."""
    said = _clauses_of([sentence.search_text for sentence in sentences])
    return any(_told_without(clause, said) for clause in clauses(bare(text)))


def _told_without(clause: str, said: Sequence[str]) -> bool:
    terms = stated(clause)
    told = [other for other in said if len(stated(other)) >= _TOLD and stated(other) <= terms]
    most = max((len(stated(other)) for other in told), default=0)
    return bool(told) and all((denials(other) - denials(clause)) % 2 for other in told if len(stated(other)) == most)


def _clauses_of(lines: Sequence[str]) -> list[str]:
    return [clause for line in lines for clause in clauses(bare(line))]


def share(terms: frozenset[str], of: frozenset[str]) -> float:
    """Which part of the terms is there; all of none."""
    return len(terms & of) / len(terms) if terms else 1.0
