"""Sentence borders in reading text: the Punkt model that llama-index-core ships, mended for scripts and captions.

The model's parameters (abbreviations, collocations, how words are written where) are read as data and its
decision is made here, for three reasons: importing NLTK costs over a second, its matcher gives up by the
clock (a slow machine would split otherwise than a fast one), and what the model gets wrong in technical
speech ("No. 5", `"Why?" she asked`) is mended in the same place. A test compares it with NLTK's own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from corpus.bundled import bundled

MAX_WORDS = 60  # a longer run (captions without punctuation) is cut at a clause border

# Bounded on purpose: a long run of dots or quotes is looked at once, not once per character.
_CANDIDATE = re.compile(r"[.?!…]{1,8}[\"'”’)\]]{0,3}(?=\s)")
_NEXT = re.compile(r"\s*([\"'“‘(\[]{0,3})(\S{0,40})")
_WORD = re.compile(r"\S+")
_HAS_WORD = re.compile(r"\w")
_NUMBER = re.compile(r"-?[.,]?\d[\d,.-]*")
_LONGEST_TOKEN = 60

# Punkt's flags of how a word was seen in its training text (nltk.tokenize.punkt).
_MID_UPPER, _UPPER = 1 << 2, (1 << 1) | (1 << 2) | (1 << 3)
_BEGIN_LOWER, _LOWER = 1 << 4, (1 << 4) | (1 << 5) | (1 << 6)

_NEVER_LAST = ("e.g", "eg", "i.e", "ie", "vs", "cf", "approx", "esp", "incl", "resp", "mr", "mrs", "ms", "dr", "prof")
_ORDINARY = frozenset(("ok", "ill", "ore", "wash"))  # states to the model, words to everybody else
_BEFORE_NUMBER = ("no", "nos", "fig", "figs", "sec", "vol", "ver", "v", "p", "pp", "ch", "ep", "eq", "art", "nr")

# Where a long run may be cut, best first: the cut falls before the matched word.
_CLAUSE = (
    re.compile(r"[;:—–](?=\s)"),
    re.compile(r",(?=\s+(?:and|but|so|because|which|where|when|while|or|if|then|that's|it's|we|you|they)\b)"),
    re.compile(r",(?=\s)"),
    re.compile(r"(?=\s(?:and|but|so|because|which|um|uh)\s)"),
)


class _Model(NamedTuple):
    abbreviations: frozenset[str]
    collocations: frozenset[tuple[str, ...]]
    starters: frozenset[str]
    seen: dict[str, int]


@lru_cache(maxsize=1)
def _model() -> _Model:
    folder = bundled("nltk_cache/tokenizers/punkt_tab/english")

    def rows(name: str) -> list[tuple[str, ...]]:
        return [tuple(line.split("\t")) for line in (folder / name).read_text("utf-8").splitlines() if line]

    return _Model(
        abbreviations=frozenset(row[0] for row in rows("abbrev_types.txt")) - _ORDINARY | {"etc"},
        collocations=frozenset(rows("collocations.tab")),
        starters=frozenset(row[0] for row in rows("sent_starters.txt")),
        seen={row[0]: int(row[1]) for row in rows("ortho_context.tab")},
    )


def is_common_word(word: str) -> bool:
    """Whether ordinary English writes this word small: "sure" is, "Springsteen" is not."""
    return bool(_model().seen.get(word.lower(), 0) & _LOWER)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` as `(start, end)`, in order, white space between them left out.

    Every character that is not white space lies in exactly one span; no span has more than
    `MAX_WORDS` words. Time is linear in the length of `text`.
    """
    borders = [match.end() for match in _CANDIDATE.finditer(text) if _ends_sentence(text, match)]
    spans = [trimmed(text, start, end) for start, end in zip([0, *borders], [*borders, len(text)], strict=True)]
    return [part for span in _join_wordless(text, spans) for part in _cut_long(text, *span)]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """`text[start:end]` without the white space around it."""
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), end - (len(stretch) - len(stretch.rstrip()))


def _join_wordless(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks alone ("…", a stray quote) belong to the sentence before; at the beginning, to the one after."""
    joined: list[tuple[int, int]] = []
    wordless_so_far = False
    for start, end in spans:
        if start >= end:
            continue
        has_word = _HAS_WORD.search(text, start, end) is not None
        if joined and (wordless_so_far or not has_word):
            joined[-1] = (joined[-1][0], end)
            wordless_so_far = wordless_so_far and not has_word
        else:
            joined.append((start, end))
            wordless_so_far = not has_word
    return joined


def _ends_sentence(text: str, mark: re.Match[str]) -> bool:
    floor = max(0, mark.start() - _LONGEST_TOKEN)
    last = text[floor : mark.start()].rsplit(maxsplit=1)
    word = (last[-1] if last and not text[mark.start() - 1].isspace() else "").lstrip("\"'“‘([").lower()
    following = _NEXT.match(text, mark.end())
    after = following[2] if following else ""
    if after[:1] in ("-", "–", "—", ",", ";", ":"):
        return False
    if mark[0][0] in "?!" or mark[0].startswith(".?"):
        # `"Why?" she asked` and `Yahoo! is` go on; a bare question mark ends.
        closed = mark[0][0] == "!" or mark[0][-1] in "\"'”’)]"
        return not (closed and after[:1].islower())
    if mark[0].startswith(("..", "…")):
        return after[:1].isupper() and is_common_word(after.split("'")[0].rstrip(",.?!"))
    return _period_ends(word, after)


def _period_ends(word: str, after: str) -> bool:
    """Kiss & Strunk's decision (Computational Linguistics 32, 2006) for one full stop after `word`."""
    model, following = _model(), _type(after)
    if word in _NEVER_LAST or (word in _BEFORE_NUMBER and after[:1].isdigit()):
        return False
    if (_type(word), following) in model.collocations:
        return False
    initial = len(word) == 1 and word.isalpha()
    starts = _starts_sentence(after)
    if not initial and (word in model.abbreviations or word.rsplit("-", 1)[-1] in model.abbreviations):
        return starts is True or _begins_like_one(after)
    if initial and starts is None and after[:1].isupper():
        return bool(model.seen.get(following, 0) & _LOWER)
    return not ((initial or _type(word) == "##number##") and starts is False)


def _begins_like_one(after: str) -> bool:
    return after[:1].isupper() and _type(after) in _model().starters


def _type(token: str) -> str:
    bare = token.lower().rstrip(".,;:?!\"'”’)]")
    return "##number##" if _NUMBER.fullmatch(bare) else bare


def _starts_sentence(after: str) -> bool | None:
    """Whether the next word's way of writing says that a sentence begins; None when it says nothing."""
    if not after or after[0] in ";:,.!?":
        return False
    seen = _model().seen.get(_type(after), 0)
    if after[0].isupper() and seen & _LOWER and not seen & _MID_UPPER:
        return True
    if after[0].islower() and (seen & _UPPER or not seen & _BEGIN_LOWER):
        return False
    return None


def _cut_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    parts: list[tuple[int, int]] = []
    first = 0
    while len(words) - first > MAX_WORDS:
        cut = first + _best_cut(text, words[first : first + MAX_WORDS])
        parts.append((words[first][0], words[cut - 1][1]))
        first = cut
    return [*parts, (words[first][0], words[-1][1])]


def _best_cut(text: str, words: list[tuple[int, int]]) -> int:
    """How many words go into the first part: up to the last clause border in its second half, best kind first."""
    window_start, window_end = words[len(words) // 2][0], words[-1][1]
    for border in _CLAUSE:
        ends = [match.end() for match in border.finditer(text, window_start, window_end)]
        if ends:
            return next((count for count, word in enumerate(words) if word[0] >= ends[-1]), len(words))
    return len(words)
