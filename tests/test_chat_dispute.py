"""Where the sources disagree, every side is said, quoted and cited, and none is taken."""

from dataclasses import replace

import pytest

from chat.choices import Choice
from chat.citations import stands_in
from chat.disagreement.book import FindingsBook
from chat.dispute import disagreements_about, told
from chat.evidence import FEATURES, Candidate
from chat.models import Disagreement, DisagreementKind, Position, Severity
from chat.question import read_question
from chat.wording import Composer
from index.search import Index
from tests.claim_material import book_of
from tests.fake_index import sentence_at

ASKED = "How many kilos does the great bell of Varnholm weigh?"
AIR, PLAN = "ep031/transcript.txt", "ep031/outline.md"
SAID = "The great bell of Varnholm weighs nine thousand two hundred kilos."
PLANNED = "The great bell of Varnholm weighs 9,400 kilos."


@pytest.fixture(scope="module")
def book(bells: Index) -> FindingsBook:
    return book_of(bells.claims())


def choice(index: Index, path: str, words: str) -> Choice:
    passage, at = sentence_at(index, path, words)
    return Choice((passage.sentences[at],), passage, 1.0)


def candidate(index: Index, path: str, words: str) -> Candidate:
    passage, at = sentence_at(index, path, words)
    return Candidate(passage.sentences[at], passage, at, 1.0, ())


def about(
    index: Index, book: FindingsBook, question: str, chosen: list[Choice], candidates: list[Candidate]
) -> tuple[Disagreement, ...]:
    return disagreements_about(read_question(question), chosen, candidates, book, index)


def values(found: tuple[Disagreement, ...]) -> list[list[str]]:
    return [[position.value for position in disagreement.positions] for disagreement in found]


WEIGHTS = [["nine thousand two hundred kilos", "9,400 kilos"]]


@pytest.mark.parametrize(("path", "words"), [(AIR, SAID), (PLAN, PLANNED)], ids=["on air", "planned"])
def test_a_disputed_fact_that_is_asked_for_and_quoted_is_found_from_either_side(
    bells: Index, book: FindingsBook, path: str, words: str
) -> None:
    assert values(about(bells, book, ASKED, [choice(bells, path, words)], [])) == WEIGHTS


@pytest.mark.parametrize(
    ("question", "path", "words"),
    [
        pytest.param("When was the bell cast?", AIR, "eighteen seventy-one", id="another fact is asked for and quoted"),
        pytest.param("How long is the rope?", PLAN, "rope length", id="what agrees"),
    ],
)
def test_nothing_is_disputed_that_was_not_asked(
    bells: Index, book: FindingsBook, question: str, path: str, words: str
) -> None:
    assert about(bells, book, question, [choice(bells, path, words)], []) == ()


def test_who_asks_for_two_values_of_one_kind_is_told_of_no_disagreement(
    bells: Index, book: FindingsBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.dispute.relevant", lambda *_, **__: ())  # none that is known
    monkeypatch.setattr("chat.dispute.rivals", lambda _: book.findings())
    for question, expected in ((ASKED, WEIGHTS), (f"{ASKED[:-1]}, and how much had they planned?", [])):
        assert values(about(bells, book, question, [choice(bells, AIR, SAID)], [])) == expected


def test_a_question_about_a_difference_looks_beyond_what_is_quoted(bells: Index, book: FindingsBook) -> None:
    asked = "Do the outline and the transcript agree on how many kilos the great bell of Varnholm weighs?"
    beside = [choice(bells, AIR, "The rope is made of hemp")]
    assert values(about(bells, book, asked, beside, [candidate(bells, PLAN, PLANNED)])) == WEIGHTS


@pytest.mark.parametrize(
    ("ahead", "counted", "expected"),
    [
        pytest.param(5.0, 1.0, [], id="counted far ahead"),
        pytest.param(4.0, 1.0, WEIGHTS, id="counted a little ahead"),
        pytest.param(5.0, 0.0, WEIGHTS, id="not counted"),
    ],
)
def test_what_is_counted_far_ahead_of_a_disagreement_leaves_it_unsaid(
    bells: Index, book: FindingsBook, ahead: float, counted: float, expected: list[list[str]]
) -> None:
    said = candidate(bells, AIR, SAID)
    other = candidate(bells, AIR, "The rope is made of hemp")
    features = tuple(counted if name == "counts" else 0.0 for name in FEATURES)
    first = replace(other, score=said.score + ahead, features=features)
    assert values(about(bells, book, ASKED, [choice(bells, AIR, SAID)], [first, said])) == expected


def test_a_disagreement_that_a_producer_marked_is_silent(bells: Index, book: FindingsBook) -> None:
    (found,) = about(bells, book, ASKED, [choice(bells, AIR, SAID)], [])
    quiet = book_of(bells.claims(), quiet=lambda finding: finding == found.id)
    assert about(bells, quiet, ASKED, [choice(bells, AIR, SAID)], []) == ()


def test_both_sides_are_said_and_cited(bells: Index, book: FindingsBook) -> None:
    composer = Composer(documents=bells.document, many_episodes=True, tells_kind=True)
    (found,) = about(bells, book, ASKED, [choice(bells, AIR, SAID)], [])
    text, marked = told(found, composer, bells.passages)
    assert text == (
        "The sources disagree. "
        f"Hedda, in the transcript of episode 31: “{SAID.rstrip('.')}” [1]. "
        f"The outline of episode 31 has: “{PLANNED.rstrip('.')}” [2]."
    )
    assert [(p.path, p.speaker, p.quote, p.citation) for p in marked.positions] == [
        (AIR, "Hedda", SAID, 1),
        (PLAN, None, PLANNED, 2),
    ]
    assert [(c.n, c.path) for c in composer.citations] == [(1, AIR), (2, PLAN)]
    assert all(stands_in(bells.document(c.path).file[c.start : c.end], c.quote) for c in composer.citations)


@pytest.mark.parametrize(
    ("severity", "kind", "lead"),
    [
        pytest.param(Severity.CONFLICT, DisagreementKind.DATE, "The sources disagree. ", id="conflict"),
        pytest.param(Severity.SCOPE, DisagreementKind.QUANTITY, "The sources put it differently, perhaps", id="scope"),
        pytest.param(Severity.UPDATE, DisagreementKind.QUANTITY, "Later material has another value. ", id="update"),
        pytest.param(Severity.CAPTION, DisagreementKind.NAME, "The captions read otherwise, perhaps mis-heard. ",
                     id="caption"),
        pytest.param(Severity.CONFLICT, DisagreementKind.QUOTE, "The wording differs between sources. ", id="wording"),
    ],
)  # fmt: skip
def test_how_the_sources_differ_is_said_first(
    bells: Index, book: FindingsBook, severity: Severity, kind: DisagreementKind, lead: str
) -> None:
    (found,) = about(bells, book, ASKED, [choice(bells, AIR, SAID)], [])
    changed = found.model_copy(update={"severity": severity, "kind": kind})
    text, _ = told(changed, Composer(documents=bells.document, many_episodes=True), bells.passages)
    assert text.startswith(lead)


def test_a_side_that_cannot_be_quoted_leaves_the_dispute_unsaid(bells: Index, book: FindingsBook) -> None:
    (found,) = about(bells, book, ASKED, [choice(bells, AIR, SAID)], [])
    nowhere = Position(
        value="9,500 kilos", quote="Nine and a half tonnes.", path=AIR, start=10**6, end=10**6 + 9,
        kind=found.positions[0].kind,
    )  # fmt: skip
    changed = found.model_copy(update={"positions": (found.positions[0], nowhere)})
    text, marked = told(changed, Composer(documents=bells.document, many_episodes=True), bells.passages)
    assert text == ""
    assert [position.citation for position in marked.positions] == [1, None]
