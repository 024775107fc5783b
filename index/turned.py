"""Rows of words → under each word its rows, in arrays of integers and a block at a time: a long show has many."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]

_BLOCK = 1 << 20  # entries at a time


def firsts(numbers: Numbers, count: int) -> Ints:
    """Where each of `count` numbers begins when they are sorted, and the end; shape (count + 1,)."""
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))])


def turned(numbers: Numbers, first: Ints) -> Iterator[tuple[slice, Ints]]:
    """Blocks of entries, each with the places to which its entries go when they are sorted by number, ties in order.

    `first` is what `firsts` gives for them.
    """
    free = first.copy()
    for start in range(0, len(numbers), _BLOCK):
        some = numbers[start : start + _BLOCK]
        order = np.argsort(some, kind="stable")
        sorted_ = some[order]
        begins = np.flatnonzero(np.diff(sorted_, prepend=-1))
        sizes = np.diff(begins, append=len(sorted_))
        places = np.empty(len(some), dtype=np.int64)
        places[order] = free[sorted_] + np.arange(len(some)) - np.repeat(begins, sizes)
        free[sorted_[begins]] += sizes
        yield slice(start, start + len(some)), places
