"""Questions that are put in the material itself, and what replies to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from chat.words import any_of
from corpus.models import Sentence

_ASKS = any_of(
    r"^\W*(?:\w+[,—]? ){0,3}(?:tell|remind) (?:us|me|them|everyone|people|listeners)(?: again| briefly)?"
    r" (?:what|who|how|why|where|when|which)\b"
)
_ECHO = 4  # words
_REPLY = 3  # sentences after a question
_FAR = 0.4  # cosine up to which two sentences have little to do with each other


@lru_cache(maxsize=65536)
def asks(text: str) -> bool:
    """Whether a sentence asks: "How long is it?", "Tell them what a fid is."."""
    return text.rstrip("\"”' ").endswith("?") or bool(_ASKS.match(text))


def echoes(sentences: Sequence[Sentence], at: int, put: int) -> bool:
    """Whether a question only takes up the one put by somebody else just before it: "The oldest? That'd be …"."""
    here, before = sentences[at], sentences[at - 1]
    return at - 1 == put >= 0 and here.speaker != before.speaker and len(here.text.split()) <= _ECHO


def nearer_by_question(sentences: Sequence[Sentence], cosines: Sequence[float], at: int, put: int) -> float:
    """How much nearer to the listener's question the one is, put by somebody else at `put`, that a sentence replies to.

    `cosines` are those of the last `sentences`.
    """
    if not 0 < at - put <= _REPLY or sentences[at].speaker == sentences[put].speaker:
        return 0.0
    question, reply = (cosines[n - len(sentences)] for n in (put, at))
    return max(0.0, question - max(reply, _FAR))
