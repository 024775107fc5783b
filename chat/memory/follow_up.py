"""Follow-up + history → a question that stands alone. Rules, always on; no model.

A conversation is read turn by turn: what each question was about is remembered, and a question that points
back takes it over. A question that stands alone is left as it is, and the old topic is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.given import FULL_NAME
from chat.memory.answered import episodes_in, listed, names_in, told_of
from chat.memory.reference import Lean, Reference, reference
from chat.memory.rewrite import BEFORE_SUBJECT, rewritten
from chat.memory.topic import Phrase, Rarity, carried, phrases
from chat.memory.whole import asked_of_whole
from chat.models import Message
from chat.question import read_question
from chat.words import terms
from corpus.episodes import episode_id
from corpus.models import Frozen
from index.models import Filters

HISTORY_TOKENS = 1_500
HISTORY_MESSAGES = 12  # six turns
_TOPIC_PHRASES = 5
_MESSAGE_CHARACTERS = 2_000
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_ADDS = frozenset({Lean.POINTS, Lean.LOOSE, Lean.INSTEAD})  # its own words say what is asked of the topic
_PERSON = frozenset({"he", "him", "his", "she", "her", "hers"})
_MANY = re.compile(r"\b(?:they|them|their|theirs|those|these|ones?|others?)\b")
_OF_MANY = re.compile(r"\bof the\b")
_ASKS_WHO = re.compile(r"^\W*(?:who|which (?:person|man|woman)|whose)\b(?! (?:is|was|are|were)\b)", re.IGNORECASE)
_ASKS_WHICH = re.compile(r"^\W*(?:who|whose|which|what)\b", re.IGNORECASE)
# "Which yard built the Gull?", "What is the yard called that …?": the answer names what the next question is about.
_ASKS_FOR_NAME = re.compile(r"^\W*which\b|^\W*what\b.{1,120}\b(?:called|named)\b", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:say|says|said|according to|thinks?|claim(?:s|ed)?|quoted?)\b|^\W*(?:and|(?:what|how) about)\b", re.IGNORECASE
)


class StandAlone(Frozen):
    """A question as it is searched. An unchanged one has no filters here: its own words say what they say."""

    question: str
    changed: bool = False
    filters: Filters = Filters()  # named by earlier questions of this thread and still holding, or changed by this one
    topic: tuple[str, ...] = ()  # what it is about: carried to the next follow-up
    near: tuple[str, ...] = ()  # episodes that the answer before was taken from: it goes on about them, if they tell
    own: tuple[str, ...] = ()  # stems of what a follow-up itself is about: an answer has to be about that, too


class _Listener(Frozen):
    """What is known of the material while a conversation is read."""

    speakers: tuple[str, ...]
    rarity: Rarity | None


def stand_alone(
    question: str, history: Sequence[Message], *, speakers: Sequence[str] = (), names: Rarity | None = None
) -> StandAlone:
    """Rewrite a follow-up so that it can be searched by itself.

    `names` gives the rarity of a stem (as `chat.words.terms` has them) in the material: higher is rarer, greatest
    where the material does not have it. Without it, answers in the history lend nothing but the order of lists.
    Pure; about a millisecond for an ordinary conversation.
    """
    known = _Listener(speakers=tuple(speakers), rarity=names)
    before: StandAlone | None = None
    answer = ""
    for message in recent(history):
        if message.role == "assistant":
            answer = message.content
        elif message.content.strip():
            before, answer = _turn(message.content.strip(), before, answer, known), ""
    found = _turn(question, before, answer, known)
    return found if found.changed else found.model_copy(update={"filters": Filters()})


def recent(history: Sequence[Message], *, max_tokens: int = HISTORY_TOKENS) -> tuple[Message, ...]:
    """The newest messages within the budget, oldest first. A message too long by itself is cut."""
    kept: list[Message] = []
    left = max_tokens
    for message in reversed(history[-HISTORY_MESSAGES:]):
        text = message.content[:_MESSAGE_CHARACTERS]
        left -= token_bound(text)
        if left < 0:
            break
        kept.append(message if text == message.content else message.model_copy(update={"content": text}))
    return tuple(reversed(kept))


def token_bound(text: str) -> int:
    """About how many tokens a text has, never far too few: no vocabulary needs to be loaded to bound a history."""
    return sum(1 + len(word) // 4 for word in _WORD_OR_MARK.findall(text))


def _turn(question: str, before: StandAlone | None, answer: str, known: _Listener) -> StandAlone:
    whole = asked_of_whole(question, before.question, answer) if before else None
    if whole:
        return StandAlone(question=whole, changed=whole != question, filters=named_filters(whole, known.speakers))
    named = named_filters(question, known.speakers)
    lean = reference(question, speakers=known.speakers, topic=before.topic) if before else Reference(lean=Lean.ALONE)
    if before is None or lean.lean is Lean.ALONE:
        own = carried(question, speakers=known.speakers, rarity=known.rarity)
        return StandAlone(question=question, filters=named, topic=own)
    topic, lean = (_meant if lean.ordinal is None else _chosen)(question, lean, before, answer, known)
    text = rewritten(question, lean, earlier=before.question, topic=topic, speakers=known.speakers)
    return StandAlone(
        question=text,
        changed=text != question,
        filters=_merged(before.filters, named),
        topic=_next_topic(question, text, lean, topic, known),
        near=episodes_in(answer),
        own=_own(question, known.speakers) if lean.lean in _ADDS else (),
    )


def _own(question: str, speakers: Sequence[str]) -> tuple[str, ...]:
    words = (term for phrase in phrases(question, speakers=speakers) for term in terms(phrase.text))
    return tuple(dict.fromkeys(words))


def _chosen(
    question: str, found: Reference, before: StandAlone, answer: str, known: _Listener
) -> tuple[tuple[str, ...], Reference]:
    """The item of a list that an ordinal chooses; where no list was given, all that was asked before."""
    items = listed(answer, rarity=known.rarity) or (before.topic if len(before.topic) > 1 else ())
    if found.ordinal is not None and -len(items) <= found.ordinal < len(items):
        return (items[found.ordinal],), found
    return before.topic, Reference(lean=Lean.WHOLE)


def _meant(
    question: str, found: Reference, before: StandAlone, answer: str, known: _Listener
) -> tuple[tuple[str, ...], Reference]:
    """What a pointing word stands for: for many things, what the question before asked for comes first.

    Of a person who was asked for and whom no answer names, all that was asked before is kept.
    """
    word = question[found.start : found.end].casefold()
    asked = phrases(before.question, speakers=known.speakers)
    many = [phrase.text for phrase in asked if phrase.asked_for and not phrase.name] if _MANY.search(word) else []
    said = [phrase.text for phrase in asked] if word in ("those", "these") else []
    lent: tuple[str, ...] = ()
    if _OF_MANY.search(word):
        lent = tuple(listed(answer, rarity=known.rarity))
    elif _answer_names_it(word, before.question, asked):
        lent = names_in(answer, but=before.question, speakers=known.speakers, rarity=known.rarity)
    told = told_of(question, answer, but=before.question, rarity=known.rarity)
    topic = tuple(dict.fromkeys((*lent, *many, *before.topic, *said, *told)))[:_TOPIC_PHRASES]
    unnamed = word in _PERSON and not lent and _ASKS_WHO.match(before.question)
    return topic, Reference(lean=Lean.WHOLE) if unnamed else found


def _answer_names_it(word: str, before: str, asked: Sequence[Phrase]) -> bool:
    """Whether what a pointing word stands for is rather in the answer than in the question before."""
    if word in _PERSON:
        return not FULL_NAME.search(before)
    names = [phrase for phrase in asked if phrase.name]
    if not names:
        return bool(_ASKS_WHICH.match(before))
    return bool(_ASKS_FOR_NAME.match(before)) and not any(BEFORE_SUBJECT.search(before[: name.start]) for name in names)


def _next_topic(question: str, text: str, found: Reference, topic: Sequence[str], known: _Listener) -> tuple[str, ...]:
    """What the turn after this one is about: what was meant, and the names this one added."""
    if found.lean is Lean.INSTEAD:
        return carried(text, speakers=known.speakers, rarity=known.rarity)
    added = [phrase.text for phrase in phrases(question, speakers=known.speakers) if phrase.name]
    return tuple(dict.fromkeys((*topic, *added)))[:_TOPIC_PHRASES]


def named_filters(question: str, speakers: Sequence[str]) -> Filters:
    """The sources that a question names as those that should answer."""
    read = read_question(question, speakers=tuple(speakers))
    episode = episode_id(read.episode) if read.episode else None
    return Filters(
        kind=read.kinds,
        speaker=(read.speaker,) if read.speaker and _SAID.search(question) else (),
        episode=(episode,) if episode else (),
    )


def _merged(old: Filters, new: Filters) -> Filters:
    """Filters stick until changed: field by field, the newer wins."""
    return Filters(kind=new.kind or old.kind, speaker=new.speaker or old.speaker, episode=new.episode or old.episode)
