"""What of a Markdown or MDX file is machinery rather than text, blotted out with spaces of the same length.

Offsets into the blotted copy are offsets into the file. Blotted are front matter, `import` and `export` lines,
comments, components and block tags at the beginning of a line, players with their fallback sentence, and the fences
of admonitions, which leave a small heading or a rule. Code between fences is left as it is. Time is linear in the
length of the file.
"""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\n]*\n?")
_FENCE = re.compile(r"[ \t>]{0,12}(`{3,}|~{3,})([^\n]*)")
_MODULE = re.compile(
    r"(?:import\s[^\n]{0,500}?from\s{1,9}['\"]|import\s{1,9}['\"]|export\s{1,9}(?:const|default|function)\b)"
)
_ADMONITION = re.compile(r"[ \t]{0,12}(:{3,}[ \t]{0,3}[A-Za-z]{0,20})(?![^\s\[])")
_COMMENT = re.compile(r"<!--|\{/\*")
_BLOCK_TAG = re.compile(
    r"</?(?:[A-Z][\w.]*|div|iframe|audio|video|source|section|figure|figcaption|details|summary|center|br|hr|img|picture|"
    r"script|style|svg|table|thead|tbody|tr|object|embed|noscript|p|aside|header|footer|nav|main|article)(?=[\s/>])[^<>]*+>"
)
_PLAYER = re.compile(r"<(audio|video|script|style|svg|noscript|object)\b", re.IGNORECASE)
_NOT_LINE_END = re.compile(r"[^\n]")


def blot(text: str, body: int = 0) -> str:
    """`text` with its machinery as spaces, line ends kept in number and place; front matter ends at `body`.

    `\\r\\n` becomes a space and `\\n`, a lone `\\r` becomes `\\n`: lengths stay, and a line ends in one way only.
    """
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    return _Blotter(text).run(body)


class _Blotter:
    """Copies a text in stretches, some of them blotted."""

    def __init__(self, text: str) -> None:
        self.text, self.done = text, 0
        self.copied: list[str] = []
        self.missing: set[str] = set()  # ends that do not come any more: not looked for again

    def run(self, body: int) -> str:
        self.blot(0, body)
        position, fence = body, ""
        while position < len(self.text):
            line = _LINE.match(self.text, position)
            if line is None or not line[0]:
                break
            marker = _FENCE.match(line[0])
            if line[0].isspace():
                position = line.end()
            elif fence:
                closes = marker is not None and marker[1].startswith(fence) and not marker[2].strip()
                fence, position = "" if closes else fence, line.end()
            elif marker and "`" not in marker[2]:
                fence, position = marker[1], line.end()
            else:
                position = max(line.end(), self.line(line))
        self.copied.append(self.text[self.done :])
        return "".join(self.copied)

    def blot(self, start: int, end: int) -> None:
        if start < end:
            self.copied.append(self.text[self.done : start])
            self.copied.append(_NOT_LINE_END.sub(" ", self.text[start:end]))
            self.done = end

    def mark(self, start: int, length: int, mark: str) -> None:
        """Blot `length` characters with `mark` and spaces: an admonition is a small section with a rule at its end."""
        self.copied += [self.text[self.done : start], mark.ljust(length)[:length]]
        self.done = start + length

    def line(self, line: re.Match[str]) -> int:
        """Blot what is machinery in a line outside code; the end of what was looked at."""
        if _MODULE.match(line[0]):
            self.blot(*line.span())
            return line.end()
        if admonition := _ADMONITION.match(line[0]):
            titled = bool(line[0][admonition.end() :].strip())
            self.mark(line.start() + admonition.start(1), len(admonition[1]), "######" if titled else "***")
            return line.end()
        position = self.leading_tags(line.start())
        end_of_line = line.end()
        while comment := _COMMENT.search(self.text, position, end_of_line):
            end = self.end_of(comment, "-->" if comment[0] == "<!--" else "*/}")
            if end is None:
                break
            self.blot(comment.start(), end)
            position = end
            if end > end_of_line:
                end_of_line = max(end, self.text.find("\n", end) + 1)
        return max(position, end_of_line)

    def leading_tags(self, position: int) -> int:
        """Blot the tags that begin a line, as many as follow each other; where they end."""
        while True:
            start = position
            while self.text[start : start + 1].isspace() and (start == position or self.text[start - 1] != "\n"):
                start += 1
            tag = _BLOCK_TAG.match(self.text, start)
            if tag is None:
                return position
            end = tag.end()
            player = _PLAYER.match(tag[0])
            if player and not tag[0].endswith("/>"):
                end = self.end_of(tag, f"</{player[1]}>") or end
            self.blot(start, end)
            position = end

    def end_of(self, opening: re.Match[str], closing: str) -> int | None:
        if closing in self.missing:
            return None
        found = self.text.find(closing, opening.end())
        if found < 0:
            self.missing.add(closing)
            return None
        return found + len(closing)
