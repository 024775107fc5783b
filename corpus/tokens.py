"""Tokens of the budget: cl100k, from the vocabulary that llama-index-core ships, so that nothing is downloaded."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import tiktoken

from corpus.bundled import bundled

# The name under which tiktoken itself would keep cl100k_base: the SHA-1 of its address.
_VOCABULARY = "tiktoken_cache/9b5ad71b2ce5302211f9c61530b329a4922fc6a4"
_PATTERN = (  # tiktoken_ext.openai_public.cl100k_base, which cannot be imported without fetching the vocabulary
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|"
    r"\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
# Byte-pair merging is slower than linear in one very long word; its parts give the same count, near enough.
_LONG_WORD = re.compile(r"\S{200}")


@lru_cache(maxsize=1)
def _encoding() -> tiktoken.Encoding:
    lines = bundled(_VOCABULARY).read_bytes().splitlines()
    ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines if line)}
    return tiktoken.Encoding("cl100k_base", pat_str=_PATTERN, mergeable_ranks=ranks, special_tokens={})


def count_tokens(texts: Sequence[str]) -> list[int]:
    """How many cl100k tokens each text has."""
    encoding = _encoding()
    parted = (_LONG_WORD.sub(r"\g<0> ", text) if len(text) > 200 else text for text in texts)
    return [len(encoding.encode_ordinary(text)) for text in parted]


def is_written_english(forms: Iterable[str]) -> bool:
    """Whether one of a word's forms is frequent in written English: the vocabulary keeps it, after a space, whole."""
    return min(count_tokens([f" {form}" for form in forms])) == 1
