"""Chroma's files, examined without opening them here: a damaged HNSW file can end the process that does."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np

from index.arrays import Floats
from index.checksums import altered, renew_sums
from index.chroma import PATIENCE_S
from index.errors import IndexingError
from index.generation import SENTENCES, open_store, read_manifest
from index.models import Manifest
from index.recall import LEAST, recall, sampled_questions
from index.store import ChromaStore

_SAMPLED = 16  # rows that must find themselves
_NEAREST = 10
_SAME = 0.999  # cosine of a vector as it is kept and as it was given
_TIMEOUT_S = 300
_ROOT = Path(__file__).parent.parent  # where the child finds this package, installed or not
_CHILD = (
    "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); "
    "from index.probe import child; sys.exit(child(Path(sys.argv[2])))"
)


def chroma_harm(folder: Path, manifest: Manifest) -> list[str]:
    """What is wrong with a generation's Chroma, one short line each; it is asked only where checksums do not tell."""
    harm = hnsw_harm(folder)
    if harm or not (manifest.store or altered(folder, _is_rewritten)):
        return harm
    findings = chroma_findings(folder)
    if findings or not hnsw_harm(folder):
        return findings
    # Of fewer rows than `index.store` has it save after, Chroma has saved no index: it begins these files anew each
    # time it opens them, and what no vector uses is whatever memory held.
    renew_sums(folder, _is_hnsw)
    return hnsw_harm(folder)


def hnsw_harm(folder: Path) -> list[str]:
    """Which HNSW files are not those that were last examined."""
    return altered(folder, _is_hnsw)


def _is_hnsw(name: str) -> bool:
    return name.startswith("chroma/") and not _is_rewritten(name)


def _is_rewritten(name: str) -> bool:
    """Whether Chroma changes a file by opening it. A wrong one is an error when it is used, and no more."""
    return name.startswith("chroma/") and name.endswith((".sqlite3", "/length.bin"))


def chroma_findings(folder: Path) -> list[str]:
    """What is wrong with a generation's Chroma collections, as a child process finds it."""
    try:
        ended = subprocess.run(
            [sys.executable, "-c", _CHILD, str(_ROOT), str(folder)],
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"Chroma did not answer within {_TIMEOUT_S} s"]
    if ended.returncode < 0:
        return [f"Chroma's files end the process that opens them (signal {-ended.returncode})"]
    lines = ended.stdout.splitlines()
    if ended.returncode and not lines:
        return [f"Chroma could not be examined ({(ended.stderr.strip().splitlines() or ['no reason given'])[-1]})"]
    return lines


def child(folder: Path) -> int:
    """Examine Chroma in this process: one finding a line on standard output, exit status 1 when there is one."""
    try:
        manifest = read_manifest(folder)
        finding = _finding(folder, manifest)
    except IndexingError as error:
        finding = str(error).partition("; mend ")[0]  # whoever asked knows better what is to be done
    if finding is not None:
        sys.stdout.write(finding.splitlines()[0] + "\n")
    return 0 if finding is None else 1


def _finding(folder: Path, manifest: Manifest) -> str | None:
    if manifest.store is None and not _is_sound(folder / "chroma" / "chroma.sqlite3"):
        return "Chroma's database is altered"
    collections = [("", "passages.npy", manifest.counts.passages)]
    if manifest.hnsw:
        collections.append((SENTENCES, "sentences.npy", manifest.counts.sentences))
    for suffix, vectors_name, expected in collections:
        store = open_store(folder, manifest, of=suffix, patience_s=PATIENCE_S)
        if store.count() != expected:
            return f"Chroma has {store.count()} rows instead of {expected}"
        vectors = np.load(folder / vectors_name, mmap_mode="r")
        for row in np.unique(np.linspace(0, expected - 1, _SAMPLED).astype(int)):
            vector = np.array(vectors[row], dtype=np.float32)
            _, cosines = store.nearest(vector, _NEAREST)
            # Thousands of rows that are all the same lead an HNSW search astray; where none is needed, that is no harm.
            if (not cosines or cosines[0] < _SAME) and (manifest.hnsw or float(store.vector(row) @ vector) < _SAME):
                return f"Chroma does not find row {row} by its own vector"
        if manifest.hnsw:
            share = recall(partial(_cosines, store), vectors, sampled_questions(vectors, _SAMPLED), _NEAREST)
            if share < LEAST:
                return f"Chroma finds {share:.1%} of the nearest {vectors_name.partition('.')[0]}"
        store.close()
    return None


def _cosines(store: ChromaStore, question: Floats, top: int) -> list[float]:
    return store.nearest(question, top)[1]


def _is_sound(database: Path) -> bool:
    """Whether SQLite finds nothing wrong in all of a database's pages. Chroma reads but a few of them."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError:  # not there, or an SQLite without Chroma's extensions: Chroma says it better
        return True
    except sqlite3.DatabaseError:
        return False
