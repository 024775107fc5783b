"""What is asked of each of several people: "What did each of the guests …?", "What do Ada and Bo each …?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from chat.words import any_of, tokens

_EACH_OF = any_of(
    r"\beach (?:one )?of (?:the|our|your|these|those) (?:[\w-]+ ){0,2}?(?P<who>guest|host|speaker)s\b"
    r"|\beach (?P<one>guest|host|speaker)\b"
)
_EACH = any_of(r"\b(?:each|both)\b")
_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Professor)\.? )?"
_MOST = 6  # people


class OfEach(NamedTuple):
    """A question for each of some speakers."""

    text: str  # with "they" for them
    people: tuple[str, ...]


def asked_of_each(text: str, *, speakers: Sequence[str], hosts: Callable[[], Sequence[str]]) -> OfEach | None:
    """Of whom a question is asked one by one, as the material names them; None where of no two."""
    if not _EACH.search(text):
        return None
    found = _EACH_OF.search(text)
    if found:
        who = (found["who"] or found["one"]).lower()
        lead = () if who == "speaker" else hosts()
        people = list(lead) if who == "host" else [name for name in speakers if name not in lead]
    else:
        called = _called(speakers)
        name = rf"\b{_TITLE}(?:{'|'.join(map(re.escape, called))})\b"
        found = re.search(rf"{name}(?:, {name})*,? and {name} (?:each|both)\b", text, re.I) if called else None
        said = re.findall("|".join(map(re.escape, called)), found[0].casefold()) if found else []
        people = list(dict.fromkeys(called[word] for word in said))
    if found is None or not 1 < len(people) <= _MOST:
        return None
    return OfEach(f"{text[: found.start()]}they{text[found.end() :]}", tuple(people))


def _called(speakers: Sequence[str]) -> dict[str, str]:
    """The speakers by their full names, and by each word of these that is nobody else's."""
    words = [word for name in speakers for word in tokens(name)]
    own = {word: name for name in speakers for word in tokens(name) if words.count(word) == 1}
    return {**{name.casefold(): name for name in speakers}, **own}
