"""Sentences become claims that know what they are about, and any input becomes claims or none."""

import json
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.claims.extract import Claim, ClaimKind, claims_from, claims_of_sentence, extract_claims
from corpus.claims.versions import VERSION
from corpus.claims.words import words_of
from corpus.models import Form, SourceKind
from tests.claim_material import claims_of, outline, source, transcript, values


def only(claims: list[Claim], kind: ClaimKind = ClaimKind.QUANTITY) -> Claim:
    (claim,) = (claim for claim in claims if claim.kind is kind)
    return claim


@pytest.mark.parametrize("name", ["the Heron three oven", "the Heron3 oven", "the Heron 3 oven"])
def test_a_generation_is_part_of_the_name(name: str) -> None:
    assert "heron3" in only(claims_of(transcript(f"In May {name} holds ninety trays."))).own


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Kröll brewery", ["kroll", "breweri"]),
        ("Ondřej waits for Šárka", ["ondrej", "wait", "sarka"]),
        ("Émile’s café", ["emil", "cafe"]),
        ("Łódź, Ærø and Straße 9", ["lodz", "aero", "strass"]),
        (normalize("NFD", "Šárka"), ["sarka"]),
        ("a yard of 40 m²", ["yard"]),
        ("Мария печёт", ["мария", "печет"]),
    ],
)
def test_a_word_is_whole_with_its_accents_and_known_without_them(text: str, words: list[str]) -> None:
    assert [word.key for word in words_of(text, frozenset())] == words


def test_whoever_has_accents_is_quoted_and_counted_and_named_too() -> None:
    said = transcript(
        'Žofie Říhová said, "a loaf is a promise that you can eat".', "Forty élèves came for Škoda3 rolls."
    )
    claims = claims_of(said)
    assert only(claims, ClaimKind.QUOTE).person == "rihova"
    (counted,) = (claim.quantity for claim in claims if claim.quantity)
    assert (counted.unit, counted.low) == ("élève", 40.0)
    assert "skoda3" in next(claim for claim in claims if claim.quantity).names


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The tower is not open to visitors.", ("present", "tower", "not", "open", "to", "visitor")),
        (
            "The council didn’t pay for the new headstock.",
            ("past", "council", "not", "cost", "for", "new", "headstock"),
        ),
        ("The harbour has never been dredged by hand.", ("perfect", "harbour", "not", "dredg", "by", "hand")),
        ("Visitors can't enter the north tower.", ("present", "visitor", "can", "not", "enter", "north", "tower")),
    ],
)
def test_what_is_said_outright_or_denied_is_kept_in_order_in_base_forms(text: str, items: tuple[str, ...]) -> None:
    assert only(claims_of(transcript(text)), ClaimKind.STATEMENT).items == items


@pytest.mark.parametrize(
    "text",
    [
        "Is the tower open to visitors?",
        "If it rains the tower is open to visitors.",
        "The council will pay for the new headstock.",
        "The leaflet says the tower is open to visitors.",
        "The tower is no longer open to visitors.",
        "The tower is not only open to visitors.",
        "It is open to visitors from Kell.",
        "Do not open the tower to visitors.",
        "Our tower is open to visitors.",
        'The "tower" is open to visitors.',
        "Imagine the tower is open to visitors.",
        "The mill, the tower and the barn are open to visitors.",
        "The tower is open.",
        "The tower is 4.5 metres from the visitors.",
        "The tower is not without visitors or birds.",
    ],
)
def test_what_is_not_said_outright_is_no_plain_statement(text: str) -> None:
    assert [claim for claim in claims_of(transcript(text)) if claim.kind is ClaimKind.STATEMENT] == []


@pytest.mark.parametrize(
    "texts",
    [
        ("The tower is open to visitors.", "Wrong."),
        ("The guide has this:", "The tower is open to visitors."),
        ("What about the tower?", "The tower is open to visitors."),
    ],
)
def test_what_is_taken_back_or_led_in_is_no_plain_statement(texts: tuple[str, ...]) -> None:
    assert [claim for claim in claims_of(transcript(*texts)) if claim.kind is ClaimKind.STATEMENT] == []


def test_a_number_behind_a_name_can_count_what_follows() -> None:
    claim = only(claims_of(transcript("Today the Heron 64 ovens burn.")))
    assert (claim.value, claim.own[0]) == ("64 ovens", "heron")


def test_a_value_has_its_own_clause_and_the_rest_of_its_sentence() -> None:
    first, second = claims_of(transcript("Loaves: 500 for the Heron versus nearly 900 for the Bittern."))
    assert ("heron" in first.own, "bittern" in first.own, "bittern" in first.frame) == (True, False, True)
    assert ("bittern" in second.own, "heron" in second.own) == (True, False)


def test_what_a_value_is_set_against_in_brackets_is_of_another_thing() -> None:
    night, day = claims_of(outline("Night berths: up to 30% off (vs bunk coach at 40% off)"))
    assert (set(night.own), set(day.own)) == ({"night", "berth"}, {"bunk", "coach"})
    assert "berth" in claims_of(outline("Night berths (40 of them)"))[0].own


@pytest.mark.parametrize(
    "text", ["Ousel were ninth at Easter and finished the season third.", "So Ousel are in the fourth division, ninth."]
)
def test_what_befell_somebody_is_no_list(text: str) -> None:
    assert [claim for claim in claims_of(transcript(text)) if claim.kind is ClaimKind.LIST] == []


def test_a_value_after_several_names_is_said_of_each() -> None:
    owners = [claim.own for claim in claims_of(transcript("Today in Oslo, Bergen, above eighty percent."))]
    assert owners[-1] == ("bergen",)


def test_an_item_inherits_its_headings_and_a_row_its_label_and_column() -> None:
    item = only(claims_of(outline("40% less oil", section=("Ovens", "The Heron3"))))
    row = only(claims_of(outline(("Heron oil", "5x"), header=("Fact", "Adjusted"))))
    assert ("heron3" in item.context, row.own) == (True, ("heron", "oil", "adjust"))


def test_a_ragged_row_has_what_it_has() -> None:
    rows = outline(("Oil",), ("Heron oil", "90 litres", "7 days", "5 nights"), ("", ""), header=("Fact", "Value"))
    assert values(claims_of(rows)) == ["90 litres", "7 days", "5 nights"]


def test_a_bare_number_in_a_row_takes_the_unit_of_its_label() -> None:
    quantity = only(claims_of(outline(("Petaflops per rack", "362"), header=("Fact", "Value")))).quantity
    assert quantity is not None
    assert (quantity.dimension, quantity.low) == ("compute", 362e15)


def test_timings_of_the_episode_and_check_lists_state_nothing() -> None:
    tasks = source("outline.md", SourceKind.OUTLINE, "Verify the 90 litres", form=Form.TASK)
    assert claims_of(outline("Act 2: ovens (3-4 min, ~450 words)", "Duration: 12 minutes"), tasks) == []


def test_a_word_for_word_copy_states_nothing_new() -> None:
    copy = source("page.md", SourceKind.PAGE, "The oven burns ninety litres.", copy_of="transcript.txt")
    assert claims_of(copy) == []


def test_a_place_leads_back_to_the_file() -> None:
    document, passages = transcript("Hello there.", "The oven burns ninety litres.")
    claim = only(extract_claims(document, passages))
    assert document.file[claim.start : claim.end] == claim.text == "The oven burns ninety litres."
    assert (claim.path, claim.speaker, claim.source) == ("transcript.txt", "Ines", SourceKind.TRANSCRIPT)


def test_a_quotation_knows_who_is_quoted() -> None:
    said = only(
        claims_of(transcript("Olga Brandt said, quote, a loaf is a promise you can eat. End quote.")), ClaimKind.QUOTE
    )
    assert (said.person, said.value) == ("brandt", "a loaf is a promise you can eat")


def test_a_sentence_by_itself_states_what_it_states_in_its_source() -> None:
    lines = (
        "The Heron oven is old.",
        'Ada Moss said, "It forgives a baker who listens".',
        "The timer runs Heron OS 2.4.",
    )
    document, passages = transcript(*lines)
    every = extract_claims(document, passages)
    beyond = (ClaimKind.LIST, ClaimKind.STATEMENT)  # what only a whole source states
    for at in range(len(lines)):
        start = passages[0].sentences[at].start
        alone = claims_of_sentence(document, passages[0].sentences, at, frozenset({"heron"}))
        assert [c.value for c in every if c.start == start and c.kind not in beyond] == [c.value for c in alone]
    assert [(c.value, c.items) for c in alone if VERSION in c.items] == [("2.4", (VERSION, "2", "2.4"))]


@pytest.mark.parametrize(
    "text", ["It costs 2.4 million.", "The 2.4% rate.", "From Heron 2.4 to Heron 2.6.", "In 2.4 hours."]
)
def test_a_number_with_a_point_that_is_no_version_or_not_the_only_one_is_left(text: str) -> None:
    document, (passage,) = transcript(text)
    claims = claims_of_sentence(document, passage.sentences, 0, frozenset())
    assert [c.value for c in claims if VERSION in c.items] == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The oven holds ninety trays, remember?", False),
        ("The oven holds ninety trays, doesn't it?", False),
        ("Does the oven hold ninety trays?", True),
        ('He asked, "does the oven hold ninety trays?"', True),
    ],
)
def test_a_tag_makes_no_question(text: str, asked: bool) -> None:
    assert only(claims_of(transcript(text))).asked is asked


def test_a_source_that_prints_its_episode_number_claims_it() -> None:
    titled = source("outline.md", SourceKind.OUTLINE, "Episode #009: Ovens", form=Form.HEADING)
    assert only(claims_of(titled), ClaimKind.NAME).value == "009"


def test_claims_survive_json() -> None:
    claims = claims_of(
        transcript("In May 2031 the Heron burnt nearly ninety litres, up from 5x.", "None of them left.")
    )
    assert claims
    assert [Claim.model_validate_json(claim.model_dump_json()) for claim in claims] == claims


def test_stored_claims_of_another_version_are_left_out_and_damaged_ones_are_told() -> None:
    claim = claims_of(transcript("The oven burns ninety litres."))[0]
    line = claim.model_dump_json()
    older = json.dumps({"version": 0, "subject": "oven"})
    later = claim.model_copy(update={"version": 99}).model_dump_json()
    assert list(claims_from([older, line, later])) == [claim]
    with pytest.raises(ValueError, match="own"):
        list(claims_from([line.replace('"own":[', '"own":[1,')]))


STRANGE = {
    "million-digits": "9" * 1_000_000,
    "not-a-number": "NaN percent of NaN, inf times, -inf litres",
    "no-such-day": "On February 30, 2025 and 2025-13-45 and June 31",
    "only-marks": "((((,,,,;;;;::::||||",
    "many-quotes": '"' * 2_000,
    "many-numbers": "one hundred and " * 2_000,
    "many-commas": "a, " * 2_000,
    "nulls": "\x00" * 50 + " 5 litres",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_text_makes_no_crash(text: str) -> None:
    claims_of(transcript(text), outline(text, (text, text)))


def test_a_date_that_does_not_exist_is_no_date() -> None:
    assert [c for c in claims_of(transcript("On February 30, 2025 it rained.")) if c.kind is ClaimKind.DATE] == []


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    claims_of(transcript(text or " "), outline((text, text)))
