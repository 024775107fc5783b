"""A small made-up show about bells, "Loud Metal": six files, read, cut and indexed by the real layers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.models import Document, Passage
from corpus.searchable import searchable
from index.search import Index
from index.sync import sync
from tests.fakes import FakeEmbedder

SHOW = """\
title = "Loud Metal"
hosts = ["Hedda", "Ruben"]

[files."ep031/transcript.txt"]
title = "Nine Tonnes of Bronze"
date = 2025-03-04
url = "https://loudmetal.example/31"

[files."ep031/ringer.srt"]
kind = "captions"
title = "Oddny Fell, ringer"
episode = "31"
video = "https://video.loudmetal.example/watch?v=ringer"

[files."ep032/article-observer.txt"]
kind = "article"
title = "A Crack in the Morning"
url = "https://observer.example/crack"
"""

TRANSCRIPT_31 = """\
Hedda: Welcome to Loud Metal, the show about bells. Today we climb the tower of Varnholm.

Ruben: What does the great bell of Varnholm weigh?

Hedda: The great bell of Varnholm weighs nine thousand two hundred kilos. <break time="0.4s"/> The founder was Agathe Brink, who cast the bell in eighteen seventy-one.

Ruben: She kept a diary of the casting. She wrote, quote, the clay must be dry. Wet clay kills founders. End quote.

Hedda: The ringer of Varnholm knows three signals. First, fire is rung fast and high. Second, flood is rung slowly. Third, a wedding is rung with every bell at once.

Ruben: The clapper was replaced in two thousand twelve, because the old one had worn flat.

Hedda: The rope is made of hemp and is forty metres long.

Ruben: That is our show. Keep your clapper dry.
"""  # noqa: E501 - a turn of a script is one line

OUTLINE_31 = """\
# Episode Outline: Nine Tonnes of Bronze

- **Episode Number**: 031
- **Speakers**: Hedda & Ruben

## The great bell

| Metric | Value | Source |
|--------|-------|--------|
| Varnholm tower height | 61 metres | Parish book |
| Varnholm rope length | 40 metres | Ringer |

The great bell of Varnholm weighs 9,400 kilos.

## The three signals

- Fire: fast and high
  - rung by two people
  - never on a Sunday
- Flood: slow
- Wedding: every bell at once
"""

PAGE_31 = """\
---
title: Nine Tonnes of Bronze
slug: 00031-nine-tonnes-of-bronze
---

# Nine Tonnes of Bronze

We climb the tower of Varnholm with a lamp and a sandwich.

The clapper was replaced in 2012, because the old one had worn flat.
"""

CAPTIONS_31 = """\
1
00:00:01,000 --> 00:00:04,000
I am Oddny Fell and I ring

2
00:00:04,000 --> 00:00:08,500
the evening bell at Varnholm by hand.

3
00:01:15,000 --> 00:01:19,000
Frost makes the rope stiff.
"""

TRANSCRIPT_32 = """\
Ruben: Welcome back to Loud Metal. This week a bell cracked in Ostmark.

Hedda: How did the Ostmark bell crack?

Ruben: It cracked in the frost of January, on the last stroke of midnight.

Hedda: The repair cost sixty thousand crowns, and the welder was Pim Adler.

Ruben: Good night, and mind the frost.
"""

ARTICLE_32 = """\
A Crack in the Morning
The Observer, by Lisbet Moll

The bell of Ostmark, silent since January, will be welded in June. Nobody was hurt when it cracked.
"""

FILES = {
    "show.toml": SHOW,
    "ep031/transcript.txt": TRANSCRIPT_31,
    "ep031/outline.md": OUTLINE_31,
    "ep031/page.md": PAGE_31,
    "ep031/ringer.srt": CAPTIONS_31,
    "ep032/transcript.txt": TRANSCRIPT_32,
    "ep032/article-observer.txt": ARTICLE_32,
}


def write_bells(folder: Path) -> Path:
    """The show's files, in a folder."""
    return write_files(folder, FILES)


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Files of a folder, by their paths in it."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def ingest_bells(folder: Path, index_dir: Path) -> Path:
    """An index of the show's files; the check of what was built, a process of its own, is left to the index's tests."""
    return ingest_files(write_bells(folder), index_dir)


def ingest_files(folder: Path, index_dir: Path) -> Path:
    """An index of a folder, unchecked in the same way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.build.check_built", lambda folder: None)
        sync(folder, index_dir, embedder=FakeEmbedder())
    return index_dir


def sentence_at(index: Index, path: str, words: str) -> tuple[Passage, int]:
    """The passage of a source with a sentence that holds `words`, and that sentence's place in it."""
    return next(
        (passage, at)
        for passage in index.passages(path)
        for at, sentence in enumerate(passage.sentences)
        if words in sentence.text
    )


def as_searched(passage: Passage) -> Passage:
    """A made-up passage whose sentences are spelled for searching as the corpus layer spells them."""
    sentences = (one.model_copy(update={"search_text": searchable(one.text)}) for one in passage.sentences)
    return passage.model_copy(update={"sentences": tuple(sentences)})


def read_anew(document: Document, start: int, end: int) -> str:
    """What a person reads in a stretch of these files, by hand: their one tag off, their one mark off, space folded."""
    words = document.file[start:end].replace('<break time="0.4s"/>', " ").replace("**", "")
    return " ".join(words.split())
