"""What a model may not do: quote what does not stand, name a wrong speaker, change a unit, judge its sources."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chat.llm.evidenced import Evidence, evidence_of
from chat.llm.marks import Said
from chat.llm.verify import Checked, check
from tests.fakes import make_passage
from tests.kestrel import PASSAGES
from tests.sample_evidence import holding

KESTREL = {f"q{i:04d}": evidence_of(passage) for i, passage in enumerate(PASSAGES)}
NOT_BY = "what it cites was not said by"


def checked(text: str, given: dict[str, Evidence] = KESTREL, keys: Sequence[str] = ("q0000",)) -> Checked:
    return check(Said(text=text, keys=tuple(keys)), given)


REFUND = "None of the members has ever asked"
CHARITY = "We are not a charity"
HALCYON = "Sixty-two metres, steel"
RATE = "three euros and twenty cents a kilo from Santa Marta"
MEMBERS = "It has just over three hundred members"


# Who said it


@pytest.mark.parametrize(
    ("text", "who"),
    [
        pytest.param("“The Kestrel is thirty-two metres long and has two masts”, said Tobias.", "Tobias", id="said X"),
        pytest.param("Tobias: “The Kestrel is thirty-two metres long”.", "Tobias", id="colon"),
        pytest.param("“We bought her in Norrbo” (Tobias).", "Tobias", id="brackets"),
        pytest.param("“We bought her in Norrbo” — Tobias", "Tobias", id="signed"),
        pytest.param("As Tobias put it, “We bought her in Norrbo”.", "Tobias", id="put it"),
        pytest.param("Tobias said “two masts”.", "Tobias", id="few words"),
        pytest.param("Tobias recalled that she has “two masts”.", "Tobias", id="in indirect speech"),
        pytest.param("Tobias, laughing, went on: “We bought her in Norrbo”.", "Tobias", id="any verb"),
        pytest.param("Tobias mumbled that “two masts” are there.", "Tobias", id="an unknown verb"),
        pytest.param("Tobias said “two masts” and “ninety thousand euros”.", "Tobias", id="two quotations"),
        pytest.param("Maren said “two masts”, and Tobias added “We bought her in Norrbo”.", "Tobias", id="the second"),
        pytest.param("Tobias recalled that the Kestrel has two masts.", "Tobias", id="recalled"),
        pytest.param("In 32 metres of length, Tobias said, the Kestrel has two masts.", "Tobias", id="in between"),
        pytest.param("The Kestrel has two masts, said Tobias.", "Tobias", id="inverted"),
        pytest.param("Tobias: the Kestrel has two masts.", "Tobias", id="label"),
        pytest.param("Maren replied that she does not take passengers in winter.", "Maren", id="replied"),
    ],
)
def test_words_are_not_given_to_another(text: str, who: str) -> None:
    assert checked(text).failure == f"{NOT_BY} {who}"


@pytest.mark.parametrize(
    ("words", "text", "who"),
    [
        pytest.param(
            REFUND, "Anselm Roye said, “None of the members has ever asked for their money back”.", "Anselm Roye"
        ),
        pytest.param(REFUND, "“None of the members has ever asked for their money back”, said Desmond.", "Desmond"),
        pytest.param(RATE, "In episode 21 Desmond said that the rate from Santa Marta is €3.20 a kilo.", "Desmond"),
        pytest.param(RATE, "Desmond replied that the Lantern Line charges €3.20 a kilo.", "Desmond"),
    ],
)
def test_words_are_not_given_to_one_who_is_only_there(words: str, text: str, who: str) -> None:
    assert checked(text, holding(words)).failure == f"{NOT_BY} {who}"


@pytest.mark.parametrize(
    "text",
    [
        "Maren said of Tobias, “We bought her in Norrbo for ninety thousand euros”.",
        "Maren told Tobias: “We bought her in Norrbo for ninety thousand euros”.",
        "When Tobias asked, Maren said “We bought her in Norrbo”.",
        "“We bought her in Norrbo”, Maren told Tobias.",
        "Maren said “two masts”, while Tobias said “She carries forty percent more”.",
        "“We bought her in Norrbo” (Maren).",
        "Maren and Tobias said “two masts”.",
        "Tobias confirmed Maren's words, “two masts”.",
        "The Kestrel said “two masts”.",
        "Maren recalled that the Kestrel is 32 metres long.",
        "Asked by Tobias, Maren said that the Kestrel has two masts.",
    ],
)
def test_the_right_speaker_is_passed_on(text: str) -> None:
    assert checked(text).failure is None


def test_what_is_told_as_the_words_of_another_may_be_given_to_that_one() -> None:
    talk = make_passage(
        "t.txt", ("Ann", "I asked Zoe Quill about it."), ("Ann", "She said, quote, it sank. End quote.")
    )
    given = {"q0000": evidence_of(talk)}
    assert checked("Zoe Quill said “it sank”.", given).failure is None
    assert checked("Zoe Quill said “I asked Zoe Quill about it”.", given).failure == f"{NOT_BY} Zoe Quill"


def test_words_that_two_say_may_be_given_to_either() -> None:
    talk = make_passage("t.txt", ("Ann", "It has two masts."), ("Ben", "Yes, two masts."))
    given = {"q0000": evidence_of(talk)}
    assert [checked(f"{who} said “two masts”.", given).failure for who in ("Ann", "Ben")] == [None, None]


# Denials


@pytest.mark.parametrize(
    ("words", "text", "why"),
    [
        pytest.param(
            None, "She does “take passengers in winter”.", "it leaves out the denial of what it quotes", id="cut"
        ),
        pytest.param(
            REFUND,
            "Members have “ever asked for their money back”.",
            "it leaves out the denial of what it quotes",
            id="none",
        ),
        pytest.param(CHARITY, "We are a charity.", "it says the contrary of what it cites", id="a short sentence"),
        pytest.param(
            REFUND,
            "Over the years, several members of the Lantern Line cooperative asked Anselm Roye for their money back.",
            "it says the contrary of what it cites",
            id="more words",
        ),
    ],
)
def test_a_denial_is_not_dropped(words: str | None, text: str, why: str) -> None:
    given = holding(words, MEMBERS) if words else KESTREL
    assert checked(text, given, ("q0000", "q0001") if words == REFUND and "Over" in text else ("q0000",)).failure == why


@pytest.mark.parametrize(
    "text",
    [
        "She does not “take passengers in winter”.",
        "Tobias said “She does not take passengers in winter”.",
        "No, she takes no passengers in winter.",
        "“She carries forty percent more” is what Tobias said.",
    ],
)
def test_a_denial_that_is_told_stands(text: str) -> None:
    assert checked(text).failure is None


def test_not_only_denies_nothing() -> None:
    talk = make_passage("t.txt", ("Ann", "She is not only fast on the wind but cheap."))
    assert checked("Ann calls her “fast on the wind”.", {"q0000": evidence_of(talk)}).failure is None


# Units, currencies, small numbers


@pytest.mark.parametrize(
    ("words", "text", "foreign"),
    [
        pytest.param(HALCYON, "The Halcyon will be 62 feet long.", "62 feet", id="feet"),
        pytest.param(HALCYON, "The Halcyon has a hold for 350 kilos.", "350 kilos", id="kilos"),
        pytest.param(HALCYON, "The Halcyon will cost $4.6 million.", "$4.6 million", id="dollars"),
        pytest.param(RATE, "The Lantern Line charges $3.20 a kilo from Santa Marta.", "$3.20", id="dollars and cents"),
        pytest.param(HALCYON, "The Halcyon is of steel with one mast.", "one mast", id="one of three"),
        pytest.param(HALCYON, "About half of the money for the Halcyon is there.", "half", id="half"),
        pytest.param(HALCYON, "The Halcyon has a hold for 350 tonnes, twice the Kittiwake.", "double", id="twice"),
        pytest.param(None, "She carries 40 tonnes more than the Heron did.", "40 tonnes", id="tonnes for percent"),
    ],
)
def test_a_unit_a_currency_or_a_small_number_is_not_changed(words: str | None, text: str, foreign: str) -> None:
    given = holding(words) if words else KESTREL
    assert checked(text, given).failure == f"“{foreign}” is not in what it cites"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("The ferry is 34 m long.", "The ferry is 34 metres long.", id="short units"),
        pytest.param("The disk holds 64GB.", "The disk holds 64 gigabytes.", id="glued"),
        pytest.param("A bag has 250 g of coffee.", "A bag has 250 grams of coffee.", id="grams"),
        pytest.param("She sailed 5,870 nm.", "She sailed 5,870 nautical miles.", id="nautical miles"),
        pytest.param("Hanno Brink, 23, peeled potatoes.", "Hanno Brink, 23 years old, peeled potatoes.", id="age"),
        pytest.param("A mug is ninety cents.", "A mug is €0.90.", id="cents of any currency"),
        pytest.param("50 percent of the crew is ashore.", "Half of the crew is ashore.", id="half"),
        pytest.param("60 percent of the crew is ashore.", "More than half of the crew is ashore.", id="over half"),
        pytest.param("The fare rose 2 times.", "The fare doubled and rose.", id="twice"),
        pytest.param("Twelve eggs are left.", "A dozen eggs are left.", id="a dozen"),
        pytest.param("The ship has a mast and a crew.", "The ship has one mast.", id="one for an article"),
        pytest.param("The ship has three masts.", "One of the masts of the ship is there.", id="one of several"),
    ],
)
def test_the_same_amount_in_other_words_stands(source: str, text: str) -> None:
    assert checked(text, {"q0000": evidence_of(make_passage("p.txt", (None, source)))}).failure is None


# The line that is quoted


@pytest.mark.parametrize(
    ("words", "text", "quote"),
    [
        pytest.param(RATE, "The rate is €3.20 a kilo.", "three euros and twenty cents", id="a sum"),
        pytest.param(
            MEMBERS, "The Lantern Line is a cooperative of just over 300 members.", "three hundred members", id="count"
        ),
    ],
)
def test_the_quote_beside_a_sentence_has_its_numbers(words: str, text: str, quote: str) -> None:
    found = checked(text, holding(words))
    assert found.failure is None
    assert quote in found.cited[0].sentences[0].text


# Judging


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The outline is wrong about the Kestrel, which is 32 metres long.", "it decides between its sources"),
        ("Maren is right: the Kestrel is 32 metres long.", "it decides between its sources"),
        ("The Kestrel is wrongly listed with 34 metres.", "it decides between its sources"),
        ("The outline wrongly has 34 metres for the Kestrel.", "it decides between its sources"),
        ("The correct figure is 32 metres for the Kestrel.", "it decides between its sources"),
        ("The Kestrel is 32 metres long, and she has two masts.", None),
    ],
)
def test_a_model_does_not_decide_between_sources(text: str, why: str | None) -> None:
    assert checked(text, keys=("q0000", "q0001")).failure == why


def test_what_a_source_calls_right_or_wrong_may_be_told() -> None:
    talk = make_passage("t.txt", ("Ann", "The brochure is wrong about the price of the ferry."))
    given = {"q0000": evidence_of(talk)}
    assert checked("Ann said that the brochure is wrong about the price of the ferry.", given).failure is None


@pytest.mark.parametrize(
    ("text", "keys", "why"),
    [
        ("The transcript says that the Kestrel is 34 metres long.", ("q0001",), "it cites no transcript"),
        ("According to the outline, the Kestrel is 32 metres long.", ("q0000",), "it cites no outline"),
        ("The outline of episode 7 has 34 metres for the Kestrel.", ("q0001",), None),
        ("The transcript has 32 metres, and the outline has 34 metres.", ("q0000", "q0001"), None),
    ],
)
def test_a_kind_of_source_that_is_named_is_cited(text: str, keys: Sequence[str], why: str | None) -> None:
    assert checked(text, keys=keys).failure == why


def test_the_number_of_the_cited_episode_may_be_told_and_no_other() -> None:
    assert checked("In episode 7, Maren said that the Kestrel is 32 metres long.").failure is None
    wrong = checked("In episode 9, Maren said that the Kestrel is 32 metres long.").failure
    assert wrong == "“9” is not in what it cites"
