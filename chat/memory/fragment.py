"""A piece of a question, "what about Lisbon?", "and the outline?": the question before is asked again with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.memory.topic import Asked, Phrase
from chat.plainly import LEAD
from corpus.models import Frozen

_THE = r"(?:the|an?) (?:(?:first|new|old|whole|main) )?"
BEFORE_SUBJECT = re.compile(
    rf"\b(?:did|does|do|has|have|had|was|were|is|are|can|could|would|will|should) (?:{_THE})?$", re.IGNORECASE
)
_ABOUT = re.compile(r"^\W*(?:(?:what|how) (?:about|of)|same (?:question |thing )?(?=for|with))\s*", re.IGNORECASE)
_ASKS_ITSELF = re.compile(r"(.{2,60}?)(?:,| [–-]) ?((?:who|what|when|where|why|which|how)\b.{3,})", re.IGNORECASE)
_PREPOSITION = re.compile(r"^(?:about|for|in|on|with|at|from|by|of|to)\s+", re.IGNORECASE)
_ARTICLE = re.compile(rf"\b{_THE}$", re.IGNORECASE)
_LEADING_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
# "what did Orla say about the mast": what is spoken of, and not who speaks, gives way to another thing.
_SPOKEN_OF = re.compile(r"\b(?:say|said|says|think|thinks|thought|talk|tell)\b.{0,40}\b(?:about|of|on) (?:the |an? )?$")
_HOSTS = re.compile(
    r"(?<=\bdo )(?:(?:the|your) (?:two )?hosts|the two(?: of (?:you|them))?|they|you|we)\b"
    r"(?= (?:\w+ )?(?:say|think)\b)",
    re.IGNORECASE,
)
_IS = re.compile(rf"^\W*(?:is|was|are|were) (?:{_THE})?$", re.IGNORECASE)
_DO = re.compile(r"\bdo $", re.IGNORECASE)


class Frame(Frozen):
    """A question with the place in it that a piece was put in: the next piece takes that place."""

    before: str
    after: str
    asked: str  # the question as it was before any piece was put in
    pieces: tuple[str, ...]  # what stood in that place so far, the newest first
    added: bool = False  # nothing of that question gave way

    @property
    def is_beside(self) -> bool:
        """Whether the piece is another thing for which the question has no place."""
        return self.added and not _PREPOSITION.match(self.pieces[0]) and not self.pieces[0].endswith(" one")

    @property
    def question(self) -> str:
        """The question with the newest piece in its place."""
        return f"{self.before}{self.pieces[0]}{self.after}"


def framed(fragment: Asked, earlier: str, last: Frame | None, *, of_source: bool, about: str) -> Frame:
    """The earlier question asked of what a fragment names: "what about Lisbon?" after "How old is Porto?".

    With `of_source` that is a source or somebody who speaks: "and the outline?", "what about Orla?". `last` is where
    the piece before was put, if the earlier question has one, and `about` what the conversation is about, for a thing
    that fits no place in the question.
    """
    preposition, piece = _piece(fragment.text)
    asked = Asked(last.asked if last and last.added else earlier, fragment.speakers)
    if span := _sibling(piece, asked.text) or (_who_says if of_source else _parallel)(piece, preposition, asked):
        frame = _replaced(fragment.read.speaker or piece, asked.text, span, last)
        return frame.model_copy(update={"before": _DO.sub("does ", frame.before)}) if of_source else frame
    if last and (last.added or not preposition):  # it takes the place of the piece before
        return last.model_copy(update={"pieces": (preposition + piece, *last.pieces)})
    if not of_source and not preposition and _LEADING_ARTICLE.match(piece):
        return Frame(before="What about ", after=f" ({about})?", asked=asked.text, pieces=(piece,), added=True)
    before = asked.text.rstrip(" ?.!")
    return Frame(before=f"{before}, ", after="?", asked=asked.text, pieces=(preposition + piece,), added=True)


def _replaced(piece: str, earlier: str, span: tuple[int, int], last: Frame | None) -> Frame:
    """The piece in the place of a stretch of the earlier question."""
    before, old, after = earlier[: span[0]], earlier[slice(*span)], earlier[span[1] :]
    if _LEADING_ARTICLE.match(piece):
        before = _ARTICLE.sub("", before)
    known = last.pieces if last and not last.added and last.before == before else (old,)
    return Frame(before=before, after=after, asked=last.asked if last else earlier, pieces=(piece, *known))


def asked_of_thing(question: str) -> tuple[str, str] | None:
    """What is asked of the thing that is put first: "what about the mast, who pays?" asks who pays, of the mast."""
    about = _ABOUT.match(unled := LEAD.sub("", question).rstrip(" ?.!"))
    asked = _ASKS_ITSELF.fullmatch(unled, about.end()) if about else None
    return (asked[2][0].upper() + asked[2][1:], asked[1]) if asked else None


def _piece(question: str) -> tuple[str, str]:
    """A fragment's preposition with its space, or "", and what it names."""
    text = _ABOUT.sub("", LEAD.sub("", question)).strip(" ?.!")
    preposition = _PREPOSITION.match(text)
    return (preposition[0], text[preposition.end() :]) if preposition else ("", text)


def _who_says(_: str, preposition: str, asked: Asked) -> tuple[int, int] | None:
    """Where a question says who speaks: one whom it names, or the hosts."""
    who = asked.read.speaker
    named = rf"\b(?:{re.escape(who)}|{re.escape(who.split()[0])})\b" if who else r"(?!)"
    found = re.search(named, asked.text, re.IGNORECASE) or _HOSTS.search(asked.text)
    return found.span() if found and not preposition else None


def _parallel(piece: str, preposition: str, asked: Asked) -> tuple[int, int] | None:
    """Which stretch of a question the piece takes the place of; None where nothing is of its kind."""
    earlier, found = asked.text, asked.phrases
    is_name = bool(Asked(f"- {piece}").names)
    names = asked.names if is_name else ()
    subjects = [phrase for phrase in found if BEFORE_SUBJECT.search(earlier[: phrase.start])]
    if preposition:
        after = re.compile(rf"\b{preposition.strip()} (?:the )?$", re.IGNORECASE)
        alike = [phrase for phrase in found if after.search(earlier[: phrase.start])]
    elif names:
        alike = list(names)
    elif is_name and (same := _same_noun(piece, found)):
        return same
    else:
        spoken_of = [phrase for phrase in found if _SPOKEN_OF.search(earlier[: phrase.start])]
        alike = spoken_of or [phrase for phrase in found if phrase.asked_for]
        if not alike and (_LEADING_ARTICLE.match(piece) or _is_bare(subjects, found)):
            alike = subjects
    chosen = next((phrase for phrase in alike if phrase in subjects), next(iter(alike), None))
    if chosen is None:
        return None
    return (chosen.name_start, chosen.name_end) if names else (chosen.start, _end_of_thing(chosen, earlier))


def _end_of_thing(phrase: Phrase, earlier: str) -> int:
    """Where a phrase ends without what is asked of the thing: "was the old mole (dangerous)?"."""
    asked_whether = _IS.match(earlier[: phrase.start]) and not any(map(str.isalnum, earlier[phrase.end :]))
    last = phrase.text.rfind(" ")
    return phrase.start + last if asked_whether and last > 0 else phrase.end


def _is_bare(subjects: Sequence[Phrase], found: Sequence[Phrase]) -> bool:
    """Whether a question is about one thing alone, and that has no article: "what do gulls eat?"."""
    return [phrase.article for phrase in subjects] == [""] and len(found) == 1


def _same_noun(piece: str, found: Sequence[Phrase]) -> tuple[int, int] | None:
    """The phrase about the same sort of thing, up to its noun: "Porto ferries" beside "river ferries cost"."""
    noun = re.compile(rf"\b{re.escape(piece.rpartition(' ')[2])}\b", re.IGNORECASE)
    spans = ((phrase.start, noun.search(phrase.text)) for phrase in found)
    return next(((start, start + match.end()) for start, match in spans if match), None)


def _sibling(piece: str, earlier: str) -> tuple[int, int] | None:
    """Another of the same sort by its number in the earlier question: "Foo2" beside "Foo 3", "47" beside "46"."""
    if not any(map(str.isdigit, piece)):
        return None
    stem = re.sub(r"[\d.\W_]{1,20}$", "", piece)
    match = re.search(
        rf"\b{re.escape(stem)}[\s-]?\d[\w.]*\b" if stem else r"(?<![\w.])\d[\w.]*\b", earlier, re.IGNORECASE
    )
    return match.span() if match else None
