"""What is asked of each of several people is asked of those who are meant, one by one."""

import pytest

from chat.each import OfEach, asked_of_each

HOSTS = ("Hedda", "Ruben")
SPEAKERS = (*HOSTS, "Oddny Fell", "Pim Adler", "Ada Fell")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "What would each of the three guests save?",
            OfEach("What would they save?", ("Oddny Fell", "Pim Adler", "Ada Fell")),
            id="of the guests",
        ),
        pytest.param(
            "What did each guest bring?",
            OfEach("What did they bring?", ("Oddny Fell", "Pim Adler", "Ada Fell")),
            id="each guest",
        ),
        pytest.param("What did each of our hosts say?", OfEach("What did they say?", HOSTS), id="of the hosts"),
        pytest.param("What did each of the speakers say?", OfEach("What did they say?", SPEAKERS), id="of all"),
        pytest.param(
            "What do Pim and Ruben each say of ropes?", OfEach("What do they say of ropes?", ("Pim Adler", "Ruben")),
            id="of two by first names",
        ),
        pytest.param(
            "What do Mr Adler and Hedda both say of ropes?",
            OfEach("What do they say of ropes?", ("Pim Adler", "Hedda")),
            id="of two, one by the last name",
        ),
        pytest.param(
            "What do Oddny Fell, Pim and Hedda each do?",
            OfEach("What do they do?", ("Oddny Fell", "Pim Adler", "Hedda")),
            id="of three",
        ),
        pytest.param("What do Fell and Pim each say?", None, id="a name of two people"),
        pytest.param("What do Pim and the cook each say?", None, id="of one who speaks"),
        pytest.param("What does each bell weigh?", None, id="of things"),
        pytest.param("What do Pim and Ruben say?", None, id="of two together"),
        pytest.param("Do Grimpim and Ruben each say so?", None, id="a name inside a word"),
    ],
)  # fmt: skip
def test_people_are_asked_one_by_one_where_a_question_says_each(text: str, expected: OfEach | None) -> None:
    assert asked_of_each(text, speakers=SPEAKERS, hosts=lambda: HOSTS) == expected


def test_a_show_without_speakers_asks_nobody() -> None:
    assert asked_of_each("What do Pim and Ruben each say?", speakers=(), hosts=tuple) is None
    assert asked_of_each("What did each of the guests say?", speakers=HOSTS, hosts=lambda: HOSTS) is None
