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
        slack, least = self._slack()
        above = 0.0 if self.bound is Bound.NEARLY else max(least, slack * abs(self.high))
        return self.low - max(least, slack * abs(self.low)), self.high + above

    def _slack(self) -> tuple[float, float]:
        """How far off the value may be: as a share of it, and at least."""
        if self.bound is Bound.NEARLY:
            return (0.1 if self.dimension == TIME else 0.06), 0.0
        if self.bound is not Bound.ABOUT:
            return 0.0, 0.0
        is_round = len(f"{self.low:.6g}".strip("-0.")) == 1  # "about 50,000" is rounder than "about 48,000"
        least = {TEMPERATURE: 0.5, RATIO: ROUGH_OVER if self.low < self.high else 0.0}  # "about eleven" for 11.4 °C
        return (0.05 if is_round else 0.03), least.get(self.dimension, 0.0)
