"""Every sentence of a model is checked against what it cites: true paraphrases stand, lies do not."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from chat.llm.evidenced import Evidence, evidence_of
from chat.llm.marks import Said
from chat.llm.quoted import locate
from chat.llm.verify import check
from chat.models import Verdict
from chat.paired import quotations
from corpus.models import SourceKind
from tests.fakes import make_passage
from tests.lies import false_ones, truths
from tests.sample_evidence import holding, passages


def failure(text: str, given: dict[str, Evidence], keys: Sequence[str] = ()) -> str | None:
    return check(Said(text=text, keys=tuple(keys or given)), given).failure


SHIP = "nineteen thirty-one to carry stone"
RATE = "three euros and twenty cents a kilo from Santa Marta"
MONEY = "None of the members has ever asked"
HALCYON = "Sixty-two metres, steel"
RUM = "Forty-eight barrels of two hundred"
BERTHS = "They have set aside sixteen berths"
HEARD = "the harbor master of Mandal"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param(
            SHIP,
            "The Kittiwake, a gaff schooner of 32 metres with two masts, was built in Svendborg in 1931.",
            id="two sentences in one",
        ),
        pytest.param(SHIP, "According to Imke, she was built in 1931 for stone and herring.", id="according to"),
        pytest.param(SHIP, "Imke explains that the schooner is 32 metres long.", id="explains"),
        pytest.param(RATE, "Sending a kilo from Santa Marta to Falmouth costs €3.20.", id="money in signs"),
        pytest.param(
            RATE, "Westbound, with a half-empty hold, the Lantern Line charges €2.10 a kilo.", id="money and condition"
        ),
        pytest.param(MONEY, "No member has ever asked for their money back.", id="another denial"),
        pytest.param(MONEY, "Two members have asked to be buried at sea.", id="a small number"),
        pytest.param(
            HALCYON,
            "The Halcyon will be 62 metres long, with three masts and a hold for 350 tonnes.",
            id="three numbers",
        ),
        pytest.param(HALCYON, "She will cost €4.6 million and is planned to be launched in spring 2028.", id="million"),
        pytest.param(
            RUM, "The Kittiwake brought 48 barrels of rum from Martinique in 38 days.", id="a subject from elsewhere"
        ),
        pytest.param(RUM, "Each barrel holds 225 litres.", id="inflected"),
        pytest.param(
            BERTHS,
            "In the transcript of episode 23, Imke says that Mandal has set aside 16 berths.",
            id="about the source",
        ),
        pytest.param(
            BERTHS, "Mandal keeps sixteen berths for sailing cargo ships on the town quay.", id="another verb"
        ),
        pytest.param(HEARD, "Solveig Aune's harbor is in Mandal.", id="heard"),
    ],
)
def test_a_true_paraphrase_stands(words: str, sentence: str) -> None:
    assert failure(sentence, holding(words)) is None


@pytest.mark.parametrize(
    ("words", "sentence", "why"),
    [
        pytest.param(SHIP, "She was built in 1934.", "“1934” is not in what it cites", id="number"),
        pytest.param(SHIP, "She was built in Stavanger.", "“Stavanger” is not in what it cites", id="name"),
        pytest.param(SHIP, "Stavanger is where she was built.", "“Stavanger” is not in what it cites", id="name first"),
        pytest.param(
            SHIP,
            "Desmond says that she was built to carry stone and herring.",
            "what it cites was not said by Desmond",
            id="speaker",
        ),
        pytest.param(
            HALCYON, "The Halcyon has two masts and cost nothing at all.", "“2” is not in what it cites", id="masts"
        ),
        pytest.param(
            MONEY, "The members have asked for their money back.", "it says the contrary of what it cites", id="denial"
        ),
        pytest.param(
            RUM,
            "The rum was stolen by pirates off the coast and later returned.",
            "it is not near what it cites",
            id="invented",
        ),
        pytest.param(RATE, "Sail freight adds 2 euros to the bag.", "“2 euros” is not in what it cites", id="unit"),
    ],
)
def test_a_lie_does_not(words: str, sentence: str, why: str) -> None:
    assert failure(sentence, holding(words)) == why


def test_a_number_of_something_else_in_the_same_passage_is_a_lie() -> None:
    passage = make_passage(
        "prices.txt",
        (None, "The adult fare to Norrbo is 35 kroner."),
        (None, "The child fare to Norrbo is 20 kroner."),
        (None, "Dogs travel for 5 kroner."),
    )
    given = {"q0000": evidence_of(passage)}
    assert failure("The adult fare to Norrbo is 35 kroner.", given) is None
    assert failure("Dogs travel to Norrbo for 35 kroner.", given) is None  # near enough to be taken for a mix of lines
    assert failure("The adult fare to Norrbo is 20 kroner.", given) == "it says the contrary of what it cites"


def test_what_shares_few_words_is_not_near() -> None:
    sentence = "Owners of the cooperative stay loyal and never want a refund of money."
    assert failure(sentence, holding(MONEY)) == "it is not near what it cites"


def test_a_quotation_is_cited_where_it_stands() -> None:
    given = holding(HALCYON)
    checked = check(Said(text='She costs "four point six million euros", says Imke.', keys=("q0000",)), given)
    (cited,) = checked.cited
    assert checked.text == "She costs “four point six million euros”, says Imke."
    assert "four point six million euros" in cited.sentences[0].text
    assert cited.verdict is Verdict.EXACT


def test_captions_may_have_misheard_a_name() -> None:
    heard = make_passage("t.vtt", (None, "The harbor master of Mandall gives berths away."), kind=SourceKind.CAPTIONS)
    printed = heard.model_copy(update={"kind": SourceKind.ARTICLE, "id": "other"})
    sentence = "The harbor master of Mendall gives berths away."
    assert failure(sentence, {"q0000": evidence_of(heard)}) is None
    assert failure(sentence, {"q0000": evidence_of(printed)}) == "“Mendall” is not in what it cites"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said “one two” and 'three four five'.", ["one two", "three four five"]),
        ('„eins zwei“ «un deux» "x"', ["eins zwei", "un deux", "x"]),
        ("It's the ship's 'way'.", ["way"]),
        ("no “end", []),
    ],
)
def test_quotations_are_found_in_all_their_marks(text: str, words: list[str]) -> None:
    assert [quotation.words for quotation in quotations(text)] == words


def test_words_are_located_only_as_they_stand_and_by_one_speaker() -> None:
    talk = make_passage("t", ("A", "It’s five, or $30."), ("A", "Maybe 40%!"), ("B", "Surely not.")).sentences

    def words(wanted: str) -> tuple[int, int, str] | None:
        found = next(locate(wanted, talk), None)
        return (found.first, found.last, found.words) if found else None

    assert words("it's five or 30") == (0, 0, "It’s five, or $30")
    assert words("30. Maybe 40") == (0, 1, "$30. Maybe 40%")
    assert words("Maybe 40%! Surely") is None
    assert words("it's … 30") is None
    assert words("five or") == (0, 0, "five, or")
    assert words("") is None


def test_of_a_lying_model_nearly_all_lies_are_caught_and_nearly_no_truth() -> None:
    chance = random.Random(7)
    told: list[bool] = []
    lied: list[bool] = []
    for passage in passages():
        given = {"q0000": evidence_of(passage)}
        others = chance.sample([other for other in passages() if other.path != passage.path], 4)
        told += [failure(f"{text}.", given) is None for text in truths(passage)]
        lied += [failure(f"{text}.", given) is not None for _, text in false_ones(passage, others, chance)]
    assert len(told) > 1000 and len(lied) > 500
    assert sum(told) / len(told) >= 0.98
    assert sum(lied) / len(lied) >= 0.96
