"""Quotation marks in a model's sentence: every kind is read, and none is left around what was not found."""

from __future__ import annotations

import pytest

from chat.llm.evidenced import evidence_of
from chat.llm.marks import Said
from chat.llm.quoted import locate, unquoted
from chat.llm.verify import check
from chat.paired import quotations, unpaired, within_marks
from corpus.models import Passage, SourceKind
from tests.fakes import make_passage
from tests.kestrel import ON_AIR


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("»eins zwei« und «un deux» und « trois »", ["eins zwei", "un deux", "trois"], id="guillemets"),
        pytest.param(
            "‹a b› ‟c d‟ 「e f」 ＂g h＂ ''i j'' „k l“", ["a b", "c d", "e f", "g h", "i j", "k l"], id="others"
        ),
        pytest.param("a 'reckless' voyage, ‘bold’ too", ["reckless", "bold"], id="a single word"),
        pytest.param("'reckless' and the members' money", ["reckless"], id="before a possessive"),
        pytest.param("of 'the members' money'.", ["the members' money"], id="with a possessive"),
        pytest.param("the '90s, members' money, rock 'n' roll, don't", [], id="apostrophes"),
        pytest.param(
            "“got her in 'Norrbo' for \"ninety\" euros”", ["got her in 'Norrbo' for \"ninety\" euros"], id="nested"
        ),
        pytest.param("he said 'two \"tall\" masts' there", ['two "tall" masts'], id="nested in single ones"),
    ],
)
def test_marks_of_every_kind_are_read_as_pairs(text: str, words: list[str]) -> None:
    assert [quotation.words for quotation in quotations(text)] == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Maren said “We bought her in Norrbo.", "Maren said We bought her in Norrbo.", id="a first half"),
        pytest.param("For ninety thousand euros.”", "For ninety thousand euros.", id="a second half"),
        pytest.param("'We bought her in Norrbo.", "We bought her in Norrbo.", id="half of single ones"),
        pytest.param("in Norrbo for ninety.'", "in Norrbo for ninety.", id="the other half"),
        pytest.param("“in 'Norrbo' for \"ninety\" euros”", "in Norrbo for ninety euros", id="nested"),
        pytest.param("It was a 'reckless' «voyage»", "It was a reckless voyage", id="one word"),
        pytest.param("the '90s crews' 19\" rack, ‹5 ms", "the '90s crews' 19\" rack, ‹5 ms", id="what is no mark"),
    ],
)
def test_no_mark_is_left_of_what_was_not_found(text: str, shown: str) -> None:
    assert unquoted(text, [(quotation, None) for quotation in quotations(text)]) == shown


def shown(text: str, passage: Passage) -> str:
    return check(Said(text=text, keys=("q0000",)), {"q0000": evidence_of(passage)}).text


def test_half_a_quotation_is_shown_without_its_mark_beside_a_whole_one() -> None:
    said = Said(text="Maren said “two masts” and then “We bought her in Norrbo.", keys=("q0000",))
    found = check(said, {"q0000": evidence_of(ON_AIR)})
    assert (found.failure, found.text) == (None, "Maren said “two masts” and then We bought her in Norrbo.")


def test_a_quotation_of_several_sentences_stands_only_where_they_follow_one_another() -> None:
    talk = make_passage("t.txt", ("Ann", "It sank."), ("Ann", "Nobody saw it."), ("Ben", "Sad."), ("Ann", "It rose."))
    assert shown("Ann said “It sank. Nobody saw it.”", talk) == "Ann said “It sank. Nobody saw it”."
    assert shown("Ann said “It sank. It rose.”", talk) == "Ann said It sank. It rose."
    assert not list(locate("Nobody saw it. Sad.", talk.sentences))


def test_marks_of_the_source_are_never_left_without_their_other_half() -> None:
    printed = make_passage("a.md", (None, "“It sank,” said Ann to Ben, “and nobody saw it.”"), kind=SourceKind.ARTICLE)
    assert (
        shown("The article has “It sank, said Ann to Ben”.", printed) == "The article has “It sank, said Ann to Ben”."
    )


def test_code_keeps_its_marks() -> None:
    found = check(Said(text='```\nprint("x")\n```', keys=("q0000",), code=True), {"q0000": evidence_of(ON_AIR)})
    assert found.text == '```\nprint("x")\n```'


@pytest.mark.parametrize(
    ("text", "within", "halves"),
    [
        pytest.param("“No,” she said, “no.”", "‘No,’ she said, ‘no.’", (False, False), id="pairs"),
        pytest.param('She said, "no.', "She said, no.", (False, True), id="begins and does not end"),
        pytest.param('no."', "no.", (True, False), id="ended and had not begun"),
        pytest.param('no." She said, "yes.', "no. She said, yes.", (True, True), id="both"),
        pytest.param('a 19" rack', 'a 19" rack', (False, False), id="inches"),
        pytest.param("it's plain", "it's plain", (False, False), id="no mark"),
    ],
)
def test_marks_are_single_within_marks_and_halves_are_told_apart(
    text: str, within: str, halves: tuple[bool, bool]
) -> None:
    assert (within_marks(text), unpaired(text)) == (within, halves)
