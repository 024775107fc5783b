"""The sample show as the corpus reads it: every kind, every format, whose words, and which clock."""

from pathlib import Path

from corpus.chunk import chunk_document
from corpus.copies import mark_copies
from corpus.errors import CorpusError
from corpus.load import load_corpus
from corpus.models import Clock, Document, SourceKind

SAMPLE = Path(__file__).parent.parent / "corpus" / "sample"


def documents() -> dict[str, Document]:
    problems: list[CorpusError] = []
    read = {document.path: document for document in load_corpus(SAMPLE, on_problem=problems.append)}
    assert problems == []
    return read


def test_every_file_is_read_as_what_it_is() -> None:
    assert {path: (read.kind, read.episode, read.clock, read.published) for path, read in documents().items()} == {
        "ep021/article-gazette.txt": (SourceKind.ARTICLE, "021", None, "2026-04-07"),
        "ep021/outline.md": (SourceKind.OUTLINE, "021", None, "2026-05-07"),
        "ep021/page.md": (SourceKind.PAGE, "021", Clock.CHAPTER, "2026-05-07"),
        "ep021/transcript.txt": (SourceKind.TRANSCRIPT, "021", Clock.CHAPTER, "2026-05-07"),
        "ep022/article-long-ledger.md": (SourceKind.ARTICLE, "022", None, "2026-05-20"),
        "ep022/page.mdx": (SourceKind.PAGE, "022", Clock.CHAPTER, "2026-06-04"),
        "ep022/transcript.txt": (SourceKind.TRANSCRIPT, "022", Clock.CHAPTER, "2026-06-04"),
        "ep022/treasurer-interview.srt": (SourceKind.CAPTIONS, "022", Clock.EXACT, "2026-05-12"),
        "ep023/article-courrier.html": (SourceKind.ARTICLE, "023", None, "2026-06-16"),
        "ep023/talk-captions.md": (SourceKind.CAPTIONS, "023", Clock.ESTIMATED, "2026-06-19"),
        "ep023/transcript.txt": (SourceKind.TRANSCRIPT, "023", None, "2026-07-02"),
        "ep024/customs-officer.vtt": (SourceKind.CAPTIONS, "024", Clock.EXACT, "2026-07-21"),
        "ep024/outline.md": (SourceKind.OUTLINE, "024", None, "2026-08-06"),
        "ep024/transcript.txt": (SourceKind.TRANSCRIPT, "024", Clock.ESTIMATED, "2026-08-06"),
    }


def test_nobody_speaks_but_those_who_do() -> None:
    hosts, print_only = {"Imke", "Desmond"}, set[str]()
    speakers = {
        path: {segment.speaker for segment in read.segments} - {None} for path, read in sorted(documents().items())
    }
    assert speakers == {
        "ep021/article-gazette.txt": print_only,
        "ep021/outline.md": print_only,
        "ep021/page.md": hosts,
        "ep021/transcript.txt": hosts,
        "ep022/article-long-ledger.md": print_only,
        "ep022/page.mdx": hosts,
        "ep022/transcript.txt": hosts,
        "ep022/treasurer-interview.srt": {"Anselm Roye"},
        "ep023/article-courrier.html": print_only,
        "ep023/talk-captions.md": {"Solveig Aune", "Kwabena Mensah"},
        "ep023/transcript.txt": hosts,
        "ep024/customs-officer.vtt": {"Bettina Kroll"},
        "ep024/outline.md": print_only,
        "ep024/transcript.txt": hosts,
    }


def said_by(path: str, words: str) -> str | None:
    """Who says the one segment of a source that has these words."""
    read = documents()[path]
    [speaker] = [s.speaker for s in read.segments if words in read.reading.text[s.start : s.end]]
    return speaker


def test_a_turn_goes_on_over_unlabelled_lines_and_ends_before_the_notes() -> None:
    assert said_by("ep023/transcript.txt", "Second: never sell one in the sun.") == "Desmond"
    assert said_by("ep022/transcript.txt", "Your plumber has never rounded the Azores") == "Imke"
    assert said_by("ep021/page.md", "Log book of the Kittiwake, pages 212 to 231") is None
    assert said_by("ep023/transcript.txt", "Out of 54 in the whole world") == "Imke"


def test_the_talk_is_handed_over_and_back() -> None:
    assert said_by("ep023/talk-captions.md", "Today we have 6 births") == "Solveig Aune"
    assert said_by("ep023/talk-captions.md", "The sun kills a sail, not the wind.") == "Kwabena Mensah"
    assert said_by("ep023/talk-captions.md", "God help us, we have the toilets") == "Solveig Aune"


def test_a_page_that_repeats_its_script_is_a_copy_and_one_that_differs_is_not() -> None:
    passages = mark_copies(passage for read in documents().values() for passage in chunk_document(read))
    dialogue = [(p.path, said) for p in passages for said in p.sentences if p.kind is SourceKind.PAGE and said.speaker]
    [insurance] = [said for _, said in dialogue if "costs 1.6%" in said.text]
    [laughter] = [said for path, said in dialogue if "He laughed for quite some time." in said.text]
    assert {said.copy_of for path, said in dialogue if path == "ep021/page.md"} == {"ep021/transcript.txt"}
    assert (insurance.copy_of, laughter.copy_of) == (None, "ep022/transcript.txt")


def test_nothing_of_the_pages_machinery_is_read() -> None:
    read = documents()
    text = "\n".join(read[path].reading.text for path in ("ep021/page.md", "ep022/page.mdx"))
    assert [word for word in ("import ", "iframe", "ListenButtons", "Your browser", ":::", "{{") if word in text] == []


def test_the_web_page_is_read_without_its_frame() -> None:
    text = documents()["ep023/article-courrier.html"].reading.text
    assert "Kofi Mensah" in text
    assert [word for word in ("Subscribe", "tide table", "Cookies") if word in text] == []
