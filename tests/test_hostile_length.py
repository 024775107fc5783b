"""Long and hostile text is read to its end, in a time that grows as its length does.

What never ends is stopped by the run's own limit; how time grows is measured with `make bench`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from chat.defined import Defined
from chat.llm.evidenced import evidence_of
from chat.llm.marks import LONGEST_SENTENCE, Said, sentences
from chat.llm.verify import check
from chat.memory.follow_up import stand_alone
from chat.models import Message
from corpus.clock import with_clock
from corpus.sentences import split_sentences
from tests.kestrel import ON_AIR
from tests.test_chat_lookup import found
from tests.test_corpus_clock import make_script
from tests.test_corpus_glossary import learned

Work = Callable[[int], object]  # on about so many characters


def repeated(read: Callable[[str], object], piece: str) -> Work:
    """Something that reads a text, on one that repeats a piece."""
    return lambda characters: read(piece * (characters // len(piece)))


def replied(piece: str, size: int = 50) -> Work:
    """A model's reply that repeats a piece, arriving in pieces of that size."""
    return repeated(lambda text: list(sentences(text[at : at + size] for at in range(0, len(text), size))), piece)


def followed(piece: str) -> Work:
    """A question of the longest length after a long conversation."""

    def read(long: str) -> object:
        history = [Message(content=long), Message(role="assistant", content=long)] * 6
        return stand_alone(long[:1_000], history, names=lambda _: 1.0)

    return repeated(read, piece)


def heard(characters: int) -> object:
    """Captions of ever other words that are no names."""
    letters = "abcdefghij", "klmnoprstu"
    words = (f"zy{letters[0][i % 10]}q{letters[1][i // 10 % 10]}x{i % 97}, salt air" for i in range(characters // 20))
    return learned(" ".join(words))


def timed(characters: int) -> object:
    """A script of turns whose marks are never closed."""
    turn = '<break time="3s"/><break <break [pause|And on.'
    return with_clock(make_script(*[turn] * (characters // len(turn))), ())


REPLIES = (
    "[q1a2b", "((", "```\n", "<think>", "a. ", "- \n", "`a", "http://a", "** ", "[" * 50,
    "“a. ", '"a. ', "„“", "(see ", "“a [q1a2b] ", "<think></think>", "「a. ", "‹ ",
)  # fmt: skip
SENTENCES = ('"', "'a ", "“", '9" a', "“a", "Aa ", "Aa said ")
FOLLOW_UPS = ("the one ", "and ", "it, ", "a, ", "that ", "(((", "what about ", "- a\n", "A and ")
READ = (". ", "a.", "A. ", "x", '"', "?!", '." ', " ", "word ", ", ", "… ", "-", "1. ")
QUERIES = ('"', "a ", "4.", "four ")

WORKS: dict[str, Work] = {
    **{f"reply of {piece!r}": replied(piece) for piece in REPLIES},
    "reply in one piece": replied("“a. ", 1_000_000),
    "thoughts": lambda n: list(sentences(["<think>", "so. " * n, "</think>It sank."])),
    **{f"follow-up of {piece!r}": followed(piece) for piece in FOLLOW_UPS},
    **{f"text of {unit!r}": repeated(split_sentences, unit) for unit in READ},
    **{f"query of {word!r}": repeated(found, word) for word in QUERIES},
    "definition": lambda n: Defined("windlass").in_("windlass, " * (n // 10) + "(" * n),
    "captions": heard,
    "script": timed,
}
works = pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)


@works
def test_hostile_text_is_read_to_its_end(work: Work) -> None:
    work(10_000)


@pytest.mark.parametrize("piece", SENTENCES)
def test_a_hostile_sentence_of_a_model_is_checked_to_its_end(piece: str) -> None:
    text = (piece * LONGEST_SENTENCE)[:LONGEST_SENTENCE]
    check(Said(text=text, keys=("q1a2b",)), {"q1a2b": evidence_of(ON_AIR)})


@pytest.mark.bench
@works
def test_time_grows_as_the_length_does(work: Work) -> None:
    def seconds(characters: int) -> float:
        best = float("inf")
        gc.freeze()  # what hundreds of other tests have left is not to be looked through for garbage
        for _ in range(3):
            started = time.process_time()
            work(characters)
            best = min(best, time.process_time() - started)
        gc.unfreeze()
        return best

    assert seconds(40_000) < 3 * max(0.05, seconds(20_000))
