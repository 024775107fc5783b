"""What many tests share: the made-up show of `tests.fake_index`, indexed once in a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.assistant import Assistant
from index.search import Index
from tests.fake_index import ingest_bells
from tests.fakes import FakeEmbedder


@pytest.fixture(scope="session")
def bells_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of "Loud Metal", made with the fake embedder."""
    return ingest_bells(tmp_path_factory.mktemp("bells"), tmp_path_factory.mktemp("bells-index"))


@pytest.fixture(scope="session")
def bells(bells_dir: Path) -> Iterator[Index]:
    """That index, opened."""
    index = Index.open(bells_dir, FakeEmbedder())
    yield index
    index.close()


@pytest.fixture
def sure(bells: Index, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """An assistant over it that takes the material to answer: how sure it is is fitted to the real embeddings."""
    monkeypatch.setattr("chat.find.confidence", lambda *given, **named: 1.0)
    return Assistant(lambda: bells)


@pytest.fixture
def unsure(bells: Index, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """An assistant over it that takes the material not to answer."""
    monkeypatch.setattr("chat.find.confidence", lambda *given, **named: 0.0)
    return Assistant(lambda: bells)
