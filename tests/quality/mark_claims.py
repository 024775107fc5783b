"""Check the marked set of real disagreements and look-alikes, and measure what is found of it.

    python tests/quality/mark_claims.py SHOW_FOLDER

A line of `marked_claims.jsonl`: `id`, `verdict` (`disagree`, `agree` after normalising, or `apart`: about something
else), `fact` for a real one, and two `sides`, each a `path`, `start` and `end` into the file, and the first 16 digits
of the SHA-256 of the words that stand there. No word of the material is kept here.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from chat.disagreement.relevance import find_disagreements
from chat.models import Disagreement, Position
from tests.claim_material import claims_in

MARKS = Path(__file__).with_name("marked_claims.jsonl")


def read_marks() -> list[dict[str, Any]]:
    """The marks, as they stand."""
    return [json.loads(line) for line in MARKS.read_text("utf-8").splitlines()]


def stale(marks: Iterable[dict[str, Any]], files: dict[str, str]) -> list[str]:
    """Ids of the marks whose words have moved or changed."""
    return [mark["id"] for mark in marks if any(not _stands(side, files) for side in mark["sides"])]


def digest(words: str) -> str:
    """What is kept of a quote."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _stands(side: dict[str, Any], files: dict[str, str]) -> bool:
    return bool(digest(files.get(side["path"], "")[side["start"] : side["end"]]) == side["sha256"])


def measure(marks: list[dict[str, Any]], found: list[Disagreement]) -> dict[str, float]:
    """Recall by fact; precision of the flags raised in the marked episodes; look-alikes flagged."""
    episodes = {side["path"].partition("/")[0] for mark in marks for side in mark["sides"]}
    flags = [f for f in found if any(p.path.partition("/")[0] in episodes for p in f.positions)]
    real = [mark for mark in marks if mark["verdict"] == "disagree"]
    facts = {mark["fact"] for mark in real}
    met = {mark["fact"] for mark in real if any(_flags(flag, mark) for flag in flags)}
    right = [flag for flag in flags if any(_flags(flag, mark) for mark in real)]
    alike = [mark for mark in marks if mark["verdict"] != "disagree"]
    return {
        "facts": len(facts),
        "recall": len(met) / len(facts),
        "flags": len(flags),
        "precision": len(right) / len(flags) if flags else 1.0,
        "look_alikes": len(alike),
        "look_alikes_flagged": sum(any(_flags(flag, mark) for flag in flags) for mark in alike) / len(alike),
    }


def _flags(flag: Disagreement, mark: dict[str, Any]) -> bool:
    """Whether a flag sets the two sides of a mark against each other."""
    first, second = mark["sides"]
    return any(
        _touches(one, first) and _touches(other, second)
        for one in flag.positions
        for other in flag.positions
        if one is not other
    )


def _touches(position: Position, side: dict[str, Any]) -> bool:
    places = [(position.path, position.start, position.end), *((p.path, p.start, p.end) for p in position.also)]
    return any(path == side["path"] and start < side["end"] and side["start"] < end for path, start, end in places)


def main(folder: Path) -> int:
    """Print what is stale and what is found; 1 when a mark is stale."""
    marks = read_marks()
    claims, files = claims_in(folder)
    moved = stale(marks, files)
    print(f"stale marks: {', '.join(moved) or 'none'}")
    for name, value in measure(marks, find_disagreements(claims)).items():
        print(f"{name:22} {value:.3f}")
    return 1 if moved else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
