"""Figures over gold questions: what counts as right, and the first step at which a miss was lost."""

import re

import pytest

from chat.evaluate import Judged, by_type, calibration_error, judge, plain, summarise
from chat.gold import Gold, GoldQuote, Place
from chat.models import Answer, Citation, Disagreement, DisagreementKind, Position, Severity, Status
from corpus.models import SourceKind
from index.models import Hit
from tests.fakes import FakeSource, make_passage

ROPE = "The rope is made of hemp and is forty metres long."
TALK = make_passage("ep031/transcript.txt", ("Hedda", ROPE))
OTHER = make_passage("ep031/other.txt", ("Ruben", "Ruben does not know the tower at all."))
DOCUMENTS = {document.path: document for document in FakeSource(TALK, OTHER).read(bool, print, print).documents}
GOLD = Gold(
    id="q1",
    question="What is the rope made of?",
    type="single-fact",
    gold=(GoldQuote(file="ep031/transcript", quote=ROPE, speaker="Hedda"),),
    nuggets=(re.compile("hemp", re.I), re.compile("forty|40", re.I)),
    must_not=(re.compile("wire", re.I),),
)
UNANSWERABLE = Gold(id="q2", question="Who sells the rope?", type="unanswerable", answerable=False)


def citation(passage_path: str, quote: str, speaker: str | None, *, n: int = 1) -> Citation:
    return Citation(
        n=n, path=passage_path, kind=SourceKind.TRANSCRIPT, title="T", speaker=speaker, quote=quote, start=0,
        end=len(quote), line=1,
    )  # fmt: skip


GOOD = citation(TALK.path, ROPE, "Hedda")
BESIDE = citation(OTHER.path, "Ruben does not know the tower at all.", "Ruben")


def answer(text: str, *citations: Citation, status: Status = Status.ANSWERED, **more: object) -> Answer:
    given = {"id": "a", "question": "q", "status": status, "answer": text, "confidence": 0.9, "citations": citations}
    return Answer.model_validate(given | more)


def hit(passage: object) -> Hit:
    return Hit.model_validate({"passage": passage, "score": 1.0, "dense": 1.0, "lexical": 1.0, "sentences": (1.0,)})


def judged(gold: Gold, given: Answer, *hits: Hit, indexed: bool = True) -> Judged:
    return judge(gold, given, hits or (hit(OTHER), hit(TALK)), documents=DOCUMENTS.__getitem__, indexed=indexed)


def test_an_answer_with_every_nugget_and_a_gold_quote_is_right() -> None:
    found = judged(GOLD, answer(f"Hedda said: “{ROPE}” [1].", GOOD, BESIDE.model_copy(update={"n": 2})))
    assert found == Judged(
        id="q1",
        type="single-fact",
        answerable=True,
        answered=True,
        right=True,
        nuggets=1.0,
        supported=True,
        first_supports=True,
        citations=2,
        verbatim=2,
        speakers=(True,),
        wants_flag=False,
        flags=0,
        flag_right=False,
        confidence=0.9,
        rank=2,
        in_budget=True,
        words=14,
        total_ms=0.0,
        miss=None,
    )


MISSES = {
    "wrongly answered": (UNANSWERABLE, answer("Pim sells it [1].", GOOD), True),
    "not in the index": (GOLD, answer("No.", status=Status.ABSTAINED), False),
    "wrongly abstained": (GOLD, answer("No.", status=Status.ABSTAINED), True),
    "says what it must not": (GOLD, answer("Hemp, forty metres, or wire [1].", GOOD), True),
    "retrieved but not chosen": (GOLD, answer("Hemp, forty metres [1].", BESIDE), True),
    "cut: only a part of the answer": (GOLD, answer("It is hemp [1].", GOOD), True),
    "chosen but the fact is missing": (GOLD, answer("It is a rope [1].", GOOD), True),
}


@pytest.mark.parametrize(("reason", "gold", "given", "indexed"), [(r, *m) for r, m in MISSES.items()], ids=MISSES)
def test_a_miss_is_told_by_the_first_step_that_lost_it(reason: str, gold: Gold, given: Answer, indexed: bool) -> None:
    found = judged(gold, given, indexed=indexed)
    assert (found.right, found.miss) == (False, reason)


def test_a_gold_source_that_the_search_does_not_bring_is_not_retrieved() -> None:
    found = judged(GOLD, answer("Hemp, forty metres [1].", BESIDE), hit(OTHER))
    assert (found.rank, found.in_budget, found.miss) == (None, False, "not retrieved")


def test_an_unanswerable_question_is_right_when_nobody_answers() -> None:
    assert judged(UNANSWERABLE, answer("No.", status=Status.ABSTAINED)).right is True


def test_only_the_first_words_of_an_answer_count() -> None:
    late = answer(f"{'well ' * 120} hemp, forty metres [1].", GOOD)
    assert judged(GOLD, late).miss == "chosen but the fact is missing"


def test_a_wrong_speaker_a_copy_and_an_altered_quote_are_told() -> None:
    wrong = GOOD.model_copy(update={"speaker": "Ruben"})
    assert judged(GOLD, answer("hemp, 40 [1].", wrong)).speakers == (False,)
    copied = GoldQuote(file="ep031/page", quote=ROPE, speaker="Hedda", same_as=(Place(file=TALK.path, quote=ROPE),))
    assert judged(GOLD.model_copy(update={"gold": (copied,)}), answer("hemp, 40 [1].", wrong)).speakers == (True,)
    altered = GOOD.model_copy(update={"quote": ROPE.replace("hemp", "wire")})
    assert judged(GOLD, answer("hemp, 40 [1].", altered)).verbatim == 0


def dispute(*values: str) -> Disagreement:
    positions = tuple(
        Position(value=value, quote=f"Rope: {value}", path="p", start=0, end=1, kind=SourceKind.OUTLINE)
        for value in values
    )
    return Disagreement(
        id="d", topic="rope", kind=DisagreementKind.QUANTITY, severity=Severity.CONFLICT, positions=positions
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(("40 metres", "44 metres"), True, id="both values"),
        pytest.param(("44 metres", "40 metres"), True, id="in the other order"),
        pytest.param(("40 metres", "50 metres"), False, id="one of them"),
        pytest.param(("40 metres and 44 metres", "50 metres"), False, id="both on one side"),
    ],
)
def test_a_flag_is_right_when_it_sets_the_two_values_against_each_other(
    values: tuple[str, ...], expected: bool
) -> None:
    gold = GOLD.model_copy(update={"disagree": (re.compile("40"), re.compile("44"))})
    found = judged(gold, answer("hemp, forty [1].", GOOD, disagreements=(dispute(*values),)))
    assert (found.wants_flag, found.flags, found.flag_right) == (True, 1, expected)


def row(confidence: float, held: bool, **more: object) -> Judged:
    base = judged(GOLD, answer("hemp, forty [1].", GOOD))
    return base.model_copy(update={"confidence": confidence, "supported": held, **more})


def test_the_calibration_error_of_a_known_table() -> None:
    table = [*(row(0.95, True) for _ in range(3)), row(0.95, False), *(row(0.25, False) for _ in range(4))]
    # bin 0.9: |0.95 - 0.75| of 4 rows; bin 0.2: |0.25 - 0| of 4 rows
    assert calibration_error(table) == pytest.approx((4 * 0.20 + 4 * 0.25) / 8, abs=1e-4)
    assert calibration_error([row(1.0, True)]) == 0.0
    assert calibration_error([row(1.0, True, answerable=False)]) == 1.0
    assert calibration_error([]) is None


def test_figures_count_over_the_questions_they_are_about() -> None:
    right = row(0.9, True, rank=2, total_ms=10.0)
    lost = row(0.9, False, rank=None, right=False, miss="x", speakers=(False,), first_supports=False, total_ms=30.0)
    traps = row(0.9, True, type="near-miss", flags=1, rank=1, total_ms=20.0)
    calm = judged(UNANSWERABLE, answer("No.", status=Status.ABSTAINED))
    figures = summarise([right, lost, traps, calm])
    expected = {
        "questions": 4.0,
        "right": 0.6667,
        "supported": 0.6667,
        "verbatim": 1.0,
        "speaker_right": 0.6667,
        "abstain_recall": 1.0,
        "abstain_precision": 1.0,
        "disagree_recall": None,
        "false_flag_near_miss": 1.0,
        "false_flag_other": 0.0,
        "recall@1": 0.3333,
        "recall@3": 0.6667,
        "mrr": 0.5,
        "p50_ms": 15.0,
    }
    assert {name: figures[name] for name in expected} == expected


def test_no_questions_have_no_figures() -> None:
    assert {name: value for name, value in summarise([]).items() if value is not None} == {"questions": 0.0}


def test_types_are_counted_right_of_asked() -> None:
    rows = [row(1.0, True), row(1.0, True, right=False), row(1.0, True, type="cross")]
    assert by_type(rows) == {"cross": (1, 1), "single-fact": (1, 2)}


def test_gold_patterns_see_plain_text() -> None:
    assert plain("“Nine”  <break/>**tonnes** – it’s\nheavy") == '"nine" tonnes - it\'s heavy'
