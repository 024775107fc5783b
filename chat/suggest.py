"""Questions worth asking next: those the hosts themselves asked, and the names that stand beside what was quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, zip_longest

from chat.words import terms
from corpus.models import Form, Passage, SourceKind

_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|he|she|his|her|that|this|these|those|there|here|you|your|i|we|our|us|right|so)\b",
    re.I,
)
_ASKS = re.compile(
    r"^(?:what|how|why|when|where|which|who|do|does|did|is|are|can|will|should) (?!from\b|about\b)", re.IGNORECASE
)
_HAS_NAME = re.compile(r"(?<=[a-z,] )[A-Z]")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+(?: (?:of |de |van )?[A-Z][\w’'-]+){1,3}")


def suggestions(
    passages: Iterable[Passage], *, rarity: Callable[[str], float], top: int = 4, beside: str = ""
) -> tuple[str, ...]:
    """Questions that the passages answer: in turn the hosts' own, and for names that `beside` does not have.

    A host's question counts when it stands alone and somebody else speaks next in its passage; those with a
    name in them go first. Within each sort the one with the rarest words comes first; ties go by the text.
    """
    kept = list(passages)
    known = set(terms(beside))
    asked = _best((text for passage in kept for text in _questions(passage)), rarity)
    asked.sort(key=lambda text: not _HAS_NAME.search(text))
    named = _best((name for passage in kept for name in _names(passage) if not known & set(terms(name))), rarity)
    about = (f"What do we know about {name}?" for name in named)
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
        ):
            yield text


def _names(passage: Passage) -> Iterator[str]:
    for sentence in passage.sentences:
        if sentence.form in (Form.SPEECH, Form.PROSE):
            yield from _NAME.findall(sentence.text)
