"""Gold questions: what a right answer must hold, and the quotes that support it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from chat.errors import BadGold
from chat.jsonl import object_in
from chat.models import History


class _Lenient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Place(_Lenient):
    """Where a gold quote's words stand too, word for word."""

    file: str
    quote: str


class GoldQuote(_Lenient):
    """A quote that supports the answer. `file` is a path of the material, with or without its ending."""

    file: str
    quote: str
    speaker: str | None = None
    any_speaker: bool = False  # a copy: whoever says it there
    same_as: tuple[Place, ...] = ()

    @field_validator("same_as", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return value or ()


class Gold(_Lenient):
    """One gold question. `nuggets` and `must_not` are regular expressions over the answer's first words."""

    id: str
    question: str
    type: str = ""
    answerable: bool = True
    gold: tuple[GoldQuote, ...] = ()
    nuggets: tuple[re.Pattern[str], ...] = ()
    must_not: tuple[re.Pattern[str], ...] = ()
    disagree: tuple[re.Pattern[str], re.Pattern[str]] | None = Field(default=None)
    history: History = ()

    @field_validator("nuggets", "must_not", mode="before")
    @classmethod
    def _patterns(cls, value: object) -> object:
        return tuple(re.compile(text, re.IGNORECASE) for text in value) if isinstance(value, list) else value or ()

    @field_validator("disagree", mode="before")
    @classmethod
    def _values(cls, value: object) -> object:
        """The patterns of the two values that sources give."""
        if not isinstance(value, dict):
            return None
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern, _ in value["values"][:2])


def read_gold(path: Path) -> Iterator[Gold]:
    """The questions of a file, one JSON object a line. Raises BadGold at the first line that is none, and OSError."""
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if line.strip():
            try:
                yield Gold.model_validate(object_in(line))
            except (ValidationError, ValueError, KeyError, TypeError, re.error) as problem:
                raise BadGold(f"{path}:{number}: not a gold question ({_first_line(problem)}).") from problem


def _first_line(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        first = problem.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(problem).partition("\n")[0]
