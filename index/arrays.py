"""The kinds of arrays that an index is made of, and the arithmetic on them that more than one module needs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]

_BLOCK = 256  # rows multiplied at a time: those picked out stay in a core's cache
_SORTED_BLOCK = 1 << 20  # entries sorted at a time


def products(vectors: Floats | NDArray[np.int8], rows: Ints, vector: Floats) -> Floats:
    """The products of some rows of `vectors` with `vector`, shape (len(rows),).

    A product of its own for each row reads memory twice as fast as BLAS's product of a matrix and a vector, and gives a
    row the same bits whatever rows stand beside it.
    """
    found = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), _BLOCK):
        # "take" picks rows at three times the speed of an index.
        some = vectors.take(rows[start : start + _BLOCK], axis=0).astype(np.float32, copy=False)
        np.vecdot(some, vector, out=found[start : start + _BLOCK])
    return found


def unit(vectors: NDArray[np.floating] | NDArray[np.int8]) -> Floats:
    """Vectors of length 1 in the same directions; of shape (width,) or (vectors, width)."""
    floats = np.asarray(vectors, dtype=np.float32)
    units: Floats = floats / np.maximum(np.linalg.norm(floats, axis=-1, keepdims=True), 1e-9)
    return units


def ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """All numbers of the ranges one after another, and where each range starts among them (and the end)."""
    sizes = ends - starts
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    numbers: Ints = np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], sizes)
    return numbers, bounds


def groups_of(members: Ints, starts: Ints) -> Ints:
    """The group of each member, where group i has the members `starts[i]` to `starts[i + 1]`."""
    groups: Ints = np.searchsorted(starts, members, side="right") - 1
    return groups


def group_starts(numbers: Numbers, count: int) -> Ints:
    """Where each of `count` numbers begins when they are sorted, and the end; shape (count + 1,)."""
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))])


def sorted_places(numbers: Numbers, starts: Ints) -> Iterator[tuple[slice, Ints]]:
    """Blocks of entries, each with the places to which its entries go when they are sorted by number, ties in order.

    `starts` is what `group_starts` gives for them. A counting sort: the words of a long show are too many for arrays of
    places for all of them at once.
    """
    free = starts.copy()
    for start in range(0, len(numbers), _SORTED_BLOCK):
        some = numbers[start : start + _SORTED_BLOCK]
        order = np.argsort(some, kind="stable")
        sorted_ = some[order]
        begins = np.flatnonzero(np.diff(sorted_, prepend=-1))
        sizes = np.diff(begins, append=len(sorted_))
        places = np.empty(len(some), dtype=np.int64)
        places[order] = free[sorted_] + np.arange(len(some)) - np.repeat(begins, sizes)
        free[sorted_[begins]] += sizes
        yield slice(start, start + len(some)), places
