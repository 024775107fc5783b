"""How sure an answer is, and when to say that the material does not say."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from chat.evidence import BY_FORM, FEATURES, Candidate
from chat.intents import Intent
from chat.models import Answer, Status
from chat.question import Question
from chat.turned import figure_given, is_turned
from chat.wants import Want
from chat.wording import ABSTENTION
from chat.words import UNSEEN, any_of, term_set

_HELD = 0.95  # the chance that very words that stand there are the ones looked for
ANSWER_FROM = 0.35  # below this chance of being right the material is taken not to answer
SURE_FROM = 0.65  # below it fewer than half of the answers are right (64 of 154), which a reader is told
_LOOKED_AT = 60  # candidates among which one that gives what is wanted is looked for
_TERMS = 8  # from so many words on, a question is as plain as can be
_FEW = 2  # so many terms are soon near to much
_UNBORNE = 3.5  # what it costs, in log-odds, when nothing near bears a follow-up's own words
_TURNED = 6.0  # the same, when the sentence says the opposite of what the question supposes
_BEARERS = 5  # sentences among which one that does is looked for
_PART_OF_A_WORD = 4  # letters from which a stem is known inside another word
_WHO = any_of(r"\bwho(?:m|se)?\b")
_UNTYPED = frozenset({Want.ANY, Want.PLACE, Want.REASON, Want.VERSION, Want.WORDS, Want.DEFINITION})
_LOOKING_UP = frozenset({Intent.MENTION, Intent.QUOTE, Intent.SPEAKER, Intent.EPISODE, Intent.LIST})
# A logistic model fitted by `tests/quality/fit_weights.py`. What a question asks for (an amount, a date, a name) has to
# be given by the best sentence, or else by a second one that is near, nearer than the material's sentences are to each
# other, and of things that are counted their own number. A name that the material never has speaks against an answer,
# and so do another year, and none of the names being near; questions for a person are answered by any sentence with a
# name, and so more often wrongly, "which tool" more often still, and those for what a thing is by any that has it; who
# looks something up in a named source, or by a named speaker, knows that it is there, and puts it in words that no
# sentence is near to.
_MODEL: Mapping[str, float] = {
    "bias": -2.7, "cosine": 3.4, "passage": 2.6, "covered": 3.7, "second": -1.4, "unknown_name": -2.0, "person": -1.3,
    "which": -1.2, "uncounted": -2.1, "name_missing": -1.3, "looked_up": 1.7, "terms": 4.2,
    "few": -0.45,
}  # fmt: skip

# A question that has an answer does not always get it: fitted to the share of questions whose answer gold supports.
_FLATTER, _LESS = 0.64, -0.52


def confidence(
    question: Question,
    candidates: Sequence[Candidate],
    *,
    rarity: Callable[[str], float],
    closeness: float,
) -> float:
    """The chance that the candidates answer the question, 0..1. They come best first.

    `closeness` is how near the material's sentences lie to each other: where all speak of one field, much is near.
    """
    values = evidence(question, candidates, rarity=rarity, closeness=closeness)
    if values is None:
        return 0.0
    if candidates[0].is_quoted:
        return _HELD
    weighed = sum(weight * values[name] for name, weight in _MODEL.items())
    weighed -= _UNBORNE * unborne(question.own, candidates, rarity=rarity)
    weighed -= _TURNED * turns_round(question, candidates[0])
    return 1.0 / (1.0 + math.exp(-(_FLATTER * weighed + _LESS)))


def is_unsure(answer: Answer) -> bool:
    """Whether an answer should be shown with `chat.wording.UNSURE` before it."""
    return answer.status is Status.ANSWERED and answer.confidence < SURE_FROM


def is_silence(answer: Answer) -> bool:
    """Whether the material was searched in vain; other abstentions are small talk, or say what there is not."""
    return answer.status is Status.ABSTAINED and (bool(answer.citations) or answer.answer == ABSTENTION)


def unborne(own: Sequence[str], candidates: Sequence[Candidate], *, rarity: Callable[[str], float]) -> float:
    """Which part of a follow-up's own words, by rarity, is near none of the best sentences: 0..1, 0 of none.

    What was carried over is always there, and so says nothing of "and what does it cost to paint it?".
    """
    weights = {term: max(rarity(term), 0.1) for term in own}
    borne = (
        sum(weight for term, weight in weights.items() if _is_near(term, candidate))
        for candidate in candidates[:_BEARERS]
    )
    return 1.0 - max(borne, default=0.0) / sum(weights.values()) if weights else 0.0


def turns_round(question: Question, first: Candidate) -> bool:
    """Whether the first sentence says the opposite of what a question supposes, or stands near another number."""
    figure = figure_given(question.text)
    if figure and figure not in first.near | term_set(first.passage.search_text):
        return True
    return is_turned(question.text, first.sentence.search_text)


def _is_near(term: str, candidate: Candidate) -> bool:
    """Whether a stem is near a sentence, or inside a longer word of its passage: "vote" in "upvotes"."""
    return term in candidate.near or (len(term) >= _PART_OF_A_WORD and term in candidate.passage.search_text.casefold())


def evidence(
    question: Question, candidates: Sequence[Candidate], *, rarity: Callable[[str], float], closeness: float
) -> dict[str, float] | None:
    """What speaks for an answer, by the names of the model's weights; None when no sentence gives what is wanted."""
    typed = question.want not in _UNTYPED
    giver = next((c for c in candidates[:_LOOKED_AT] if not typed or _feature(c, "gives")), None)
    if giver is None:
        return None
    unseen = rarity(UNSEEN)
    by_form = BY_FORM in (_feature(giver, "gives"), _feature(giver, "posted"))
    return {
        "bias": 1.0,
        "cosine": _feature(giver, "sentence_cosine") + _feature(giver, "replies") - closeness,
        "passage": _feature(giver, "passage_cosine"),
        "covered": _feature(giver, "context_coverage"),
        "second": float(giver is not candidates[0]),
        "unknown_name": float(
            any(rarity(name) >= unseen for name in question.names) or not set(question.years) <= giver.near
        ),
        "person": float(question.want in (Want.PERSON, Want.DEFINITION) and not by_form),
        "which": float(question.want is Want.PERSON and not by_form and not _WHO.search(question.text)),
        "uncounted": 1.0 - _feature(giver, "counts") if question.counted and not question.of_some else 0.0,
        "name_missing": float(bool(question.names) and not any(_is_near(name, giver) for name in question.names)),
        "looked_up": float(
            question.intent in _LOOKING_UP
            or bool(question.kinds or (question.speaker and question.of_words) or question.named)
            or by_form
        ),
        "terms": min(len(question.terms), _TERMS) / _TERMS,
        "few": float(len(question.terms) <= _FEW),
    }


def _feature(candidate: Candidate, name: str) -> float:
    return candidate.features[FEATURES.index(name)]
