"""What many tests share: the made-up show of `tests.fake_index`, indexed once in a session.

Imports stand inside, so that the tests of a layer load that layer alone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from click.testing import CliRunner

from tests.command_line import ASKED, Aircheck

if TYPE_CHECKING:
    from chat.assistant import Assistant
    from index.search import Index


# A busy machine is no failure: what is slow is measured in the benches.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def one_certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test speaks TLS, and httpx would read all the world's certificates anew for each of some hundred clients."""
    import certifi

    first, end, _ = Path(certifi.where()).read_text("utf-8").partition("-----END CERTIFICATE-----\n")
    file = tmp_path_factory.mktemp("tls") / "one.pem"
    file.write_text(first + end, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(file))
        yield


@pytest.fixture(scope="module")
def without_a_child() -> Iterator[None]:
    """Chroma is examined in this process: a child for it takes a second to start, and is tested elsewhere."""
    from index.probe import child

    def found(folder: Path) -> list[str]:
        with redirect_stdout(StringIO()) as told:
            child(folder)
        return told.getvalue().splitlines()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.probe.chroma_findings", found)
        patch.setattr("index.health.chroma_findings", found)
        yield


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


@pytest.fixture
def aircheck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Aircheck:
    """Runs a command line in a folder of its own, with a fake embedder that takes every question to be answered."""
    import app
    from tests.fakes import FakeEmbedder

    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("AIRCHECK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("chat.build.embedder_of", lambda settings: FakeEmbedder())
    monkeypatch.setattr("index.build.check_built", lambda folder: None)
    monkeypatch.setattr("chat.find.confidence", lambda *given, **named: 1.0)
    return lambda *words: CliRunner().invoke(app.cli, words)


@pytest.fixture
def indexed(aircheck: Aircheck, bells_dir: Path, tmp_path: Path) -> Aircheck:
    """The same, where the made-up show is indexed already and lies beside the index."""
    from tests.fake_index import write_bells

    shutil.copytree(bells_dir, tmp_path / ".aircheck")
    write_bells(tmp_path / "my-show")
    (tmp_path / "in.jsonl").write_text(f'{{"id": "1", "question": "{ASKED}"}}\nno json\n', "utf-8")
    (tmp_path / "questions.jsonl").write_text(f'{{"id": "1", "question": "{ASKED}", "nuggets": ["2012"]}}\n', "utf-8")
    return aircheck
