"""Every sentence of a model is checked against what it cites, without trusting the model.

A sentence stands when it cites a passage that was given; its numbers (with their units), dates and names occur
there; whoever it says spoke did; it does not say the contrary of the nearest sentence; and most of what it
speaks of is in what it cites. Spoken and printed numbers are the same. Nearness in meaning is not asked for: what
is false of the right thing is as near as what is true of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from chat.llm.evidenced import Evidence, Line, union
from chat.llm.foreign import MISHEARD, foreign_name, foreign_number
from chat.llm.framing import clauses, contrary, denials, subject
from chat.llm.marks import Said
from chat.llm.quoted import Quotation, Stretch, locate, quotations, unquoted
from chat.models import Verdict
from chat.words import tokens
from corpus.models import Sentence, SourceKind

COVERED = 0.5  # share of a sentence's subject words that its sources must have
_RENAMED_COPY = 75  # the same, where a name of the line stands in the place of another
_COPY = 88  # likeness, 0..100, of a sentence and a line that it repeats but for a word
_STATES = 3  # subject words from which a sentence says something beside its quotations
_SAME = 0.7  # share of a sentence's words in one line from which both speak of the same

_CAPITAL = re.compile(r"(?<=[\w,;:)] )[A-Z][\w’'-]{2,}")
_PERSON = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2}"
_SAID_BY = re.compile(
    rf"(?:^|[,;] |\band )(?P<who>{_PERSON}) (?:also |then |later )?(?:says?|said|explain(?:s|ed)|add(?:s|ed)"
    r"|note[sd]|mention(?:s|ed)|state[sd]|argue[sd]|ask(?:s|ed)|tells|told|claim(?:s|ed)|point(?:s|ed) out|thinks"
    r"|call(?:s|ed))\b"
    rf"|\b[Aa]ccording to (?P<by>{_PERSON})"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """Consecutive sentences `first` to `last` of a passage on which a statement stands."""

    evidence: Evidence
    first: int
    last: int
    verdict: Verdict = Verdict.EXACT

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that are quoted."""
        return self.evidence.passage.sentences[self.first : self.last + 1]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The same, read for checking."""
        return self.evidence.lines[self.first : self.last + 1]


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence after checking: its words as they may be shown, and on what they stand; else what is wrong."""

    said: Said
    text: str
    cited: tuple[Cited, ...] = ()
    failure: str | None = None


def check(said: Said, given: Mapping[str, Evidence]) -> Checked:
    """Whether a sentence stands on what it cites of `given` (by key). Pure; some milliseconds."""
    evidence = [given[key] for key in said.keys if key in given]
    marks = () if said.code else quotations(said.text)
    found = [(quotation, _found(quotation, evidence)) for quotation in marks]
    plain = unquoted(said.text, [(quotation, None) for quotation in marks])
    if not evidence:
        return Checked(said, plain, failure="it cites nothing that was given")
    text = unquoted(said.text, [(quotation, place[1] if place else None) for quotation, place in found])
    altered = any(place is None for _, place in found)
    cited = _supporting(said.text, evidence, [place for _, place in found if place], altered=altered)
    own = _own_words(said.text, [quotation for quotation, place in found if place])
    failure = _failure(said.text, own, evidence, cited)
    return Checked(said, plain, failure=failure) if failure else Checked(said, text, cited=tuple(cited))


def _found(quotation: Quotation, evidence: Sequence[Evidence]) -> tuple[Evidence, Stretch] | None:
    for item in evidence:
        if stretch := locate(quotation.words, item.passage.sentences):
            return item, stretch
    return None


def _supporting(
    text: str, evidence: Sequence[Evidence], quoted: Sequence[tuple[Evidence, Stretch]], *, altered: bool
) -> list[Cited]:
    """What to show for a sentence: where its quotations stand, else the nearest line of each passage it cites."""
    verdict = Verdict.APPROXIMATE if altered else Verdict.EXACT
    cited = [Cited(item, stretch.first, stretch.last) for item, stretch in quoted]
    terms, who = subject(text), speaker_named(text, evidence)
    for item in evidence:
        if all(item is not known.evidence for known in cited):
            own = item.nearest(terms, speaker=who)
            shared, at = own if own[0] else item.nearest(terms)
            if shared:
                cited.append(Cited(item, at, at, verdict))
    return list(dict.fromkeys(cited)) or [Cited(evidence[0], 0, 0, verdict)]


def _own_words(text: str, exact: Sequence[Quotation]) -> str:
    """A sentence without its exact quotations: what the model says itself."""
    for quotation in reversed(exact):
        text = f"{text[: quotation.start]} … {text[quotation.end :]}"
    return text


def _failure(text: str, own: str, evidence: Sequence[Evidence], cited: Sequence[Cited]) -> str | None:
    """What is wrong with a sentence whose own words are `own`, or None when it stands."""
    lines = [line for item in evidence for line in item.all]
    heard = any(item.passage.kind is SourceKind.CAPTIONS for item in evidence)
    if foreign := foreign_name(own, lines, heard=heard) or foreign_number(own, evidence):
        return f"“{foreign}” is not in what it cites"
    who = speaker_named(text, evidence)
    if who and not _spoken_by(who, text, evidence):
        return f"what it cites was not said by {who}"
    if (own == text or len(subject(own)) >= _STATES) and _says_otherwise(text, cited):
        return "it says the contrary of what it cites"
    covered = share(subject(text), union(line.terms for line in lines))
    return None if covered >= COVERED else "it is not near what it cites"


def _says_otherwise(text: str, cited: Sequence[Cited]) -> bool:
    """Whether a sentence turns round what its nearest lines say: an opposite, another number, a denial more or less."""
    sentences = [sentence for item in cited for sentence in item.sentences]
    lines = [sentence.search_text for sentence in sentences]
    if contrary(text, " ".join(lines)) or any(_altered(text, sentence) for sentence in sentences):
        return True
    said = [clause for line in lines for clause in clauses(line)]
    return any(_denied(clause, said) for clause in clauses(text))


def _altered(text: str, sentence: Sentence) -> bool:
    """Whether a sentence repeats another but for its denials, a number, or a name in place of another."""
    line = sentence.search_text
    alike = max(fuzz.ratio(text, line), fuzz.ratio(text, sentence.text))
    if alike < _COPY:
        return alike >= _RENAMED_COPY and _names_swapped(text, line)
    said, given = tokens(text), [*tokens(line), *tokens(sentence.text)]
    more = {word for word in said if word[0].isdigit()} - set(given)
    renamed = (_has_names_beyond(text, given) and _has_names_beyond(line, said)) or _names_swapped(text, line)
    return denials(text) != denials(line) or bool(more) or renamed


def _names_swapped(text: str, line: str) -> bool:
    """Whether a copy has one name once more and another once less: a name of the sentence in the place of another."""
    said, given = (Counter(part for name in _CAPITAL.findall(each) for part in tokens(name)) for each in (text, line))
    return bool(said - given) and bool(given - said) and set(said) <= set(given)


def _has_names_beyond(text: str, words: Sequence[str]) -> bool:
    """Whether a text has a name that is not among the words, nor sounds like one of them."""
    parts = {part for name in _CAPITAL.findall(text) for part in tokens(name)} - set(words)
    return any(all(fuzz.ratio(part, word) < MISHEARD for word in words) for part in parts)


def _denied(clause: str, said: Sequence[str]) -> bool:
    """Whether all that says the same of the same denies what `clause` asserts, or the other way round."""
    terms = subject(clause)
    shares = [share(terms, subject(other)) for other in said]
    most = max(shares, default=0.0)
    if len(terms) < 2 or most < _SAME:
        return False
    nearest = [other for other, part in zip(said, shares, strict=True) if part == most]
    return all((denials(other) - denials(clause)) % 2 for other in nearest)


def share(terms: frozenset[str], of: frozenset[str]) -> float:
    """Which part of the terms is there; all of none."""
    return len(terms & of) / len(terms) if terms else 1.0


def speaker_named(text: str, evidence: Sequence[Evidence]) -> str | None:
    """The speaker of the cited passages to whom a sentence gives its words, by any part of the name."""
    match = _SAID_BY.search(text)
    if not match:
        return None
    named = set(tokens(match["who"] or match["by"]))
    speakers = {line.speaker for item in evidence for line in item.lines if line.speaker}
    return next((speaker for speaker in sorted(speakers) if named & set(tokens(speaker))), None)


def _spoken_by(who: str, text: str, evidence: Sequence[Evidence]) -> bool:
    """Whether what that speaker said is about as near as what anybody said."""
    terms = subject(text)
    own = max(item.nearest(terms, speaker=who)[0] for item in evidence)
    return own > 0 and own >= max(item.nearest(terms)[0] for item in evidence) - 1
