"""The data of a quantity: how much, of what, with which bound, at which rate, as part of what."""

from __future__ import annotations

import math
from enum import StrEnum

from corpus.models import Frozen
from corpus.numbers.units import RATIO, TEMPERATURE, TIME

ROUGH_OVER = 0.02  # "a third" is said of 35 %, too
SMALLEST_BARE = 10  # a lone smaller number is too often "one of three", "step 2" to be an amount


class Bound(StrEnum):
    """Which values a stated number leaves open."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    AT_LEAST = "at least"  # over, more than, 30+
    AT_MOST = "at most"  # up to, under, less than


class Direction(StrEnum):
    """What a ratio does to what it is said of."""

    NONE = ""
    UP = "up"  # faster, more, improvement
    DOWN = "down"  # lower, savings, reduction
    SHARE = "share"  # 98 % of the customers


class Quantity(Frozen):
    """`text[start:end]` states `low` to `high` (the same number for a single one), in the base of `dimension`.

    `unit` is the unit's name, or the counted thing in the singular for `count`. `per` is what it is a rate of.
    """

    start: int
    end: int
    low: float
    high: float
    dimension: str
    unit: str = ""
    bound: Bound = Bound.EXACT
    per: tuple[str, ...] = ()
    direction: Direction = Direction.NONE
    role: str = ""  # "from" or "to" of a change, "change" for all of it, "extra" for an additional amount

    def interval(self) -> tuple[float, float]:
        """The values that it leaves open, in the base of its dimension."""
        if self.bound is Bound.AT_LEAST:
            return self.low, math.inf
        if self.bound is Bound.AT_MOST:
            return (-math.inf if self.dimension == TEMPERATURE else 0.0), self.high
        about = (
            0.05 if len(f"{self.low:.6g}".strip("-0.")) == 1 else 0.03
        )  # "about 50,000" is rounder than "about 48,000"
        slack = {Bound.ABOUT: about, Bound.NEARLY: 0.1 if self.dimension == TIME else 0.06}.get(self.bound, 0.0)
        least = 0.5 if slack and self.dimension == TEMPERATURE else 0.0  # "about eleven degrees" is said of 11.4 °C
        if self.dimension == RATIO and self.bound is Bound.ABOUT and self.low < self.high:
            least = ROUGH_OVER
        above = 0.0 if self.bound is Bound.NEARLY else max(least, slack * abs(self.high))
        return self.low - max(least, slack * abs(self.low)), self.high + above
