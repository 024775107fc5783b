"""What is said close by a value, in running text: other numbers, and whether the value is taken back at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.claims.words import stem
from corpus.models import Form, Sentence
from corpus.numbers.numeral import NUMBER_WORDS, NumeralRole
from corpus.numbers.numerals import numerals
from corpus.numbers.quantities import quantities

BEFORE, AFTER = 1, 2  # sentences
_SMALLEST = 3  # without what it counts: "one of them", "for two"
_A_NUMBER = rf"(?:an? |about )?(?:\d|(?:{'|'.join(sorted(NUMBER_WORDS))})\b)"
_TAKEN_BACK = re.compile(
    rf"\b(?:sorry|scratch that|make that|i misspoke|i mean,? (?:not\b|{_A_NUMBER})|correction|"
    r"no,? (?:wait|hang on|hold on)|"
    r"is(?:n['’]t| not) (?:true|right|so|quite right)|not true|it isn['’]t(?=\W*$|[.,;!?])|"
    r"(?:a|the) wrong (?:way round|number|figure)|(?:nought|zero|digit)s? too many|"
    r"(?:that['’]s|is|was) (?:wrong|nonsense|a myth|a legend|a mistake|a typo))\b",
    re.I,
)

_MARKS = ('"', "“", "”")

Said = tuple[tuple[float, str], ...]  # each number as it is said, with the key of what it counts, if anything


def numbers_beside(sentences: Sequence[Sentence], position: int) -> Said:
    """The numbers of a sentence of speech and of those around it; of print those of the sentence that count nothing by
    their own words ("it held 25 people, and holds 18 now"); of a table none, whose cells are of different things."""
    if sentences[position].form is Form.ROW:
        return ()
    if sentences[position].form is not Form.SPEECH:
        return tuple(said for said in _numbers(sentences[position].text) if not said[1])
    near = sentences[max(0, position - BEFORE) : position + 1 + AFTER]
    return tuple(dict.fromkeys(said for sentence in near for said in _numbers(sentence.text)))


def is_taken_back(sentences: Sequence[Sentence], position: int) -> bool:
    """Whether a sentence of speech, or the one after it, takes back what it says."""
    if sentences[position].form is not Form.SPEECH:
        return False
    return any(_TAKEN_BACK.search(sentence.text) for sentence in sentences[position : position + 2])


def is_sample(sentences: Sequence[Sentence], position: int) -> bool:
    """Whether a sentence of speech stands in words that somebody might say, a whole turn: "We saved 40 %. …"."""
    sentence = sentences[position]
    first = position
    while first and sentences[first - 1].speaker == sentence.speaker and sentences[first - 1].form is sentence.form:
        first -= 1
    if sentence.form is not Form.SPEECH or not sentences[first].text.startswith(_MARKS):
        return False
    return not any(sentences[n].text.rstrip(".").endswith(_MARKS) for n in range(max(first - 1, 0), position))


@lru_cache(maxsize=256)  # of each sentence four sentences ask
def _numbers(text: str) -> Said:
    units = [(quantity.start, quantity.end, quantity.unit) for quantity in quantities(text)]
    found = []
    for number in numerals(text):
        unit = next((name for start, end, name in units if start <= number.start < end), "")
        if number.role is NumeralRole.CARDINAL and (unit or number.value >= _SMALLEST):
            found.append((number.value, stem(unit) if unit else ""))
    return tuple(found)
