"""Where the time of an ask, an ingest and a start goes: `python -m tests.bench.shares FOLDER QUESTIONS.jsonl`.

Prints a Markdown table of each: CPU seconds of the process (they say the same on a busy machine), every part without
the parts inside it. FOLDER is read into a temporary index; with no arguments the sample show and its questions.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpus/sample", ROOT / "tests/data/sample/questions.jsonl"
Parts = Sequence[tuple[str, str, str]]  # module, name in it, what it is called in the table

ASK: Parts = (
    ("chat.assistant", "stand_alone", "read the question"),
    ("chat.assistant", "read_question", "read the question"),
    ("index.embed", "SentenceTransformerEmbedder.embed_query", "embed the question"),
    ("index.search", "Index._ranked", "rank passages"),
    ("index.scan", "Vectors.nearest", "compare with every vector"),
    ("index.keyword", "KeywordIndex.scores", "BM25"),
    ("index.generation", "Generation.passage", "read passages from the disk"),
    ("chat.find", "weigh", "weigh sentences"),
    ("chat.extractive", "chosen_for", "choose sentences"),
    ("chat.extractive", "disagreements_about", "find disagreements"),
    ("chat.extractive", "_texts", "cite, checked against the file"),
    ("chat.turn", "suggestions", "suggest what to ask next"),
)
INGEST: Parts = (
    ("index.material", "FolderSource.read", "put together"),
    ("index.material", "load_corpus", "read files"),
    ("index.material", "learn", "learn how names are mis-heard"),
    ("index.material", "chunk_document", "cut into passages"),
    ("index.material", "mark_copies", "find copies"),
    ("index.material", "extract_claims", "extract claims"),
    ("index.build", "KeptVectors.embed", "keep vectors"),
    ("index.embed", "_load", "load the model"),
    ("index.embed", "SentenceTransformerEmbedder.embed", "embed"),
    ("index.generation", "write_lines", "write passages, sources, claims"),
    ("index.bm25", "build", "BM25"),
    ("index.generation", "open_store", "store in Chroma"),
    ("index.store", "ChromaStore.add_passages", "store in Chroma"),
    ("index.build", "check_built", "check what was built"),
)
START = {
    "Python itself": "pass",
    "settings and command line": "import app, chat.cli, chat.settings",
    "FastAPI and the doors": "import fastapi, chat.web.routes, chat.web.guard",
    "Gradio": "import gradio",
    "open the index": "from index.search import Index; from index.embed import SentenceTransformerEmbedder as E; "
    "i = Index.open(Path(sys.argv[1]), E())",
    "load the model, first search": "i.search('warm')",
}


class Clock:
    """CPU seconds by part, each without the parts inside it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._open = ["everything else"]
        self._last = _cpu()

    def _lap(self) -> None:
        now = _cpu()
        self.seconds[self._open[-1]] += now - self._last
        self._last = now

    def timed(self, function: Callable[..., Any], part: str) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            self._lap()
            self._open.append(part)
            try:
                found = function(*given, **named)
                return iter(list(found)) if isinstance(found, Iterator) else found
            finally:
                self._lap()
                self._open.pop()

        return wrapped


@contextmanager
def timing(parts: Parts) -> Iterator[Clock]:
    """A clock that runs while the functions named in `parts` do."""
    clock = Clock()
    for module, name, part in parts:
        *outer, last = name.split(".")
        holder: Any = import_module(module)
        for each in outer:
            holder = getattr(holder, each)
        setattr(holder, last, clock.timed(getattr(holder, last), part))
    clock.seconds.clear()
    clock._last = _cpu()
    yield clock
    clock._lap()


def _cpu() -> float:
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def table(title: str, seconds: dict[str, float], each: int = 1) -> str:
    """The parts, largest first."""
    whole = sum(seconds.values())
    rows = [f"| {title} | CPU ms | share |", "|---|---:|---:|"]
    for part, took in sorted(seconds.items(), key=lambda row: -row[1]):
        rows.append(f"| {part} | {1000 * took / each:,.1f} | {took / whole:.0%} |")
    return "\n".join([*rows, f"| all | {1000 * whole / each:,.1f} | 100% |", ""])


def profile_ingest(folder: Path, index: Path) -> str:
    """One ingest of a folder into an empty index."""
    from index.embed import SentenceTransformerEmbedder  # noqa: PLC0415 - what it imports is part of what is measured
    from index.sync import sync  # noqa: PLC0415

    with timing(INGEST) as clock:
        sync(folder, index, embedder=SentenceTransformerEmbedder())
    return table(f"ingest of {folder.name}", clock.seconds)


def profile_ask(index: Path, questions: Sequence[str]) -> str:
    """Each question once, after one that warms up: what stands in caches is what one question leaves to the next."""
    from chat.build import assistant_here  # noqa: PLC0415
    from chat.settings import Settings  # noqa: PLC0415

    with timing(ASK) as clock:
        assistant = assistant_here(Settings(index=index))
        assistant.ask(questions[0])
        clock._lap()
        clock.seconds.clear()
        for question in questions:
            assistant.ask(question)
    return table(f"ask, mean of {len(questions)} questions", clock.seconds, len(questions))


def profile_start(index: Path) -> str:
    """A `serve` up to its first answer: each part in a process that has the parts before it already."""
    seconds, before = {}, ""
    for part, program in START.items():
        begun = f"import os, sys, time; from pathlib import Path\n{before}a = time.process_time()\n{program}\n"
        command = [sys.executable, "-c", f"{begun}print(time.process_time() {'- a' if before else ''})", str(index)]
        told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        seconds[part] = float(told.split()[-1])
        before += f"{program}\n"
    serve = (
        "import sys, time, threading, httpx, uvicorn; from pathlib import Path; from chat.settings import Settings\n"
        "from chat import build\n"
        "app = build.application_of(Settings(index=Path(sys.argv[1])), '127.0.0.1', program=[], tell=print)\n"
        "app.state.assistant.search('warm'); print(time.process_time())"
    )
    whole = subprocess.run(
        [sys.executable, "-c", serve, str(index)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    seconds["the rest: routes, pages"] = max(float(whole.stdout.split()[-1]) - sum(seconds.values()), 0)
    return table("start of serve", seconds)


def main(folder: Path, questions: Path) -> None:
    """All three tables."""
    rows = map(json.loads, questions.read_text("utf-8").splitlines())
    asked = [row["question"] for row in rows if not row.get("history")]
    with tempfile.TemporaryDirectory() as place:
        for told in (
            profile_ingest(folder, Path(place)),
            profile_ask(Path(place), asked),
            profile_start(Path(place)),
        ):
            print(told)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:] or SAMPLE))
