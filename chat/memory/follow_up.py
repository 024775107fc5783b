"""Follow-up + history → a question that stands alone. Rules, always on; no model.

A conversation is read turn by turn: what each question was about is remembered, and a question that points
back takes it over. A question that stands alone is left as it is, and the old topic is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.memory.answered import as_written, episodes_in, told_of
from chat.memory.fragment import Frame, asked_of_thing, framed
from chat.memory.people import ONLY_WHO, People, asks_for_person, with_people
from chat.memory.pronouns import HE, SHE, THEY
from chat.memory.reference import Lean, Reference, is_small_talk, points, reference
from chat.memory.rewrite import another_in_order, in_brackets, meant_before, put, rewritten
from chat.memory.things import apart, chosen, meant
from chat.memory.topic import MOST_THINGS, Asked, Known, Rarity, carried
from chat.memory.whole import asked_of_whole
from chat.models import Message
from chat.overview import Overview, overview_of
from chat.words import term_set
from corpus.episodes import episode_id
from corpus.models import Frozen
from index.models import Filters

_HISTORY_TOKENS = 1_500
_HISTORY_MESSAGES = 12  # six turns
_MESSAGE_CHARACTERS = 2_000
_OF_SHOW = "What is the show about?"  # what "it" stands for when nothing was asked before
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_WHO_IS_RIGHT = re.compile(r"\b(?:which|who)\b.{0,30}\b(?:right|correct|true|wrong)\b", re.IGNORECASE)
_WHY = re.compile(r"^\W*(?:(?:but|and|so) )?why(?: (?:is|was) (?:that|it|this))?\W*$", re.IGNORECASE)
_ASKS_WHY = re.compile(r"^\W*why\b", re.IGNORECASE)
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
    frame: Frame | None = None  # where a fragment was put in the question before
    told: str = ""  # the question before, as it stands alone, with what it was answered
    again: bool = False  # it was asked before, and is doubted: what was told need not be told once more


def stand_alone(
    question: str,
    history: Sequence[Message],
    *,
    speakers: Sequence[str] = (),
    hosts: Sequence[str] = (),
    names: Rarity | None = None,
) -> StandAlone:
    """Rewrite a follow-up so that it can be searched by itself.

    `hosts` are those of the speakers who speak in most episodes. `names` gives the rarity of a stem (as
    `chat.words.terms` has them) in the material: higher is rarer, greatest where the material does not have it. Without
    it, answers in the history lend nothing but the order of lists.
    Pure; about a millisecond for an ordinary conversation.
    """
    if is_small_talk(question):
        return StandAlone(question=question)
    known = Known(speakers=tuple(speakers), hosts=tuple(hosts), rarity=names)
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


@dataclass(frozen=True)
class _FollowUp:
    """A question, how it leans, and what it leans on."""

    asked: Asked
    leans: Reference
    before: StandAlone
    answer: str
    known: Known


def _turn(question: str, before: StandAlone | None, answer: str, known: Known) -> StandAlone:
    """A question of a conversation as it stands alone, after the one before it and what was answered."""
    before = before and _as_answered(before, answer, known)
    people = before.people if before else People()
    if whole := asked_of_whole(question, before.question if before else _OF_SHOW, answer):
        within = _named_filters(Asked(whole, known.speakers))
        return StandAlone(question=whole, changed=whole != question, filters=within, people=people)
    if before is None:
        return _new(question, known)
    text, people = with_people(question, people, before=before.question, answer=answer, known=known)
    asked, before = Asked(text, known.speakers), before.model_copy(update={"people": people})
    follow = _FollowUp(asked, reference(asked, topic=before.topic), before, answer, known)
    if follow.leans.lean is Lean.ALONE and text == question:
        return _new(question, known).model_copy(update={"people": people})
    only_named = text != question and follow.leans.lean in (Lean.ALONE, Lean.LOOSE)
    found = _named(follow) if only_named else _leaning(follow)
    filters = found.filters if found.again else _still_holding(follow, found)
    return found.model_copy(
        update={
            "filters": filters,
            "near": episodes_in(answer),
            "typed": question,
            "people": people,
            "told": f"{before.question} {answer}" if answer else "",
        }
    )


def _new(question: str, known: Known) -> StandAlone:
    topic = carried(question, speakers=known.speakers, rarity=known.rarity)
    filters = _named_filters(Asked(question, known.speakers))
    return StandAlone(question=question, filters=filters, topic=topic, typed=question)


def _as_answered(before: StandAlone, answer: str, known: Known) -> StandAlone:
    """The turn before with its names as its answer writes them, and whom it spoke of."""
    texts = (before.question, before.typed, *before.topic)
    question, typed, *topic = as_written(texts, answer, speakers=known.speakers)
    people = before.people.after(typed, answer)
    return before.model_copy(update={"question": question, "typed": typed, "topic": tuple(topic), "people": people})


def _named(follow: _FollowUp) -> StandAlone:
    """A follow-up that needed nothing but somebody's name."""
    who = term_set(follow.before.people.last)
    return StandAlone(
        question=put(follow.asked.text),
        changed=True,
        topic=_own_things(follow.asked) or follow.before.topic,
        own=tuple(term for term in follow.asked.terms if term not in who),
    )


def _leaning(follow: _FollowUp) -> StandAlone:
    question, before, lean = follow.asked.text, follow.before, follow.leans.lean
    if lean is Lean.AGAIN or (_WHY.match(question) and _ASKS_WHY.match(before.question)):
        return _again(follow)
    if ONLY_WHO.match(question):  # nobody who is known
        return StandAlone(question=question, topic=before.topic)
    if other := another_in_order(follow.leans.word, before.question):
        return StandAlone(question=put(other), changed=True, topic=before.topic)
    if lean not in (Lean.INSTEAD, Lean.SOURCE):
        return _pointing(follow)
    thing = asked_of_thing(question)
    return _of_thing(*thing, follow) if thing else _in_place(follow)


def _again(follow: _FollowUp) -> StandAlone:
    """What was asked before, once more; "who is right?" of all who were asked for."""
    before = follow.before
    if before.frame and _WHO_IS_RIGHT.search(follow.asked.text):
        among = Asked(before.frame.asked, follow.known.speakers)
        return StandAlone(question=among.text, changed=True, filters=_named_filters(among), again=True)
    return before.model_copy(update={"changed": True, "again": True})


def _pointing(follow: _FollowUp) -> StandAlone:
    asked, leans, before = follow.asked, follow.leans, follow.before
    topic = _meant(follow)
    if _finds_nothing(follow, topic):
        leans = Reference(lean=Lean.WHOLE)
    of_person = leans.lean is Lean.POINTS and bool(before.people.last) and before.people.last in asked.text
    of_whole = leans.lean in (Lean.POINTS, Lean.LOOSE) and overview_of(before.question) is not None
    if not topic and (of_whole or of_person):  # "How long has Orla been doing it?"
        return StandAlone(question=put(asked.text), changed=True)
    told = told_of(asked.text, follow.answer, but=before.question, rarity=follow.known.rarity)
    things = apart((*topic, *told))[:MOST_THINGS] or topic
    own = asked.terms if leans.lean in (Lean.POINTS, Lean.LOOSE) else ()
    says_of_what = own or not asked.read.speaker  # "What does Orla think?"
    loose = leans.lean is Lean.LOOSE and says_of_what and not points(asked.text)
    return StandAlone(
        question=rewritten(asked.text, leans, earlier=before.question, topic=things, person=before.people.last),
        changed=True,
        topic=_next_topic(asked, leans, topic),
        own=own,
        alone=put(asked.text) if loose else "",
        anywhere=bool(asked.phrases),
    )


def _in_place(follow: _FollowUp) -> StandAlone:
    """The question before, asked of what a fragment names."""
    asked, before, known = follow.asked, follow.before, follow.known
    of_source = follow.leans.lean is Lean.SOURCE
    about = in_brackets(before.topic) or meant_before(before.question)
    frame = framed(asked, before.question, before.frame, of_source=of_source, about=about)
    topic = before.topic
    if frame.is_beside and not of_source:
        topic = (frame.pieces[0], *(text for text in topic if text not in frame.pieces))[:MOST_THINGS]
    elif not frame.added and not of_source:
        topic = carried(frame.question, speakers=known.speakers, rarity=known.rarity)
    own = () if of_source else asked.terms
    return StandAlone(question=frame.question, changed=True, topic=topic, own=own, frame=frame)


def _of_thing(asks: str, thing: str, follow: _FollowUp) -> StandAlone:
    """What is asked of a thing that is put first, of all that was spoken of: "what about the mast, who pays?"."""
    topic = apart((thing, *follow.before.topic))[:MOST_THINGS]
    return StandAlone(
        question=f"{asks} ({in_brackets(topic)})?",
        changed=True,
        topic=topic,
        own=Asked(f"{asks} {thing}", follow.known.speakers).terms,
        alone=f"{asks} ({thing})?",
        anywhere=True,
    )


def _meant(follow: _FollowUp) -> tuple[str, ...]:
    """What a follow-up points at; () where that is not known."""
    before, leans, answer, known = follow.before, follow.leans, follow.answer, follow.known
    if leans.ordinal is not None:
        return chosen(leans.ordinal, before.topic, answer, known)
    if leans.word in THEY and overview_of(before.question) is Overview.HOSTS:
        return ("the hosts",)
    if leans.word.startswith("which") and before.frame and len(before.frame.pieces) > 1:
        return before.frame.pieces
    people = () if leans.word in HE | SHE else (before.people.he, before.people.she)  # who was "he" is not "it"
    folded = {name.casefold() for name in people}
    topic = tuple(text for text in before.topic if text.casefold() not in folded)
    return meant(leans.word, Asked(before.question, (*known.speakers, *people)), topic, answer, known)


def _finds_nothing(follow: _FollowUp, topic: tuple[str, ...]) -> bool:
    """Whether no list has the item that is chosen, or no answer names the person asked for."""
    if follow.leans.ordinal is not None:
        return not topic
    return follow.leans.word in HE | SHE and asks_for_person(follow.before.question)


def _own_things(asked: Asked) -> tuple[str, ...]:
    """What a follow-up brings up itself, by name or as "the …", "a …": what it wants to know is none of it."""
    return tuple(p.article + p.text for p in asked.phrases if not p.asked_for and (p.name or p.article))


def _next_topic(asked: Asked, leans: Reference, topic: tuple[str, ...]) -> tuple[str, ...]:
    """What the turn after this one is about: what was meant, and the names this one added."""
    if leans.lean is Lean.LOOSE:
        return _own_things(asked) or topic
    return tuple(dict.fromkeys((*topic, *(phrase.text for phrase in asked.names))))[:MOST_THINGS]


def _named_filters(asked: Asked) -> Filters:
    """The sources that a question names as those that should answer."""
    read = asked.read
    episode = episode_id(read.episode) if read.episode else None
    return Filters(
        kind=read.kinds,
        speaker=(read.speaker,) if read.speaker and _SAID.search(asked.text) else (),
        episode=(episode,) if episode else (),
    )


def _still_holding(follow: _FollowUp, found: StandAlone) -> Filters:
    """Filters stick until changed: field by field, the newer wins. Who speaks and what it stands in change together."""
    old, lean = follow.before.filters, follow.leans.lean
    new = _named_filters(Asked(found.question, follow.known.speakers) if lean is Lean.INSTEAD else follow.asked)
    if lean is Lean.SOURCE and (new.kind or new.speaker):
        old = Filters(episode=old.episode)
    return Filters(kind=new.kind or old.kind, speaker=new.speaker or old.speaker, episode=new.episode or old.episode)
