"""Scripts: who says what, wherever the labels stand."""

import pytest

from corpus.models import Form
from corpus.reading.speakers import learn_speakers, listed_speakers
from corpus.reading.transcript import read

HOSTS = ("Wren", "Tobias")


def turns(text: str, speakers: tuple[str, ...] = HOSTS) -> list[tuple[str | None, str]]:
    reading, segments = read(text, speakers)
    return [(segment.speaker, reading.text[segment.start : segment.end]) for segment in segments]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Wren: Hello.\n\nTobias: Hi.", [("Wren", "Hello."), ("Tobias", "Hi.")], id="blank lines"),
        pytest.param("Wren: Hello.\nTobias: Hi.", [("Wren", "Hello."), ("Tobias", "Hi.")], id="no blank lines"),
        pytest.param(
            "Wren: A fact. Tobias: And another. Wren: Yes.",
            [("Wren", "A fact."), ("Tobias", "And another."), ("Wren", "Yes.")],
            id="all in one line",
        ),
        pytest.param(
            "Wren: Is it different?  Tobias: Right.",
            [("Wren", "Is it different?"), ("Tobias", "Right.")],
            id="after a wide space",
        ),
        pytest.param(
            "Wren: Two things.\nFirst: wax.\nSecond: honey.\n\nTobias: Oh.",
            [("Wren", "Two things. First: wax. Second: honey."), ("Tobias", "Oh.")],
            id="lines that only look like labels",
        ),
        pytest.param(
            "Wren: One.\n\nAnd on it goes.\n\nTobias: Oh.",
            [("Wren", "One."), ("Wren", "And on it goes."), ("Tobias", "Oh.")],
            id="a further paragraph of a turn",
        ),
        pytest.param(
            'Wren: Meet Wren Hallow: she keeps bees at re:Hive. Quote, "Wax: it melts." End quote.',
            [("Wren", 'Meet Wren Hallow: she keeps bees at re:Hive. Quote, "Wax: it melts." End quote.')],
            id="a namesake, a product and a quotation",
        ),
        pytest.param("Wren: Ask Tobias: he knows.", [("Wren", "Ask Tobias: he knows.")], id="a host who is talked of"),
        pytest.param('Wren: <break time="0.5s"/> Hello.', [("Wren", "Hello.")], id="a tag behind the label"),
        pytest.param("Wren: Bye. [pause long]\n\n[pause long]\n", [("Wren", "Bye.")], id="a pause alone"),
        pytest.param("Wren: Bye.\n\n.\n\n[Music fades]\n", [("Wren", "Bye.")], id="a stop and a direction alone"),
        pytest.param("**Wren**: A.\n\n**Tobias:** B.", [("Wren", "A."), ("Tobias", "B.")], id="bold labels"),
        pytest.param("WREN: A.\n\ntobias: B.", [("Wren", "A."), ("Tobias", "B.")], id="labels in any case"),
        pytest.param(
            "[00:01:02] Wren: A.\n\nTobias (studio): B.", [("Wren", "A."), ("Tobias", "B.")], id="times and asides"
        ),
        pytest.param("Wren: A.\r\n\r\nTobias: B.\r\n", [("Wren", "A."), ("Tobias", "B.")], id="Windows line ends"),
        pytest.param("Bees, part one\n\nWren: A.", [(None, "Bees, part one"), ("Wren", "A.")], id="a title first"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_turns(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert turns(text) == expected


def test_a_transcript_without_labels_is_speech_of_nobody_known() -> None:
    _, segments = read("Today, bees.\n\nThey hum.", ())
    assert [(segment.form, segment.speaker) for segment in segments] == [(Form.SPEECH, None), (Form.SPEECH, None)]


SCRIPT = "Wren: a b.\n\nTobias: c d.\n\nWren: e f.\n\nTobias: g h.\n\nWren: First: i.\n"
OUTLINE = "# Plan\n\n" + "**Problem**: mites\n\n**Solution**: oil\n\n" * 3 + "- wax\n" * 9


@pytest.mark.parametrize(
    ("texts", "speakers"),
    [
        pytest.param([SCRIPT], ("Wren", "Tobias"), id="a script"),
        pytest.param(
            [SCRIPT.replace("\n\n", " ").strip() + " And on." * 60], ("Wren", "Tobias"), id="a script of one line"
        ),
        pytest.param(["First: a\nSecond: b\nThird: c\nFirst: d\n"], (), id="ordinals"),
        pytest.param([OUTLINE], (), id="keys of an outline"),
        pytest.param([SCRIPT, "Lise Meyer: only once.\n\nText.\n\nText."], ("Wren", "Tobias"), id="a name said once"),
        pytest.param(["Wren: Hello.\n\nTobias: Hi."], ("Tobias", "Wren"), id="two turns are all there is"),
    ],
)
def test_speakers_are_learned_from_those_who_answer_each_other(texts: list[str], speakers: tuple[str, ...]) -> None:
    assert learn_speakers(texts) == speakers


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("**Speakers**: Wren & Tobias", ["Wren", "Tobias"]),
        ("**Duration**: 9 min | x\n**Speakers:** Wren and Tobias", ["Wren", "Tobias"]),
        ("Hosts: Wren (Kora voice), Tobias (Alto)", ["Wren", "Tobias"]),
        ("**Presenter:** Beekeeping Instructor", []),
        ("Speakers: TBD later", []),
    ],
)
def test_listed_speakers(line: str, names: list[str]) -> None:
    assert listed_speakers(line) == names
