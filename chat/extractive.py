"""The answer without a language model: the show's own sentences, or the one that says they do not answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.abstain import ANSWER_FROM
from chat.choices import Choice, as_spoken, same_fact, unsaid
from chat.dispute import count_of, disagreements_about, disputes_of, told
from chat.episodes import choose_episodes
from chat.extract import WORDS_OF_MANY, choose
from chat.find import Part
from chat.gather import listed
from chat.intents import Intent
from chat.introduced import missing_episode
from chat.language import in_another_language
from chat.mentioned import choose_mentions, mention_statements
from chat.models import Delta, Disagreement, Done, Event, Status
from chat.overview import Overview
from chat.small_talk import small_talk
from chat.turn import Turn
from chat.whole import choose_whole, first_question, lead, next_about
from chat.wording import (
    ABSTENTION,
    IN_ENGLISH,
    NO_DISPUTE,
    NO_QUESTION,
    SMALL_TALK,
    Composer,
    opening,
    without_episode,
)

_DISPUTES_TOLD = 2
_IN_ORDER = ("First", "Second", "Third")  # of those that are told when they are what is asked for
_NEAREST = 2  # passages named where nothing answers
_NEXT = 3  # questions offered
_STATEMENTS_A_PART = 2  # of a question in several parts


def extract(turn: Turn) -> Iterator[Event]:
    """The answer made of the show's own sentences; what the sources disagree about comes right after the first."""
    chosen = as_spoken(chosen_for(turn))
    disputed = disputed_for(turn, chosen)
    composer = Composer(
        documents=turn.index.text,
        many_episodes=turn.many_episodes,
        tells_when=turn.question.intent is Intent.MOMENT,
        tells_kind=bool(disputed or turn.question.kinds),
    )
    texts, marked = _texts(turn, composer, chosen, disputed)
    if not texts:
        yield from abstain(turn)
        return
    for i, text in enumerate(texts):
        yield Delta(text=f" {text}" if i else text)
    yield from composer.citations
    yield from marked
    answer = turn.answer(Status.ANSWERED, " ".join(texts), composer.citations, _asked_next(turn, chosen))
    yield Done(answer=answer.model_copy(update={"disagreements": marked}))


def _asked_next(turn: Turn, chosen: Sequence[Choice]) -> list[str]:
    part = turn.finding.parts[0]
    is_whole = part.placed and part.question.overview and part.candidates
    whole = next_about(part.question, part.candidates, turn.index) if is_whole else []
    return [*whole, *turn.next_questions([choice.passage for choice in chosen])][:_NEXT]


def _texts(
    turn: Turn, composer: Composer, chosen: Sequence[Choice], disputed: Sequence[Disagreement]
) -> tuple[list[str], tuple[Disagreement, ...]]:
    """The statements of the answer in order, and the disagreements with the numbers of their citations."""
    texts: list[str] = []
    marked: list[Disagreement] = []
    asked = turn.question.overview is Overview.DISPUTES
    for disagreement in disputed[: len(_IN_ORDER) if asked else _DISPUTES_TOLD]:
        as_ = _IN_ORDER[len(marked)] if asked and len(disputed) > 1 else None
        text, numbered = told(disagreement, composer, turn.index.passages, as_=as_)
        if text:
            texts.append(text)
            marked.append(numbered)
    if marked and asked:
        texts[0] = count_of(disputed, told=len(marked)) + texts[0]
    rest = [] if marked else chosen
    fresh = (choice for choice in rest if _is_new(choice, composer))
    statements = mention_statements(rest, composer) if turn.of_mentions else map(composer.statement, fresh)
    texts += [statement for statement in statements if statement]
    if texts and not marked:
        texts[0] = _before(turn, chosen) + texts[0]
    return texts, tuple(marked)


def _before(turn: Turn, chosen: Sequence[Choice]) -> str:
    part = turn.finding.parts[0]
    return lead(part.question, part.candidates, turn.index) if part.placed else opening(turn.question, chosen)


def _is_new(choice: Choice, composer: Composer) -> bool:
    return not composer.has(choice) or bool(choice.title and not composer.has(choice.title))


def chosen_for(turn: Turn) -> list[Choice]:
    """What the parts of the question are answered with, nothing twice."""
    parts = turn.finding.parts
    if parts[0].placed and not parts[0].candidates:
        return []
    if turn.of_mentions:
        return choose_mentions(parts[0].candidates, turn.index)
    if parts[0].question.intent is Intent.LIST:
        items = listed(parts[0].question, parts[0].candidates, documents=turn.index.text, words=WORDS_OF_MANY)
        if items:
            return items + _of_other_sources(parts[0], items)
    if len(parts) == 1:
        return _chosen(turn, parts[0])
    chosen: list[Choice] = []
    for part in parts:
        more = _chosen(turn, part, words=WORDS_OF_MANY // len(parts))
        fresh = (unsaid(choice, chosen) for choice in more[:_STATEMENTS_A_PART])
        chosen.extend(choice for choice in fresh if choice and not any(same_fact(known, choice) for known in chosen))
    return chosen


def disputed_for(turn: Turn, chosen: Sequence[Choice]) -> tuple[Disagreement, ...]:
    """What the sources disagree about, of what was asked; a summary is not about the figures in it."""
    if turn.question.overview is Overview.DISPUTES:
        return disputes_of(turn.question, turn.finding.parts[0].episode, turn.index, turn.book)
    if not chosen or turn.question.overview or turn.of_mentions:
        return ()
    return disagreements_about(turn.question, chosen, turn.finding.parts[0].candidates, turn.book, turn.index)


def _of_other_sources(part: Part, items: Sequence[Choice]) -> list[Choice]:
    """What the other sources have to a list, where the question names several."""
    others = [c for c in part.candidates if c.passage.path != items[0].passage.path]
    left = WORDS_OF_MANY - sum(item.words for item in items)
    if len(part.question.kinds) < 2 or left <= 0:
        return []
    more = choose(part.question, others, words=left)
    return [choice for choice in more if not any(same_fact(item, choice) for item in items)]


def _chosen(turn: Turn, part: Part, words: int | None = None) -> list[Choice]:
    if part.question.overview and part.placed:
        return choose_whole(part.question, part.candidates, turn.index)
    if part.question.intent is Intent.EPISODE and turn.many_episodes:
        return choose_episodes(part.question, part.candidates, turn.index)
    return choose(part.question, part.candidates, words=words)


def abstain(turn: Turn) -> Iterator[Event]:
    """One sentence that says so, with the nearest passages as citations."""
    composer = Composer(documents=turn.index.text, many_episodes=turn.many_episodes)
    nearest = [] if turn.question.intent is Intent.CHAT else turn.finding.parts[0].candidates[:_NEAREST]
    for candidate in nearest:
        composer.numbers(Choice((candidate.sentence,), candidate.passage, candidate.score))
    text = _why_not(turn)
    yield Delta(text=text)
    yield from composer.citations
    asked_next = turn.next_questions([candidate.passage for candidate in nearest]) or (first_question(turn.index),)
    answer = turn.answer(Status.ABSTAINED, text, composer.citations, asked_next)
    told = answer.confidence if turn.finding.confidence < ANSWER_FROM else 0.0  # what was found could not be told
    yield Done(answer=answer.model_copy(update={"confidence": told}))


def _why_not(turn: Turn) -> str:
    if turn.question.intent is Intent.CHAT:
        small = small_talk(turn.asked)
        return SMALL_TALK[small] if small else NO_QUESTION
    missing = missing_episode(turn.question, turn.index)
    if turn.question.overview is Overview.DISPUTES and not missing:
        return NO_DISPUTE
    if missing:
        return without_episode(missing)
    nearest = [passage.text for passage in turn.passages[:_NEAREST]]
    return IN_ENGLISH if nearest and in_another_language(turn.asked, nearest) else ABSTENTION
