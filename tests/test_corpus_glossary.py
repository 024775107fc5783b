"""Names that captions mis-heard. All material is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chunk import chunk_document
from corpus.glossary import Glossary, learn
from corpus.models import Document, Form, Reading, Run, Segment, SourceKind

CLEAN = (
    "The Kittiwake left Orle at dawn. Nobody on the Kittiwake slept. On the Kittiwake there is a cat. The Thrandolin "
    "pump is new, and every Thrandolin pump is loud. The VRC pump feeds the VRC tank, and a VRC costs little. "
    "A VRC is small. We like the VRC. They use a GPS and dark matter paint. The dark matter paint dries fast."
)


def make_document(text: str, kind: SourceKind) -> Document:
    reading = Reading(text=text, runs=(Run(reading=0, length=len(text), file=0, file_length=len(text)),))
    return Document(path=f"{kind}.txt", version="v", kind=kind, title="T", file=text, reading=reading, segments=())


def learned(captions: str, *names: str, clean: str = CLEAN) -> Glossary:
    documents = [make_document(clean, SourceKind.TRANSCRIPT), make_document(captions, SourceKind.CAPTIONS)]
    return learn(documents, names)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        pytest.param("Then the kitty wake came in.", "Then the Kittiwake came in.", id="a name cut in two"),
        pytest.param("The trandolin pump is loud.", "The Thrandolin pump is loud.", id="a sound missing"),
        pytest.param("The BRC pump is loud.", "The VRC pump is loud.", id="a rhyming letter before the same word"),
        pytest.param(
            "We call it Sall, salt air lift, for short. Sall is new.",
            "We call it SAL, salt air lift, for short. SAL is new.",
            id="an acronym taken for a word and spelled out",
        ),
        pytest.param("Painted with darkmatter paint.", "Painted with dark matter paint.", id="two words heard as one"),
    ],
)
def test_a_mis_heard_name_is_searched_as_the_show_writes_it(heard: str, meant: str) -> None:
    assert learned(heard).repair(heard) == meant


@pytest.mark.parametrize(
    "heard",
    [
        pytest.param("The Kittiwake and the VRC are fine.", id="right names"),
        pytest.param("A GPU is no GPS, and a CPU is no VRC.", id="other acronyms that are known"),
        pytest.param("The kitty woke up and the wake was wide.", id="ordinary words"),
        pytest.param("The internet connects boundaries.", id="words that only the captions use"),
        pytest.param("The RQX valve leaks.", id="an unknown acronym like none"),
        pytest.param("Two thrandolins hum.", id="an ending"),
    ],
)
def test_what_may_be_meant_as_heard_is_left_alone(heard: str) -> None:
    assert learned(heard).repair(heard) == heard


def test_an_acronym_without_a_shared_neighbour_is_a_guess_for_searching_only() -> None:
    glossary = learned("It has a DRC." + " The VRC is one." * 8)
    assert glossary.repair("It has a DRC.") == "It has a DRC."
    assert glossary.searched("It has a DRC.") == "It has a VRC DRC."


def test_names_given_by_the_show_are_found_by_sound_alone() -> None:
    heard = "The cat is called Percer."
    assert learned(heard).repair(heard) == heard
    assert learned(heard, "Purser").repair(heard) == "The cat is called Purser."


def test_what_the_show_writes_itself_is_not_repaired() -> None:
    joke = CLEAN + " They call her the kitty wake, the kitty wake of all ships."
    heard = "Then the kitty wake came in."
    assert learned(heard, clean=joke).repair(heard) == heard


@pytest.mark.parametrize(
    ("clean", "name"),
    [
        pytest.param("Meet Inga Falkenberg, who swims.", "Inga Falkenberg", id="one person sounds so"),
        pytest.param("Meet Inga Falkenberg and Inga Valkenburg.", "Inga Falcon Burg", id="two people sound so"),
        pytest.param("Meet Ingo Falkenberg, who swims.", "Inga Falcon Burg", id="another first name"),
        pytest.param("Inga Falkenberg is heard as Inga Falcon Burg.", "Inga Falcon Burg", id="the show has both"),
        pytest.param(
            "Inga Falkenberg is heard as Inga Falcon Burg." + " Inga Falkenberg swims." * 4,
            "Inga Falkenberg",
            id="the show has both, one of them rarely",
        ),
    ],
)
def test_who_speaks_in_captions_is_spelled_as_the_show_writes_the_one_who_sounds_so(clean: str, name: str) -> None:
    heard = make_document("I swim every day.", SourceKind.CAPTIONS)
    said = Segment(form=Form.SPEECH, start=0, end=17, speaker="Inga Falcon Burg")
    heard = heard.model_copy(update={"segments": (said,)})
    glossary = learn([make_document(clean, SourceKind.TRANSCRIPT), heard])
    assert [passage.speaker for passage in chunk_document(heard, glossary=glossary)] == [name]


def test_without_captions_nothing_is_learned() -> None:
    assert learn([make_document(CLEAN, SourceKind.TRANSCRIPT)], ["Purser"]) == Glossary()


@given(st.lists(st.sampled_from(["kitty", "wake", "BRC", "Sall,", "salt", "a", "air", "lift", "pump", ".", "é", "X9"])))
def test_any_captions_are_learned_from_and_repaired(words: list[str]) -> None:
    text = " ".join(words)
    assert isinstance(learned(text).repair(text), str)
