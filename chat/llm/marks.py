"""A model's text as it comes, cut into sentences with the keys they cite. Nothing half-read is let through.

A sentence is let through when what follows shows that it has ended and that no more marks belong to it. Marks
are read in several bracket forms; inside code they are text. The model's thoughts between `<think>` tags, its
links, images and emphasis are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.models import Frozen
from corpus.sentences import split_sentences

LONGEST_SENTENCE = 1_500  # characters without an end: not a sentence
_FIRST_WORD = 24  # a sentence border is certain when this much of the next one, or its first word, is there

_KEY = r"q[0-9a-f]{4}"
_CITED = rf"(?:{_KEY}|\d{{1,3}}|[a-z]{{1,8}}[_-]?\d[0-9a-z]{{0,8}})"  # keys, numbers, and what looks like a key
_ONE = rf"[\^#@`'\"]{{0,2}}(?:(?:source|key|passage|ref|doc|cite|citation)s?[:=\s]{{1,2}})?{_CITED}[`'\"]?"
_SEVERAL = rf"{_ONE}(?:\s?(?:[,;&|]|and)\s?{_ONE}){{0,8}}"
_MARK = re.compile(
    rf"[ \t]{{0,2}}(?:\[{{1,2}}\s?{_SEVERAL}\s?\]{{1,2}}|【{_SEVERAL}(?:†[^【】\n]{{0,40}})?】"
    rf"|[(<]\s?[`'\"]?{_KEY}[`'\"]?(?:\s?[,;&]\s?{_KEY}){{0,8}}\s?[)>]|<(?:cite|ref)>{_SEVERAL}</(?:cite|ref)>)",
    re.IGNORECASE,
)
_TOKEN = re.compile(_CITED, re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:source|key|passage|ref|doc|cite|citation)s?\b[:=\s]{1,2}|</?(?:cite|ref)>|†.*", re.IGNORECASE
)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)")
_ADDRESS = re.compile(r"<?\b(?:(?:https?|ftp)://|www\.)[^\s<>\[\]]{1,500}(?<![.,;:!?])>?", re.IGNORECASE)
_WHOLE_THOUGHT = re.compile(r"^\s*<think(?:ing)?>[\s\S]*?</think(?:ing)?>", re.IGNORECASE)
_THOUGHT = re.compile(r"^\s*<think(?:ing)?>[\s\S]*", re.IGNORECASE)
# Nothing yet, thoughts that go on, or what may become their beginning.
_MAYBE_THOUGHT = re.compile(r"\s*(?:<think(?:ing)?>|(?:<|<t|<th|<thi|<thin|<think\w{0,3})?\Z)", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_CLOSING_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~)[ \t]*$", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]{1,400}`")
_CODE_SO_FAR = re.compile(r"`[^`\n]{1,400}(?:`|\Z)")
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


def sentences(pieces: Iterable[str]) -> Iterator[Said]:
    """The sentences of a stream, each as soon as its end is certain."""
    text, begun = "", False
    for piece in pieces:
        text = text + piece if begun else _after_thoughts(text + piece)
        begun = begun or not _MAYBE_THOUGHT.match(text)
        while begun and (cut := _certain(text)) is not None:
            yield from _read(text[:cut])
            text = text[cut:]
    text = text if begun else _THOUGHT.sub("", text)
    while (border := _border(text)) is not None:
        yield from _read(text[:border])
        text = text[border:]
    yield from _read(text)


def _after_thoughts(text: str) -> str:
    """The beginning of a reply without the thoughts before it, once these have ended, and without white space."""
    return _WHOLE_THOUGHT.sub("", text).lstrip()


def _certain(text: str) -> int | None:
    """Where the first sentence of `text` has certainly ended, its marks included; None while that cannot be told."""
    border = _border(text, code=_CODE_SO_FAR)
    if border is None:
        return len(text) if len(text) > LONGEST_SENTENCE else None
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


def _border(text: str, *, code: re.Pattern[str] = _CODE) -> int | None:
    """Where the second sentence of `text` begins, or None when there is but one."""
    if _FENCE.match(text):
        opening = text.find("\n")
        closing = _CLOSING_FENCE.search(text, opening + 1) if opening >= 0 else None
        return closing.end() + 1 if closing and closing.end() < len(text) else None
    masked = _masked(text, code)
    at, begun = 0, False
    for line in masked.splitlines(keepends=True):
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


def _masked(text: str, code: re.Pattern[str]) -> str:
    """`text`, as long as before, with marks blank, and code and list marks as plain words."""
    text = code.sub(lambda found: "x" * len(found[0]), text)
    text = _MARK.sub(lambda mark: " " * len(mark[0]), text)
    return _LIST_NUMBER.sub(r"\1x", text)


def _read(raw: str) -> Iterator[Said]:
    """One sentence as it is shown, from its raw text."""
    if _FENCE.match(raw):
        yield Said(text=raw.strip("\n"), line=True, code=True)
        return
    body = raw.lstrip()
    mark = _LIST_MARK.match(body)
    line = mark is not None or "\n" in raw[: len(raw) - len(body)]
    bullet = "- " if mark and not mark[0].lstrip().startswith(("#", ">")) else ""
    body = body[mark.end() :] if mark else body
    keys: dict[str, None] = {}
    text = ""
    at = 0
    for found in _MARK.finditer(_CODE.sub(lambda code: "`" * len(code[0]), body)):
        text += body[at : found.start()]
        at = found.end()
        keys.update(dict.fromkeys(token.lower() for token in _TOKEN.findall(_LABEL.sub(" ", found[0]))))
    text = _cleaned(text + body[at:])
    if any(map(str.isalnum, text)):
        yield Said(text=bullet + text, keys=tuple(keys), line=line)


def _cleaned(text: str) -> str:
    """Words only: links as their text, addresses and emphasis off, white space folded."""
    text = _EMPHASIS.sub("", _ADDRESS.sub("", _LINK.sub(r"\1", text)))
    text = _SPACES.sub(" ", text).strip()
    return re.sub(r" +([.,;:!?])", r"\1", text)
