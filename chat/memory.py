"""Follow-up + history → a question that stands alone. Rules, always on; no model.

A conversation is read turn by turn: what each question was about is remembered, and a question that points
back takes it over. A question that stands alone is left as it is and the old topic is dropped.

What the program is said to have answered comes from the client and is not trusted: it can only give names
that the material has too, and the order of a list ("the second one").
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from chat.models import Message
from chat.question import read_question
from chat.reference import Lean, Reference, reference
from chat.topic import Phrase, Rarity, carried, phrases, rareness
from corpus.episodes import episode_id
from corpus.models import Frozen, SourceKind
from index.models import Filters

HISTORY_TOKENS = 1_500
HISTORY_MESSAGES = 12  # six turns
_CHARACTERS_PER_TURN = 2_000


class StandAlone(Frozen):
    """A question as it is searched. Unchanged questions carry no filters: their own words say all they say."""

    question: str
    changed: bool = False
    filters: Filters = Filters()  # named by earlier questions of this thread, or changed by this one
    topic: tuple[str, ...] = ()  # what it is about: carried to the next follow-up


def stand_alone(
    question: str, history: Sequence[Message], *, speakers: Sequence[str] = (), names: Rarity | None = None
) -> StandAlone:
    """Rewrite a follow-up so that it can be searched by itself.

    `names` gives the rarity of a stem (as `chat.words.terms` has them) in the material: higher is rarer, infinite
    where the material does not have it. Without it, answers in the history only give the order of lists.
    Pure; under a millisecond for an ordinary conversation.
    """
    state: StandAlone | None = None
    answer = ""
    for message in recent(history):
        if message.role == "assistant":
            answer = message.content
        elif message.content.strip():
            state = _turn(message.content.strip(), state, answer, speakers=speakers, names=names)
            answer = ""
    found = _turn(question, state, answer, speakers=speakers, names=names)
    return found if found.changed else found.model_copy(update={"filters": Filters()})


def recent(history: Sequence[Message], *, max_tokens: int = HISTORY_TOKENS) -> tuple[Message, ...]:
    """The newest messages within the token budget, oldest first. A message too long by itself is cut."""
    kept: list[Message] = []
    left = max_tokens
    for message in reversed(history[-HISTORY_MESSAGES:]):
        text = message.content[:_CHARACTERS_PER_TURN]
        left -= count_tokens(text)
        if left < 0:
            break
        kept.append(message if len(text) == len(message.content) else message.model_copy(update={"content": text}))
    return tuple(reversed(kept))


def count_tokens(text: str) -> int:
    """Upper bound of a text's tokens in any byte-pair vocabulary, cheaply: words and marks, long words by length."""
    return sum(1 + len(word) // 4 for word in re.findall(r"\w+|[^\w\s]", text))


def _turn(
    question: str, before: StandAlone | None, answer: str, *, speakers: Sequence[str], names: Rarity | None
) -> StandAlone:
    named = _named_filters(question, speakers)
    own = carried(question, speakers=speakers, rarity=names)
    if before is None:
        return StandAlone(question=question, filters=named, topic=own)
    found = reference(question, speakers=speakers, topic=before.topic)
    if found.lean is Lean.ALONE:
        return StandAlone(question=question, filters=named, topic=own)
    topic = _meant(question, found, before, answer, speakers=speakers, names=names)
    text = _rewritten(question, found, before, topic, speakers=speakers)
    return StandAlone(
        question=text,
        changed=text != question,
        filters=_merged(before.filters, named),
        topic=_next_topic(question, found, before, topic, speakers=speakers),
    )


def _meant(
    question: str, found: Reference, before: StandAlone, answer: str, *, speakers: Sequence[str], names: Rarity | None
) -> tuple[str, ...]:
    """What the pointing words stand for."""
    if found.ordinal is not None:
        items = listed(answer, names=names) or list(before.topic)
        if -len(items) <= found.ordinal < len(items):
            return (items[found.ordinal],)
    pointer = question[found.start : found.end].casefold()
    if pointer in ("he", "him", "his", "she", "her", "hers") or re.match(r"^\W*(?:who|which|what)\b", before.question, re.IGNORECASE):
        return tuple(dict.fromkeys((*answer_names(answer, before, speakers=speakers, names=names), *before.topic)))[:5]
    return before.topic


def answer_names(answer: str, before: StandAlone, *, speakers: Sequence[str], names: Rarity | None) -> tuple[str, ...]:
    """Up to two names of an answer that the material has too, rarest first; none without `names`."""
    if names is None:
        return ()
    known = before.question.casefold()
    found = {
        phrase.text: rareness(phrase.text, names)
        for sentence in re.split(r"(?<=[.!?])\s+", answer[:600])
        for phrase in phrases(sentence, speakers=speakers)
        if phrase.name and phrase.text.casefold() not in known
    }
    real = [name for name, rarity in found.items() if 0 < rarity < math.inf]
    return tuple(sorted(real, key=lambda name: -found[name])[:2])


_ITEM = re.compile(r"^\s{0,8}(?:[-*•]|\d{1,2}[.)])\s+([^\n]{1,200})", re.MULTILINE)
_SERIES = re.compile(r"(?:[^\n,.;:()\[\]]{1,60},\s+){1,12}(?:and |or )?[^\n,.;:()\[\]]{1,60}|[^\n,.;:()\[\]]{1,60} and [^\n,.;:()\[\]]{1,60}")


def listed(answer: str, *, names: Rarity | None = None) -> list[str]:
    """The items of the list an answer gives, in order: its bullets, or "A, B and C". Only what the material has."""
    text = re.sub(r"\[\d{1,3}\]", "", answer[:1_200])
    items = _ITEM.findall(text)
    if len(items) < 2:
        series = _SERIES.search(text)
        items = re.split(r",\s+(?:and |or )?|\s+and\s+", series[0]) if series else []
    heads = [_head(item) for item in items]
    return [head for head in heads if head and (names is None or rareness(head, names) < math.inf)]


def _head(item: str) -> str:
    """What an item is: its names, or else its last phrase."""
    found = phrases(item.strip(" *_`\"“”"))
    named = [phrase.text for phrase in found if phrase.name]
    return (named or [phrase.text for phrase in found[:1]] or [""])[0]


def _rewritten(
    question: str, found: Reference, before: StandAlone, topic: Sequence[str], *, speakers: Sequence[str]
) -> str:
    meant = ", ".join(topic)
    earlier = before.question.rstrip(" ?.!")
    if found.lean is Lean.WHOLE:
        return f"{_unled(question).rstrip(' ?.!')}: {earlier}?"
    if found.lean is Lean.MORE:
        return f"Tell me more about {meant}" if meant else before.question
    if found.lean is Lean.SOURCE:
        return _other_source(question, before.question, speakers)
    if found.lean is Lean.INSTEAD:
        return instead(question, before.question, speakers=speakers)
    if not meant:
        return f"{_unled(question).rstrip(' ?.!')} ({earlier})?"
    if found.lean is Lean.LOOSE:
        return f"{_unled(question).rstrip(' ?.!')} ({meant})?"
    return _unled(_pointed(question, found, topic))


_SWAPS = re.compile(r"\b(it|they|them|he|him|she|its|their|his|her)\b", re.IGNORECASE)
_OWNING = ("its", "their", "his", "her")


def _pointed(question: str, found: Reference, topic: Sequence[str]) -> str:
    """The question with the pointing word replaced by the one thing meant, or the things meant put after it."""
    pointer = question[found.start : found.end]
    if len(topic) > 1 or not _SWAPS.fullmatch(pointer) or found.ordinal is not None:
        if found.ordinal is not None:
            return question[: found.start] + topic[0] + question[found.end :]
        return f"{question[: found.end]} ({', '.join(topic)}){question[found.end :]}"

    def swap(match: re.Match[str]) -> str:
        return f"{topic[0]}'s" if match[0].lower() in _OWNING else topic[0]

    same = [word for word in _SWAPS.finditer(question) if word.start() >= found.start]
    text = question
    for match in reversed(same):
        if _alike(match[0], pointer):
            text = text[: match.start()] + swap(match) + text[match.end() :]
    return text


def _alike(word: str, pointer: str) -> bool:
    families = ({"it", "its"}, {"they", "them", "their"}, {"he", "him", "his"}, {"she", "her"})
    return any({word.lower(), pointer.lower()} <= family for family in families)


def _unled(question: str) -> str:
    """The question without its leading "and", its first letter a capital."""
    text = re.sub(r"^\W*(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|oh|yeah|right|ah)\b[,\s]*){1,4}", "", question, flags=re.IGNORECASE)
    return (text[:1].upper() + text[1:]) if text else question


_FRAGMENT = re.compile(r"^\W*(?:(?:and|but|so|or|also|then|ok(?:ay)?|well)\b[,\s]*){0,4}(?:(?:what|how) (?:about|of)\s+)?((?:for|in|on|with|at|from|by|of|to)\s+)?", re.IGNORECASE)


def instead(question: str, earlier: str, *, speakers: Sequence[str] = ()) -> str:
    """The earlier question asked of what a fragment names: "what about Lisbon?" after "How old is Porto?"."""
    lead = _FRAGMENT.match(question)
    piece = question[lead.end() if lead else 0 :].strip(" ?.!")
    preposition = (lead[1] or "") if lead else ""
    parallel = _parallel(piece, preposition, phrases(earlier, speakers=speakers), earlier)
    if parallel is None:
        return f"{earlier.rstrip(' ?.!')}, {preposition}{piece}?"
    start, end = parallel
    if re.search(r"\bthe $", earlier[:start]):
        piece = re.sub(r"^the ", "", piece, flags=re.IGNORECASE)
    return earlier[:start] + piece + earlier[end:]


def _parallel(piece: str, preposition: str, found: Sequence[Phrase], earlier: str) -> tuple[int, int] | None:
    """Which stretch of the earlier question the piece takes the place of."""
    own = phrases(f"- {piece}")
    stem = re.sub(r"[\d\W_]+$", "", piece).casefold()
    if stem and any(letter.isdigit() for letter in piece):
        for match in re.finditer(rf"\b{re.escape(stem)}[\s-]?\d[\w.]*", earlier, re.IGNORECASE):
            return match.span()
    named = any(phrase.name for phrase in own)
    alike = [phrase for phrase in found if phrase.name] if named else [phrase for phrase in found if phrase.asked_for]
    if preposition:
        alike = [p for p in found if re.search(rf"\b{preposition.strip()} (?:the )?$", earlier[: p.start], re.IGNORECASE)]
    if not alike:
        return None
    after_verb = [p for p in alike if re.search(r"\b(?:did|does|do|has|have|was|were|is|are|can) (?:the )?$", earlier[: p.start], re.IGNORECASE)]
    chosen = (after_verb or alike)[0]
    return chosen.start, chosen.end


def _other_source(question: str, earlier: str, speakers: Sequence[str]) -> str:
    """The earlier question with another speaker in the place of the one it named, or the new source at its end."""
    read = read_question(question, speakers=tuple(speakers))
    was = read_question(earlier, speakers=tuple(speakers)).speaker
    said = re.search(rf"\b{re.escape(was)}\b|\b{re.escape(was.split()[0])}\b", earlier, re.IGNORECASE) if was else None
    if read.speaker and said:
        return earlier[: said.start()] + read.speaker + earlier[said.end() :]
    lead = _FRAGMENT.match(question)
    piece = (question[lead.start(1) if lead and lead[1] else lead.end() if lead else 0 :]).strip(" ?.!")
    return f"{earlier.rstrip(' ?.!')}, {piece}?"


def _next_topic(
    question: str, found: Reference, before: StandAlone, topic: Sequence[str], *, speakers: Sequence[str]
) -> tuple[str, ...]:
    """What the turn after this one is about: what was meant, and the names this one added."""
    if found.lean is Lean.INSTEAD:
        return carried(instead(question, before.question, speakers=speakers), speakers=speakers)
    added = [phrase.text for phrase in phrases(question, speakers=speakers) if phrase.name]
    return tuple(dict.fromkeys((*topic, *added)))[:5]


def _named_filters(question: str, speakers: Sequence[str]) -> Filters:
    read = read_question(question, speakers=tuple(speakers))
    episode = episode_id(read.episode) if read.episode else None
    said = re.search(r"\b(?:say|says|said|according to|think|thinks|claim|claims|claimed|quote|quoted)\b|^\W*(?:and|what about|how about)\b", question, re.IGNORECASE)
    return Filters(
        kind=tuple(SourceKind(kind) for kind in read.kinds),
        speaker=(read.speaker,) if read.speaker and said else (),
        episode=(episode,) if episode else (),
    )


def _merged(old: Filters, new: Filters) -> Filters:
    """Filters stick until changed: field by field, the newer wins."""
    return Filters(kind=new.kind or old.kind, speaker=new.speaker or old.speaker, episode=new.episode or old.episode)
