"""A model's text as it comes, cut into sentences with the keys they cite. Nothing half-read is let through.

A sentence is let through when what follows shows that it has ended and that no more marks belong to it; what is
in quotation marks stays in one piece, so that it can be looked up as a whole. Marks are read in several bracket
forms, after their sentence, or before it where the reply begins with one; inside code they are text. Links, images
and emphasis are left out, and so is a quotation mark without its other half.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from chat.llm.thoughts import without_thoughts
from chat.llm.unbroken import quotations_as_words
from chat.paired import without_halves
from corpus.models import Frozen
from corpus.sentences import split_sentences

LONGEST_SENTENCE = 1_500  # characters without an end: not a sentence
_LONGEST_PIECE = 200  # characters that are looked at together with what is kept of those before
_FIRST_WORD = 24  # a sentence border is certain when this much of the next one, or its first word, is there

_KEY = r"q[0-9a-f]{4}"
_CITED = rf"(?:{_KEY}|\d{{1,3}}|[a-z]{{1,8}}[_-]?\d[0-9a-z]{{0,8}})"  # keys, numbers, and what looks like a key
_ONE = rf"[\^#@`'\"*_]{{0,3}}(?:(?:source|key|passage|ref|doc|cite|citation)s?[:=\s]{{1,2}})?{_CITED}[`'\"*_]{{0,3}}"
_SEVERAL = rf"{_ONE}(?:\s?(?:[,;&|]|and)\s?{_ONE}){{0,8}}"
_MARK = re.compile(
    rf"[ \t]{{0,2}}(?:\[{{1,2}}\s?{_SEVERAL}\s?\]{{1,2}}|【{_SEVERAL}(?:†[^【】\n]{{0,40}})?】"
    rf"|[(<]\s?[`'\"]?{_KEY}[`'\"]?(?:\s?[,;&]\s?{_KEY}){{0,8}}\s?[)>]|<(?:cite|ref)>{_SEVERAL}</(?:cite|ref)>)",
    re.IGNORECASE,
)
_LEADING = re.compile(rf"\s{{0,9}}(?:[-*•+][ \t]{{1,4}})?[\[【(<]{{1,2}}\W{{0,3}}{_KEY}\b", re.IGNORECASE)
_HALF_MARK = re.compile(r"[\[【(][^\s\[\]【】()]{0,12}\Z")
_WHOLE = re.compile(r"[.?!…\]][\"'”’»)\]*]{0,4}\s*\Z")
_TOKEN = re.compile(_CITED, re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:source|key|passage|ref|doc|cite|citation)s?\b[:=\s]{1,2}|</?(?:cite|ref)>|†.*", re.IGNORECASE
)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)")
_ADDRESS = re.compile(r"<?\b(?:(?:https?|ftp)://|www\.)[^\s<>\[\]]{1,500}(?<![.,;:!?])>?", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_CLOSING_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~)[ \t]*$", re.MULTILINE)
_CODE, _CODE_SO_FAR = (re.compile(rf"`[^`\n]{{1,400}}{end}") for end in ("`", r"(?:`|\Z)"))
_EMPTY_BRACKETS = re.compile(r" ?\((?:see|source|from)?[ ,;:&]{0,9}\)", re.IGNORECASE)  # their marks were taken out
_OPENS = re.compile(r"[\[【(<`~]")
_LIST_MARK = re.compile(r"^[ \t]{0,8}(?:#{1,6}[ \t]+|[-*•+][ \t]+|\d{1,2}[.)][ \t]+|>[ \t]+)")
_LIST_NUMBER = re.compile(r"^([ \t]{0,8}\d{1,2})[.)](?=[ \t])", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_SPACES = re.compile(r"[ \t\n]+")


class Said(Frozen):
    """One sentence of a model: its words without marks, and the keys it cites, each once, in order, small letters."""

    text: str
    keys: tuple[str, ...] = ()
    line: bool = False  # begins a new line
    code: bool = False  # a fenced block, as it came
    heading: bool = False  # a line without an end, such as "Price"


def sentences(pieces: Iterable[str], *, was_cut: Callable[[], bool] = lambda: False) -> Iterator[Said]:
    """The sentences of a stream, each as soon as its end is certain.

    `was_cut` is asked at the end of the stream: where it says that the model had no room left, the last sentence is
    left out unless it is whole and cites something.
    """
    line = False
    for raw in _raw_sentences(without_thoughts(_short(pieces)), was_cut):
        if said := _read(raw, line=line):
            yield said
            line = False
        line = line or "\n" in raw[len(raw.rstrip()) :]


def _short(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in pieces that are never long."""
    for piece in pieces:
        yield from (piece[at : at + _LONGEST_PIECE] for at in range(0, len(piece), _LONGEST_PIECE))


def _raw_sentences(pieces: Iterable[str], was_cut: Callable[[], bool]) -> Iterator[str]:
    text, begun, leading = "", False, False
    for piece in pieces:
        text += piece
        leading = leading if begun else bool(_LEADING.match(text))
        while (cut := _certain(text, leading)) is not None:
            yield text[:cut]
            text, begun = text[cut:], True
    is_cut = was_cut()
    text = _HALF_MARK.sub("", text) if is_cut else text
    while (border := _border(text, leading)) is not None:
        yield text[:border]
        text = text[border:]
    if not is_cut or _is_whole(text):
        yield text


def _is_whole(raw: str) -> bool:
    """Whether the last sentence of a reply without room for more has its end and its marks."""
    return _MARK.search(raw) is not None and _WHOLE.search(_MARK.sub("]", raw)) is not None


def _certain(text: str, leading: bool) -> int | None:
    """Where the first sentence of `text` has certainly ended, its marks included; None while that cannot be told."""
    border = _border(text, leading, so_far=True)
    if border is None:
        return (_border(text, leading) or len(text)) if len(text) > LONGEST_SENTENCE else None
    after = text[border:]
    if _FENCE.match(text) or len(after) > LONGEST_SENTENCE:
        return border
    if _OPENS.match(after):
        return border if _is_closed(after) else None
    return border if len(after) >= _FIRST_WORD or any(map(str.isspace, after)) else None


def _is_closed(after: str) -> bool:
    """Whether text that begins with a bracket or a code mark shows that it is no half-read mark."""
    if after[0] in "`~":
        return len(after) > 3
    return len(after) > 60 or any(bracket in after for bracket in "])】>")


def _border(text: str, leading: bool, *, so_far: bool = False) -> int | None:
    """Where the second sentence of `text` begins, or None when there is but one; `so_far` when more will come."""
    if _FENCE.match(text):
        opening = text.find("\n")
        closing = _CLOSING_FENCE.search(text, opening + 1) if opening >= 0 else None
        return closing.end() + 1 if closing and closing.end() < len(text) else None
    at, begun = 0, False
    for line in _masked(text, leading, so_far).splitlines(keepends=True):
        for start, _ in split_sentences(line):
            if begun:
                return at + start - _list_mark_before(line, start)
            begun = any(map(str.isalnum, line[start:]))
        at += len(line)
    return None


def _list_mark_before(line: str, start: int) -> int:
    """How far before a line's first sentence its list mark begins; a list number is not a sentence."""
    mark = _LIST_MARK.match(line)
    return start - (len(mark[0]) - len(mark[0].lstrip())) if mark and start <= mark.end() else 0


def _masked(text: str, leading: bool, so_far: bool) -> str:
    """`text`, as long as before: marks blank (words where they lead), and code, quotations and list marks as words."""
    text = (_CODE_SO_FAR if so_far else _CODE).sub(lambda code: "x" * len(code[0]), text)
    text = _MARK.sub(lambda mark: _mask_of(mark[0], leading), text)
    return _LIST_NUMBER.sub(r"\1x", quotations_as_words(text, so_far=so_far))


def _mask_of(mark: str, leading: bool) -> str:
    bare = mark.lstrip()
    return "\t" * (len(mark) - len(bare)) + ("X" if leading else "\t") * len(bare)


def _read(raw: str, *, line: bool) -> Said | None:
    """One sentence as it is shown, from its raw text; None when it has no words."""
    if _FENCE.match(raw):
        return Said(text=raw.strip("\n"), line=True, code=True)
    body = raw.lstrip()
    mark = _LIST_MARK.match(body)
    is_item = mark is not None and not mark[0].startswith(("#", ">"))
    body = body[mark.end() :] if mark else body
    marks = list(_MARK.finditer(_CODE.sub(lambda code: "`" * len(code[0]), body)))
    tokens = (token.lower() for found in marks for token in _TOKEN.findall(_LABEL.sub(" ", found[0])))
    text = _cleaned(_without(body, marks))
    if not any(map(str.isalnum, text)):
        return None
    return Said(
        text=f"- {text}" if is_item else text,
        keys=tuple(dict.fromkeys(tokens)),
        line=line or mark is not None,
        heading=not is_item and raw.endswith("\n") and text[-1].isalnum(),
    )


def _without(text: str, marks: Sequence[re.Match[str]]) -> str:
    """The text without marks, nor the round brackets around them."""
    for mark in reversed(marks):
        text = text[: mark.start()] + text[mark.end() :]
    return _EMPTY_BRACKETS.sub("", text) if marks else text


def _cleaned(text: str) -> str:
    """Words only: links as their text, addresses, emphasis and lone quotation marks off, white space folded."""
    text = _EMPHASIS.sub("", _ADDRESS.sub("", _LINK.sub(r"\1", text)))
    text = _SPACES.sub(" ", without_halves(_SPACES.sub(" ", text))).strip()
    return re.sub(r" +([.,;:!?])", r"\1", text)
