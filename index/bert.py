"""A BERT encoder's forward pass in plain numpy, for questions.

A question is one short text. Loading torch and its friends for it takes seconds and half a gigabyte; the
arithmetic is forty lines, and its vectors agree with theirs to seven digits. Bulk work stays with
sentence-transformers.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from index.arrays import Floats

# Abramowitz & Stegun 7.1.26: |error| <= 1.5e-7, as exact as float32 sums are here.
_ERF_P = np.float32(0.3275911)
_ERF_A = [np.float32(a) for a in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)]
# Columns multiplied at a time. A text of ten words is so few rows that BLAS spends its time on copying the weights into
# the order it wants; for products as small as these it does without, and the whole text takes a third of the time.
_COLUMNS = 32


class _Layer(NamedTuple):
    qkv: tuple[Floats, Floats]
    attended: tuple[Floats, Floats]
    attended_norm: tuple[Floats, Floats]
    widened: tuple[Floats, Floats]
    narrowed: tuple[Floats, Floats]
    narrowed_norm: tuple[Floats, Floats]


@cache
def use_one_thread() -> None:
    """Let numpy multiply matrices on the caller's thread from now on, in all of this process.

    A question is too small to share out: with a second job on the machine, two threads that wait for each other
    took fifteen times as long as one. Several questions at once still run side by side.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # noqa: PLC0415 - for questions alone

    threadpool_limits(1, user_api="blas")


class BertEncoder:
    """Token ids → one L2-normalised vector: the mean over all tokens of the last layer."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file  # noqa: PLC0415 - 90 MB are read only when a question comes

        use_one_thread()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights: dict[str, Floats] = load_file(folder / "model.safetensors")
        self._heads = int(config["num_attention_heads"])
        self._epsilon = np.float32(config["layer_norm_eps"])
        self.words = weights["embeddings.word_embeddings.weight"]
        # One text is one segment, so its type is always 0 and can be added to the positions once.
        self._positions = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _pair(weights, "embeddings.LayerNorm")
        self._layers = [_layer(weights, f"encoder.layer.{n}") for n in range(int(config["num_hidden_layers"]))]

    def encode(self, token_ids: list[int]) -> Floats:
        """The vector of one text, given its token ids with the special ones."""
        hidden = self._normalise(self.words[token_ids] + self._positions[: len(token_ids)], self._norm)
        for layer in self._layers:
            hidden = self._normalise(_linear(self._attend(hidden, layer), layer.attended) + hidden, layer.attended_norm)
            wide = _gelu(_linear(hidden, layer.widened))
            hidden = self._normalise(_linear(wide, layer.narrowed) + hidden, layer.narrowed_norm)
        mean: Floats = hidden.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _attend(self, hidden: Floats, layer: _Layer) -> Floats:
        tokens, width = hidden.shape
        split = _linear(hidden, layer.qkv).reshape(tokens, 3, self._heads, width // self._heads)
        query, key, value = split.transpose(1, 2, 0, 3)
        scores: Floats = query @ key.transpose(0, 2, 1)
        scores *= np.float32((width // self._heads) ** -0.5)
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed: Floats = (scores @ value).transpose(1, 0, 2).reshape(tokens, width)
        return mixed

    def _normalise(self, hidden: Floats, gain_and_bias: tuple[Floats, Floats]) -> Floats:
        centred: Floats = hidden - hidden.mean(axis=-1, keepdims=True)
        squares: Floats = np.einsum("td,td->t", centred, centred)[:, None]
        spread: Floats = np.sqrt(squares / np.float32(hidden.shape[-1]) + self._epsilon)
        centred *= gain_and_bias[0] / spread
        centred += gain_and_bias[1]
        return centred


def can_encode(folder: Path) -> bool:
    """Whether the model in `folder` is one that `BertEncoder` computes exactly as sentence-transformers does."""
    names = ("config.json", "modules.json", "1_Pooling/config.json", "tokenizer.json", "model.safetensors")
    if not all((folder / name).is_file() for name in names):
        return False
    config, modules, pooling = (json.loads((folder / name).read_text(encoding="utf-8")) for name in names[:3])
    kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    return (
        kinds in (["Transformer", "Pooling", "Normalize"], ["Transformer", "Pooling"])
        and _only_mean(pooling)
        and config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
    )


def _only_mean(pooling: dict[str, Any]) -> bool:
    if "pooling_mode" in pooling:
        return bool(pooling["pooling_mode"] == "mean")
    chosen = [mode for mode, on in pooling.items() if mode.startswith("pooling_mode_") and on]
    return chosen == ["pooling_mode_mean_tokens"]


def _layer(weights: dict[str, Floats], name: str) -> _Layer:
    separate = [_linear_pair(weights, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    qkv = (np.concatenate([weight for weight, _ in separate]), np.hstack([bias for _, bias in separate]))
    return _Layer(
        qkv=qkv,
        attended=_linear_pair(weights, f"{name}.attention.output.dense"),
        attended_norm=_pair(weights, f"{name}.attention.output.LayerNorm"),
        widened=_linear_pair(weights, f"{name}.intermediate.dense"),
        narrowed=_linear_pair(weights, f"{name}.output.dense"),
        narrowed_norm=_pair(weights, f"{name}.output.LayerNorm"),
    )


def _pair(weights: dict[str, Floats], name: str) -> tuple[Floats, Floats]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _linear_pair(weights: dict[str, Floats], name: str) -> tuple[Floats, Floats]:
    weight = weights[f"{name}.weight"].T
    columns = _COLUMNS if weight.shape[1] % _COLUMNS == 0 else weight.shape[1]
    blocks = weight.reshape(len(weight), -1, columns).transpose(1, 0, 2)
    return np.ascontiguousarray(blocks), weights[f"{name}.bias"]


def _linear(hidden: Floats, blocks_and_bias: tuple[Floats, Floats]) -> Floats:
    product: Floats = (hidden @ blocks_and_bias[0]).transpose(1, 0, 2).reshape(len(hidden), -1)
    product += blocks_and_bias[1]
    return product


def _gelu(x: Floats) -> Floats:
    z = np.abs(x) * np.float32(2**-0.5)
    t: Floats = np.reciprocal(1 + _ERF_P * z)
    series: Floats = _ERF_A[0] * t
    for a in _ERF_A[1:]:
        series += a
        series *= t
    np.multiply(z, z, out=z)
    np.negative(z, out=z)
    series *= np.exp(z, out=z)  # 1 - erf(|x| / sqrt 2)
    # x * (1 + erf) / 2, where erf is odd: for x >= 0 it is x - x * tail / 2, for x < 0 it is x * tail / 2.
    series *= np.abs(x)
    series *= np.float32(-0.5)
    series += np.maximum(x, 0)
    return series
