"""The answer without a language model: the show's own sentences, the one that answers first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from chat.choices import JOINED_WORDS, Choice, adjoins, by_source, cited_together, joined, most_words, same_fact
from chat.evidence import FEATURES, Candidate
from chat.goes_on import Said, figure_added, righted, said_after, taken_up
from chat.intents import Intent
from chat.question import Question
from chat.quoting import quotation, runs_into, who_is_meant
from chat.replies import asks
from chat.states import states
from chat.wants import Want, asks_yes_or_no
from chat.words import term_set
from corpus.models import Form, Sentence, SourceKind

WORDS = 48  # what a plain answer may quote
WORDS_OF_MANY = 100  # a list, or a question in several parts
_BEHIND = 5.0  # how far a further sentence may be worth less than the first one, in log-odds
# By its place beside the first: what the same speaker goes on to say often completes it, and reads as it stands.
_BESIDE, _SAME_PASSAGE = {1: 1.5, 2: 1.0, -1: 0.5}, -0.5
_COVERING = 6.0  # times the part of the question that a sentence from elsewhere covers more, or less, than the first
_ANSWERED_BY_STATEMENTS = frozenset({Intent.FACT, Intent.LIST, Intent.EPISODE})
_OPEN = frozenset({Want.ANY, Want.REASON, Want.PLACE, Want.DEFINITION, Want.WORDS})  # what any sentence may give
_FIGURES = frozenset(
    {Want.QUANTITY, Want.MONEY, Want.SHARE, Want.DURATION, Want.FREQUENCY, Want.EXTENT, Want.AGE}
)  # what another figure may add to
_GIVES, _COVERS, _DATA = map(FEATURES.index, ("gives", "context_coverage", "data"))
_AS_GOOD = 1.0  # how far behind the first a sentence may score that does not give what is asked for
_SHORT_REPLY = 9  # words; a shorter reply is told with the question it answers
_FRAGMENT = 5  # words; less that somebody says is told with what follows, or with what it is said to
_SAYS_MORE = 3  # words of what follows
_ALONE, _FIGURE_ALONE = 9, 6  # words; fewer about something else say nothing by themselves
_ABOUT_IT = 0.9  # part of the question that such a one may hold with what stands before it
_BARE_QUOTE = re.compile(r'\W?["“][^"“”]+["”]')  # who said it stands before: "… new," said Ada Brook. "It floats."
_SAYS = re.compile(r"[\"”] ?(?:said|says|asked|asks|added|adds|explained|explains|told|wrote|writes)\b")


def choose(question: Question, candidates: Sequence[Candidate], *, words: int | None = None) -> list[Choice]:
    """The sentences that make the answer, the one that answers best first; `candidates` come best first."""
    if not candidates:
        return []
    budget = words or (WORDS_OF_MANY if question.intent in (Intent.LIST, Intent.EPISODE) else WORDS)
    chosen: list[Choice] = []
    scraps: list[Choice] = []  # they go, unless what stands beside them is chosen, too
    for candidate in _by_worth(question, candidates):
        if chosen and candidate.score < chosen[0].score - _BEHIND:
            break
        if question.intent in _ANSWERED_BY_STATEMENTS and not states(question, candidate):
            continue
        if chosen and _pads(question, candidate, chosen[0]):
            continue
        choice = _whole(candidate)
        scraps += [choice] * _is_scrap(question, candidate, choice, of_several=words is not None)
        twin = next((i for i, c in enumerate(chosen) if same_fact(c, choice)), None)
        if twin is not None:
            chosen[twin] = cited_together(chosen[twin], choice)
        elif _room(chosen, choice, budget) and not _echoes(question, choice, chosen):
            chosen = joined(chosen, choice)
    if chosen and question.intent is Intent.FACT and not question.overview:
        by_themselves = [choice for choice in chosen[1:] if choice not in scraps]
        chosen = _gone_on(question, [chosen[0], *by_themselves], candidates, budget)
    return by_source([_put_right(choice, candidates) for choice in chosen])


def _put_right(choice: Choice, candidates: Sequence[Candidate]) -> Choice:
    """A choice at the end of its passage with what puts it right in the next one."""
    here, last = choice.passage.sentences, choice.sentences[-1]
    if last != here[-1]:
        return choice
    said = said_after([one.passage for one in candidates], choice.passage, last)
    return replace(choice, sentences=righted((*here, *(sentence for sentence, _ in said)), choice.sentences))


def _echoes(question: Question, choice: Choice, chosen: Sequence[Choice]) -> bool:
    """Whether a further choice has no word beyond what is asked and what its own source is quoted with."""
    said = [other.terms[0] for other in chosen if other.passage.path == choice.passage.path]
    return bool(said) and not choice.asked and not choice.terms[0].difference(question.terms, *said)


def _is_scrap(question: Question, candidate: Candidate, choice: Choice, *, of_several: bool) -> bool:
    """Whether it is a few words about nothing that is asked, which say little where they stand alone."""
    if choice.asked or not candidate.features or candidate.features[_COVERS] >= _ABOUT_IT:
        return False
    terms, figures = choice.terms
    least = _FIGURE_ALONE if figures or of_several else _ALONE
    return terms.isdisjoint(question.terms) and len(choice.text.split()) < least


def _gone_on(
    question: Question, chosen: Sequence[Choice], candidates: Sequence[Candidate], budget: int
) -> list[Choice]:
    """The choices, and what the speaker of the first goes on to say, by themselves or asked by the other one."""
    first, *others = chosen
    said = said_after([one.passage for one in candidates], first.passage, first.sentences[-1])
    reply = _reply(question, first, candidates, said)
    if reply:
        before, told = reply
        extended = replace(first, sentences=(*first.sentences, *before))
        left = budget - extended.words - told.words
        kept = [other for other in others if not same_fact(other, extended) and not same_fact(other, told)]
        beside = [other for other in kept if adjoins(extended, other)]
        if sum(other.words for other in beside) <= max(left, 0):
            fitting = [other for other in kept if (left := left - other.words) >= 0]
            return [extended, told, *fitting]
    left = min(budget - sum(choice.words for choice in chosen), most_words(first) - first.words)
    if question.want in _FIGURES:
        said = figure_added(said, about=question.terms, words=left)
    elif question.want is not Want.ANY:
        return [first, *others]
    return [_told_on(first, left, said, beside=others), *others]


def _reply(
    question: Question, first: Choice, candidates: Sequence[Candidate], said: Sequence[Said]
) -> tuple[tuple[Sentence, ...], Choice] | None:
    """What the other one's short question leads to, where the first does not give what is asked for."""
    own = [one for one in candidates if one.sentence in first.sentences and one.features]
    if question.want not in _OPEN and any(one.features[_GIVES] for one in own):
        return None
    reply = taken_up(
        said,
        first.sentences[-1],
        about=term_set(" ".join(sentence.search_text for sentence in first.sentences)) | set(question.terms),
        words=max(JOINED_WORDS - first.words, 0),
        whether=asks_yes_or_no(question.text),
    )
    if reply is None:
        return None
    return reply.before, Choice(reply.sentences, reply.passage, first.score, asked=reply.asked)


def _by_worth(question: Question, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The candidates with what each is worth beside the first that says something, which stays first."""
    if question.intent is not Intent.FACT:
        return candidates
    first = next((place for place, one in enumerate(candidates) if states(question, one)), None)
    if first is None or not candidates[first].features:
        return candidates
    best = candidates[first]
    most = max(*_BESIDE.values(), _COVERING * (1.0 - best.features[_COVERS]))  # what any sentence may gain
    further = takewhile(lambda one: one.score >= best.score - _BEHIND - most, candidates[first + 1 :])
    worth = [replace(one, score=min(one.score + _more(best, one), best.score)) for one in further]
    return [best, *sorted(worth, key=lambda one: -one.score)]


def _more(first: Candidate, further: Candidate) -> float:
    """What a further sentence's place and words add to its score, in log-odds."""
    if further.passage.id != first.passage.id:
        return _COVERING * (further.features[_COVERS] - first.features[_COVERS])
    goes_on = further.sentence.speaker == first.sentence.speaker and runs_into(first.sentence, further.sentence)
    return _BESIDE.get(further.at - first.at, _SAME_PASSAGE) if goes_on else _SAME_PASSAGE


def _pads(question: Question, candidate: Candidate, first: Choice) -> bool:
    """Whether a further sentence says nothing, or does not give the amount, the date or the name that is asked for."""
    if not candidate.features:
        return False
    if candidate.sentence.form is Form.HEADING or (question.intent is Intent.FACT and candidate.features[_DATA]):
        return True
    if question.want in _OPEN or candidate.features[_GIVES]:
        return False
    return candidate.score < first.score - _AS_GOOD


def _told_on(choice: Choice, words: int, said: Sequence[Said], *, beside: Sequence[Choice]) -> Choice:
    """A choice with what its speaker goes on to say, in at most so many words: "She has done it. All 61 summits …"."""
    last = choice.sentences[-1]
    told = [sentence for other in beside for sentence in other.sentences]
    for after, _ in said:
        words -= len(after.text.split())
        goes_on = after.speaker == last.speaker and runs_into(last, after) and not asks(after.text)
        if words < 0 or not goes_on or after in told:
            break
        choice, last = replace(choice, sentences=(*choice.sentences, after)), after
    return choice


def _whole(candidate: Candidate) -> Choice:
    """A candidate with what it needs to be understood: the rest of a quotation, the sentence before, the question."""
    named = candidate.told_with if len(candidate.told_with) > 1 else ()
    sentences = named or quotation(candidate.passage.sentences, candidate.at)
    if candidate.is_quoted:
        sentences = (*who_is_meant(candidate.passage.sentences, sentences[0]), *sentences)
    sentences = righted(candidate.passage.sentences, sentences)
    choice = Choice(sentences, candidate.passage, candidate.score)
    leans = candidate.leans and sentences[0] == candidate.sentence
    first = candidate.passage.sentences.index(sentences[0])
    before = candidate.passage.sentences[first - 1] if first else None
    if before is None or not runs_into(before, sentences[0]):
        return _eked_out(choice, None)
    if before.speaker != sentences[0].speaker:
        replies = before.text.rstrip().endswith("?") and candidate.passage.kind is SourceKind.TRANSCRIPT
        short = len(sentences[0].text.split()) < _SHORT_REPLY
        asked = replies and (short or leans)
        return replace(choice, asked=before) if asked else _eked_out(choice, before)
    says_whose = _BARE_QUOTE.fullmatch(choice.text) and _SAYS.search(before.text)
    return replace(choice, sentences=(before, *sentences)) if leans or says_whose else choice


def _eked_out(choice: Choice, said_to: Sentence | None) -> Choice:
    """A few words of speech with what their speaker goes on to say, else with what somebody else had said before."""
    sentences, last = choice.passage.sentences, choice.sentences[-1]
    if choice.words >= _FRAGMENT or last.form is not Form.SPEECH:
        return choice
    after = next(iter(sentences[sentences.index(last) + 1 :]), None)
    more = after and after.speaker == last.speaker and len(after.text.split()) >= _SAYS_MORE
    if after and more and not asks(after.text):
        return replace(choice, sentences=(*choice.sentences, after))
    return replace(choice, asked=said_to)


def _room(chosen: Sequence[Choice], choice: Choice, budget: int) -> bool:
    return not chosen or sum(c.words for c in chosen) + choice.words <= budget
