"""What is known of a show: from `show.toml`, and found in its material.

`show.toml` may stand at the top of the folder. Everything in it is optional:

```toml
title = "Slow Freight"
description = "Cargo that travels by wind."
hosts = ["Imke", "Desmond"]           # names that stand before turns
names = ["Kittiwake"]                 # names that machine captions may have mis-heard

[files."ep021/article-gazette.txt"]   # by its path in the folder, with /
kind = "article"                      # transcript, outline, page, article or captions
title = "Brass Band and Wet Sacks"
episode = "021"                       # as text or as a number
date = 2026-04-07                     # or as text: "2026-04-07"
url = "https://gazette.example/coffee-ship"
video = "https://video.example/watch?v=x"   # the recording, to which a time can be added
hosts = ["Solveig"]                   # labels of this file alone
```
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, ValidationError

from corpus.episodes import episode_id
from corpus.errors import BadShowFile
from corpus.models import Document, Form, Frozen, Show, SourceKind

SHOW_FILE = "show.toml"
_MAX_BYTES = 1_000_000
_WELCOME = re.compile(
    r"\b[Ww]elcome (?:back )?to ((?:[Tt]he )?[A-Z][\w'’]{1,30}(?: (?:[A-Z][\w'’]{1,30}|of|and|the|in)){0,6})"
)
_SHOW_WORD = re.compile(r"\b(?:podcast|show|radio)\b", re.IGNORECASE)
_MIN_USES = 3  # of a heading under the title, or of a welcome, before it is taken for the show's name


def _iso(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise ValueError(f"{value!r} is no date; write it like 2026-04-07") from None
    return value.isoformat()[:10] if isinstance(value, date) else value


def _episode(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return value
    if (found := episode_id(str(value))) is None:
        raise ValueError(f'{value!r} is no episode number; write it like "050"')
    return found


class FileEntry(Frozen):
    """What `show.toml` says of one file; None where it says nothing."""

    kind: SourceKind | None = None
    title: str | None = None
    episode: Annotated[str | None, BeforeValidator(_episode)] = None
    date: Annotated[str | None, BeforeValidator(_iso)] = None
    url: str | None = None
    video: str | None = None
    hosts: tuple[str, ...] = ()


class ShowFile(Frozen):
    """The content of `show.toml`."""

    title: str | None = None
    description: str = ""
    hosts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    files: dict[str, FileEntry] = {}


def read_show_file(folder: Path) -> ShowFile:
    """`show.toml` of a folder, empty when there is none. Raises `BadShowFile` naming the key."""
    path = folder / SHOW_FILE
    if not path.is_file():
        return ShowFile()
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise BadShowFile(f"{SHOW_FILE}: larger than {_MAX_BYTES // 1_000_000} MB; keep what describes the show.")
        return ShowFile.model_validate(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except UnicodeDecodeError as problem:
        raise BadShowFile(f"{SHOW_FILE}: not UTF-8 at byte {problem.start}; save it as UTF-8.") from problem
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise BadShowFile(f"{SHOW_FILE}: {str(problem) or 'nested too deep'}; mend the line or remove it.") from problem
    except OSError as problem:
        raise BadShowFile(f"{SHOW_FILE}: cannot be read ({problem.strerror}); check its permissions.") from problem
    except ValidationError as problem:
        raise BadShowFile(_told(problem)) from problem


def _told(problem: ValidationError) -> str:
    first = problem.errors()[0]
    key = ".".join(f'"{part}"' if "." in str(part) or "/" in str(part) else str(part) for part in first["loc"])
    if first["type"] == "enum":
        allowed = ", ".join(SourceKind)
        return f"{SHOW_FILE}: {key}: {first['input']!r} is no kind of source; use one of {allowed}."
    if first["type"] == "extra_forbidden":
        model = FileEntry if first["loc"][0] == "files" else ShowFile
        return f"{SHOW_FILE}: {key}: unknown key; the keys here are {', '.join(model.model_fields)}."
    return f"{SHOW_FILE}: {key}: {first['msg'].removeprefix('Value error, ')}; correct the value or remove the key."


def read_show(folder: Path, documents: Sequence[Document]) -> Show:
    """The show of a folder: what `show.toml` says, else what its documents have in common.

    The title is then a heading that names a podcast under the titles of several pages, or what hosts welcome their
    listeners to, or the folder's name; hosts are who speaks in transcripts and pages. Raises `BadShowFile`.
    """
    said = read_show_file(folder)
    title = said.title or _common_title(documents) or folder.resolve().name.replace("-", " ").replace("_", " ").strip()
    hosts = said.hosts or _speakers(documents)
    return Show(title=title or "Untitled show", description=said.description, hosts=hosts, names=said.names)


def _common_title(documents: Iterable[Document]) -> str | None:
    subtitles: Counter[str] = Counter()
    welcomes: Counter[str] = Counter()
    for document in documents:
        headings = [segment for segment in document.segments if segment.form is Form.HEADING][:2]
        texts = [document.reading.text[segment.start : segment.end] for segment in headings]
        subtitles.update(text for text in texts[1:] if _SHOW_WORD.search(text))
        welcomes.update(match[1] for match in _WELCOME.finditer(document.reading.text))
    common = [*subtitles.most_common(1), *welcomes.most_common(1)]
    return next((title for title, uses in common if uses >= _MIN_USES), None)


def _speakers(documents: Iterable[Document]) -> tuple[str, ...]:
    """Who speaks in most of the transcripts and pages with dialogue, most turns first."""
    turns: Counter[str] = Counter()
    shows: Counter[str] = Counter()
    spoken = 0
    for document in documents:
        if document.kind in (SourceKind.TRANSCRIPT, SourceKind.PAGE):
            said = Counter(segment.speaker for segment in document.segments if segment.speaker)
            turns.update(said)
            shows.update(said.keys())
            spoken += bool(said)
    return tuple(name for name, _ in turns.most_common() if shows[name] * 2 >= spoken)
