"""Follow-up + history → a question that stands alone. Rules, always on; no model.

A conversation is read turn by turn: what each question was about is remembered, and a question that points
back takes it over. A question that stands alone is left as it is, and the old topic is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.memory.answered import as_written, episodes_in, told_of
from chat.memory.people import People, asks_for_person, person_meant, with_person
from chat.memory.reference import HE, SHE, Lean, Reference, is_small_talk, points, reference
from chat.memory.rewrite import another_in_order, put, rewritten
from chat.memory.things import apart, chosen, meant
from chat.memory.topic import Known, Rarity, carried, phrases, topical
from chat.memory.whole import asked_of_whole
from chat.models import Message
from chat.question import read_question
from chat.words import term_set
from corpus.episodes import episode_id
from corpus.models import Frozen
from index.models import Filters

_HISTORY_TOKENS = 1_500
_HISTORY_MESSAGES = 12  # six turns
_TOPIC_PHRASES = 5
_MESSAGE_CHARACTERS = 2_000
_ONLY_WHO = re.compile(r"^\W*(?:(?:and|what about|how about)\W+)?(?:him|her|he|she)\W*$", re.IGNORECASE)
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_ENOUGH = frozenset({Lean.ALONE, Lean.LOOSE})  # needs nothing but whom it is about
_ADDS = frozenset({Lean.POINTS, Lean.LOOSE, Lean.INSTEAD})  # its own words say what is asked of the topic
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
    alone: str = ""  # the question without what was carried over, where it may well need nothing of that
    anywhere: bool = False  # that question names a thing, so that any episode may answer it
    typed: str = ""  # the question in the listener's own words
    people: People = People()  # whom he or she may stand for next


def stand_alone(
    question: str, history: Sequence[Message], *, speakers: Sequence[str] = (), names: Rarity | None = None
) -> StandAlone:
    """Rewrite a follow-up so that it can be searched by itself.

    `names` gives the rarity of a stem (as `chat.words.terms` has them) in the material: higher is rarer, greatest
    where the material does not have it. Without it, answers in the history lend nothing but the order of lists.
    Pure; about a millisecond for an ordinary conversation.
    """
    known = Known(speakers=tuple(speakers), rarity=names)
    before: StandAlone | None = None
    answer = ""
    talking = False
    for message in recent(history):
        if message.role == "assistant":
            answer = answer if talking else message.content
        elif message.content.strip():
            talking = is_small_talk(message.content)
            if not talking:
                before, answer = _turn(message.content.strip(), before, answer, known), ""
    if is_small_talk(question):
        return StandAlone(question=question)
    found = _turn(question, before, answer, known)
    return found if found.changed else found.model_copy(update={"filters": Filters()})


def recent(history: Sequence[Message], *, max_tokens: int = _HISTORY_TOKENS) -> tuple[Message, ...]:
    """The newest messages within the budget, oldest first. A message too long by itself is cut."""
    kept: list[Message] = []
    left = max_tokens
    for message in reversed(history[-_HISTORY_MESSAGES:]):
        text = message.content[:_MESSAGE_CHARACTERS]
        left -= token_bound(text)
        if left < 0:
            break
        kept.append(message if text == message.content else message.model_copy(update={"content": text}))
    return tuple(reversed(kept))


def token_bound(text: str) -> int:
    """About how many tokens a text has, never far too few: no vocabulary needs to be loaded to bound a history."""
    return sum(1 + len(word) // 4 for word in _WORD_OR_MARK.findall(text))


def _turn(question: str, before: StandAlone | None, answer: str, known: Known) -> StandAlone:
    if before is None:
        return _new(question, known)
    before = _as_answered(before, answer, known)
    whole = asked_of_whole(question, before.question, answer)
    if whole:
        within = _named_filters(whole, known.speakers)
        return StandAlone(question=whole, changed=whole != question, filters=within, people=before.people)
    text, people = _with_people(question, before, answer, known)
    before = before.model_copy(update={"people": people})
    lean = reference(text, speakers=known.speakers, topic=before.topic)
    if lean.lean is Lean.ALONE and text == question:
        return _new(question, known).model_copy(update={"people": people})
    only_named = text != question and lean.lean in _ENOUGH
    found = _named(text, before, known) if only_named else _leaning(text, lean, before, answer, known)
    filters = _merged(before.filters, _named_filters(text, known.speakers))
    return found.model_copy(
        update={"filters": filters, "near": episodes_in(answer), "typed": question, "people": people}
    )


def _new(question: str, known: Known) -> StandAlone:
    topic = carried(question, speakers=known.speakers, rarity=known.rarity)
    return StandAlone(question=question, filters=_named_filters(question, known.speakers), topic=topic, typed=question)


def _as_answered(before: StandAlone, answer: str, known: Known) -> StandAlone:
    """The turn before with its names as its answer writes them, and whom it spoke of."""
    texts = (before.question, before.typed, *before.topic)
    question, typed, *topic = as_written(texts, answer, speakers=known.speakers)
    people = before.people.after(typed, answer)
    return before.model_copy(update={"question": question, "typed": typed, "topic": tuple(topic), "people": people})


def _with_people(question: str, before: StandAlone, answer: str, known: Known) -> tuple[str, People]:
    """The question with whom "he" and "she" stand for, and who is spoken of now."""
    people = before.people
    for _ in (HE, SHE):
        found = reference(question, speakers=known.speakers, topic=before.topic)
        pronoun = question[found.start : found.end].casefold()
        if pronoun not in HE | SHE:
            break
        both = all(family & set(question.casefold().split()) for family in (HE, SHE))
        name = people.called(pronoun) if both else ""
        name = name or person_meant(pronoun, people, before.question, answer, known)
        if not name:
            break
        question, people = with_person(question, pronoun, name), people.calling(pronoun, name)
    return question, people


def _named(question: str, before: StandAlone, known: Known) -> StandAlone:
    """A follow-up that needed nothing but somebody's name."""
    own = topical(question, speakers=known.speakers)
    return StandAlone(
        question=put(question),
        changed=True,
        topic=_own_things(question, known) or before.topic,
        own=tuple(term for term in own if term not in term_set(before.people.last)),
    )


def _leaning(question: str, lean: Reference, before: StandAlone, answer: str, known: Known) -> StandAlone:
    if lean.lean is Lean.AGAIN:
        return before.model_copy(update={"changed": True})
    if _ONLY_WHO.match(question):
        return StandAlone(question=question, topic=before.topic)
    if lean.ordinal is not None and (other := another_in_order(question[lean.start : lean.end], before.question)):
        return StandAlone(question=put(other), changed=True, topic=before.topic)
    topic, lean = _meant(question, lean, before, answer, known)
    is_of_person = bool(before.people.last) and before.people.last in question
    if lean.lean is Lean.POINTS and is_of_person and not topic:
        return StandAlone(question=put(question), changed=True)  # "How long has Orla been doing it?"
    told = told_of(question, answer, but=before.question, rarity=known.rarity)
    text = rewritten(
        question, lean, earlier=before.question, topic=apart((*topic, *told))[:_TOPIC_PHRASES], speakers=known.speakers
    )
    return StandAlone(
        question=text,
        changed=True,
        topic=_next_topic(question, text, lean, topic, known),
        own=topical(question, speakers=known.speakers) if lean.lean in _ADDS else (),
        alone=put(question) if lean.lean is Lean.LOOSE and not points(question) else "",
        anywhere=bool(phrases(question, speakers=known.speakers)),
    )


def _meant(
    question: str, lean: Reference, before: StandAlone, answer: str, known: Known
) -> tuple[tuple[str, ...], Reference]:
    """What is meant; all that was asked before where no list has the item, or no answer names the person asked for."""
    word = question[lean.start : lean.end].casefold()
    topic, unknown = before.topic, word in HE | SHE and asks_for_person(before.question)
    if lean.ordinal is not None:
        topic = chosen(lean.ordinal, before.topic, answer, known)
        unknown = not topic
    elif word not in HE | SHE:  # who was called "he" is not "it"
        people = (before.people.he, before.people.she)
        topic = tuple(text for text in topic if text.casefold() not in {name.casefold() for name in people})
        known = known.model_copy(update={"speakers": (*known.speakers, *people)})
    if lean.ordinal is None:
        topic = meant(word, before.question, topic, answer, known)
    return topic, Reference(lean=Lean.WHOLE) if unknown else lean


def _own_things(question: str, known: Known) -> tuple[str, ...]:
    """What a follow-up brings up itself, by name or as "the …", "a …": what it wants to know is none of it."""
    found = phrases(question, speakers=known.speakers)
    return tuple(p.article + p.text for p in found if not p.asked_for and (p.name or p.article))


def _next_topic(question: str, text: str, found: Reference, topic: Sequence[str], known: Known) -> tuple[str, ...]:
    """What the turn after this one is about: what was meant, and the names this one added."""
    if found.lean is Lean.INSTEAD:
        return carried(text, speakers=known.speakers, rarity=known.rarity)
    if found.lean is Lean.LOOSE:
        return _own_things(question, known) or tuple(topic)
    added = [phrase.text for phrase in phrases(question, speakers=known.speakers) if phrase.name]
    return tuple(dict.fromkeys((*topic, *added)))[:_TOPIC_PHRASES]


def _named_filters(question: str, speakers: Sequence[str]) -> Filters:
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
