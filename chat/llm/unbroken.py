"""Quotations in a text as it comes, so that none is cut in two at the end of a sentence inside it."""

from __future__ import annotations

import re

# Kinds of quotation marks: what opens, what is not inside, what closes. No line's end is inside, nor is a tab: with
# tabs the marks of citations are blanked, and who cites has ended there.
_KINDS = (("“", '“”"', '”"'), ("„", "„“”", "“”"), ("«", "«»", "»"), (r'(?<!\w)"', '"“”', '"'))
_QUOTED, _QUOTED_SO_FAR = (
    re.compile(
        "|".join(rf"{opens}[^{not_inside}\n\t]{{0,1200}}(?:[{closes}]{or_end})" for opens, not_inside, closes in _KINDS)
    )
    for or_end in ("", r"|\Z")
)
_INTO_ONE_WORD = str.maketrans(" \u00a0\u202f“»", "xxx””")  # the one mark after which a sentence is known to end


def quotations_as_words(text: str, *, so_far: bool) -> str:
    """`text`, as long as before, with no white space inside quotation marks; when `so_far`, also those still open."""
    pattern = _QUOTED_SO_FAR if so_far else _QUOTED
    return pattern.sub(lambda quoted: quoted[0][0] + quoted[0][1:].translate(_INTO_ONE_WORD), text)
