"""Which sentences make an answer: said once, cited together, with what they need to be understood."""

from dataclasses import replace

import pytest

from chat.choices import Choice, as_spoken, same_fact
from chat.evidence import FEATURES, Candidate
from chat.extract import WORDS, choose
from chat.question import Question, read_question
from corpus.models import Form, Passage, SourceKind
from tests.fake_index import as_searched
from tests.fakes import make_passage

PLAIN = read_question("How heavy is the bell of Varnholm?")
TRANSCRIPT, PAGE, OUTLINE = SourceKind.TRANSCRIPT, SourceKind.PAGE, SourceKind.OUTLINE
WEIGHT = "The great bell of Varnholm weighs nine thousand two hundred kilos."


def candidate(passage: Passage, at: int = 0, score: float = 10.0) -> Candidate:
    return Candidate(passage.sentences[at], passage, at, score, ())


def said(*turns: str, speaker: str = "Hedda", path: str = "transcript.txt") -> Passage:
    return as_searched(make_passage(path, *((speaker, turn) for turn in turns)))


def printed(*lines: str, path: str, kind: SourceKind, form: Form = Form.PROSE) -> Passage:
    passage = as_searched(make_passage(path, *((None, line) for line in lines), kind=kind))
    return passage.model_copy(
        update={"sentences": tuple(one.model_copy(update={"form": form}) for one in passage.sentences)}
    )


def texts(choices: list[Choice]) -> list[str]:
    return [choice.text for choice in choices]


def one_of(question: Question, *candidates: Candidate) -> Choice:
    (choice,) = choose(question, candidates)
    return choice


def test_no_candidates_make_no_answer() -> None:
    assert choose(PLAIN, []) == []


def test_near_copies_are_said_once_and_cited_together_and_the_transcript_leads() -> None:
    page = printed("The great bell of Varnholm weighs 9,200 kilos.", path="page.md", kind=PAGE)
    outline = printed("Great bell of Varnholm weighs 9,200 kilos.", path="outline.md", kind=OUTLINE)
    air = said(WEIGHT)
    found = one_of(PLAIN, candidate(page), candidate(air, score=9.9), candidate(outline, score=9.8))
    assert (found.passage.path, found.text, found.score) == ("transcript.txt", WEIGHT, 10.0)
    assert [other.passage.path for other in found.also] == ["page.md", "outline.md"]


def test_a_further_copy_in_the_same_source_is_not_cited_again() -> None:
    twice = said(WEIGHT, "The tower is cold.", WEIGHT)
    assert one_of(PLAIN, candidate(twice), candidate(twice, 2, 9.0)).also == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(WEIGHT, "The great bell of Varnholm weighs 9,200 kilos.", True, id="spoken and printed number"),
        pytest.param(WEIGHT, "The great bell of Varnholm weighs 9,400 kilos.", False, id="another number"),
        pytest.param(WEIGHT, "The rope is made of hemp.", False, id="something else"),
        pytest.param(
            "The bell has a crack.", "A crack runs through the bell of Ostmark.", True, id="the longer holds it"
        ),
    ],
)
def test_two_sentences_are_one_fact_when_words_and_figures_agree(one: str, other: str, same: bool) -> None:
    first, second = (Choice(p.sentences, p, 1.0) for p in (said(one), said(other, path="other.txt")))
    assert same_fact(first, second) is same
    assert same_fact(second, first) is same


@pytest.mark.parametrize("form", [Form.ITEM, Form.ROW])
def test_rows_and_items_are_never_merged_into_one_quote(form: Form) -> None:
    listed = printed("Fire: fast and high", "Flood: a slow toll", path="outline.md", kind=OUTLINE, form=form)
    assert texts(choose(PLAIN, [candidate(listed), candidate(listed, 1, 9.0)])) == [
        "Fire: fast and high",
        "Flood: a slow toll",
    ]


@pytest.mark.parametrize("best", [0, 1], ids=["the first one leads", "the second one leads"])
def test_neighbours_of_one_speaker_are_one_quote_as_they_stand(best: int) -> None:
    talk = said("The rope is made of hemp.", "The clapper is made of iron.")
    found = choose(PLAIN, [candidate(talk, best), candidate(talk, 1 - best, 9.0)])
    assert texts(found) == ["The rope is made of hemp. The clapper is made of iron."]


def test_neighbours_of_two_speakers_stay_two_quotes() -> None:
    talk = make_passage("t.txt", ("Hedda", "The rope is made of hemp."), ("Ruben", "The clapper is made of iron."))
    assert len(choose(PLAIN, [candidate(talk), candidate(talk, 1, 9.0)])) == 2


SPOKEN_QUOTE = ("The founder wrote, quote, the clay must be dry.", "Wet clay kills founders.", "End quote.")


@pytest.mark.parametrize("at", [0, 1, 2], ids=["opening", "middle", "end"])
def test_a_spoken_quotation_is_kept_whole(at: int) -> None:
    told = [("Hedda", text) for text in SPOKEN_QUOTE]
    passage = make_passage("t.txt", ("Ruben", "There is a diary."), *told, ("Hedda", "The bell rings still today."))
    assert one_of(PLAIN, candidate(passage, at + 1)).text == " ".join(SPOKEN_QUOTE)


def test_a_printed_quotation_is_kept_whole() -> None:
    lines = ("“The clay must be dry.", "Wet clay kills founders,” she wrote.")
    passage = printed(*lines, "The bell rings still today.", path="a.txt", kind=SourceKind.ARTICLE)
    assert one_of(PLAIN, candidate(passage, 1)).text == " ".join(lines)


@pytest.mark.parametrize("at", [0, 1])
def test_a_quotation_in_straight_marks_is_kept_whole(at: int) -> None:
    passage = said('He said, "Second is good.', 'Nobody bothers you then."', "The bell rang.")
    assert one_of(PLAIN, candidate(passage, at)).text == 'He said, "Second is good. Nobody bothers you then."'


@pytest.mark.parametrize(
    ("turns", "text", "to"),
    [
        pytest.param((("Ruben", "It is long."), ("Hedda", "Forty, now."), ("Hedda", "It was thirty last year.")),
                     "Forty, now. It was thirty last year.", None, id="what its speaker goes on to say"),
        pytest.param((("Ruben", "It hangs in the tower."), ("Hedda", "With the bats.")),
                     "With the bats.", "It hangs in the tower.", id="what it is said to"),
        pytest.param((("Ruben", "It is long."), ("Hedda", "Forty, now."), ("Hedda", "Anyway.")),
                     "Forty, now.", "It is long.", id="a word more says nothing"),
        pytest.param((("Ruben", "How long?"), ("Hedda", "Forty, now."), ("Hedda", "It was thirty last year.")),
                     "Forty, now.", "How long?", id="the question that it answers"),
        pytest.param((("Ruben", "It is long."), ("Hedda", "It is forty metres long.")),
                     "It is forty metres long.", None, id="a sentence stands alone"),
    ],
)  # fmt: skip
def test_a_few_words_are_told_with_what_makes_sense_of_them(
    turns: tuple[tuple[str, str], ...], text: str, to: str | None
) -> None:
    talk = make_passage("t.txt", *turns)
    spoken = tuple(sentence.model_copy(update={"form": Form.SPEECH}) for sentence in talk.sentences)
    found = one_of(PLAIN, candidate(talk.model_copy(update={"sentences": spoken}), 1))
    assert (found.text, found.asked and found.asked.text) == (text, to)


def test_what_is_quoted_of_one_turn_stands_as_it_was_said_but_the_answer_comes_first() -> None:
    talk = make_passage(
        "t.txt", *(("Hedda", f"Rope number {n} is long.") for n in "123"), ("Ruben", "No."), ("Hedda", "Rope four is.")
    )
    one, two, three, _, four = (Choice((sentence,), talk, 1.0) for sentence in talk.sentences)
    other = Choice(said("The bell rang.", path="b.txt").sentences, said("The bell rang.", path="b.txt"), 1.0)
    assert as_spoken([two, three, one, other]) == [two, one, three, other]
    assert as_spoken([other, three, one]) == [other, one, three]
    assert as_spoken([other, four, one]) == [other, four, one]
    assert as_spoken([]) == []


def test_a_quotation_without_an_end_is_not_hunted_for() -> None:
    passage = said("She wrote, quote, the clay must be dry.", *("Nobody knows more than that." for _ in range(9)))
    assert one_of(PLAIN, candidate(passage)).text == "She wrote, quote, the clay must be dry."


def test_a_sentence_that_leans_brings_the_one_before() -> None:
    passage = said("The rope was replaced last spring.", "It had worn through at the knot.")
    found = one_of(PLAIN, candidate(passage, 1))
    assert (found.text, found.asked) == (passage.text, None)


def test_an_answer_that_leans_on_the_other_hosts_question_brings_it_as_asked() -> None:
    passage = make_passage("t.txt", ("Ruben", "How long is the rope?"), ("Hedda", "It is forty metres long, or more."))
    found = one_of(PLAIN, candidate(passage, 1))
    assert (found.text, found.asked) == ("It is forty metres long, or more.", passage.sentences[0])
    assert found.words == len(passage.text.split())


def test_what_leans_on_another_speakers_statement_stands_alone() -> None:
    passage = make_passage("t.txt", ("Ruben", "The rope is long."), ("Hedda", "It is forty metres long, or more."))
    found = one_of(PLAIN, candidate(passage, 1))
    assert (found.text, found.asked) == ("It is forty metres long, or more.", None)


@pytest.mark.parametrize("lead", ["The founder of Varnholm put it bluntly.", "The founder of Varnholm wrote:"])
def test_a_sentence_that_only_announces_a_quote_brings_it_along(lead: str) -> None:
    passage = said(lead, "Wet clay kills founders.", "The bell rings still.")
    assert one_of(PLAIN, candidate(passage)).text == f"{lead} Wet clay kills founders."


@pytest.mark.parametrize("mark", [",", ":"])
def test_a_quotation_that_is_said_to_be_one_comes_with_what_stands_before_it(mark: str) -> None:
    passage = said("The guild was blunt.", f"Quote{mark} wet clay kills founders.", "The bell rings still.")
    assert one_of(PLAIN, candidate(passage)).text == f"The guild was blunt. Quote{mark} wet clay kills founders."


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param('"The old rope was a pity," said Agathe Brink.', True, id="who says it"),
        pytest.param("The rope hung in the tower for a century.", False, id="something else"),
    ],
)
def test_what_somebody_is_quoted_with_in_an_article_is_told_with_who_says_it(before: str, expected: bool) -> None:
    quoted = '"The new rope of the bell is made of flax."'
    article = printed(before, quoted, path="article.txt", kind=SourceKind.ARTICLE)
    assert one_of(PLAIN, candidate(article, 1)).text == (f"{before} {quoted}" if expected else quoted)


def test_an_answer_stays_within_its_words_but_never_empty() -> None:
    sources = [
        said(f"Bell{n} " + " ".join(f"word{n}x{i}" for i in range(20)) + ".", path=f"t{n}.txt") for n in range(6)
    ]
    found = choose(PLAIN, [candidate(source) for source in sources])
    assert 1 < len(found) == WORDS // 21
    assert len(choose(PLAIN, [candidate(source) for source in sources], words=3)) == 1


def test_what_is_far_behind_the_best_is_left_out() -> None:
    best, far = said("The rope is made of hemp."), said("The tower has a door.", path="other.txt")
    assert texts(choose(PLAIN, [candidate(best), candidate(far, score=-90.0)])) == [best.text]


@pytest.mark.parametrize(("behind", "told"), [(5.0, 2), (5.1, 1)], ids=["a little", "more"])
def test_a_further_sentence_may_be_a_little_behind_the_first(behind: float, told: int) -> None:
    rope, door = said("The rope is made of hemp."), said("The tower has a door.", path="other.txt")
    assert len(choose(PLAIN, [candidate(rope), candidate(door, score=10.0 - behind)])) == told


ROPE = said("The rope is made of hemp.", "It came from Ostmark.", "Nobody liked the smell.", "The door is of oak.")
ELSEWHERE = said("The clapper hangs from a strap.", path="other.txt")


def covering(passage: Passage, at: int, *, covers: float, score: float) -> Candidate:
    """A candidate that covers so much of the question."""
    features = tuple(covers if name == "context_coverage" else 0.0 for name in FEATURES)
    return Candidate(passage.sentences[at], passage, at, score, features)


@pytest.mark.parametrize(
    ("at", "covers", "first"),
    [
        pytest.param(1, 0.5, "on", id="the next sentence, before one that covers as much"),
        pytest.param(2, 0.5, "on", id="the one after, too"),
        pytest.param(3, 0.5, "elsewhere", id="one further on, after it"),
        pytest.param(1, 1.0, "elsewhere", id="the next sentence, after one that covers more"),
    ],
)
def test_further_sentences_come_by_their_place_and_by_how_much_they_cover(at: int, covers: float, first: str) -> None:
    best = covering(ROPE, 0, covers=0.5, score=10.0)
    others = [covering(ELSEWHERE, 0, covers=covers, score=8.0), covering(ROPE, at, covers=0.5, score=7.4)]
    found = choose(read_question("Tell me about the rope"), [best, *others], words=15)
    assert ("elsewhere" if ELSEWHERE.text in texts(found) else "on") == first


def test_a_sentence_from_elsewhere_that_covers_far_less_is_left_out() -> None:
    best, other = covering(ROPE, 0, covers=0.9, score=10.0), covering(ELSEWHERE, 0, covers=0.1, score=9.0)
    assert texts(choose(PLAIN, [best, other])) == ["The rope is made of hemp."]


def test_a_heading_is_no_further_sentence_whoever_asks() -> None:
    page = printed("The Long Rope", path="p.md", kind=PAGE, form=Form.HEADING)
    best, heading = covering(ROPE, 0, covers=0.5, score=10.0), covering(page, 0, covers=0.5, score=9.5)
    for question in (PLAIN, read_question("Who said something about the rope?")):
        assert texts(choose(question, [best, heading])) == ["The rope is made of hemp."]


def test_a_date_or_a_title_of_an_episode_is_no_further_sentence() -> None:
    date = covering(ELSEWHERE, 0, covers=0.9, score=9.0)
    data = replace(
        date,
        features=tuple(float(name == "data") or value for name, value in zip(FEATURES, date.features, strict=True)),
    )
    best = covering(ROPE, 0, covers=0.9, score=10.0)
    assert [len(choose(PLAIN, [best, other])) for other in (date, data)] == [2, 1]


def test_what_one_source_says_stands_together() -> None:
    cold = "The tower of Varnholm is cold in winter."
    tower = said(WEIGHT, "The door of the tower is made of oak.", cold)
    ferry = said("A ferry came.", speaker="Ruben", path="other.txt")
    found = choose(PLAIN, [candidate(tower), candidate(ferry, score=9.5), candidate(tower, 2, 9.0)])
    assert texts(found) == [WEIGHT, cold, "A ferry came."]


def test_an_announced_spoken_quotation_is_brought_along() -> None:
    motto = said("She lives by a motto.", 'Quote, "keep the rope dry."')
    assert one_of(PLAIN, candidate(motto)).text == 'She lives by a motto. Quote, "keep the rope dry."'


def test_a_question_answers_only_when_it_is_confirmed() -> None:
    asked = as_searched(make_passage("t.txt", ("Ruben", "So it weighs nine tonnes?"), ("Hedda", "Exactly, nine.")))
    doubted = as_searched(make_passage("u.txt", ("Ruben", "So it weighs nine tonnes?"), ("Hedda", "I doubt that.")))
    assert texts(choose(PLAIN, [candidate(asked)])) == ["So it weighs nine tonnes?"]
    assert choose(PLAIN, [candidate(doubted)]) == []


def test_a_title_alone_is_no_answer_to_a_fact() -> None:
    page = printed("Episode 7: The Great Bell", "The bell weighs nine tonnes.", path="page.md", kind=PAGE)
    titled = page.model_copy(update={"title": "The Great Bell"})
    assert texts(choose(PLAIN, [candidate(titled), candidate(titled, 1, 9.0)])) == ["The bell weighs nine tonnes."]


MADE = read_question("What happened to the rope of Varnholm?")
WORN = "The rope of Varnholm wore out."
KNOT, COLD = "A knot had rubbed against the sill for years.", "Nobody saw it in the cold."


def words(count: int) -> str:
    """A sentence of so many words."""
    return " ".join(["Rope", *("hangs" for _ in range(count - 2)), "down."])


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        pytest.param(said(WORN, KNOT, COLD), f"{WORN} {KNOT} {COLD}", id="all that follows"),
        pytest.param(said(WORN), WORN, id="nothing follows"),
        pytest.param(said(WORN, words(39), COLD), f"{WORN} {words(39)}", id="as much as there is room for"),
        pytest.param(said(WORN, words(40), COLD), WORN, id="a sentence too long"),
        pytest.param(said(WORN, "Who cut it?", COLD), WORN, id="a question"),
        pytest.param(make_passage("t.txt", ("Hedda", WORN), ("Ruben", KNOT)), WORN, id="somebody else"),
        pytest.param(printed(WORN, KNOT, path="p.md", kind=PAGE), f"{WORN} {KNOT}", id="on a page"),
        pytest.param(printed(WORN, KNOT, path="o.md", kind=OUTLINE, form=Form.ITEM), WORN, id="items"),
    ],
)
def test_the_first_sentence_goes_on_where_there_is_room(passage: Passage, expected: str) -> None:
    assert texts(choose(MADE, [candidate(passage)])) == [expected]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("How long is the rope of Varnholm?", id="a figure"),
        pytest.param("Which episode is about the rope of Varnholm?", id="an episode"),
        pytest.param("What is the show about?", id="the show as a whole"),
    ],
)
def test_what_answers_in_one_sentence_does_not_go_on(question: str) -> None:
    assert texts(choose(read_question(question), [candidate(said(WORN, KNOT))])) == [WORN]


def test_it_does_not_go_on_into_what_is_told_already() -> None:
    wire = "The new rope is of wire."
    talk = said(WORN, KNOT, wire, COLD)
    assert texts(choose(MADE, [candidate(talk), candidate(talk, 2, 9.0)])) == [f"{WORN} {KNOT}", wire]


def test_what_is_told_beside_it_leaves_less_room() -> None:
    beside = said(words(40), path="other.txt")
    assert texts(choose(MADE, [candidate(said(WORN, KNOT)), candidate(beside, score=9.0)])) == [WORN, words(40)]


def quoted(passage: Passage, at: int) -> Candidate:
    return replace(candidate(passage, at), is_quoted=True)


BRINK, DRY = "The founder was Agathe Brink.", "Keep the clay dry, she wrote."


@pytest.mark.parametrize(
    ("passage", "at", "expected"),
    [
        pytest.param(said(COLD, BRINK, DRY), 2, f"{BRINK} {DRY}", id="named just before"),
        pytest.param(said(BRINK, "Her diary is kept.", WORN, DRY), 3, f"{BRINK} Her diary is kept. {WORN} {DRY}",
                     id="with all between"),
        pytest.param(said(BRINK, COLD, COLD, COLD, COLD, DRY), 5, DRY, id="named long before"),
        pytest.param(said(COLD, DRY), 1, DRY, id="named nowhere"),
        pytest.param(said(BRINK, "Agathe Brink wrote: she is dry."), 1, "Agathe Brink wrote: she is dry.",
                     id="named in it"),
        pytest.param(said(BRINK, "All founders must keep the clay dry."), 1, "All founders must keep the clay dry.",
                     id="nobody is meant"),
        pytest.param(make_passage("t.txt", ("Ruben", BRINK), ("Hedda", DRY)), 1, DRY, id="named by somebody else"),
    ],
)  # fmt: skip
def test_a_quotation_is_told_with_who_said_it(passage: Passage, at: int, expected: str) -> None:
    question = read_question("Who said “keep the clay dry”?")
    assert texts(choose(question, [quoted(passage, at)])) == [expected]


def test_other_sentences_are_told_without_the_person_they_mean() -> None:
    passage = said(BRINK, COLD, DRY)
    assert texts(choose(read_question("Who wrote it?"), [candidate(passage, 2)])) == [DRY]
