"""Captions hear words that sound like others: a word that only they have becomes the one that it sounds like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from corpus.claims.extract import Claim
from corpus.claims.words import sound, stem
from corpus.models import SourceKind

SHORTEST = 4  # letters; shorter words sound like too many others


def as_meant(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those of captions with words that sound like one word of the episode's other sources taken for it."""
    heard = {claim.episode for claim in claims if claim.source is SourceKind.CAPTIONS}
    clean = (claim for claim in claims if claim.source is not SourceKind.CAPTIONS and claim.episode in heard)
    vocabularies = _vocabularies(clean)
    return [
        _repaired(claim, vocabularies.get(claim.episode, {})) if claim.source is SourceKind.CAPTIONS else claim
        for claim in claims
    ]


def _vocabularies(claims: Iterable[Claim]) -> dict[str | None, dict[str, set[str]]]:
    """For each episode, the words of its clean sources by their sound."""
    found: dict[str | None, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        for word in (*claim.own, *claim.frame):
            found[claim.episode][sound(word)].add(word)
    return found


def _repaired(claim: Claim, vocabulary: dict[str, set[str]]) -> Claim:
    """A claim of captions with its words as they were probably meant."""
    changes = {word: meant for word in (*claim.own, *claim.frame) if (meant := _meant(word, vocabulary)) != word}
    if not changes:
        return claim
    quantity = claim.quantity
    if quantity is not None and quantity.unit and stem(quantity.unit) in changes:
        quantity = quantity.model_copy(update={"unit": changes[stem(quantity.unit)]})
    rings = {
        ring: tuple(changes.get(w, w) for w in words) for ring, words in (("own", claim.own), ("frame", claim.frame))
    }
    return claim.model_copy(update={**rings, "quantity": quantity})


def _meant(word: str, vocabulary: dict[str, set[str]]) -> str:
    alike = vocabulary.get(sound(word), set()) if len(word) >= SHORTEST else set()
    return next(iter(alike)) if len(alike) == 1 and word not in alike else word
