"""Follow-up + history → a question that stands alone. Rules, always on; no model.

A conversation is read turn by turn: what each question was about is remembered, and a question that points
back takes it over. A question that stands alone is left as it is, and the old topic is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chat.memory.answered import as_written, episodes_in, listed, names_in, told_of
from chat.memory.people import HE, SHE, People, asks_for_person, person_meant, with_person
from chat.memory.reference import Lean, Reference, is_small_talk, points, reference
from chat.memory.rewrite import BEFORE_SUBJECT, agreeing, another_in_order, put, rewritten
from chat.memory.topic import Phrase, Rarity, carried, phrases, topical
from chat.memory.whole import asked_of_whole
from chat.models import Message
from chat.question import read_question
from chat.words import term_set
from corpus.episodes import episode_id
from corpus.models import Frozen
from index.models import Filters

HISTORY_TOKENS = 1_500
HISTORY_MESSAGES = 12  # six turns
_TOPIC_PHRASES = 5
_MESSAGE_CHARACTERS = 2_000
_ONLY_WHO = re.compile(r"^\W*(?:(?:and|what about|how about)\W+)?(?:him|her|he|she)\W*$", re.IGNORECASE)
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_ADDS = frozenset({Lean.POINTS, Lean.LOOSE, Lean.INSTEAD})  # its own words say what is asked of the topic
_MANY = re.compile(r"\b(?:they|them|their|theirs|those|these|ones?|others?)\b")
_OF_MANY = re.compile(r"\bof the\b")
_SHORT = re.compile(r"\b(what|who|where|how|when|that|there)s\b", re.IGNORECASE)
_DENIAL = re.compile(r"\b((?:does|did|is|was|has|have|had|are|were|would|could|should)n)t\b|\b(don|can|won)t\b", re.IGNORECASE)
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
    alone: str = ""  # the question without what was carried over, where it may well need nothing of that
    anywhere: bool = False  # that question names a thing, so that any episode may answer it
    typed: str = ""  # the question in the listener's own words
    people: People = People()  # whom he or she may stand for next


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
    if before is None:
        return _new(question, known)
    before = _as_answered(before, answer, known)
    whole = asked_of_whole(question, before.question, answer)
    if whole:
        return StandAlone(question=whole, changed=whole != question, filters=named_filters(whole, known.speakers))
    asked = _spelt_out(question)
    text, people = _with_people(asked, before, answer, known)
    known_so_far = {"typed": asked, "people": people}
    before = before.model_copy(update={"people": people})
    lean = reference(text, speakers=known.speakers, topic=before.topic)
    if lean.lean is Lean.ALONE and text == asked:
        return _new(question, known).model_copy(update=known_so_far)
    within = named_filters(text, known.speakers)
    return _leaning(text, lean, before, answer, known, named=text != asked).model_copy(
        update={"filters": _merged(before.filters, within), "near": episodes_in(answer), **known_so_far}
    )


def _new(question: str, known: _Listener) -> StandAlone:
    topic = carried(_spelt_out(question), speakers=known.speakers, rarity=known.rarity)
    return StandAlone(
        question=question, filters=named_filters(question, known.speakers), topic=topic, typed=_spelt_out(question)
    )


def _spelt_out(question: str) -> str:
    """A question with the apostrophes that nobody types: "whats", "didnt"."""
    return _DENIAL.sub(lambda word: f"{word[1] or word[2]}'t", _SHORT.sub(r"\1's", question))


def _as_answered(before: StandAlone, answer: str, known: _Listener) -> StandAlone:
    """The turn before with its names as its answer writes them, and whom it spoke of."""
    texts = (_spelt_out(before.question), before.typed, *before.topic)
    question, typed, *topic = (as_written(text, answer, speakers=known.speakers) for text in texts)
    return before.model_copy(
        update={"question": question, "typed": typed, "topic": tuple(topic), "people": before.people.after(typed, answer)}
    )


def _with_people(question: str, before: StandAlone, answer: str, known: _Listener) -> tuple[str, People]:
    """The question with whom "he" and "she" stand for, and who is spoken of now."""
    people = before.people
    for _ in (HE, SHE):
        found = reference(question, speakers=known.speakers, topic=before.topic)
        pronoun = question[found.start : found.end].casefold()
        if pronoun not in HE | SHE:
            break
        both = all(family & set(question.casefold().split()) for family in (HE, SHE))
        name = (both and (people.he if pronoun in HE else people.she)) or person_meant(
            pronoun, people, before.question, answer, speakers=known.speakers, rarity=known.rarity
        )
        if not name:
            break
        question, people = with_person(question, pronoun, name), people.calling(pronoun, name)
    return question, people


def _leaning(
    question: str, lean: Reference, before: StandAlone, answer: str, known: _Listener, *, named: bool
) -> StandAlone:
    if lean.lean is Lean.AGAIN:
        return before.model_copy(update={"changed": True})
    if _ONLY_WHO.match(question):
        return StandAlone(question=question, topic=before.topic)
    if named and lean.lean in (Lean.ALONE, Lean.LOOSE):
        topic = _own_things(question, known) or before.topic
        own = tuple(term for term in topical(question, speakers=known.speakers) if term not in term_set(before.people.last))
        return StandAlone(question=put(question), changed=True, topic=topic, own=own)
    if lean.ordinal is not None and (other := another_in_order(question[lean.start : lean.end], before.question)):
        return StandAlone(question=put(other), changed=True, topic=before.topic)
    topic, lean = (_meant if lean.ordinal is None else _chosen)(question, lean, before, answer, known)
    if named and lean.lean is Lean.POINTS and not topic:
        return StandAlone(question=put(question), changed=True)
    told = told_of(question, answer, but=before.question, rarity=known.rarity)
    meant = _apart((*topic, *told))[:_TOPIC_PHRASES]
    text = rewritten(question, lean, earlier=before.question, topic=meant, speakers=known.speakers)
    own = topical(question, speakers=known.speakers)
    return StandAlone(
        question=text,
        changed=True,
        topic=_next_topic(question, text, lean, topic, known),
        own=own if lean.lean in _ADDS else (),
        alone=put(question) if lean.lean is Lean.LOOSE and not points(question) else "",
        anywhere=bool(phrases(question, speakers=known.speakers)),
    )


def _own_things(question: str, known: _Listener) -> tuple[str, ...]:
    """What a follow-up brings up itself, by name or as "the …", "a …": what it wants to know is none of it."""
    found = phrases(question, speakers=known.speakers)
    return tuple(p.article + p.text for p in found if not p.asked_for and (p.name or p.article))


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
    elif word not in HE | SHE and _answer_names_it(before.question, asked):
        lent = names_in(answer, but=before.question, speakers=known.speakers, rarity=known.rarity)
    called = {name.casefold() for name in (before.people.he, before.people.she)} if word not in HE | SHE else set()
    meant = (text for text in (*lent, *many, *before.topic, *said) if text.casefold() not in called)
    things = (p.article + p.text for p in asked if not p.asked_for and p.text.casefold() not in called)
    topic = agreeing(word, _apart(meant) or tuple(things))[:_TOPIC_PHRASES]
    unnamed = word in HE | SHE and asks_for_person(before.question)
    return topic, Reference(lean=Lean.WHOLE) if unnamed else found


def _apart(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts of which no word is left over from those before: "Skelder" says nothing beside "the Skelder moor"."""
    kept: dict[str, str] = {}
    for text in texts:
        if not term_set(text) <= {term for other in kept for term in term_set(other)} or not term_set(text):
            kept.setdefault(text, text)
    return tuple(kept)


def _answer_names_it(before: str, asked: Sequence[Phrase]) -> bool:
    """Whether what a pointing word stands for is rather in the answer than in the question before."""
    names = [phrase for phrase in asked if phrase.name]
    if not names:
        return bool(_ASKS_WHICH.match(before))
    return bool(_ASKS_FOR_NAME.match(before)) and not any(BEFORE_SUBJECT.search(before[: name.start]) for name in names)


def _next_topic(question: str, text: str, found: Reference, topic: Sequence[str], known: _Listener) -> tuple[str, ...]:
    """What the turn after this one is about: what was meant, and the names this one added."""
    if found.lean is Lean.INSTEAD:
        return carried(text, speakers=known.speakers, rarity=known.rarity)
    if found.lean is Lean.LOOSE:
        return _own_things(question, known) or tuple(topic)
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
