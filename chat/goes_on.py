"""How what somebody says goes on: through a slip that is put right, and across what the other one asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise

from chat.replies import asks
from chat.words import any_of, term_set
from corpus.models import Form, Passage, Sentence

_TAKES_BACK = any_of(
    r"^\W*(?:(?:oh|er|um|uh|ah|well|hmm?)\W+)?(?:"
    r"no\W+(?:wait|sorry|hang on|hold on)|(?:wait|hang on|hold on)(?=[,.;:!?…–—-])"
    r"|sorry, (?=not |no |it |it['’]s |that |that['’]s |i )|scratch that|strike that|correction[,:.]|make that"
    r"|or rather|(?:no\W+)?(?:i tell a lie|that (?:can['’]t be|isn['’]t|wasn['’]t|is not|was not) right|i misspoke"
    r"|(?:i['’]m|i am|i) (?:getting|got) (?:it|that) wrong|let me (?:correct|rephrase) (?:that|myself)))(?!\w)"
)
_FIGURE = re.compile(r"\d")
_RIGHTED_WITHIN = 4  # sentences from the slip
_LOOKED_AT = 12  # sentences
# It asks what comes, not whether one has heard right: "Nine?".
_LEADS_ON = any_of(
    r"^\W*(?:(?:and|so|but|then|well|ok|okay|oh|right)\b\W*){0,3}"
    r"(?:$|(?:what|where|who|when|why|how|which|did|do|does|is|are|was|were|has|have|had|can|could|will|would)\b)"
)
# It says that something comes: "There's one from Ada about the boat.", "We have an answer.", "The report came out."
_NEWS = r"(?:answers?|news|repl(?:y|ies)|results?|verdicts?|updates?|words?|letters?|stor(?:y|ies)|explanations?)"
_ANNOUNCES = any_of(
    r"\bthere(?:['’]s| is| was) (?:one|another)\b",
    rf"\b(?:there(?:['’]s| is| was| are)|here(?:['’]s| is)|ha(?:ve|s|d)|['’]ve|['’]s|got) (?:\w+ ){{0,3}}{_NEWS}\b",
    r"\b(?:came|come|comes|is|are) (?:in|out|back)\b",
    r"\bhere(?:['’]s| is) (?:what|how|why|the)\b|\b(?:i|we)['’]ll tell you\b|\bguess (?:what|who|how|where)\b",
)
_INTERJECTION = 5  # words
_ASIDE = 4  # words between two figures of the same thing
_OF_IT = any_of(r"\b(?:it|they|them)\b")
_SHORTENED = re.compile(r"['’](?:s|re|d|ll|ve)\b")
_PROMPT = 7  # words; a longer question is about something else
_REPLY_WORDS = 28  # of what is told of a reply
_APART = 100  # characters of the file between two passages of which one follows the other


def righted(sentences: Sequence[Sentence], told: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Some of `sentences`, with the slip that they put right and with what puts theirs right.

    "There were forty-two. No, hang on. Forty-seven." is told whole, whichever of it was chosen.
    """
    first, last = sentences.index(told[0]), sentences.index(told[-1])
    for at in range(first, max(first - _RIGHTED_WITHIN, 0), -1):
        if not _goes_on(sentences, at):
            break
        if _TAKES_BACK.match(sentences[at].text) and _right(sentences, at) >= first:
            first = at - 1
            break
    for at in range(first + 1, min(last + 2, len(sentences))):
        if _goes_on(sentences, at) and _TAKES_BACK.match(sentences[at].text):
            last = max(last, _right(sentences, at))
    return tuple(sentences[first : last + 1])


def _goes_on(sentences: Sequence[Sentence], at: int) -> bool:
    """Whether somebody speaks on at a place."""
    before, here = sentences[at - 1], sentences[at]
    return before.speaker == here.speaker and here.form is before.form is Form.SPEECH


def _right(sentences: Sequence[Sentence], at: int) -> int:
    """Where the sentence is that says it right, from the one at `at` that takes it back."""
    if not _FIGURE.search(sentences[at - 1].search_text):
        return at
    for later in range(at, min(at + _RIGHTED_WITHIN, len(sentences))):
        if not _goes_on(sentences, later):
            break
        if _FIGURE.search(sentences[later].search_text):
            return later
    return at


Said = tuple[Sentence, Passage]  # a sentence with the passage that holds it
Turn = list[Said]  # of one speaker


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody goes on to say when the other one asks for it, and what was asked."""

    sentences: tuple[Sentence, ...]
    passage: Passage
    asked: Sentence
    before: tuple[Sentence, ...]  # what is said up to the question


def taken_up(said: Sequence[Said], last: Sentence, *, about: frozenset[str], words: int, whether: bool) -> Reply | None:
    """What who says `last` replies to the other one's short question right behind it: "There's a corner." "Where?".

    `said` comes next. The question is about nothing but what was said or asked, whose stems are `about`, and the turn
    goes on for at most so many `words` up to it; what only announces may be met with a remark instead. Where somebody
    asks `whether`, the question may stand further on when it asks for the end: "And?".
    """
    turns = [list(turn) for _, turn in groupby(said, key=lambda each: each[0].speaker)]
    if not last.speaker or not turns:
        return None
    rest = turns.pop(0) if turns[0][0][0].speaker == last.speaker else []
    before = tuple(sentence for sentence, _ in rest)
    near = _words(rest) <= words
    about = about.union(*(term_set(sentence.search_text) for sentence in before))
    announced = bool(_ANNOUNCES.search((last, *before)[-1].text))
    for prompt, reply in pairwise(turns):
        speakers = prompt[0][0].speaker, reply[0][0].speaker
        if speakers[0] != last.speaker and speakers[1] == last.speaker:
            if near and (_leads_on(prompt, about) or (announced and _is_remark(prompt))):
                return Reply(_enough(reply), reply[0][1], prompt[-1][0], before)
            if whether and _leads_on(prompt, frozenset()):
                return Reply(_enough(reply), reply[0][1], prompt[-1][0], ())
        near = False
    return None


def _leads_on(prompt: Turn, about: frozenset[str]) -> bool:
    """Whether a turn is a short question that has no word but those of what it is about."""
    first = prompt[0][0].text
    asked = asks(prompt[-1][0].text) and bool(_LEADS_ON.match(first)) and _words(prompt) <= _PROMPT
    return asked and term_set(_SHORTENED.sub("", first)) <= about


def _is_remark(turn: Turn) -> bool:
    return _words(turn) <= _INTERJECTION and not asks(turn[-1][0].text)


def _words(turn: Turn) -> int:
    return sum(len(sentence.text.split()) for sentence, _ in turn)


def _enough(reply: Turn) -> tuple[Sentence, ...]:
    """The first sentences of a reply, all of one passage."""
    told, words = [reply[0][0]], len(reply[0][0].text.split())
    for sentence, passage in reply[1:]:
        words += len(sentence.text.split())
        if passage is not reply[0][1] or asks(sentence.text) or words > _REPLY_WORDS:
            break
        told.append(sentence)
    return tuple(told)


def follows(before: Passage, passage: Passage) -> bool:
    """Whether one passage goes on right behind another, a label or a mark between them."""
    return before.path == passage.path and 0 <= passage.start - before.end <= _APART


def said_after(passages: Sequence[Passage], passage: Passage, last: Sentence) -> list[Said]:
    """What comes next after a sentence of a passage, on into those of `passages` that follow it."""
    later = {each.id: each for each in passages if each.path == passage.path and each.start >= passage.start}
    run = [passage]
    for one, other in pairwise(sorted(later.values(), key=lambda each: each.start)):
        if not follows(one, other):
            break
        run.append(other)
    said = ((sentence, each) for each in run for sentence in each.sentences if sentence.start > last.start)
    return list(islice(said, _LOOKED_AT))


def figure_added(said: Sequence[Said], *, about: Iterable[str], words: int) -> list[Said]:
    """What comes next up to another figure of the same thing: "A third came back." "We weighed it. Now it's a tenth."

    `about` are stems of what is asked; nothing when that is not within so many `words`.
    """
    for count, (sentence, _) in enumerate(said[:2], 1):
        long = len(sentence.text.split())
        words -= long
        if _FIGURE.search(sentence.search_text) and words >= 0:
            of_it = _OF_IT.search(sentence.text) or not term_set(sentence.search_text).isdisjoint(about)
            return list(said[:count]) if of_it else []
        if long > _ASIDE:
            break
    return []
