"""The real material, where it stands beside the project: every sentence leads back to its file, word for word."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from corpus.load import load_corpus
from corpus.models import Document, SourceKind
from corpus.sentences import split_sentences

SHARED = Path(__file__).parents[2] / "shared"
FOLDERS = [SHARED / "corpus" / "episode-050", SHARED / "corpus" / "show"]

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDERS[0].is_dir(), reason="the real material (../shared) is not beside this checkout"),
]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_answers", SHARED / "eval" / "score_answers.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def documents(request: pytest.FixtureRequest) -> list[Document]:
    problems: list[str] = []
    found = list(load_corpus(request.param, on_problem=lambda problem: problems.append(str(problem))))
    assert not problems
    return found


def test_every_sentence_of_every_file_is_verbatim(documents: list[Document]) -> None:
    words = scorer().words
    wrong = []
    for document in documents:
        for segment in document.segments:
            text = document.reading.text[segment.start : segment.end]
            for start, end in [*split_sentences(text), (0, len(text))]:
                stretch = slice(*document.reading.to_file(segment.start + start, segment.start + end))
                if "".join(words(document.file[stretch])) != "".join(words(text[start:end])):
                    wrong.append((document.path, text[start:end], document.file[stretch]))
    assert wrong == []


def test_segments_follow_each_other_and_hold_no_marks(documents: list[Document]) -> None:
    for document in documents:
        text, last = document.reading.text, 0
        for segment in document.segments:
            assert last <= segment.start < segment.end <= len(text)
            last = segment.end
        assert not re.search(r"<break|<phoneme|<say-as|\[pause|^import |</?div|<iframe|:::", text, re.MULTILINE)


def test_only_those_speak_who_are_hosts_or_on_stage(documents: list[Document]) -> None:
    for document in documents:
        speakers = {segment.speaker for segment in document.segments if segment.speaker}
        if document.kind is SourceKind.TRANSCRIPT:
            assert len(speakers) == 2
        elif document.kind is SourceKind.PAGE:
            assert len(speakers) in (0, 2)
        elif document.kind is not SourceKind.CAPTIONS:
            assert not speakers
