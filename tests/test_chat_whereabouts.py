"""Where a conversation is: around the sentences that are nearest to what was told."""

import pytest

from chat.whereabouts import Whereabouts, whereabouts
from index.models import EVERYTHING, Filters
from index.search import Index

TOLD = "How long is the rope? The rope is made of hemp and is forty metres long."


@pytest.mark.parametrize(
    ("path", "start", "held"),
    [
        pytest.param("a.txt", 100, True, id="first"),
        pytest.param("a.txt", 200, True, id="last"),
        pytest.param("a.txt", 99, False, id="before"),
        pytest.param("a.txt", 201, False, id="behind"),
        pytest.param("a.txt", 950, True, id="in another stretch"),
        pytest.param("b.txt", 150, False, id="in another source"),
    ],
)
def test_a_place_is_held_by_the_stretches_of_its_source(path: str, start: int, held: bool) -> None:
    assert Whereabouts({"a.txt": ((100, 200), (900, 1000))}).hold(path, start) is held


def test_what_was_told_is_found_with_what_stands_around_it(bells: Index) -> None:
    where, spent = whereabouts(bells, TOLD, EVERYTHING)
    passage = next(p for p in bells.passages("ep031/transcript.txt") if "hemp" in p.text)
    rope = next(sentence for sentence in passage.sentences if "hemp" in sentence.text)
    assert where.hold(passage.path, rope.start)
    assert sum(map(len, where.stretches.values())) == 3
    assert spent.search_ms > 0


def test_it_is_looked_for_where_the_reader_wants_answers_from(bells: Index) -> None:
    where, _ = whereabouts(bells, TOLD, Filters(episode=("032",)))
    assert {path.split("/")[0] for path in where.stretches} == {"ep032"}
