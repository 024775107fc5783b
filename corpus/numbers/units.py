"""What a number can be counted in: one row per unit, with its dimension and what one of it is in that dimension's base.

Two quantities can only differ when they share a dimension. A counted thing ("cores") is its own dimension, `count`.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Unit(NamedTuple):
    """`factor` of the dimension's base unit (seconds, bytes, bits a second, watts, metres, hertz, flops, dollars,
    degrees Celsius); `offset` is what nought of it is there."""

    name: str
    dimension: str
    factor: float
    offset: float = 0.0


RATIO, MONEY, TIME, COUNT, TEMPERATURE = "ratio", "money", "time", "count", "temperature"
DEGREE = "degree"  # of a scale that is not named
SECONDS = {
    "nanosecond": 1e-9,
    "microsecond": 1e-6,
    "millisecond": 1e-3,
    "second": 1.0,
    "minute": 60.0,
    "hour": 3600.0,
    "day": 86_400.0,
    "week": 7 * 86_400.0,
    "fortnight": 14 * 86_400.0,
    "month": 365.25 / 12 * 86_400.0,
    "quarter": 365.25 / 4 * 86_400.0,
    "year": 365.25 * 86_400.0,
    "decade": 3652.5 * 86_400.0,
}
_PREFIXES = {"": 1.0, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15, "exa": 1e18}
_LETTERS = {"": "", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E"}
_SHORT_TIMES = {"ns": "nanosecond", "ms": "millisecond", "sec": "second", "secs": "second", "min": "minute"}
_SHORT_TIMES |= {"mins": "minute", "hr": "hour", "hrs": "hour", "yr": "year", "yrs": "year", "s": "second", "h": "hour"}
_PLAIN = {  # dimension → its units with their factors
    "length": {"nanometer": 1e-9, "nanometre": 1e-9, "nm": 1e-9, "micron": 1e-6, "micrometre": 1e-6,
               "micrometer": 1e-6, "millimeter": 1e-3, "millimetre": 1e-3, "mm": 1e-3,
               "centimeter": 1e-2, "centimetre": 1e-2, "cm": 1e-2, "meter": 1.0, "metre": 1.0, "m": 1.0,
               "km": 1e3, "kilometer": 1e3, "kilometre": 1e3, "mile": 1609.344, "yard": 0.9144,
               "feet": 0.3048, "foot": 0.3048, "ft": 0.3048, "inch": 0.0254, "inches": 0.0254, "nautical mile": 1852.0},
    "mass": {"mg": 1e-6, "milligram": 1e-6, "g": 1e-3, "gram": 1e-3, "kg": 1.0, "kilo": 1.0, "kilogram": 1.0,
             "t": 1e3, "tonne": 1e3, "ton": 1e3, "lb": 0.45359237, "lbs": 0.45359237, "ounce": 0.02834952,
             "oz": 0.02834952},
    "volume": {"millilitre": 1e-3, "milliliter": 1e-3, "ml": 1e-3, "cl": 1e-2, "litre": 1.0, "liter": 1.0, "l": 1.0,
               "hectolitre": 100.0, "hl": 100.0, "m³": 1e3, "cubic metre": 1e3, "cubic meter": 1e3},
    "area": {"square metre": 1.0, "square meter": 1.0, "m²": 1.0, "sq m": 1.0, "sq ft": 0.09290304,
             "square feet": 0.09290304, "square foot": 0.09290304, "acre": 4046.856, "hectare": 1e4, "ha": 1e4,
             "km²": 1e6, "sq km": 1e6, "square kilometre": 1e6, "square kilometer": 1e6, "square mile": 2_589_988.0},
    "speed": {**dict.fromkeys(("knot", "kn"), 1852 / 3600), "m/s": 1.0,
              **dict.fromkeys(("km/h", "kph", "kmh"), 1 / 3.6), "mph": 0.44704,
              **{f"{length}{s} {per} hour": metres / 3600 for s in ("", "s") for per in ("per", "an")
                 for length, metres in (("kilometre", 1e3), ("kilometer", 1e3), ("mile", 1609.344))},
              **{f"met{re}{s} {per} second": 1.0 for re in ("re", "er") for s in ("", "s") for per in ("per", "a")}},
    "energy": {"kwh": 1.0, "kilowatt hour": 1.0, "kilowatt-hour": 1.0,
               "mwh": 1e3, "megawatt hour": 1e3, "megawatt-hour": 1e3,
               "gwh": 1e6, "gigawatt hour": 1e6, "gigawatt-hour": 1e6},
    "voltage": {"volt": 1.0, "v": 1.0, "kilovolt": 1e3, "kv": 1e3},
    "loudness": {"decibel": 1.0, "db": 1.0},
}  # fmt: skip
_CELSIUS = ("°c", "ºc", "° c", "℃", "degrees celsius", "degrees centigrade", "degrees c", "celsius")
FAHRENHEIT = Unit("fahrenheit", TEMPERATURE, 5 / 9, -160 / 9)
_FAHRENHEIT = ("°f", "ºf", "° f", "℉", "degrees fahrenheit", "degrees f", "fahrenheit")

# Currencies, each a dimension of its own: the words that name nothing else, signs and codes among them.
_CURRENCIES = {
    "crowns": ("crown", "crowns", "krone", "kroner", "krona", "kronor", "kr", "nok", "dkk", "sek", "czk"),
    "francs": ("franc", "francs", "chf"),
    "yen": ("yen", "jpy", "¥"),
    "yuan": ("yuan", "renminbi", "cny"),
    "rupees": ("rupee", "rupees", "inr", "₹"),
    "roubles": ("rouble", "roubles", "ruble", "rubles"),
    "pesos": ("peso", "pesos"),
    "zloty": ("zloty", "zlotys", "pln", "zł"),
    "guilders": ("guilder", "guilders"),
    "shillings": ("shilling", "shillings"),
    "euros": ("euro", "euros", "eur", "€"),
    "pounds": ("pounds sterling", "gbp", "pounds", "quid", "£"),
}
_OF_LANDS = {  # "85,000 Swiss francs"; dollars of other lands stay apart
    "crowns": ("danish", "norwegian", "swedish", "czech"),
    "francs": ("swiss", "french", "belgian"),
    "yen": ("japanese",),
    "rupees": ("indian",),
    "zloty": ("polish",),
    "pounds": ("british",),
}
MONIES = frozenset({MONEY, *_CURRENCIES})  # the dimensions of money


def _table() -> dict[str, Unit]:
    """Every way to write a unit, lower case unless the case tells bits from bytes."""
    table = {sign: Unit("percent", RATIO, 0.01) for sign in ("%", "percent", "per cent")}
    table |= {sign: Unit("times", RATIO, 1.0) for sign in ("x", "×", "times", "fold")}
    table["percentage points"] = Unit("points", "points", 1.0)
    table |= {sign: Unit("dollars", MONEY, 1.0) for sign in ("dollar", "dollars", "usd", "bucks", "us dollars")}
    table |= {sign: Unit("cents", MONEY, 0.01) for sign in ("cent", "cents")} | {"pence": Unit("pence", "pounds", 0.01)}
    table |= {sign: Unit("gigabytes", "data", 1e9) for sign in ("gig", "gigs")}
    table |= {sign: Unit(name, name, 1.0) for name, signs in _CURRENCIES.items() for sign in signs}
    for name, lands in _OF_LANDS.items():
        words = [word for word in _CURRENCIES[name] if len(word) > 3]
        table |= {f"{land} {word}": Unit(name, name, 1.0) for land in lands for word in words}
    table |= {sign: Unit("celsius", TEMPERATURE, 1.0) for sign in _CELSIUS}
    table |= dict.fromkeys(_FAHRENHEIT, FAHRENHEIT)
    table |= {sign: Unit(DEGREE, TEMPERATURE, 1.0) for sign in ("degree", "degrees", "°")}
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
            table |= {f"{letter}bit{s}".lower(): Unit(f"{prefix}bits", "bits", factor) for s in ("", "s", "/s")}
            table |= {f"{letter}ib".lower(): Unit(f"{prefix}bytes", "data", factor)}
            table |= {f"{letter}bps".lower(): Unit(f"{prefix}bits", "bits", factor)}
            table |= {f"{letter}w".lower(): Unit(f"{prefix}watts", "power", factor)}
            table |= {f"{letter}flop{s}".lower(): Unit(f"{prefix}flops", "compute", factor) for s in ("", "s")}
    for dimension, units in _PLAIN.items():
        table |= {name: Unit(name, dimension, factor) for name, factor in units.items()}
        table |= {f"{name}s": Unit(name, dimension, factor) for name, factor in units.items() if len(name) > 2}
    return table


UNITS = _table()
SIGNS = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen", "₹": "rupees", "Rs": "rupees", "Rs.": "rupees"}
SIGNS |= {"kr": "crowns", "zł": "zloty", "USD": "dollars", "EUR": "euros", "GBP": "pounds", "CHF": "francs"}
SIGNS |= {"SEK": "crowns", "NOK": "crowns", "DKK": "crowns", "CZK": "crowns", "PLN": "zloty", "JPY": "yen"}
SIGNS |= {"INR": "rupees", "CNY": "yuan"}
_CODES = "|".join(re.escape(sign) for sign in SIGNS if len(sign) > 1)
# A sign of money before a number; none that follows a number, as in "5 € 20 people", but for the dollar's.
SIGN = rf"(?:\$|(?<!\d)(?<!\d[ ])(?:[€£¥₹]|(?<![^\W_])(?-i:{_CODES})(?=[ \d])))"
MONEY_BEFORE = re.compile(rf"(?P<sign>{SIGN})[ ]?$")
MONEY_WORDS = tuple(word for word, unit in UNITS.items() if unit.dimension in MONIES)
NAUTICAL = 300  # "nm" behind a larger number means nautical miles, behind a smaller one nanometres
BY_CASE = {"db": "dB", "v": "V", "g": "g", "t": "t", "h": "h"}  # another word in other letters: "3 DB servers", "5G"
APART = frozenset({"m", "g", "l", "L", "h", "t", "V"})  # letters that are a unit apart from their number, too: "430 m"
SAME_PER = {"kilo": "kg", "kilogram": "kg", "liter": "litre", "l": "litre", "gig": "gigabyte"}
SAME_PER |= {"mb": "megabyte", "gb": "gigabyte", "tb": "terabyte", "pb": "petabyte"}
UNIT_AFTER = re.compile(
    r"(?:\s?-?\s?)(?P<unit>%|×|"
    + "|".join(sorted((re.escape(u) for u in UNITS if u not in ("%", "×")), key=len, reverse=True))
    + r")(?![^\W_])",
    re.IGNORECASE,
)
