"""What a number can be counted in: one row per unit, with its dimension and what one of it is in that dimension's base.

Two quantities can only differ when they share a dimension. A counted thing ("cores") is its own dimension, `count`.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Unit(NamedTuple):
    """`factor` of the dimension's base unit: seconds, bytes, bits a second, watts, metres, hertz, flops, dollars."""

    name: str
    dimension: str
    factor: float


RATIO, MONEY, TIME, COUNT = "ratio", "money", "time", "count"
SECONDS = {
    "nanosecond": 1e-9,
    "microsecond": 1e-6,
    "millisecond": 1e-3,
    "second": 1.0,
    "minute": 60.0,
    "hour": 3600.0,
    "day": 86_400.0,
    "week": 7 * 86_400.0,
    "month": 365.25 / 12 * 86_400.0,
    "quarter": 365.25 / 4 * 86_400.0,
    "year": 365.25 * 86_400.0,
    "decade": 3652.5 * 86_400.0,
}
_PREFIXES = {"": 1.0, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15, "exa": 1e18}
_LETTERS = {"": "", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E"}
_SHORT_TIMES = {"ns": "nanosecond", "ms": "millisecond", "sec": "second", "secs": "second", "min": "minute"}
_SHORT_TIMES |= {"mins": "minute", "hr": "hour", "hrs": "hour", "yr": "year", "yrs": "year", "s": "second"}
_PLAIN = {  # dimension → its units with their factors
    "length": {"nanometer": 1e-9, "nm": 1e-9, "millimeter": 1e-3, "millimetre": 1e-3, "mm": 1e-3,
               "centimeter": 1e-2, "centimetre": 1e-2, "cm": 1e-2,
               "meter": 1.0,
               "metre": 1.0, "m": 1.0, "km": 1e3, "kilometer": 1e3, "kilometre": 1e3, "mile": 1609.3, "feet": 0.3048,
               "nautical mile": 1852.0},
    "mass": {"gram": 1e-3, "kg": 1.0, "kilo": 1.0, "kilogram": 1.0, "tonne": 1e3, "ton": 1e3},
    "volume": {"litre": 1.0, "liter": 1.0, "l": 1.0, "m³": 1e3, "cubic metre": 1e3, "cubic meter": 1e3},
    "area": {"square metre": 1.0, "square meter": 1.0, "m²": 1.0, "acre": 4046.9, "hectare": 1e4},
    "speed": {"knot": 1.0, "kn": 1.0},
    "energy": {"kwh": 1.0, "kilowatt hour": 1.0, "kilowatt-hour": 1.0,
               "mwh": 1e3, "megawatt hour": 1e3, "megawatt-hour": 1e3,
               "gwh": 1e6, "gigawatt hour": 1e6, "gigawatt-hour": 1e6},
    "loudness": {"decibel": 1.0, "db": 1.0},
}  # fmt: skip

# Currencies that only their names tell, each a dimension of its own; the words that name nothing else.
_CURRENCIES = {
    "crowns": ("crown", "crowns"),
    "kroner": ("krone", "kroner", "nok", "dkk"),
    "kronor": ("krona", "kronor", "sek"),
    "francs": ("franc", "francs", "chf"),
    "yen": ("yen", "jpy"),
    "yuan": ("yuan", "renminbi", "cny"),
    "rupees": ("rupee", "rupees", "inr"),
    "roubles": ("rouble", "roubles", "ruble", "rubles"),
    "pesos": ("peso", "pesos"),
    "zloty": ("zloty", "zlotys", "pln"),
    "guilders": ("guilder", "guilders"),
    "shillings": ("shilling", "shillings"),
    "euros": ("euro", "euros"),
    "pounds": ("pounds sterling", "gbp", "pounds"),
}
MONIES = frozenset({MONEY, *_CURRENCIES})  # the dimensions of money


def _table() -> dict[str, Unit]:
    """Every way to write a unit, lower case unless the case tells bits from bytes."""
    table = {sign: Unit("percent", RATIO, 0.01) for sign in ("%", "percent", "per cent")}
    table |= {sign: Unit("times", RATIO, 1.0) for sign in ("x", "×", "times", "fold")}
    table["percentage points"] = Unit("points", "points", 1.0)
    table |= {sign: Unit("dollars", MONEY, 1.0) for sign in ("dollar", "dollars", "usd", "bucks")}
    table |= {sign: Unit("cents", MONEY, 0.01) for sign in ("cent", "cents")}
    table |= {sign: Unit("gigabytes", "data", 1e9) for sign in ("gig", "gigs")}
    table |= {sign: Unit(name, name, 1.0) for name, signs in _CURRENCIES.items() for sign in signs}
    for name, factor in SECONDS.items():
        table |= {name: Unit(name, TIME, factor), f"{name}s": Unit(name, TIME, factor)}
    table |= {short: Unit(name, TIME, SECONDS[name]) for short, name in _SHORT_TIMES.items()}
    for prefix, factor in _PREFIXES.items():
        letter = _LETTERS[prefix]
        table |= {f"{prefix}byte{s}": Unit(f"{prefix}bytes", "data", factor) for s in ("", "s")}
        table |= {f"{prefix}bit{s}": Unit(f"{prefix}bits", "bits", factor) for s in ("", "s")}
        table |= {f"{prefix}watt{s}": Unit(f"{prefix}watts", "power", factor) for s in ("", "s")}
        table |= {
            sign: Unit(f"{prefix}hertz", "frequency", factor) for sign in (f"{prefix}hertz", f"{letter}hz".lower())
        }
        table |= {f"{prefix}flop{s}": Unit(f"{prefix}flops", "compute", factor) for s in ("", "s")}
        if letter:
            table |= {f"{letter}b".lower(): Unit(f"{prefix}bytes", "data", factor)}
            table |= {f"{letter}ib".lower(): Unit(f"{prefix}bytes", "data", factor)}
            table |= {f"{letter}bps".lower(): Unit(f"{prefix}bits", "bits", factor)}
            table |= {f"{letter}w".lower(): Unit(f"{prefix}watts", "power", factor)}
            table |= {f"{letter}flop{s}".lower(): Unit(f"{prefix}flops", "compute", factor) for s in ("", "s")}
    for dimension, units in _PLAIN.items():
        table |= {name: Unit(name, dimension, factor) for name, factor in units.items()}
        table |= {f"{name}s": Unit(name, dimension, factor) for name, factor in units.items() if len(name) > 2}
    return table


UNITS = _table()
MONEY_WORDS = tuple(word for word, unit in UNITS.items() if unit.dimension in MONIES)
NAUTICAL = 300  # "nm" behind a larger number means nautical miles, behind a smaller one nanometres
BY_CASE = {"db": "dB"}  # units that are another word in other letters: "3 DB servers"
SAME_PER = {"kilo": "kg", "kilogram": "kg", "liter": "litre", "l": "litre"}
UNIT_AFTER = re.compile(
    r"(?:\s?-?\s?)(?P<unit>%|×|"
    + "|".join(sorted((re.escape(u) for u in UNITS if u not in ("%", "×")), key=len, reverse=True))
    + r")(?![^\W_])",
    re.IGNORECASE,
)
