"""Whether a question is plainly asked in another language than English, the one that everything here reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 4  # fewer may be names, or a phrase that the show itself uses
_LEAST_UNSPACED = 8  # letters, where words are not written apart
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u3040-\ud7ff]")  # Greek to the Indian scripts, Kana to Hangul
_UNSPACED = re.compile(rf"[\u3040-\u9fff]{{{_LEAST_UNSPACED}}}")
_ASKS = re.compile(r"[?？؟;]\s*$")

# Function words of English that are none in the languages below.
_ENGLISH = frozenset(
    """
    the and what how who which where when why did does are with about they this that were have from for to their you she
    his its it there been can could would should tell
    """.split()  # noqa: SIM905 - a list of words is read as words
)
# Of each language the words that ask and state, one of which has to be there, for articles and prepositions stand in
# names too, and "die", "war" and their like are English as well.
_OTHERS = (
    (
        "wer wie wo wann warum wieso weshalb welche welchen welcher welches wieviel woher wohin ist sind haben wurde "
        "wurden wird werden gibt nicht sagt heißt",
        "was der die das dem ein eine einen einem einer und oder über von mit für auf zu zum zur bei aus es hat war",
    ),
    (
        "qui que quoi quel quelle quels quelles où quand pourquoi combien sont était ont avec dans",
        "le la les un une du de des et est il elle ils nous vous sur par au aux ce cette se sa ses qu pas a fait",
    ),
    (
        "qué que quién quiénes quien quienes cuál cual cuáles cuales cómo dónde donde cuándo cuando cuánto cuanto "
        "cuánta cuanta cuántos cuantos cuántas cuantas fue está están",
        "el la los las un una de del y en con para se su sus por lo al es son hay como",
    ),
    (
        "quale quali quando perché perche quanto quanta quanti quante che sono è",
        "il lo la gli le un uno una di del della dei delle nel nella con per come non si su chi cosa dove ha",
    ),
    (
        "quem qual quais quando onde quanto quanta quantos quantas porque são foi está não",
        "o os um uma de do da dos das e em com para na se seu sua que como",
    ),
    (
        "wie waar wanneer waarom welke hoeveel zijn heeft hebben werd wordt niet",
        "wat hoe de het een en van met voor op te dat die ook uit naar er",
    ),
)
_LANGUAGES = tuple((frozenset(asking.split()), frozenset(other.split())) for asking, other in _OTHERS)


def in_another_language(question: str, passages: Iterable[str]) -> bool:
    """Whether a question is plainly in another language and what was found for it is in English.

    Never of a few words or names alone: rather some questions in other languages are not known for such.
    """
    return _is_of_another(question) and all(_is_english(text) for text in passages)


def _is_english(text: str) -> bool:
    return len(_ENGLISH.intersection(_WORD.findall(text.casefold()))) > 1


def _is_of_another(question: str) -> bool:
    words = _WORD.findall(question)
    folded = {word.casefold() for word in words}
    if folded & _ENGLISH:
        return False
    if len(_OTHER_SCRIPT.findall(question)) > len("".join(words)) / 2:
        return bool(_ASKS.search(question)) and (len(words) >= _LEAST_WORDS or bool(_UNSPACED.search(question)))
    small = {word.casefold() for at, word in enumerate(words) if at == 0 or word.islower()}
    return len(words) >= _LEAST_WORDS and any(
        asking & small and len((asking | other) & small) > 1 for asking, other in _LANGUAGES
    )
