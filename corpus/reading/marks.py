"""Which characters of a file are marks and which are words: SSML and HTML tags, stage directions, Markdown, entities.

One pass, in time linear in the length of the text whatever the text is: every pattern here stops at the next
character that could begin another mark, and what has to be paired (code ticks, emphasis, brackets) is paired
with stacks. What is no mark, or a mark without its partner, stays as text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from corpus.reading.directions import is_direction

# Tags that stand between words; all others (phoneme, say-as, b, sub …) may stand inside one and leave no gap.
_SPACING = (
    "break br p div li ul ol td th tr table h1 h2 h3 h4 h5 h6 hr blockquote section article header footer "
    "figure figcaption details summary dt dd dl pre main aside nav iframe audio video source speak par seq"
)
_INLINE = (
    "phoneme say-as s w emphasis prosody voice sub lang mark metadata meta lexicon desc token express-as amazon:effect "
    "amazon:domain amazon:emotion amazon:breath mstts:express-as mstts:silence a abbr b bdi bdo big cite code data del "
    "dfn em font i img ins kbd label q ruby rt rp samp small span strike strong sup time tt u var wbr input button "
    "picture svg path script style noscript"
)
_SPACING_TAGS, _INLINE_TAGS = frozenset(_SPACING.split()), frozenset(_INLINE.split())

_DESTINATION = r"\((?:[^\s()]++|\([^\s()]*+\)){0,2000}+(?:\s{1,9}\"[^\"\n]{0,300}\"|\s{1,9}'[^'\n]{0,300}')?\s{0,9}\)"
# For a pattern's brackets: control characters, which a terminal would obey, turns in the direction of writing, hidden
# tags, joints without width.
UNSEEN = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200c\u2060\ufeff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e0fff"
)
_MARKDOWN = rf"""(?P<space>[^\S ]\s*|\s\s+)
    |(?P<escape>\\[!-/:-@\[-`{{-~])
    |(?P<code>`+)
    |(?P<tag></?[A-Za-z][^<>]*+>)
    |(?P<entity>&(?:\#[0-9]{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)
    |(?P<pause>\[[Pp][Aa][Uu][Ss][Ee][^\[\]]{{0,40}}\])
    |(?P<open>!?\[)
    |(?P<close>\](?:{_DESTINATION})?)
    |(?P<run>\*+|_+|~~+)
    |(?P<unseen>[{UNSEEN}]+)
    |(?P<emoji>(?<!\w)(?:[\U0001f000-\U0001faff\u2600-\u26a0\u26a2-\u2704\u2706-\u2712\u2728-\u274b\u2753-\u27bf\u2b00-\u2bff]
        [\ufe0f\u200d\u20e3]*)+(?!\w))
    """
_MARK = re.compile(_MARKDOWN, re.VERBOSE)
# What may be a stage direction comes before the others, whose marks it has.
_DIRECTION = r"\[(?![Pp][Aa][Uu][Ss][Ee])[^\[\]]{1,60}\](?!\()|\([^()]{1,60}\)|(?<![\w*])\*[^*\s][^*]{0,60}\*(?![\w*])"
_SPEECH_MARK = re.compile(rf"(?P<direction>{_DIRECTION})|{_MARKDOWN}", re.VERBOSE)
_HTML_MARK = re.compile(
    r"(?P<space>[^\S ]\s*|\s\s+)|(?P<tag></?[A-Za-z!][^<>]*+>)|(?P<entity>&#?[A-Za-z0-9]{1,32};)"
    rf"|(?P<unseen>[{UNSEEN}]+)"
)
_CODE_MARK = re.compile(rf"(?P<space>[^\S ]\s*|\s\s+)|(?P<unseen>[{UNSEEN}]+)")
_MARKS = {"markdown": _MARK, "speech": _SPEECH_MARK, "html": _HTML_MARK, "code": _CODE_MARK}
_BEGINS_MARK = re.compile(r"[<&\[\\*_~]")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*)")
_JSX = re.compile(r"</?[A-Z][A-Za-z0-9.]*(?:\s[^<>]*)?/?>")
Markup = Literal["markdown", "speech", "html", "code"]
Kind = Literal["text", "space", "break", "pause", "link"]  # "link": the next text also stands for this bracket


class Piece(NamedTuple):
    """`text` of a reading that stands in the `file_length` characters of the file at `file`."""

    text: str
    file: int
    file_length: int
    kind: Kind = "text"


class _Emphasis(NamedTuple):
    piece: int  # index into the pieces
    mark: str
    length: int
    opens: bool
    closes: bool


def seen(text: str) -> str:
    """`text` without the characters that nobody sees."""
    return re.sub(f"[{UNSEEN}]", "", text)


def scan(text: str, start: int, end: int, markup: Markup) -> list[Piece]:
    """`text[start:end]` as words, white space, breaks and pauses, in order; what is not among them is a mark.

    In "markdown" tags are marks when they are known, and in "speech" (what is said in a script) stage directions, too;
    in "html" every tag is; in "code" nothing is but what nobody sees.
    """
    state = _Scan(text, start, end)
    pieces = state.walk(_MARKS[markup])
    for index, left in _emphasis_left(state.runs).items():
        run = pieces[index]
        if run is not None:
            pieces[index] = Piece(run.text[:left], run.file, left) if left else None
    return [piece for piece in pieces if piece is not None]


def _emphasis_left(runs: list[_Emphasis]) -> dict[int, int]:
    """How many characters of each run of `*`, `_` or `~` are text, when the others are paired as emphasis."""
    left = {run.piece: run.length for run in runs}
    openers: dict[str, list[int]] = {}
    for run in runs:
        waiting = openers.setdefault(run.mark, [])
        while run.closes and waiting and left[run.piece]:
            used = min(left[run.piece], left[waiting[-1]])
            left[run.piece] -= used
            left[waiting[-1]] -= used
            if not left[waiting[-1]]:
                waiting.pop()
        if run.opens and left[run.piece]:
            waiting.append(run.piece)
    return left


def _flanks(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a run of emphasis marks can open and close, after CommonMark, but kinder to `**` beside letters."""
    opens, closes = not after.isspace(), not before.isspace()
    if mark[0] == "_":
        return opens and not before.isalnum(), closes and not after.isalnum()
    if len(mark) == 1 and before.isdigit() and after.isdigit():
        return False, False  # "2*3" is a product
    return opens, closes


def _is_component(tag: str) -> bool:
    """Whether a tag is one of MDX: `<Player />`, `</Tabs>`; `List<String>` is text."""
    return _JSX.fullmatch(tag) is not None and ("/" in (tag[1], tag[-2]) or "=" in tag)


class _Scan:
    """One pass over a stretch: what stands between marks is text; marks are taken off or turn out to be text."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end, self.position = text, start, end, start
        self.pieces: list[Piece | None] = []
        self.brackets: list[int] = []
        self.runs: list[_Emphasis] = []
        self.code_ends: dict[int, list[int]] | None = None

    def walk(self, marks: re.Pattern[str]) -> list[Piece | None]:
        while match := marks.search(self.text, self.position, self.end):
            self.words(self.position, match.start())
            self.position = match.end()
            _HANDLERS[match.lastgroup or ""](self, match)
        self.words(self.position, self.end)
        return self.pieces

    def words(self, start: int, end: int) -> None:
        """Keep text between two marks; single spaces inside it are words' own, at its ends they may be folded."""
        if start < end and self.text[start] == " ":
            self.keep(start, start + 1, " ", "space")
            start += 1
        ends_in_space = start < end and self.text[end - 1] == " "
        self.keep(start, end - ends_in_space)
        if ends_in_space:
            self.keep(end - 1, end, " ", "space")

    def keep(self, start: int, end: int, text: str | None = None, kind: Kind = "text") -> None:
        if start < end:
            self.pieces.append(Piece(self.text[start:end] if text is None else text, start, end - start, kind))

    def space(self, match: re.Match[str]) -> None:
        self.keep(match.start(), match.start() + 1, " ", "space")

    def escape(self, match: re.Match[str]) -> None:
        self.keep(match.end() - 1, match.end())

    def pause(self, match: re.Match[str]) -> None:
        self.keep(*match.span(), " ", "pause")

    def direction(self, match: re.Match[str]) -> None:
        if is_direction(self.text, *match.span(), within=(self.start, self.end)):
            self.keep(*match.span(), " ", "break")
            return
        self.position = match.start()
        other = _MARK.match(self.text, self.position, self.end)
        if other is None:  # a parenthesis is no mark
            self.keep(match.start(), match.start() + 1)
            self.position += 1
        else:
            self.position = other.end()
            _HANDLERS[other.lastgroup or ""](self, other)

    def drop(self, match: re.Match[str]) -> None:
        """Nothing of it is read."""

    def tag(self, match: re.Match[str]) -> None:
        name = _TAG_NAME.match(match[0])
        known = name[1].lower() if name else ""
        if known in _SPACING_TAGS:
            self.keep(*match.span(), " ", "break")
        elif known not in _INLINE_TAGS and not _is_component(match[0]):
            self.keep(*match.span())  # "<context-name>" is text

    def entity(self, match: re.Match[str]) -> None:
        meant = html.unescape(match[0])
        if meant.isspace():
            self.keep(*match.span(), " ", "break")
        elif shown := seen(meant):
            self.keep(*match.span(), shown)

    def code(self, match: re.Match[str]) -> None:
        end = self._code_end(match)
        if end is None:
            self.keep(*match.span())
            return
        self._keep_code(match.start(), match.end(), end - len(match[0]), end)
        self.position = end

    def _code_end(self, match: re.Match[str]) -> int | None:
        if self.code_ends is None:  # ends of runs of backticks by their length, last one first
            self.code_ends = {}
            for run in reversed(list(re.finditer(r"`+", self.text[self.start : self.end]))):
                self.code_ends.setdefault(len(run[0]), []).append(self.start + run.end())
        ends = self.code_ends.get(len(match[0]), [])
        while ends and ends[-1] <= match.end():
            ends.pop()
        return ends[-1] if ends else None

    def _keep_code(self, opened: int, start: int, end: int, closed: int) -> None:
        """Code that holds marks stands for its backticks too: cut without them, its marks would be taken off."""
        code = self.text[start:end]
        if _BEGINS_MARK.search(code) and not code.isspace():
            self.keep(opened, closed, " ".join(code.split()))
        else:
            self._keep_folded(start, end)

    def _keep_folded(self, start: int, end: int) -> None:
        for part in re.finditer(r"\s+|\S+", self.text[start:end]):
            if part[0].isspace():
                self.keep(start + part.start(), start + part.start() + 1, " ", "space")
            else:
                self.keep(start + part.start(), start + part.end())

    def open(self, match: re.Match[str]) -> None:
        self.brackets.append(len(self.pieces))
        self.keep(*match.span())

    def close(self, match: re.Match[str]) -> None:
        opened = self.brackets.pop() if self.brackets else None
        if opened is None or len(match[0]) == 1:
            self.keep(match.start(), match.start() + 1)
            self.position = match.start() + 1
            return
        bracket = self.pieces[opened]
        if bracket is None or bracket.text != "![":
            self.pieces[opened] = Piece("", match.start() if bracket is None else bracket.file, 1, "link")
            return
        self.pieces[opened:] = [Piece(" ", bracket.file, 1, "space")]
        while self.runs and self.runs[-1].piece >= opened:
            self.runs.pop()

    def run(self, match: re.Match[str]) -> None:
        before = self.text[match.start() - 1] if match.start() > self.start else " "
        after = self.text[match.end()] if match.end() < self.end else " "
        opens, closes = _flanks(match[0], before, after)
        if opens or closes:
            self.runs.append(_Emphasis(len(self.pieces), match[0][0], len(match[0]), opens, closes))
        self.keep(*match.span())


_HANDLERS: dict[str, Callable[[_Scan, re.Match[str]], None]] = {
    "space": _Scan.space,
    "escape": _Scan.escape,
    "code": _Scan.code,
    "tag": _Scan.tag,
    "entity": _Scan.entity,
    "pause": _Scan.pause,
    "direction": _Scan.direction,
    "open": _Scan.open,
    "close": _Scan.close,
    "run": _Scan.run,
    "unseen": _Scan.drop,
    "emoji": _Scan.drop,
}
