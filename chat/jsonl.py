"""A line of a file that somebody wrote: one JSON object, or why it is none."""

from __future__ import annotations

import json
from typing import Any


def object_in(line: bytes) -> dict[str, Any]:
    """The object of a line. Raises ValueError, which says in one line what is wrong with it and what to do."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise ValueError(f"not UTF-8 at byte {problem.start} of the line; save the file as UTF-8") from problem
    except json.JSONDecodeError as problem:
        raise ValueError(f"not JSON at character {problem.pos} of the line ({problem.msg}); correct it") from problem
    except RecursionError as problem:
        raise ValueError("nested too deep; a line is one JSON object with an id and a question") from problem
    if not isinstance(found, dict):
        raise ValueError("a line is one JSON object with an id and a question")
    return found
