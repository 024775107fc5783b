"""Sentences of an episode's page that repeat its transcript word for word: one witness, not two.

A page's dialogue is the script's in a cleaned form, so most of it exists twice. Only a page copies: an outline was
written before, and an article's quotation is somebody else's. Where page and transcript differ in a word or a
number they stay two witnesses. Who said it is not compared: some pages give whole dialogues to the other host, and
what counts for that is the transcript.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from corpus.models import Document, Passage, Sentence, SourceKind

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_FEWEST_WORDS = 4  # shorter ones ("Right, exactly.") are copies only of a whole sentence


def mark_copies(passages: Iterable[Passage]) -> list[Passage]:
    """The passages, with `copy_of` set on sentences of pages that repeat their episode's transcript, and on
    passages that hold nothing else. Case, punctuation and the spelling of numbers make no difference.
    """
    passages = list(passages)
    said: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.kind is SourceKind.TRANSCRIPT:
            said[copied_within(passage)].append(passage)
    transcripts = {episode: _Transcripts(of_episode) for episode, of_episode in said.items()}
    return [
        _marked(passage, transcripts[copied_within(passage)])
        if passage.kind is SourceKind.PAGE and copied_within(passage) in transcripts
        else passage
        for passage in passages
    ]


def copied_within(source: Document | Passage) -> str:
    """What may be copied from each other: sources of one episode, else of one folder."""
    return source.episode or "/" + source.path.rpartition("/")[0]


class _Transcripts:
    """The words of an episode's transcripts."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        words: dict[str, list[str]] = defaultdict(list)
        self._whole: dict[str, str] = {}
        for passage in passages:
            for sentence in passage.sentences:
                words[passage.path].append(plain := _plain(sentence))
                self._whole.setdefault(plain, passage.path)
        self._texts = {path: f" {' '.join(parts)} " for path, parts in words.items()}

    def source_of(self, sentence: Sentence) -> str | None:
        """The path of the transcript that has the sentence."""
        plain = _plain(sentence)
        if plain.count(" ") + 1 < _FEWEST_WORDS:
            return self._whole.get(plain) if plain else None
        return next((path for path, text in self._texts.items() if f" {plain} " in text), None)


def _plain(sentence: Sentence) -> str:
    return " ".join(_WORD.findall(sentence.search_text.casefold()))


def _marked(passage: Passage, transcripts: _Transcripts) -> Passage:
    sources = [transcripts.source_of(sentence) for sentence in passage.sentences]
    if not any(sources):
        return passage
    sentences = tuple(
        sentence.model_copy(update={"copy_of": source}) if source else sentence
        for sentence, source in zip(passage.sentences, sources, strict=True)
    )
    whole = sources[0] if all(sources) else None
    return passage.model_copy(update={"sentences": sentences, "copy_of": whole})
