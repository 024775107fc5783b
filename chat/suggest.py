"""Questions worth asking next: those the hosts themselves asked, and got an answer to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from chat.words import terms
from corpus.models import Passage, SourceKind

_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|he|she|his|her|that|this|these|those|there|here|you|your|i|we|our|us|right|so)\b",
    re.I,
)
_ASKS = re.compile(r"^(?:what|how|why|when|where|which|who|does|do|did|is|are|can|will|should)\b", re.I)


def suggestions(passages: Iterable[Passage], *, rarity: Callable[[str], float], top: int = 4) -> tuple[str, ...]:
    """The best of the hosts' own questions in the passages, one a passage, most specific first.

    A question counts when it stands alone and another sentence follows it in its passage: what the next
    speaker said. "Most specific" is the rarity of its rarest word.
    """
    found: dict[str, float] = {}
    for passage in passages:
        asked = max(_questions(passage), key=lambda text: _weight(text, rarity), default=None)
        if asked is not None:
            found.setdefault(asked, _weight(asked, rarity))
    return tuple(sorted(found, key=lambda text: (-found[text], text))[:top])


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


def _weight(text: str, rarity: Callable[[str], float]) -> float:
    return sum(sorted(map(rarity, terms(text)), reverse=True)[:2])
