"""Answers as HTML and Markdown: marks open cards, and words are only ever text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.models import Answer, Disagreement, Severity, Verdict
from chat.web.cards import card_html, disagreement_html
from chat.web.html import Html, join, link, safe_url, tag
from chat.web.labels import leads_to_moment, name_clock, name_date, name_episode, reader_address
from chat.web.render import answer_html, answer_markdown, error_message, start_html, text_html
from chat.web.strings import DE, EN, Strings
from chat.wording import ABSTENTION, time_text, without_episode
from corpus.models import Clock
from tests.fake_assistant import ABSTAINED, ANSWERED, DISAGREEING, LONG, NASTY, SUGGESTIONS, TALK, UNSURE

OUR_TAGS = frozenset(
    {"p", "div", "span", "b", "a", "section", "h2", "h3", "ol", "ul", "li", "details", "summary", "blockquote", "mark"}
    | {"button", "form", "label", "textarea"}
)


class Seen(HTMLParser):
    """What a browser would make of some markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.words: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in {"href", "src", "action"}:
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def test_every_mark_with_a_source_is_a_link_to_its_card() -> None:
    seen = Seen(answer_html(ANSWERED, EN, "a1"))
    assert seen.links[:3] == ["#a1-1", "#a1-2", "#a1-3"]
    assert {"a1-1", "a1-2", "a1-3"} <= set(seen.ids)
    assert len(seen.ids) == len(set(seen.ids))


def test_a_mark_without_a_source_stays_text() -> None:
    assert text_html("So [1] but [2].", {1}, EN, "a") == (
        '<p>So\u00a0<a href="#a-1" class="mark" aria-label="Source 1">1</a> but\u00a0[2].</p>'
    )


def test_lines_become_paragraphs_and_lists() -> None:
    markup = text_html("Three of them:\n- one\n- two\n1. first\nEnd", set(), EN, "a")
    assert markup == "<p>Three of them:</p><ul><li>one</li><li>two</li></ul><ol><li>first</li></ol><p>End</p>"


def test_a_card_tells_kind_speaker_date_and_clock_and_marks_the_quote_in_its_context() -> None:
    seen = Seen(card_html(DISAGREEING.citations[0], EN, "a"))
    assert seen.text == (
        "Source 1Transcript, episode 12Kim1 March 2024about 8:32, estimatedThe tower and the storm"
        "We went on a Sunday. The old tower is forty-one metres tall. It took us an hour to walk up."
        "Read it in fullWatch this moment (about 8:32, estimated)"
    )
    assert "<mark>The old tower is forty-one metres tall.</mark>" in card_html(DISAGREEING.citations[0], EN, "a")
    assert seen.links == [
        "/source?path=ep012%2Ftranscript.txt&start=65&end=104#here",
        "https://video.example/watch?v=coast12&t=512",
    ]


def test_an_approximate_quote_is_not_shown_as_a_quote() -> None:
    card = card_html(ANSWERED.citations[2], EN, "a")
    assert ANSWERED.citations[2].verdict is Verdict.APPROXIMATE
    assert "In other words" in card
    assert "<mark>" not in card
    assert "“" not in answer_markdown(ANSWERED.model_copy(update={"citations": ANSWERED.citations[2:]}), EN)


def test_a_misheard_quote_shows_what_was_probably_said() -> None:
    heard = ANSWERED.citations[0].model_copy(update={"heard": "It was lit in 1878."})
    assert "Probably said: It was lit in 1878." in Seen(card_html(heard, EN, "a")).text


def test_positions_stand_side_by_side_in_a_list_that_a_heading_names() -> None:
    seen = Seen(disagreement_html(DISAGREEING.disagreements[0], EN, "a", 1))
    assert seen.text == (
        "The sources disagree: height of the old tower41 metres“The old tower is forty-one metres tall.”"
        "Transcript, episode 12 · Kim 146 metres“The tower is 46 metres tall, says the harbour office”"
        "Outline, episode 12 2These cannot all be right."
    )
    assert seen.tags.count("li") == 2


def _with_row() -> Answer:
    """An answer whose second citation is a table row."""
    first, second = DISAGREEING.citations
    row = second.model_copy(update={"quote": "Tower 46 m Plan", "cells": ("Tower", "46 m", "Plan")})
    return DISAGREEING.model_copy(update={"citations": (first, row)})


def test_a_table_row_stands_with_its_cells_apart_and_in_no_quotation_marks() -> None:
    answer = _with_row()
    told = "Tower: 46 m (Plan)"
    assert f'<p class="row">{told}</p>' in card_html(answer.citations[1], EN, "a")
    panel = Seen(disagreement_html(answer.disagreements[0], EN, "a", 1, answer.citations)).text
    assert f"46 metres{told}Outline" in panel
    assert f"\\[2\\] {told} — Outline, episode 12" in answer_markdown(answer, EN)
    assert "Tower 46 m" not in answer_html(answer, EN, "a") + answer_markdown(answer, EN)


@pytest.mark.parametrize("severity", list(Severity))
def test_every_severity_is_worded(severity: Severity) -> None:
    found: Disagreement = DISAGREEING.disagreements[0].model_copy(update={"severity": severity})
    assert len({disagreement_html(found, strings, "a", 1) for strings in (EN, DE)}) == 2


def test_a_position_without_a_citation_leads_to_the_source() -> None:
    found = DISAGREEING.disagreements[0]
    bare = found.model_copy(
        update={"positions": tuple(p.model_copy(update={"citation": None}) for p in found.positions)}
    )
    assert Seen(disagreement_html(bare, EN, "a", 1)).links == [
        "/source?path=ep012%2Ftranscript.txt&start=65&end=104#here",
        "/source?path=ep012%2Foutline.md&start=18&end=70#here",
    ]


def test_an_abstention_says_so_shows_the_nearest_and_offers_to_rephrase() -> None:
    text = Seen(answer_html(ABSTAINED, EN, "a")).text
    assert text.startswith("Not in the material")
    assert "The nearest that was found" in text
    assert "Ask in other words" in text
    assert "Ask in other words" not in Seen(answer_html(ANSWERED, EN, "a")).text


def test_only_what_was_looked_for_is_called_not_in_the_material() -> None:
    bare = ABSTAINED.model_copy(update={"citations": (), "answer": ABSTENTION})
    assert Seen(answer_html(bare, EN, "a")).text.startswith(f"{EN.abstained}{ABSTENTION}{EN.rephrase}")
    missing = bare.model_copy(update={"answer": without_episode("900")})
    for answer in (TALK, missing):
        assert Seen(answer_html(answer, EN, "a")).text.startswith(f"{answer.answer}{EN.copy_answer}")


@pytest.mark.parametrize("answer", [ANSWERED, DISAGREEING, ABSTAINED], ids=lambda answer: answer.id)
def test_the_materials_words_say_their_language_where_the_page_speaks_another(answer: Answer) -> None:
    assert "lang=" not in answer_html(answer, EN, "a")
    german = answer_html(answer, DE, "a")
    assert '<div class="text" lang="en">' in german
    assert '<ul lang="en"><li><button' in german  # what can be asked next
    assert german.count('<blockquote lang="en">') == german.count("<blockquote") > 0


def test_a_rewritten_question_is_shown_and_an_unchanged_one_is_not() -> None:
    assert "Understood as: When was the lamp" in answer_html(ANSWERED, EN, "a")
    assert "Understood as" not in answer_html(ANSWERED.model_copy(update={"asked_as": ANSWERED.question}), EN, "a")


@pytest.mark.parametrize("strings", [EN, DE], ids=lambda strings: strings.language)
def test_an_unsure_answer_says_so_between_how_it_was_understood_and_its_sentences(strings: Strings) -> None:
    text = Seen(answer_html(UNSURE.model_copy(update={"asked_as": "The tower's colour?"}), strings, "a")).text
    assert text.startswith(f"{strings.asked_as}: The tower's colour?{strings.unsure}Kim, in episode 12:")


@pytest.mark.parametrize("answer", [ANSWERED, DISAGREEING, ABSTAINED], ids=lambda answer: answer.id)
def test_no_other_answer_is_called_unsure(answer: Answer) -> None:
    assert EN.unsure not in answer_html(answer, EN, "a") + answer_markdown(answer, EN)


def test_what_was_just_asked_is_not_suggested() -> None:
    answer = ANSWERED.model_copy(update={"question": "who keeps the north light today?"})
    assert "Who keeps the north light today?" not in answer_html(answer, EN, "a")
    assert "Who keeps the north light today?" in answer_html(ANSWERED, EN, "a")


def test_the_copy_carries_question_answer_and_sources() -> None:
    assert answer_markdown(DISAGREEING, EN) == (
        "**When was the lamp first lit?**\n\n"
        "Kim said that the old tower is forty-one metres tall \\[1\\]. The outline has 46 metres \\[2\\].\n\n"
        "\\[1\\] “The old tower is forty-one metres tall.” — Transcript, episode 12, Kim, 1 March 2024, about 8:32, "
        "estimated, The tower and the storm <https://video.example/watch?v=coast12&t=512>\n\n"
        "\\[2\\] “The tower is 46 metres tall, says the harbour office” — Outline, episode 12, 1 March 2024, "
        "Outline of the tower episode\n"
    )


def test_the_copy_of_an_unsure_answer_says_so() -> None:
    question, unsure, told, _ = answer_markdown(UNSURE, EN).split("\n\n")
    assert (question, unsure) == ("**What colour is the old tower?**", f"*{EN.unsure}*")
    assert told.startswith("Kim, in episode 12:")


def test_nothing_of_a_hostile_answer_becomes_markup() -> None:
    seen = Seen(answer_html(NASTY, EN, "a"))
    assert set(seen.tags) <= OUR_TAGS
    assert not {name for name in seen.attributes if name.startswith("on")}
    assert all(address.startswith(("#a-", "/source?")) for address in seen.links)
    assert "<script>alert(4)</script>" in seen.text


def test_a_hostile_answer_is_escaped_in_the_copy() -> None:
    copied = answer_markdown(NASTY, EN)
    assert "\\!\\[x\\](https:\\//evil.example/x.png)" in copied
    assert "\\<script\\>" in copied
    assert "javascript:alert(3)" not in copied


@given(st.text(max_size=80), st.text(min_size=1, max_size=80), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_words_stay_words(words: str, quote: str, url: str) -> None:
    citation = ANSWERED.citations[0].model_copy(
        update={"quote": quote, "context": f"{words}{quote}", "url": url, "title": words}
    )
    answer = Answer(
        id=words, question=words, status=ANSWERED.status, answer=words, confidence=1, citations=(citation,),
        suggestions=(words,), asked_as=quote, notice=words,
    )  # fmt: skip
    seen = Seen(answer_html(answer, EN, "a"))
    assert set(seen.tags) <= OUR_TAGS
    assert not {name for name in seen.attributes if name.startswith("on")}
    assert all(address.startswith(("#a-", "/source?", "http://", "https://")) for address in seen.links)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://show.example/12?t=3", True),
        ("http://show.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//show.example/x", False),
        ("/relative", False),
        ("https:///nowhere", False),
        ("https://show.example/a b", False),
        ("java\nscript:alert(1)", False),
        ("https://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_only_whole_web_addresses_become_links(url: str | None, safe: bool) -> None:
    assert (safe_url(url) is not None) is safe
    assert link(url, "x").startswith("<a ") is safe


def test_text_is_escaped_and_markup_is_not() -> None:
    assert tag("p", "a < b & c", tag("b", "<")) == "<p>a &lt; b &amp; c<b>&lt;</b></p>"
    assert tag("a", "x", title='"><script>', data_x=True, hidden=False, lang=None) == (
        '<a title="&quot;&gt;&lt;script&gt;" data-x>x</a>'
    )
    assert join(["<", Html("<br>")]) == "&lt;<br>"


def test_the_start_offers_four_questions_or_says_why_there_are_none() -> None:
    assert Seen(start_html((*SUGGESTIONS, "a fifth"), EN, closed=None)).tags.count("button") == 4
    closed = Seen(start_html(SUGGESTIONS, EN, closed="No index & no questions."))
    assert closed.text == "Nothing to ask yetNo index & no questions."
    assert start_html((), EN, closed=None) == ""


@pytest.mark.parametrize("code", ["bad_question", "no_index", "index_damaged", "model_unavailable", "lost", "what"])
def test_every_error_has_a_sentence(code: str) -> None:
    assert error_message(code, EN).endswith(".")


def test_a_long_list_has_a_card_for_every_item() -> None:
    seen = Seen(answer_html(LONG, EN, "a"))
    assert seen.tags.count("details") == 12
    assert seen.links[:12] == [f"#a-{n}" for n in range(1, 13)]


@pytest.mark.parametrize(("seconds", "time"), [(0.0, "0:00"), (59.9, "0:59"), (512.0, "8:32"), (3905.0, "1:05:05")])
def test_times_read_like_a_player(seconds: float, time: str) -> None:
    assert time_text(seconds) == time


def test_labels_read_as_a_person_would_say_them() -> None:
    assert name_episode("012", EN) == "episode 12"
    assert name_episode("067b", DE) == "Folge 67b"
    assert name_episode("000", EN) == "episode 0"
    assert name_date("2024-03-01", DE) == "1. März 2024"
    assert name_date("spring 2024", EN) == "spring 2024"
    assert name_date("2024-13-01", EN) == "2024-13-01"
    assert name_date(None, EN) is None
    assert name_clock(512.0, Clock.CHAPTER, EN) == "about 8:32, by chapter"
    assert name_clock(512.0, Clock.EXACT, EN) == "at 8:32"
    assert name_clock(None, Clock.EXACT, EN) is None
    assert reader_address("a b/ü&.md", 1, 2) == "/source?path=a+b%2F%C3%BC%26.md&start=1&end=2#here"


def test_an_address_without_the_time_does_not_promise_the_moment() -> None:
    citation = ANSWERED.citations[0]
    assert leads_to_moment(citation)
    assert not leads_to_moment(citation.model_copy(update={"url": "https://show.example/12"}))
