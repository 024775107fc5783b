"""What says something, and what only asks, repeats or points elsewhere."""

import pytest

from chat.evidence import Candidate
from chat.question import read_question
from chat.states import points_elsewhere, states
from corpus.models import Form
from tests.fake_index import as_searched
from tests.fakes import make_passage

HEAVY = "How heavy is the bell of Varnholm?"


def candidate(text: str, *, reply: str = "", form: Form = Form.SPEECH, section: str = "") -> Candidate:
    passage = as_searched(make_passage("talk.txt", ("Ida", text), *([("Bo", reply)] if reply else [])))
    shape = {"form": form, "section": (section,) if section else ()}
    return Candidate(passage.sentences[0].model_copy(update=shape), passage, 0, 1.0, ())


@pytest.mark.parametrize(
    ("question", "given", "expected"),
    [
        pytest.param(HEAVY, candidate("It weighs nine tonnes."), True, id="a statement"),
        pytest.param(HEAVY, candidate("The heavy bell of Varnholm!"), False, id="only what was asked"),
        pytest.param("Did the town pay for the bell?", candidate("The town did not pay for the bell."), True,
                     id="what was asked, denied"),
        pytest.param("Did the town pay for the bell?", candidate("The town paid for the bell."), True,
                     id="what was asked, told"),
        pytest.param("Did the town pay for the bell?", candidate("Did the town pay for the bell?"), False,
                     id="what was asked, asked on air"),
        pytest.param(HEAVY, candidate("The heavy bell of Varnholm?", reply="Exactly."), True, id="that, confirmed"),
        pytest.param(HEAVY, candidate("Does it weigh nine tonnes?"), False, id="a question"),
        pytest.param(HEAVY, candidate("Does it weigh nine tonnes?", reply="Yes, it does."), True, id="one confirmed"),
        pytest.param(HEAVY, candidate("Tell us how heavy bells are rung."), False, id="a request"),
        pytest.param(HEAVY, candidate("Nine tonnes of bronze", form=Form.HEADING), False, id="a heading"),
        pytest.param(HEAVY, candidate("Source: https://bells.example/heavy"), False, id="an address"),
        pytest.param(HEAVY, candidate("The Heavy Bell, a study", section="Resources"), False, id="a reference"),
        pytest.param(HEAVY, candidate("It weighs nine tonnes.", section="Sources of the bronze"), True, id="a section"),
        pytest.param("Where can I read more on the bell?", candidate("The Heavy Bell, a study", section="🔗 Resources"),
                     True, id="a reference that is asked for"),
        pytest.param("What is the link of the study?", candidate("Source: https://bells.example/heavy"), True,
                     id="an address that is asked for"),
        pytest.param(HEAVY, candidate("Interesting."), False, id="a word that names nothing"),
        pytest.param(HEAVY, candidate("Good point!"), False, id="two of them"),
        pytest.param(HEAVY, candidate("Bronze."), False, id="a plain noun by itself"),
        pytest.param(HEAVY, candidate("Varnhelm."), True, id="a name by itself"),
        pytest.param(HEAVY, candidate("9 tonnes."), True, id="a figure"),
        pytest.param(HEAVY, candidate("Good to know."), True, id="three words"),
    ],
)  # fmt: skip
def test_an_answer_is_what_says_something(question: str, given: Candidate, expected: bool) -> None:
    assert states(read_question(question), given) is expected


@pytest.mark.parametrize(
    ("question", "given", "expected"),
    [
        pytest.param(HEAVY, candidate("The Heavy Bell, a study", section="Further reading"), True, id="a list to read"),
        pytest.param(HEAVY, candidate("https://bells.example/heavy"), True, id="an address"),
        pytest.param(HEAVY, candidate("See https://bells.example/heavy, where it weighs nine tonnes."), False,
                     id="a sentence with an address"),
        pytest.param(HEAVY, candidate("It weighs nine tonnes.", section="The bronze"), False, id="a sentence"),
        pytest.param("Which books tell of bells?", candidate("The Heavy Bell, a study", section="Further reading"),
                     False, id="a list that is asked for"),
    ],
)  # fmt: skip
def test_what_is_only_where_to_read_more_points_elsewhere(question: str, given: Candidate, expected: bool) -> None:
    assert points_elsewhere(read_question(question), given.sentence) is expected
