"""Filters are read alike at every door."""

from typing import Any

import pytest

from chat.batch import Asked
from chat.filters import read_filters
from chat.web.inputs import AskIn, read_question
from corpus.models import SourceKind
from index.errors import UnknownFilterValue
from index.models import Filters

READ: dict[str, tuple[dict[str, Any] | None, Filters]] = {
    "a number": ({"episode": 2}, Filters(episode=("002",))),
    "numbers and text": ({"episode": [2, "#3", "ep050", "67b"]}, Filters(episode=("002", "003", "050", "067b"))),
    "nothing": ({"kind": None, "speaker": None, "episode": None}, Filters()),
    "empty text": ({"kind": "", "speaker": [""], "episode": " "}, Filters()),
    "no filters": (None, Filters()),
    "a kind in capitals": ({"kind": "Outline"}, Filters(kind=(SourceKind.OUTLINE,))),
    "a name with what nobody sees": ({"speaker": [" Ida\u200b "]}, Filters(speaker=("Ida",))),
    "other keys": ({"mood": 3}, Filters()),
}


@pytest.mark.parametrize(("given", "expected"), READ.values(), ids=READ)
def test_a_batch_and_the_api_read_the_same(given: dict[str, Any] | None, expected: Filters) -> None:
    asked = {"id": "1", "question": "one", "filters": given}
    assert Asked.model_validate(asked).filters == expected
    assert read_question(AskIn.model_validate(asked)).filters == expected


@pytest.mark.parametrize("given", [True, 2.5, {}, [None], [[2]]], ids=repr)
@pytest.mark.parametrize("name", ["kind", "speaker", "episode"])
def test_what_cannot_be_a_filter_is_told_by_its_name(name: str, given: object) -> None:
    with pytest.raises(UnknownFilterValue, match=rf"^{name} .{{1,40}} is neither text nor a whole number\.$"):
        read_filters(**{name: given})


@pytest.mark.parametrize("name", ["kind", "speaker", "episode"])
def test_a_value_of_which_nothing_can_be_read_does_not_let_everything_answer(name: str) -> None:
    with pytest.raises(UnknownFilterValue, match=rf"^{name} '.udce9' has nothing that can be read; write it anew\.$"):
        read_filters(**{name: ["\udce9"]})
