"""Whether a sentence says something: what only asks, repeats, or points elsewhere is no answer."""

from __future__ import annotations

import re

from chat.evidence import Candidate
from chat.intents import Intent
from chat.question import Question
from chat.wants import asks_yes_or_no
from chat.words import searched_terms
from corpus.models import Form, Sentence
from corpus.sentences import is_common_word

_ADDRESS = re.compile(r"\W*(?:[\w-]{1,30} ?){0,4}:?\s*https?://\S{1,500}\W*$")
_REFERENCES = re.compile(
    r"\W*(?:(?:key|related|further|more|full|primary|additional|official) )?"
    r"(?:resources|sources|references|links|reading|episodes|citations|bibliography|see also)\W*$",
    re.IGNORECASE,
)
_ASKS_FOR_ONE = re.compile(
    r"\b(?:links?|sources?|resources?|references?|read|urls?|reports?|articles?|papers?|posts?|books?|find out)\b",
    re.IGNORECASE,
)
_LITTLE = 2  # words


def states(question: Question, candidate: Candidate) -> bool:
    """Whether a candidate says something: a question does only when somebody says yes to it."""
    sentence = candidate.sentence
    if question.intent is Intent.FACT:
        if candidate.is_title and not question.about_episode:
            return False
        if set(searched_terms(sentence.search_text)) <= set(
            question.terms
        ):  # it only repeats what was asked, or says no
            tells_whether = asks_yes_or_no(question.text) and not candidate.asks
            return tells_whether or candidate.is_confirmed or candidate.is_quoted or bool(candidate.told_with)
    if _says_little(sentence.text) or sentence.form is Form.HEADING or points_elsewhere(question, sentence):
        return False
    return not candidate.asks or candidate.is_confirmed


def points_elsewhere(question: Question, sentence: Sentence) -> bool:
    """Whether a sentence is only where to read or hear more, and the question asks for no such thing."""
    elsewhere = bool(_ADDRESS.match(sentence.text)) or _is_reference(sentence)
    return elsewhere and not _ASKS_FOR_ONE.search(question.text)


def _says_little(text: str) -> bool:
    """Whether it is a word or two that name nothing: "Interesting.", "Good point."; "Rust." may answer."""
    words = text.split()
    return len(words) <= _LITTLE and all(word.isascii() and is_common_word(word.strip(".,!?…")) for word in words)


def _is_reference(sentence: Sentence) -> bool:
    """Whether it names what can be read or heard elsewhere, in a list of such."""
    return bool(sentence.section and _REFERENCES.match(sentence.section[-1]))
