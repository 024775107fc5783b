"""What kind of source a file is, found from its content; a name such as outline.md holds unless that clearly speaks
against it."""

from __future__ import annotations

import re
from typing import Literal

from corpus.models import SourceKind
from corpus.reading.front_matter import FrontMatter
from corpus.reading.speakers import split_turns

Markup = Literal["cues", "html", "markdown", "plain"]

_CUE = re.compile(r"\s{0,20}(?:\d{1,6}[ \t]*\r?\n)?[^\n]{0,40}-->")
_HTML = re.compile(r"<(?:!doctype html|html|head|body|article)\b", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^(?:#{1,6}[ ]\S|\|[ ]?:?-{3,}|import [^\n]{1,200} from ['\"]|[*_]{2}[^*_\n]{1,40}(?:[*_]{2}:|:[*_]{2})\s)",
    re.MULTILINE,
)
_HEADING = re.compile(r"^#{1,6}[ ][^\n]{0,200}", re.MULTILINE)
_BOLD_KEY = re.compile(r"^[ \t]{0,6}(?:[-*][ ])?\*\*([^*\n]{1,60}?):?\*\*", re.MULTILINE)
_PLANNED_TIME = re.compile(
    r"\((?:about |~)?\d[\d.:]*\s?(?:[-–]\s?[\d.:]+)?\s?(?:min|minutes?|sec|seconds?|s|m)\b", re.IGNORECASE
)
_OUTLINE = re.compile(
    r"\boutline\b|\bepisode (?:metadata|structure|plan)\b|\b(?:target|planned) (?:duration|length)\b|"
    r"\bduration target\b|\brecording date\b|\bcentral (?:angle|tension|question)\b|"
    r"\bact (?:\d|one|two|three|i{1,3})\b|\bthroughline\b|\bemotional arc\b|\bstory planning\b|"
    r"\bnarrative structure\b|\btalking points?\b|\bhook\b|\btransition\b|\bworking title\b|\bfile slug\b|"
    r"\bkey points?\b|\bproduction notes?\b|\bsegment \d|\brundown\b|\bchecklist\b",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"\btranscript\b|\bdialogue\b|\bchapter(?:s| markers| list)\b|\btimestamps\b|\bshow notes\b|\bsynopsis\b|"
    r"\bepisode highlights\b|\brelated episodes?\b|\bkey (?:takeaways|statistics)\b|\blisten\b|\bsubscribe\b|"
    r"^duration$|^speakers?$|^hosts?$|\bpresenter\b",
    re.IGNORECASE,
)
_PAGE_KEYS = frozenset({"slug", "sidebar_label", "displayed_sidebar", "hide_table_of_contents", "permalink", "layout"})
_CAPTION_KEYS = frozenset({"video_id", "video_url", "is_generated", "length_minutes", "caption_language"})
_MACHINERY = re.compile(r"^(?:import [^\n]{1,200} from ['\"]|<[A-Z]\w*|<iframe|<audio|<video)", re.MULTILINE)
_PARAGRAPH = re.compile(r"\S[^\n]*")
_HUGE = 2500  # characters of a paragraph that no person would write
_FILLER = re.compile(r"\b(?:uh|um|uhm|you know)\b", re.IGNORECASE)
_LABELLED = 0.5  # share of a transcript's paragraphs that begin with a label
_CLEARLY = 3  # more signs of another kind than of its own that speak against a file's name
_HEAD = 4096
_NAMED = {  # a file's name, but for its episode's number
    **dict.fromkeys(("outline", "rundown", "running order"), SourceKind.OUTLINE),
    **dict.fromkeys(("transcript", "script"), SourceKind.TRANSCRIPT),
    **dict.fromkeys(("show notes", "shownotes", "page"), SourceKind.PAGE),
    **dict.fromkeys(("captions", "subtitles"), SourceKind.CAPTIONS),
}
_OF_EPISODE = frozenset({"ep", "episode", "e", "s", "season", "no"})
_SCRIPT = re.compile(r"(?<![a-z])(?:tran)?scripts?(?![a-z])")


def markup_of(path: str, text: str) -> Markup:
    """How a file is written. Captions with cues and HTML begin in their own way; Markdown shows in its lines."""
    head = text[:_HEAD].lstrip()
    suffix = path.rpartition(".")[2].lower()
    if head.startswith("WEBVTT") or _CUE.match(head) or suffix in ("srt", "vtt"):
        return "cues"
    if head.startswith("<") and _HTML.search(head) or suffix in ("html", "htm"):
        return "html"
    if suffix in ("md", "mdx", "markdown") or head.startswith("---\n") or _MARKDOWN.search(text):
        return "markdown"
    return "plain"


def kind_of(path: str, text: str, front: FrontMatter, speakers: tuple[str, ...]) -> SourceKind:
    """The kind of a source, from what it is made of."""
    markup = markup_of(path, text)
    if markup == "cues":
        return SourceKind.CAPTIONS
    if markup == "html":
        return SourceKind.ARTICLE
    labelled = _labelled_share(text[front.body :], speakers)
    headings = [match[0].lstrip("# ") for match in _HEADING.finditer(text, front.body)]
    if _is_captions(text, front, labelled, len(headings)):
        return SourceKind.CAPTIONS
    if markup == "plain":
        if labelled >= _LABELLED or _says_transcript(path, text):
            return SourceKind.TRANSCRIPT
        return _named(path) or SourceKind.ARTICLE
    return _kind_of_markdown(path, text, front, labelled, headings)


def _kind_of_markdown(path: str, text: str, front: FrontMatter, labelled: float, headings: list[str]) -> SourceKind:
    keys = [match[1] for match in _BOLD_KEY.finditer(text, front.body)]
    page = len(_PAGE_KEYS & front.values.keys()) * 2 + sum(bool(_PAGE.search(words)) for words in [*headings, *keys])
    page += 2 * bool(_MACHINERY.search(text))
    outline = sum(bool(_OUTLINE.search(words)) for words in [*headings, *keys])
    outline += sum(bool(_PLANNED_TIME.search(words)) for words in headings)
    if labelled >= _LABELLED and page < 2 and outline < 2:
        return SourceKind.TRANSCRIPT
    if (named := _named(path)) and _may_be(named, page, outline, labelled, len(headings)):
        return named
    name = path.rsplit("/", 1)[-1].lower()
    if front.values.keys() & _PAGE_KEYS and outline < 8 or page > outline:
        return SourceKind.PAGE if page >= 2 or labelled or "page" in name or "notes" in name else SourceKind.ARTICLE
    if outline >= 2 or (outline and "outline" in name):
        return SourceKind.OUTLINE
    return SourceKind.PAGE if page and ("page" in name or "notes" in name) else SourceKind.ARTICLE


def _named(path: str) -> SourceKind | None:
    """The kind that a file's name says, where that is all it says: "outline.md", "ep034-show-notes.md"."""
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    return _NAMED.get(" ".join(word for word in re.findall(r"[a-z]+", stem) if word not in _OF_EPISODE))


def _may_be(named: SourceKind, page: int, outline: int, labelled: float, headings: int) -> bool:
    """Whether the signs in a Markdown file do not clearly speak against its name."""
    if named is SourceKind.OUTLINE:
        return page < outline + _CLEARLY and labelled < _LABELLED
    if named is SourceKind.PAGE:
        return outline < page + _CLEARLY
    if named is SourceKind.TRANSCRIPT:
        return page < 2 and outline < 2
    return labelled < _LABELLED and headings == 0


def _labelled_share(body: str, speakers: tuple[str, ...]) -> float:
    """Share of the paragraphs that open a turn; a single line with several turns counts as many paragraphs."""
    turns = len(split_turns(body, 0, len(body), speakers)) - 1
    paragraphs = sum(1 for _ in _PARAGRAPH.finditer(body))
    return min(1.0, turns / paragraphs) if turns > 1 and paragraphs else 0.0


def _is_captions(text: str, front: FrontMatter, labelled: float, headings: int) -> bool:
    """One huge paragraph of machine-heard words, usually under front matter about a video."""
    if labelled >= _LABELLED or headings > 2:
        return False
    longest = max((len(match[0]) for match in _PARAGRAPH.finditer(text, front.body)), default=0)
    if front.values.keys() & _CAPTION_KEYS:
        return True
    return longest >= _HUGE and len(_FILLER.findall(text)) >= 3


def _says_transcript(path: str, text: str) -> bool:
    name = path.rsplit("/", 1)[-1].lower()
    return bool(_SCRIPT.search(name)) or text[:200].lower().lstrip("# ").startswith("transcript")
