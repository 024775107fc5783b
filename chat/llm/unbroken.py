"""Quotations in a text as it comes, so that none is cut in two at the end of a sentence inside it."""

from __future__ import annotations

import re

from chat.paired import KINDS


def _kind(opens: str, closes: str, or_end: str) -> str:
    """A quotation with marks of one kind. Inside is no line's end, nor a tab: it stands for a citation, and who cites
    has ended there."""
    behind_no_word, others = (r"(?<!\w)", "“”") if opens == closes else ("", "")
    return rf"{behind_no_word}{opens}[^{opens}{closes}{others}\n\t]{{0,1200}}(?:[{closes}]{or_end})"


_QUOTED, _QUOTED_SO_FAR = (re.compile("|".join(_kind(*kind, or_end) for kind in KINDS)) for or_end in ("", r"|\Z"))
_CLOSING = "".join(closes for _, closes in KINDS).replace('"', "")
# "”" is the one mark of them after which a sentence is known to end.
_INTO_ONE_WORD = str.maketrans(dict.fromkeys(" \u00a0\u202f", "x") | dict.fromkeys(_CLOSING, "”"))


def quotations_as_words(text: str, *, so_far: bool) -> str:
    """`text`, as long as before, with no white space inside quotation marks; when `so_far`, also those still open."""
    pattern = _QUOTED_SO_FAR if so_far else _QUOTED
    return pattern.sub(lambda quoted: quoted[0][0] + quoted[0][1:].translate(_INTO_ONE_WORD), text)
