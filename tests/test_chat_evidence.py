"""Whether a sentence gives what a question wants, and in which order sentences are weighed."""

from collections.abc import Callable

import pytest

from chat.evidence import FEATURES, Candidate, weigh
from chat.given import gives, person
from chat.question import read_question
from chat.wants import Want
from chat.whereabouts import NOWHERE, Whereabouts
from chat.words import tokens
from corpus.models import Form
from corpus.numbers.written import written
from index.models import Hit
from tests.fake_index import as_searched
from tests.fakes import FakeWords, make_passage

NOTHING_ASKED = frozenset[str]()


@pytest.mark.parametrize(
    ("want", "text", "expected"),
    [
        pytest.param(Want.QUANTITY, "The rope is forty metres long.", True, id="quantity spoken"),
        pytest.param(Want.QUANTITY, "Half of the ringers left.", True, id="quantity as a share"),
        pytest.param(Want.QUANTITY, "It was hung in nineteen seventy-four.", False, id="a year is no quantity"),
        pytest.param(Want.QUANTITY, "It hung there in the 1970s.", False, id="nor is a decade"),
        pytest.param(Want.QUANTITY, "It hangs in fifteen hundred towers.", True, id="a number like a year"),
        pytest.param(Want.QUANTITY, "The rope is long.", False, id="no quantity"),
        pytest.param(Want.MONEY, "It cost €90 a year.", True, id="money by sign"),
        pytest.param(Want.MONEY, "It cost ninety dollars.", True, id="money by name"),
        pytest.param(Want.MONEY, "It took ninety days.", False, id="no money"),
        pytest.param(Want.SHARE, "Sixty percent of them stayed.", True, id="share in percent"),
        pytest.param(Want.SHARE, "Half of them stayed.", True, id="share in a word"),
        pytest.param(Want.SHARE, "60 of the bells stayed.", False, id="a number is no share"),
        pytest.param(Want.DURATION, "The casting took three days.", True, id="duration"),
        pytest.param(Want.DURATION, "They ring it daily.", True, id="duration in a word"),
        pytest.param(Want.AGE, "She's nineteen.", True, id="age of somebody"),
        pytest.param(Want.AGE, "I'm about forty now.", True, id="age of the speaker"),
        pytest.param(Want.AGE, "Agathe Brink, 71, rings it.", True, id="age in print"),
        pytest.param(Want.AGE, "A sixty-year-old thing called Gerda.", True, id="age of a thing"),
        pytest.param(Want.AGE, "The bell was cast and the tower built in 1912.", True, id="the year of making"),
        pytest.param(Want.AGE, "She is forty metres long.", False, id="a length is no age"),
        pytest.param(Want.AGE, "It took forty years.", False, id="a duration is no age"),
        pytest.param(Want.EXTENT, "The rope is forty metres long.", True, id="a length"),
        pytest.param(Want.EXTENT, "The song is forty minutes long.", True, id="a length of time"),
        pytest.param(Want.DURATION, "The rope is forty metres long.", False, id="a length is no duration"),
        pytest.param(Want.DURATION, "They cast three bells.", False, id="no duration"),
        pytest.param(Want.DATE, "It was cast in eighteen seventy-one, on a Monday.", True, id="weekday"),
        pytest.param(Want.DATE, "It was cast in May.", True, id="month"),
        pytest.param(Want.DATE, "It was cast in 1971.", True, id="year"),
        pytest.param(Want.DATE, "It was cast in 1684.", True, id="old year"),
        pytest.param(Want.DATE, "It was cast in sixteen eighty-four.", True, id="old year spoken"),
        pytest.param(Want.DATE, "Sixteen eighty-four.", True, id="old year alone"),
        pytest.param(Want.DATE, "It took 1684 ropes.", False, id="a number is no year"),
        pytest.param(Want.DATE, "It was cast in bronze.", False, id="no date"),
        pytest.param(Want.TIME, "It rings at noon.", True, id="time in a word"),
        pytest.param(Want.TIME, "It rings at 6:30.", True, id="time on a clock"),
        pytest.param(Want.TIME, "It rings at half past six.", True, id="half past"),
        pytest.param(Want.TIME, "It rings in May.", False, id="no time"),
        pytest.param(Want.TIME, "A rope costs eight pounds fifty, or £8.50.", False, id="a price is no time"),
        pytest.param(Want.PERSON, "The founder was Agathe Brink.", True, id="person"),
        pytest.param(Want.PERSON, "The founder was a woman.", False, id="nobody named"),
        pytest.param(Want.PLACE, "They cast it in Varnholm.", True, id="place"),
        pytest.param(Want.PLACE, "They cast it in the Lower Sund.", True, id="place with an article"),
        pytest.param(Want.PLACE, "They cast it in a ditch.", False, id="no place named"),
        pytest.param(Want.VERSION, "Carillon 4.2 rings by itself.", True, id="version"),
        pytest.param(Want.VERSION, "It cost 1.5 million, 4.2% more.", False, id="no version"),
        pytest.param(Want.REASON, "It cracked because of the frost.", True, id="reason"),
        pytest.param(Want.REASON, "It cracked in the frost.", False, id="no reason"),
        pytest.param(Want.WORDS, "She wrote: “Keep it dry.”", True, id="words in marks"),
        pytest.param(Want.WORDS, "She wrote, quote, keep it dry.", True, id="words that are spoken"),
        pytest.param(Want.WORDS, "She kept it dry.", False, id="no words of anybody"),
        pytest.param(Want.ANY, "It cracked on 1 May because of Agathe Brink.", False, id="anything is no kind"),
    ],
)
def test_a_sentence_gives_a_kind_of_thing_or_not(want: Want, text: str, expected: bool) -> None:
    assert gives(want, text, written(text), NOTHING_ASKED) is expected


@pytest.mark.parametrize(
    ("question", "want", "text"),
    [
        pytest.param("How many of the 40 ropes broke?", Want.QUANTITY, "There were 40 ropes.", id="number"),
        pytest.param("How many of the forty ropes broke?", Want.QUANTITY, "There were 40 ropes.", id="number spoken"),
        pytest.param("What share of the 60 percent rang?", Want.SHARE, "Sixty percent stayed.", id="share"),
        pytest.param("How much of the $9,200 was paid?", Want.MONEY, "It cost 9,200 dollars.", id="money"),
        pytest.param("How long after the 40 days?", Want.DURATION, "It took forty days.", id="duration"),
        pytest.param("Who was Agathe Brink?", Want.PERSON, "The diary of Agathe Brink was lost.", id="name"),
        pytest.param("Where in Varnholm was it cast?", Want.PLACE, "It was cast in Varnholm.", id="place"),
        pytest.param("When after 1684 was it lost?", Want.DATE, "It was cast in 1684.", id="old year"),
        pytest.param("When in 2012 was it replaced?", Want.DATE, "It was replaced in 2012.", id="year"),
    ],
)
def test_what_the_question_said_itself_is_not_given(question: str, want: Want, text: str) -> None:
    assert gives(want, text, written(text), frozenset(tokens(question))) is False
    assert gives(want, text, written(text), NOTHING_ASKED) is True


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("When do the boats leave?", True, id="as a rule"),
        pytest.param("When did the boats leave?", False, id="once"),
        pytest.param("On which day do the boats leave?", False, id="a day"),
    ],
)
def test_what_recurs_does_so_by_the_clock(question: str, expected: bool) -> None:
    for text in ("They sail at 07:40 and 16:15.", "It is half past six."):
        assert gives(Want.DATE, text, written(text), frozenset(tokens(question))) is expected


def test_who_asks_for_two_places_is_given_two() -> None:
    talk = make_passage("f.txt", ("Hedda", "The ferry sails from Sund."), ("Ruben", "It plies between Sund and Orre."))
    hit = Hit(passage=as_searched(talk), score=1.0, dense=0.5, lexical=1.0, sentences=(0.5, 0.5))
    where, both = (
        {c.at for c in weigh(read_question(asked), [hit], words=FakeWords()) if c.features[FEATURES.index("gives")]}
        for asked in ("Which town does the ferry serve?", "Which two towns does the ferry serve?")
    )
    assert (where, both) == ({0, 1}, {1})


ROPE = as_searched(
    make_passage("b.txt", ("Hedda", "The rope is made of hemp."), ("Ruben", "The rope is forty metres long."))
)
TOWER = make_passage("a.txt", ("Hedda", "The tower has a door."), ("Hedda", "The tower has a door."))


def hit(passage: object, *, score: float = 0.5) -> Hit:
    return Hit.model_validate(
        {"passage": passage, "score": score, "dense": 0.5, "lexical": 1.0, "sentences": (0.5, 0.5)}
    )


def test_every_sentence_of_every_hit_is_a_candidate_best_first() -> None:
    found = weigh(read_question("How long is the rope?"), [hit(TOWER), hit(ROPE)], words=FakeWords())
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert {(c.passage.path, c.at) for c in found} == {("a.txt", 0), ("a.txt", 1), ("b.txt", 0), ("b.txt", 1)}
    assert all(c.sentence == c.passage.sentences[c.at] for c in found)
    assert {len(c.features) for c in found} == {len(FEATURES)}


def test_of_two_alike_sentences_the_one_that_gives_what_is_wanted_comes_first() -> None:
    found = weigh(read_question("How many metres of rope are there?"), [hit(ROPE)], words=FakeWords())
    assert found[0].sentence.text == "The rope is forty metres long."


def test_a_word_near_in_meaning_counts_for_the_one_that_was_asked() -> None:
    near = FakeWords(alike={"cable": {"rope": 0.6}})
    alone, helped = (
        weigh(read_question("What is the cable like?"), [hit(ROPE)], words=words)[0] for words in (FakeWords(), near)
    )
    coverage = FEATURES.index("coverage")
    assert (alone.features[coverage], helped.features[coverage]) == (0.0, 0.6)


def test_an_abbreviation_counts_for_the_words_of_the_name_that_it_stands_for() -> None:
    boats = as_searched(make_passage("t.txt", ("Hedda", "The HPS has six boats.")))
    explained = FakeWords(short={"HPS": frozenset({"harbour", "pilots"})})
    asked = read_question("How many boats have the harbour pilots?")
    alone, helped = (weigh(asked, [hit(boats)], words=words)[0] for words in (FakeWords(), explained))
    coverage = FEATURES.index("coverage")
    assert (alone.features[coverage], helped.features[coverage]) == pytest.approx((1 / 3, (1 + 2 * 0.9) / 3))


def test_who_did_it_is_told_by_a_full_name_beside_a_post_or_a_deed() -> None:
    named = ("Agathe Brink came to the tower.", "The founder was Agathe Brink.", "Agathe Brink built the tower.")
    question = read_question("Who founded the tower?")
    features = [
        weigh(question, [hit(make_passage("a.txt", ("Hedda", text)))], words=FakeWords())[0].features for text in named
    ]
    posted, credited = FEATURES.index("posted"), FEATURES.index("credited")
    assert [(f[posted], f[credited]) for f in features] == [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]


@pytest.mark.parametrize(
    ("reply", "confirmed"),
    [
        pytest.param(("Ruben", "Exactly, forty."), True, id="by somebody else"),
        pytest.param(("Hedda", "Yes, forty."), False, id="by oneself"),
        pytest.param(("Ruben", "Forty-two."), False, id="not confirmed"),
    ],
)
def test_a_question_is_confirmed_when_somebody_else_says_yes(reply: tuple[str, str], confirmed: bool) -> None:
    talk = make_passage("a.txt", ("Hedda", "So it has forty steps?"), reply)
    found = weigh(read_question("How many steps has the tower?"), [hit(talk)], words=FakeWords())
    assert [c.is_confirmed for c in found if c.at == 0] == [confirmed]


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        pytest.param("Episode #007: The Great Rope", True, id="with its number"),
        pytest.param("The Great Rope of Varnholm has a new knot.", False, id="a sentence that holds it"),
        pytest.param("The rope is great.", False, id="another"),
    ],
)
def test_a_sentence_that_is_little_but_the_title_is_known(text: str, is_title: bool) -> None:
    titled = make_passage("a.md", (None, text)).model_copy(update={"title": "The Great Rope"})
    (found,) = weigh(read_question("What is it?"), [hit(titled)], words=FakeWords())
    assert found.is_title is is_title


def test_candidates_that_weigh_the_same_go_by_place() -> None:
    twice = TOWER.model_copy(update={"path": "c.txt"})
    found = weigh(read_question("Has the tower a door?"), [hit(twice), hit(TOWER)], words=FakeWords())
    firsts = [c.passage.path for c in found if c.at == 0]
    assert firsts == ["a.txt", "c.txt"]


@pytest.mark.parametrize("rarity", [lambda _: 0.0, lambda _: 9.0], ids=["everywhere", "unheard of"])
def test_a_question_without_hits_or_without_a_subject_has_no_trouble(rarity: Callable[[str], float]) -> None:
    assert weigh(read_question("What is it?"), [], words=FakeWords(rarity)) == []
    assert len(weigh(read_question("What is it?"), [hit(ROPE)], words=FakeWords(rarity))) == 2


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        pytest.param("It weighs nine tonnes, they say.", True, id="pronoun"),
        pytest.param("And then the rope broke off.", True, id="and then"),
        pytest.param("Nine tonnes of it.", True, id="a few words"),
        pytest.param("The great bell weighs nine tonnes.", False, id="stands alone"),
    ],
)
def test_a_sentence_leans_when_it_needs_the_one_before(text: str, leans: bool) -> None:
    (found,) = weigh(
        read_question("bell"),
        [hit(make_passage("a.txt", ("Hedda", text))).model_copy(update={"sentences": (0.5,)})],
        words=FakeWords(),
    )
    assert found.leans is leans


def of(question: str, *lines: str, words: FakeWords | None = None) -> list[Candidate]:
    """The sentences of one turn, best first."""
    talk = as_searched(make_passage("t.txt", *(("Hedda", line) for line in lines)))
    found = Hit(passage=talk, score=1.0, dense=0.5, lexical=1.0, sentences=(0.5,) * len(lines))
    return weigh(read_question(question), [found], words=words or FakeWords())


@pytest.mark.parametrize(
    ("text", "is_quoted"),
    [
        pytest.param("Never trust a dry rope.", True, id="the very words"),
        pytest.param("She said: never trust, a dry rope!", True, id="in a longer sentence, with other marks"),
        pytest.param("Never trust a dry ropeway.", False, id="a longer word"),
        pytest.param("Trust a dry rope never.", False, id="in another order"),
        pytest.param("A dry rope, and a wet one.", False, id="some of them"),
    ],
)
def test_a_sentence_with_the_very_words_is_known(text: str, is_quoted: bool) -> None:
    (found,) = of("Who said “never trust a dry rope”?", text)
    assert found.is_quoted is is_quoted


def test_an_apostrophe_left_out_is_no_other_word() -> None:
    assert [c.is_quoted for c in of("Who said “dont trust a rope”?", "Don’t trust a rope.")] == [True]
    assert [c.is_quoted for c in of("Who said “don't trust a rope”?", "Dont trust a rope.")] == [True]


def test_the_very_words_go_before_what_is_about_them() -> None:
    found = of("Who said “it is a cold day for us”?", "Hedda Moll said of that day: cold.", "It is a cold day for us.")
    assert [c.sentence.text for c in found] == ["It is a cold day for us.", "Hedda Moll said of that day: cold."]
    assert found[0].score > found[1].score + 10


ROPES = FakeWords(alike={"ropes": {"cabl": 0.6}})


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        pytest.param("The tower has forty ropes.", 1.0, id="a number of them"),
        pytest.param("The tower has 40 long, wet ropes.", 1.0, id="with words between"),
        pytest.param("Forty of all of the ropes hang.", 0.0, id="with too many between"),
        pytest.param("The tower has forty cables.", 0.6, id="of things near in meaning"),
        pytest.param("The tower has forty bells.", 0.0, id="of other things"),
        pytest.param("Of the ropes hang 40.", 0.0, id="a figure after them"),
        pytest.param("It weighs 40 (ropes too).", 0.0, id="in an aside"),
        pytest.param("It is 40 crowns a rope.", 0.0, id="of something for each"),
        pytest.param("It weighs 40. Ropes hang from it.", 0.0, id="in another sentence"),
        pytest.param("The tower has ropes.", 0.0, id="no figure"),
    ],
)
def test_a_figure_counts_the_things_that_stand_right_after_it(text: str, counts: float) -> None:
    found = [of(question, text, words=ROPES)[0] for question in ("How many ropes are there?", "How old are the ropes?")]
    assert [c.features[FEATURES.index("counts")] for c in found] == [counts, 0.0]


def test_a_number_of_the_things_asked_for_goes_before_another_number() -> None:
    found = of("How many ropes hang in the tower of Aske?", "In the tower of Aske hang 8 bells.", "That is 40 ropes.")
    assert [c.sentence.text for c in found] == ["That is 40 ropes.", "In the tower of Aske hang 8 bells."]


def test_a_reply_is_as_near_as_the_question_that_somebody_else_put() -> None:
    lines = (("Hedda", "What were you before?"), ("Oddny", "A welder."), ("Oddny", "It was warm."), ("Oddny", "Well."))
    talk = as_searched(make_passage("t", *lines, ("Oddny", "Then I left."), ("Hedda", "Where to?"), ("Hedda", "Sund.")))
    spoken = tuple(one.model_copy(update={"form": Form.SPEECH}) for one in talk.sentences)
    passage = talk.model_copy(update={"sentences": spoken})
    hit = Hit(passage=passage, score=1.0, dense=0.5, lexical=1.0, sentences=(0.9, 0.1, 0.5, 0.95, 0.1, 0.9, 0.1))
    found = weigh(read_question("what was Oddny before"), [hit], words=FakeWords())
    replies = {c.at: c.features[FEATURES.index("replies")] for c in found}
    assert replies == pytest.approx({0: 0.0, 1: 0.5, 2: 0.4, 3: 0.0, 4: 0.0, 5: 0.0, 6: 0.0})


def test_a_question_that_takes_up_the_one_before_it_is_a_part_of_the_reply() -> None:
    lines = (("Hedda", "Which is your oldest bell?"), ("Oddny", "The oldest?"), ("Oddny", "That would be Maud."))
    talk = as_searched(make_passage("t", *lines))
    spoken = tuple(one.model_copy(update={"form": Form.SPEECH}) for one in talk.sentences)
    passage = talk.model_copy(update={"sentences": spoken})
    hit = Hit(passage=passage, score=1.0, dense=0.5, lexical=1.0, sentences=(0.9, 0.5, 0.1))
    found = weigh(read_question("Which is the oldest bell?"), [hit], words=FakeWords())
    replies = {c.at: c.features[FEATURES.index("replies")] for c in found}
    assert replies == pytest.approx({0: 0.0, 1: 0.4, 2: 0.5})


@pytest.mark.parametrize(
    ("form", "asked"), [(Form.SPEECH, {"hemp", "rot"}), (Form.PROSE, set[str]())], ids=["spoken", "printed"]
)
def test_a_sentence_is_near_what_stands_before_it_and_the_spoken_question_that_it_answers(
    form: Form, asked: set[str]
) -> None:
    lines = ("Bells ring.", "Does hemp rot?", "It swells.", "It floats.", "It burns.")
    talk = make_passage("t", *(("Hedda", line) for line in lines))
    shaped = tuple(one.model_copy(update={"form": form, "section": ("Ropes",)}) for one in talk.sentences)
    found = Hit(
        passage=talk.model_copy(update={"sentences": shaped}), score=1.0, dense=0.5, lexical=1.0, sentences=(0.5,) * 5
    )
    near = {c.at: c.near for c in weigh(read_question("What is it?"), [found], words=FakeWords())}
    assert near[0] == {"t", "rope", "bell", "ring"}
    assert near[4] == {"t", "rope", "swell", "float", "burn", *asked}


@pytest.mark.parametrize(
    ("text", "posted_and_credited"),
    [
        ("The chief engineer, Ada Brook, built it.", (1.0, 1.0)),
        ("The chief engineer, Šárka Ångstedt, built it.", (1.0, 1.0)),
        ("Chief Engineer Ada Brook was there.", (1.0, 0.0)),
        ("Developer Days was called off by the director.", (0.0, 0.0)),
    ],
    ids=[
        "a name beside a post and a deed",
        "a name with accents",
        "a post before the name",
        "a post that only looks like a name",
    ],
)
def test_somebody_is_told_by_a_full_name_and_not_by_a_post_alone(
    text: str, posted_and_credited: tuple[float, float]
) -> None:
    assert person(text, frozenset()) == posted_and_credited


def test_who_was_quoted_is_known_by_a_post_or_a_deed_near_those_who_are_named_with_him() -> None:
    question = read_question("Which person at Varnholm did we quote?")
    near = make_passage("a.txt", ("Hedda", "Varnholm has a new bell."), ("Hedda", "The founder is Agathe Brink."))
    elsewhere = make_passage("b.txt", ("Hedda", "The founder is Oddny Holt."))
    posted = FEATURES.index("posted")
    found = {
        c.sentence.text: c.features[posted] for c in weigh(question, [hit(near), hit(elsewhere)], words=FakeWords())
    }
    assert found == {
        "Varnholm has a new bell.": 0.0,
        "The founder is Agathe Brink.": 3.0,
        "The founder is Oddny Holt.": 2.0,
    }


def test_where_a_conversation_is_what_was_carried_over_need_not_be_said_again() -> None:
    asked = read_question("How long is the rope of the great bell?", own=("long", "rope"))
    here = Whereabouts({"b.txt": ((0, 500),)})
    (there, *_), (elsewhere, *_) = (
        [c for c in weigh(asked, [hit(ROPE)], words=FakeWords(), where=where) if c.at == 1] for where in (here, NOWHERE)
    )
    around = FEATURES.index("context_coverage")
    assert elsewhere.features[around] < there.features[around] == pytest.approx(1.0)
    assert there.score > elsewhere.score
