"""Check the project's own gold questions against the show beside it, and write them out with their quotes.

    python tests/quality/check_show_questions.py ../shared/corpus/show
    python tests/quality/check_show_questions.py ../shared/corpus/show --write /tmp/own.jsonl
    aircheck eval /tmp/own.jsonl --index INDEX_OF_THE_SHOW --misses

A line of `show_questions.jsonl` is a gold question like those of ../shared/eval, but each quote is a reference:
`file`, `start` and `end` (code points of the file as UTF-8 without its byte-order mark), and the first 12 digits of
the SHA-256 of what stands there. No sentence of the material is kept here. `shape` says what makes a question hard.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from chat.evaluate import plain

QUESTIONS = Path(__file__).with_name("show_questions.jsonl")
TYPES = frozenset({"fact", "lookup", "cross", "disagree", "agree_trap", "unanswerable"})
LONGEST_PATTERN = 200  # a pattern holds a value; a longer one would begin to keep the text

Question = dict[str, Any]


class Stale(ValueError):
    """A reference points at other words than it was made for; the message says where."""


def read_questions(path: Path = QUESTIONS) -> list[Question]:
    """The questions, their quotes still references."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def resolve(questions: Iterable[Question], show: Path) -> Iterator[Question]:
    """The questions in the form of ../shared/eval: each reference replaced by its words. Raises Stale and OSError."""
    for question in questions:
        gold = [{**_quote(part, show), "speaker": part["speaker"]} for part in question["gold"]]
        for quote, part in zip(gold, question["gold"], strict=True):
            quote["same_as"] = [_quote(copy, show) for copy in part.get("same_as", ())]
        yield {**question, "gold": gold}


def _quote(reference: Question, show: Path) -> Question:
    text = (show / reference["file"]).read_bytes().decode("utf-8-sig")
    words = text[reference["start"] : reference["end"]]
    if not words or hashlib.sha256(words.encode()).hexdigest()[:12] != reference["sha256"]:
        raise Stale(f"{reference['file']}:{reference['start']}-{reference['end']}: other words stand there now.")
    return {"file": reference["file"], "quote": words}


def problems(questions: Sequence[Question]) -> Iterator[str]:
    """What is wrong with resolved questions, a line each."""
    for key in ("id", "question"):
        repeated = [value for value, times in Counter(q[key] for q in questions).items() if times > 1]
        yield from (f"{value}: this {key} stands twice" for value in repeated)
    for question in questions:
        yield from (f"{question['id']}: {problem}" for problem in _wrong_with(question))


def _wrong_with(question: Question) -> Iterator[str]:
    answerable, patterns = question["answerable"], [*question["nuggets"], *question["must_not"]]
    if question["type"] not in TYPES:
        yield f"unknown type {question['type']!r}"
    if answerable != (question["type"] != "unanswerable"):
        yield "type and answerable do not fit"
    if answerable != bool(question["gold"] and question["nuggets"]):
        yield "an answerable question has quotes and nuggets, another has neither"
    if bool(question["disagree"]) != (question["type"] == "disagree"):
        yield "type and disagree do not fit"
    yield from (f"longer than a value: {pattern!r}" for pattern in patterns if len(pattern) > LONGEST_PATTERN)
    yield from _unmatched(question)


def _unmatched(question: Question) -> Iterator[str]:
    """Patterns that the quotes do not bear out, as a reader and as the scorer sees them."""
    quotes = [(part["file"], plain(part["quote"])) for part in question["gold"]]
    together = "\n".join(text for _, text in quotes)
    yield from (f"no quote has the nugget {n!r}" for n in question["nuggets"] if not _in(n, together))
    yield from (f"a quote has what must not be said: {n!r}" for n in question["must_not"] if _in(n, together))
    for pattern, file in (question["disagree"] or {}).get("values", ()):
        if not _in(pattern, "\n".join(text for name, text in quotes if name == file)):
            yield f"no quote of {file} has the value {pattern!r}"


def _in(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def counted(questions: Iterable[Question]) -> str:
    """How many questions of each type, over how many episodes."""
    asked = list(questions)
    episodes = {part["file"].partition("/")[0] for question in asked for part in question["gold"]}
    types = Counter(question["type"] for question in asked)
    by_type = ", ".join(f"{kind} {number}" for kind, number in sorted(types.items()))
    return f"{len(asked)} questions over {len(episodes)} episodes: {by_type}"


def main() -> int:
    """Exit status: 0 sound, 1 something is wrong, 2 the material cannot be read or has changed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("show", type=Path, help="the folder of the show")
    parser.add_argument(
        "--write", type=Path, help="file for the questions with their quotes; keep it out of the project"
    )
    arguments = parser.parse_args()
    try:
        questions = list(resolve(read_questions(), arguments.show))
    except (OSError, Stale) as problem:
        print(problem, file=sys.stderr)
        return 2
    found = list(problems(questions))
    print("\n".join([*found, counted(questions)]))
    if arguments.write:
        arguments.write.write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in questions), "utf-8")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
