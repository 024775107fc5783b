"""Follow-up + history → a question that stands alone. Rules, always on; no model.

A conversation is read turn by turn: what each question was about is remembered, and a question that points
back takes it over. A question that stands alone is left as it is, and the old topic is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.memory.answered import as_written, episodes_in, told_of
from chat.memory.fragment import Frame, asked_of_thing, of_source, of_thing
from chat.memory.people import People, asks_for_person, person_meant, with_person
from chat.memory.reference import HE, SHE, Lean, Reference, is_small_talk, points, reference
from chat.memory.rewrite import another_in_order, in_brackets, meant_before, put, rewritten
from chat.memory.things import apart, chosen, meant
from chat.memory.topic import Known, Rarity, carried, phrases, topical
from chat.memory.whole import asked_of_whole
from chat.models import Message
from chat.overview import Overview, overview_of
from chat.question import read_question
from chat.words import term_set
from corpus.episodes import episode_id
from corpus.models import Frozen
from index.models import Filters

_HISTORY_TOKENS = 1_500
_HISTORY_MESSAGES = 12  # six turns
_TOPIC_PHRASES = 5
_MESSAGE_CHARACTERS = 2_000
_OF_SHOW = "What is the show about?"  # what "it" stands for when nothing was asked before
_ONLY_WHO = re.compile(r"^\W*(?:(?:and|what about|how about)\W+)?(?:him|her|he|she)\W*$", re.IGNORECASE)
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_WHO_IS_RIGHT = re.compile(r"\b(?:which|who)\b.{0,30}\b(?:right|correct|true|wrong)\b", re.IGNORECASE)
_WHY = re.compile(r"^\W*(?:(?:but|and|so) )?why(?: (?:is|was) (?:that|it|this))?\W*$", re.IGNORECASE)
_ASKS_WHY = re.compile(r"^\W*why\b", re.IGNORECASE)
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
    frame: Frame | None = None  # where a fragment was put in the question before
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
        whole, people = None if overview_of(question) else asked_of_whole(question, _OF_SHOW, ""), People()
    else:
        before = _as_answered(before, answer, known)
        whole, people = asked_of_whole(question, before.question, answer), before.people
    if whole:
        within = _named_filters(whole, known.speakers)
        return StandAlone(question=whole, changed=whole != question, filters=within, people=people)
    if before is None:
        return _new(question, known)
    text, people = _with_people(question, before, answer, known)
    before = before.model_copy(update={"people": people})
    lean = reference(text, speakers=known.speakers, topic=before.topic)
    if lean.lean is Lean.ALONE and text == question:
        return _new(question, known).model_copy(update={"people": people})
    only_named = text != question and lean.lean in _ENOUGH
    found = _named(text, before, known) if only_named else _leaning(text, lean, before, answer, known)
    filters = _still_holding(before.filters, lean.lean, found, text, known)
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
    other = [name for name in known.hosts if name.split()[0] != people.last.partition(" ")[0]]
    if _ONLY_WHO.match(question) and len(known.hosts) == 2 and len(other) == 1:  # "and him?", of two who speak
        pronoun = next(word for word in _WORD_OR_MARK.findall(question.casefold()) if word in HE | SHE)
        return with_person(question, pronoun, other[0]), people.calling(pronoun, other[0])
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
    if lean.lean is Lean.AGAIN or (_WHY.match(question) and _ASKS_WHY.match(before.question)):
        if before.frame and _WHO_IS_RIGHT.search(question):  # of all who were asked for
            among = before.frame.asked
            return StandAlone(question=among, changed=True, filters=_named_filters(among, known.speakers), again=True)
        return before.model_copy(update={"changed": True, "again": True})
    if _ONLY_WHO.match(question):
        return StandAlone(question=question, topic=before.topic)
    if lean.lean in (Lean.INSTEAD, Lean.SOURCE):
        thing = asked_of_thing(question)
        return _of_thing(*thing, before, known) if thing else _in_place(question, lean, before, known)
    if lean.ordinal is not None and (other := another_in_order(question[lean.start : lean.end], before.question)):
        return StandAlone(question=put(other), changed=True, topic=before.topic)
    return _pointing(question, lean, before, answer, known)


def _pointing(question: str, lean: Reference, before: StandAlone, answer: str, known: Known) -> StandAlone:
    topic, lean = _meant(question, lean, before, answer, known)
    is_of_person = bool(before.people.last) and before.people.last in question
    of_whole = overview_of(before.question) is not None and lean.lean in (Lean.POINTS, Lean.LOOSE)
    if not topic and (of_whole or (lean.lean is Lean.POINTS and is_of_person)):  # "How long has Orla been doing it?"
        return StandAlone(question=put(question), changed=True)
    told = told_of(question, answer, but=before.question, rarity=known.rarity)
    things = apart((*topic, *told))[:_TOPIC_PHRASES] or topic
    text = rewritten(question, lean, earlier=before.question, topic=things, person=before.people.last)
    own = topical(question, speakers=known.speakers) if lean.lean in _ADDS else ()
    says_of_what = own or not read_question(question, speakers=known.speakers).speaker  # "What does Orla think?"
    loose = lean.lean is Lean.LOOSE and says_of_what and not points(question)
    return StandAlone(
        question=text,
        changed=True,
        topic=_next_topic(question, lean, topic, known),
        own=own,
        alone=put(question) if loose else "",
        anywhere=bool(phrases(question, speakers=known.speakers)),
    )


def _in_place(question: str, lean: Reference, before: StandAlone, known: Known) -> StandAlone:
    """The question before, asked of what a fragment names."""
    is_of_source = lean.lean is Lean.SOURCE
    if is_of_source:
        frame = of_source(question, before.question, before.frame, speakers=known.speakers)
    else:
        about = in_brackets(before.topic) or meant_before(before.question)
        frame = of_thing(question, before.question, before.frame, speakers=known.speakers, about=about)
    topic = before.topic
    if frame.is_beside and not is_of_source:
        topic = (frame.pieces[0], *(text for text in before.topic if text not in frame.pieces))[:_TOPIC_PHRASES]
    elif not frame.added and not is_of_source:
        topic = carried(frame.question, speakers=known.speakers, rarity=known.rarity)
    return StandAlone(
        question=frame.question,
        changed=True,
        topic=topic,
        own=() if is_of_source else topical(question, speakers=known.speakers),
        frame=frame,
    )


def _of_thing(asked: str, thing: str, before: StandAlone, known: Known) -> StandAlone:
    """What is asked of a thing that is put first, of all that was spoken of: "what about the mast, who pays?"."""
    topic = apart((thing, *before.topic))[:_TOPIC_PHRASES]
    return StandAlone(
        question=f"{asked} ({in_brackets(topic)})?",
        changed=True,
        topic=topic,
        own=topical(f"{asked} {thing}", speakers=known.speakers),
        alone=f"{asked} ({thing})?",
        anywhere=True,
    )


def _meant(
    question: str, lean: Reference, before: StandAlone, answer: str, known: Known
) -> tuple[tuple[str, ...], Reference]:
    """What is meant; all that was asked before where no list has the item, or no answer names the person asked for."""
    word = question[lean.start : lean.end].casefold()
    topic, unknown = before.topic, word in HE | SHE and asks_for_person(before.question)
    if word in ("they", "them", "their") and overview_of(before.question) is Overview.HOSTS:
        return ("the hosts",), lean
    if word.startswith("which") and before.frame and len(before.frame.pieces) > 1:
        return before.frame.pieces, lean
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


def _next_topic(question: str, found: Reference, topic: Sequence[str], known: Known) -> tuple[str, ...]:
    """What the turn after this one is about: what was meant, and the names this one added."""
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


def _still_holding(old: Filters, lean: Lean, found: StandAlone, text: str, known: Known) -> Filters:
    """Filters stick until changed: field by field, the newer wins. Who speaks and what it stands in change together."""
    if found.again:
        return found.filters
    new = _named_filters(found.question if lean is Lean.INSTEAD else text, known.speakers)
    if lean is Lean.SOURCE and (new.kind or new.speaker):
        old = Filters(episode=old.episode)
    return Filters(kind=new.kind or old.kind, speaker=new.speaker or old.speaker, episode=new.episode or old.episode)
