"""What many tests share: the made-up show of `tests.fake_index`, indexed once in a session.

Imports stand inside, so that the tests of a layer load that layer alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from chat.assistant import Assistant
    from index.search import Index


@pytest.fixture(scope="session")
def bells_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of "Loud Metal", made with the fake embedder."""
    from tests.fake_index import ingest_bells

    return ingest_bells(tmp_path_factory.mktemp("bells"), tmp_path_factory.mktemp("bells-index"))


@pytest.fixture(scope="session")
def bells(bells_dir: Path) -> Iterator[Index]:
    """That index, opened."""
    from index.search import Index
    from tests.fakes import FakeEmbedder

    index = Index.open(bells_dir, FakeEmbedder())
    yield index
    index.close()


def _assistant(bells: Index, monkeypatch: pytest.MonkeyPatch, *, confidence: float) -> Assistant:
    """How sure an assistant is was fitted to the real embeddings; the fake ones get a figure."""
    from chat.assistant import Assistant

    monkeypatch.setattr("chat.find.confidence", lambda *given, **named: confidence)
    return Assistant(lambda: bells)


@pytest.fixture
def sure(bells: Index, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """An assistant over it that takes the material to answer."""
    return _assistant(bells, monkeypatch, confidence=1.0)


@pytest.fixture
def unsure(bells: Index, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """An assistant over it that takes the material not to answer."""
    return _assistant(bells, monkeypatch, confidence=0.0)
