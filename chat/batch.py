"""Many questions from a file: each line is answered or told apart, and the run goes on."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from stat import S_IMODE
from typing import Any, TextIO

from pydantic import BaseModel, ValidationError, field_validator

from chat.filters import read_filters
from chat.jsonl import object_in
from chat.models import Answer, History, SearchResult
from corpus.errors import AircheckError
from index.models import Filters

Row = dict[str, Any]
_HALVES = "backslashreplace"  # half of a character, which UTF-8 cannot write, goes out as JSON has it: \\ud800


class Asked(BaseModel):
    """One line of a batch: a question, what was said before, and where to look. Unknown keys are ignored."""

    id: str
    question: str
    history: History = ()
    filters: Filters = Filters()

    @field_validator("filters", mode="before")
    @classmethod
    def _filters(cls, value: object) -> object:
        if isinstance(value, dict):
            return read_filters(**{name: value.get(name) for name in Filters.model_fields})
        return value or Filters()


def answer_file(asked: Path, answers: Path, handle: Callable[[Asked], Answer | SearchResult]) -> int:
    """Answer the questions of one file into another, which appears whole or not at all; returns how many lines failed.

    Rows are flushed as they come, under a temporary name beside `answers`, whose mode stays as it was. A pipe or a
    device, and what standard output goes to, is written to as it is. Raises OSError.
    """
    failed = 0
    with asked.open("rb") as lines:
        try:
            with _opened(answers) as out:
                for row in run_batch(lines, handle):
                    failed += "error" in row
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
                    out.flush()
        except OSError as problem:
            problem.filename = problem.filename or str(answers)  # a full disk does not say which
            raise
    return failed


def _opened(answers: Path) -> AbstractContextManager[TextIO]:
    """What to write to: a file that takes the place of `answers` at the end, or `answers` itself as said above."""
    is_own_output = answers.exists() and os.path.samestat(answers.stat(), os.fstat(1))
    if is_own_output or (answers.exists() and not answers.is_file()):
        return answers.open("a", encoding="utf-8", errors=_HALVES)  # standard output may go to the end of what is there
    return _replaced(Path(os.path.realpath(answers)))


@contextmanager
def _replaced(answers: Path) -> Iterator[TextIO]:
    temporary = answers.with_name(f".{answers.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        out = temporary.open("x", encoding="utf-8", errors=_HALVES)
    except OSError as problem:
        problem.filename = str(answers.parent)  # nobody knows the temporary name
        raise
    try:
        with out:
            if answers.exists():
                temporary.chmod(S_IMODE(answers.stat().st_mode))
            yield out
        temporary.replace(answers)
    finally:
        temporary.unlink(missing_ok=True)


def run_batch(lines: Iterable[bytes], handle: Callable[[Asked], Answer | SearchResult]) -> Iterator[Row]:
    """One output row for each line that is not blank, in order; a line that cannot be handled gives an `error` row."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(number, line, handle)


def _row(number: int, line: bytes, handle: Callable[[Asked], Answer | SearchResult]) -> Row:
    asked_id: str | None = None
    try:
        data = object_in(line)
        asked_id = data["id"] if isinstance(data.get("id"), str) else None
        asked = Asked.model_validate(data)
        return {**handle(asked).model_dump(mode="json"), "id": asked.id}
    except ValidationError as problem:
        first = problem.errors()[0]
        error = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except ValueError as problem:
        error = f"{str(problem).rstrip('.')}."
    except AircheckError as problem:
        error = str(problem)
    return {"id": asked_id, "line": number, "error": error}
