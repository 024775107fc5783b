"""Pages that repeat their transcript. The material is invented."""

import pytest

from corpus.copies import mark_copies
from corpus.models import Passage, Sentence, SourceKind
from corpus.searchable import searchable

SCRIPT = "ep007/transcript.txt"
PAGE = "ep007/page.md"


def make_passage(path: str, *turns: tuple[str | None, str], kind: SourceKind, episode: str | None = "007") -> Passage:
    sentences, place = [], 0
    for speaker, text in turns:
        end = place + len(text)
        one = Sentence(text=text, search_text=searchable(text), start=place, end=end, speaker=speaker)
        sentences.append(one)
        place = end + 1
    text = " ".join(text for _, text in turns)
    return Passage(
        id=f"{path}#0-{place - 1}",
        path=path,
        kind=kind,
        title="Tides",
        episode=episode,
        start=0,
        end=place - 1,
        line=1,
        text=text,
        search_text=text,
        sentences=tuple(sentences),
    )


def script(*turns: tuple[str | None, str], episode: str | None = "007") -> Passage:
    return make_passage(SCRIPT, *turns, kind=SourceKind.TRANSCRIPT, episode=episode)


def copies(passages: list[Passage], path: str = PAGE) -> list[str | None]:
    marked = mark_copies(passages)
    return [sentence.copy_of for passage in marked if passage.path == path for sentence in passage.sentences]


SAID = script(("Ada", "The tide at Orle rises four point five metres, twice a day."), ("Bo", "Right."))


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        pytest.param("The tide at Orle rises four point five metres, twice a day.", SCRIPT, id="same"),
        pytest.param("The tide at Orle rises 4.5 metres – twice a day!", SCRIPT, id="written number, other marks"),
        pytest.param("rises 4.5 metres, twice a day", SCRIPT, id="cut shorter"),
        pytest.param("The tide at Orle rises 5.4 metres, twice a day.", None, id="another number"),
        pytest.param("The tide at Orle rises 4.5 metres, once a day.", None, id="another word"),
        pytest.param("Right.", SCRIPT, id="short, said whole"),
        pytest.param("twice a day", None, id="short, only part of a sentence"),
        pytest.param("…", None, id="no word"),
    ],
)
def test_a_sentence_is_a_copy_when_the_transcript_has_its_words(printed: str, source: str | None) -> None:
    assert copies([SAID, make_passage(PAGE, ("Ada", printed), kind=SourceKind.PAGE)]) == [source]


def test_a_passage_is_a_copy_when_all_of_it_is() -> None:
    whole = make_passage(PAGE, ("Ada", "The tide at Orle rises 4.5 metres, twice a day."), kind=SourceKind.PAGE)
    mixed = make_passage(PAGE, ("Bo", "Right."), (None, "Tide tables are free."), kind=SourceKind.PAGE)
    assert [passage.copy_of for passage in mark_copies([SAID, whole, mixed])] == [None, SCRIPT, None]


def test_outlines_and_articles_are_never_copies_and_scripts_are_never_marked() -> None:
    line = ("Ada", "The tide at Orle rises 4.5 metres, twice a day.")
    outline = make_passage("ep007/outline.md", line, kind=SourceKind.OUTLINE)
    article = make_passage("ep007/article.txt", line, kind=SourceKind.ARTICLE)
    assert mark_copies([SAID, outline, article]) == [SAID, outline, article]


def test_only_the_same_episode_is_compared() -> None:
    other = make_passage("ep008/page.md", *[("Ada", "Right.")], kind=SourceKind.PAGE, episode="008")
    assert copies([SAID, other], "ep008/page.md") == [None]


def test_sources_without_an_episode_are_compared_within_their_folder() -> None:
    said = script(("Ada", "Right."), episode=None)
    page = make_passage(PAGE, ("Ada", "Right."), kind=SourceKind.PAGE, episode=None)
    assert copies([said, page]) == [SCRIPT]


def test_who_the_page_gives_the_words_to_makes_no_difference() -> None:
    page = make_passage(PAGE, ("Bo", "The tide at Orle rises 4.5 metres, twice a day."), kind=SourceKind.PAGE)
    assert copies([SAID, page]) == [SCRIPT]
