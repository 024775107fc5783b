"""Is this index healthy, and does it fit this program?

Chroma is only ever examined in a child process: a damaged HNSW file can end the process that opens it.
"""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder
from index.errors import IndexDamaged, IndexingError
from index.folder import current_generation
from index.generation import SENTENCES, Generation, damaged, file_hashes, open_store, read_manifest
from index.models import Manifest
from index.recall import LEAST, recall, sampled_questions
from index.search import Index
from index.store import ChromaStore

_SAMPLED = 16  # rows that must find themselves
_NEAREST = 10
_TIMEOUT_S = 300
_ROOT = Path(__file__).parent.parent  # where the child finds this package, installed or not
_CHILD = (
    "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); "
    "from index.health import child; sys.exit(child(Path(sys.argv[2])))"
)


def check_built(folder: Path) -> None:
    """Raise `IndexDamaged` unless a generation that was just written is whole and Chroma finds what it holds."""
    Generation(folder)
    findings = chroma_findings(folder)
    if findings:
        raise damaged(folder, findings[0], read_manifest(folder).folder)


def examine(index_dir: Path, embedder: Embedder) -> list[str]:
    """All that is wrong with an index, one line each, with the command that mends it; empty when it is healthy.

    Raises `NoIndex` when there is none.
    """
    folder = current_generation(index_dir)
    findings: list[str] = []
    try:
        index = Index.open(index_dir, embedder)
    except IndexingError as error:
        findings.append(str(error))
    else:
        index.close()
    try:
        manifest = read_manifest(folder)
    except IndexDamaged:
        return findings
    found = file_hashes(folder)
    for name, expected in manifest.files.items():
        if found.get(name) != expected:
            what = "is not the file that was written" if name in found else "is missing"
            findings.append(str(damaged(folder, f"{name} {what}", manifest.folder)))
    findings += [str(damaged(folder, finding, manifest.folder)) for finding in chroma_findings(folder)]
    return findings


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
        finding = str(error)
    if finding is not None:
        sys.stdout.write(finding.splitlines()[0] + "\n")
    return 0 if finding is None else 1


def _finding(folder: Path, manifest: Manifest) -> str | None:
    collections = [("", "passages.npy", manifest.counts.passages)]
    if manifest.hnsw:
        collections.append((SENTENCES, "sentences.npy", manifest.counts.sentences))
    for suffix, vectors_name, expected in collections:
        store = open_store(folder, manifest, of=suffix)
        if store.count() != expected:
            return f"Chroma has {store.count()} rows instead of {expected}"
        vectors = np.load(folder / vectors_name, mmap_mode="r")
        for row in np.unique(np.linspace(0, expected - 1, _SAMPLED).astype(int)):
            _, cosines = store.nearest(np.array(vectors[row], dtype=np.float32), _NEAREST)
            if not cosines or cosines[0] < 0.999:
                return f"Chroma does not find row {row} by its own vector"
        if manifest.hnsw:
            questions = sampled_questions(vectors, _SAMPLED)
            share = recall(partial(_cosines, store), vectors, questions, _NEAREST)
            if share < LEAST:
                return f"Chroma finds {share:.1%} of the nearest {vectors_name.partition('.')[0]}"
        store.close()
    return None


def _cosines(store: ChromaStore, question: NDArray[np.float32], top: int) -> list[float]:
    return store.nearest(question, top)[1]
