"""How an answer says that the sources disagree: every position stated and cited, side by side, none taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from chat.choices import Choice
from chat.disagreement.audit import badness
from chat.disagreement.foremost import foremost
from chat.disagreement.relevance import Book, covers, difference_question, relevant
from chat.disagreement.rivals import Asked, rivals
from chat.evidence import FEATURES, Candidate
from chat.models import Disagreement, DisagreementKind, Position, Severity
from chat.question import Question
from chat.wants import want_of
from chat.wording import Composer
from corpus.models import Passage, Sentence
from index.search import Index

_BESIDE = 4  # best candidates looked at beside what is quoted: one of two sides may have been left out for room
_NEAREST = 10  # candidates whose words tell what else the question may be about
_COMPARED = 8  # the same, when a question asks about a difference itself
_FAR_BEHIND = 4.5  # log-odds
_COUNTS = FEATURES.index("counts")
_LEADS = {
    Severity.CONFLICT: "The sources disagree",
    Severity.SCOPE: "The sources put it differently, perhaps about different scopes",
    Severity.UPDATE: "Later material has another value",
    Severity.CAPTION: "The captions read otherwise, perhaps mis-heard",
}
_NOTES = {
    Severity.SCOPE: ", perhaps about different scopes",
    Severity.UPDATE: ", where later material has another value",
    Severity.CAPTION: ", perhaps mis-heard",
}


def disagreements_about(
    question: Question, chosen: Sequence[Choice], candidates: Sequence[Candidate], book: Book, index: Index
) -> tuple[Disagreement, ...]:
    """What the sources disagree about, of what was asked: on what is quoted, or on what is nearest to the question."""
    cited = [sentence for choice in chosen for sentence in _placed(choice)]
    beside = _COMPARED if difference_question(question.text) else _BESIDE
    cited += [_Place(c.passage.path, c.sentence) for c in candidates[:beside]]
    nearest = (c.sentence.text for c in candidates[:_NEAREST])
    kept = relevant(question.text, cited, book, best=nearest, own=question.own)
    if kept or not chosen:
        plain = not difference_question(question.text)
        return tuple(one for one in kept if not (plain and _is_left_behind(one, candidates)))
    wants = [want_of(part.text) for part in question.parts]
    if len(set(wants)) < len(wants):
        return ()  # "How long did it take, and how long had they planned?": two values are what is asked for
    asked = Asked(question, candidates, book.names, index.rarity, index.passages)
    found = (rivals(asked) or foremost(asked)) if asked.weights else []
    return tuple(rival.disagreement for rival in found if not book.is_quiet(rival))


def _is_left_behind(disagreement: Disagreement, candidates: Sequence[Candidate]) -> bool:
    """Whether a sentence that counts what is asked for answers far better than all that a disagreement stands on."""
    first = candidates[0] if candidates else None
    if first is None or not first.features or first.features[_COUNTS] < 1.0:
        return False
    behind = (
        first.score - one.score
        for one in candidates
        if any(covers(_Place(one.passage.path, one.sentence), position) for position in disagreement.positions)
    )
    return min(behind, default=0.0) > _FAR_BEHIND


def disputes_of(question: Question, episode: str | None, index: Index, book: Book) -> tuple[Disagreement, ...]:
    """All that the sources of an episode, or of the show, disagree about, worst first; between the kinds it names."""
    paths = [source.path for source in index.sources() if episode in (None, source.episode)]
    found = [finding.disagreement for finding in book.findings_for(paths)]
    if len(question.kinds) > 1:
        found = [one for one in found if {position.kind for position in one.positions} >= set(question.kinds)]
    return tuple(sorted(found, key=badness))


def count_of(disputed: Sequence[object], *, told: int) -> str:
    """How many there are, before the first is told."""
    if len(disputed) == 1:
        return "One place differs. "
    return f"{len(disputed)} places differ{f', among them these {told}' if told < len(disputed) else ''}. "


class _Place:
    """A sentence and the path of its source."""

    def __init__(self, path: str, sentence: Sentence) -> None:
        self.path, self.start, self.end = path, sentence.start, sentence.end


def _placed(choice: Choice) -> list[_Place]:
    return [_Place(c.passage.path, s) for c in (choice, *choice.also) for s in c.sentences]


def told(
    disagreement: Disagreement,
    composer: Composer,
    passages: Callable[[str], Iterable[Passage]],
    *,
    as_: str | None = None,
) -> tuple[str, Disagreement]:
    """The sentences that set its positions against each other, and the disagreement with the numbers of its citations.

    They begin with `as_`, such as "First", where it is one of several. The text is empty when fewer than two positions
    can be quoted; `passages` gives those of a path, in which a position is looked for.
    """
    statements, positions = [], []
    for position in disagreement.positions:
        choice = _choice_at(passages(position.path), position)
        statement = composer.statement(choice) if choice else None
        number = composer.numbers(choice)[0] if choice and statement else None
        positions.append(position.model_copy(update={"citation": number}))
        if statement:
            statements.append(statement)
    marked = disagreement.model_copy(update={"positions": tuple(positions)})
    if len(statements) < 2:
        return "", marked
    text = " ".join(statements)
    if as_:
        return f"{as_}{_NOTES.get(disagreement.severity, '')}: {text}", marked
    lead = (
        "The wording differs between sources"
        if disagreement.kind is DisagreementKind.QUOTE
        else _LEADS[disagreement.severity]
    )
    return f"{lead}. {text}", marked


def _choice_at(passages: Iterable[Passage], position: Position) -> Choice | None:
    """The sentence that gives a position, as something to quote."""
    for passage in passages:
        for sentence in passage.sentences:
            if sentence.start < position.end and position.start < sentence.end:
                return Choice((sentence,), passage, 0.0)
    return None
