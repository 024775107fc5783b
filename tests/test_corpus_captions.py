"""Captions in three formats. All talks here are invented."""

import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from pysubs2 import SSAEvent, SSAFile

from corpus.captions.people import mentions
from corpus.captions.phrases import MOST_WORDS, cut_run_on
from corpus.captions.read import read_captions
from corpus.errors import UnreadableSource
from corpus.models import Clock, Document, Form

PARAGRAPH = """---
video_id: q7
video_url: https://video.example/watch?v=q7
title: "Harbour Week 2031 - Tides: a user's guide"
author: Harbour Week
published_date: 2031-05-09
length_minutes: 2.0
views: 12
description: >-
  Join Wenche Aalto,
  tide keeper.
is_generated: False
---

Please welcome to the stage Wenche Aalto. Good morning.
The tide   turns twice a day. >> Why twice? It follows the moon, uh, the moon goes round once.
"""

SRT = """1
00:00:01,000 --> 00:00:04,000
Good morning, I'm <i>Wenche Aalto</i>. The tide

2
00:00:04,500 --> 00:00:06,000
turns twice
a day &amp; a night. It

3
00:01:06,250 --> 00:01:08,000
never forgets.
"""

VTT = """WEBVTT - tides

NOTE video_url: https://video.example/watch?v=q8

intro
00:01.000 --> 00:04.000 align:start
<v Wenche Aalto>Salt comes in. <v.loud Bo Lindgren>And goes out.</v>

00:05.000 --> 00:06.000
Who said that?
"""


def read(file: str, path: str = "talk.srt") -> Document:
    return read_captions(path=path, version="v", file=file)


def spoken(document: Document) -> list[tuple[str | None, float | None, str]]:
    return [
        (one.speaker, one.starts_at, document.reading.text[one.start : one.end])
        for one in document.segments
        if one.form is Form.SPEECH
    ]


def test_front_matter_gives_title_date_length_and_video() -> None:
    document = read(PARAGRAPH, "talk.md")
    assert document.title == "Harbour Week 2031 - Tides: a user's guide"
    assert (document.published, document.duration_s, document.clock) == ("2031-05-09", 120.0, Clock.ESTIMATED)
    assert document.video == document.url == "https://video.example/watch?v=q7"


def test_facts_worth_asking_about_are_data_with_yaml_marks_off() -> None:
    document = read(PARAGRAPH, "talk.md")
    facts = [document.reading.text[one.start : one.end] for one in document.segments if one.form is Form.DATA]
    assert facts == [
        "title: Harbour Week 2031 - Tides: a user's guide",
        "author: Harbour Week",
        "published_date: 2031-05-09",
        "length_minutes: 2.0",
        "description: Join Wenche Aalto, tide keeper.",
    ]


def test_a_paragraph_is_cut_into_sentences_with_speakers_and_estimated_times() -> None:
    assert spoken(read(PARAGRAPH, "talk.md")) == [
        (None, 0.0, "Please welcome to the stage Wenche Aalto."),
        ("Wenche Aalto", 31.1, "Good morning."),
        ("Wenche Aalto", 40.0, "The tide turns twice a day."),
        (None, 66.7, "Why twice?"),
        (None, 75.6, "It follows the moon, uh, the moon goes round once."),
    ]


def test_srt_sentences_run_over_cues_and_begin_at_their_first_word_s_cue() -> None:
    document = read(SRT)
    assert (document.clock, document.duration_s, document.title) == (Clock.EXACT, 68.0, "Talk")
    assert spoken(document) == [
        ("Wenche Aalto", 1.0, "Good morning, I'm Wenche Aalto."),
        ("Wenche Aalto", 1.0, "The tide turns twice a day & a night."),
        ("Wenche Aalto", 4.5, "It never forgets."),
    ]


def test_vtt_voices_speak_only_in_their_own_cue() -> None:
    document = read(VTT, "talk.vtt")
    assert document.video == "https://video.example/watch?v=q8"
    assert spoken(document) == [
        ("Wenche Aalto", 1.0, "Salt comes in."),
        ("Bo Lindgren", 1.0, "And goes out."),
        (None, 5.0, "Who said that?"),
    ]


def test_what_nobody_sees_is_no_part_of_a_caption() -> None:
    cue = "WEBVTT\n\n00:01.000 --> 00:04.000\nThe \x1b[1mtide\x07 comes\u202e &#27; in&#8238;.\n"
    assert spoken(read(cue, "talk.vtt")) == [(None, 1.0, "The [1mtide comes in.")]


def test_labels_last_until_the_next_and_ordinary_words_are_no_labels() -> None:
    cues = ["WENCHE AALTO: Salt comes in.", "It stays.", ">> Bo Lindgren: Note: it leaves.", ">> Does it?"]
    file = "".join(f"{i}\n00:00:0{i},000 --> 00:00:0{i},900\n{cue}\n\n" for i, cue in enumerate(cues, 1))
    file += "5\n00:00:07,000 --> 00:00:08,000\nWENCHE AALTO: Yes.\n"
    assert spoken(read(file)) == [
        ("Wenche Aalto", 1.0, "Salt comes in."),
        ("Wenche Aalto", 2.0, "It stays."),
        ("Bo Lindgren", 3.0, "Note: it leaves."),
        (None, 4.0, "Does it?"),
        ("Wenche Aalto", 7.0, "Yes."),
    ]


def test_cues_without_a_blank_line_between_them_keep_their_numbers_out_of_the_text() -> None:
    file = "1\r\n00:00:01,000 --> 00:00:02,000\r\nSalt.\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nTide.\r\n"
    assert spoken(read(file)) == [(None, 1.0, "Salt."), (None, 3.0, "Tide.")]


def test_rolling_captions_say_each_line_once() -> None:
    file = """WEBVTT

00:00:00.000 --> 00:00:02.000
salt<00:00:00.500><c> comes</c><00:00:01.000><c> in</c>

00:00:02.000 --> 00:00:02.010
salt comes in
 

00:00:02.010 --> 00:00:04.000
salt comes in
and<00:00:02.500><c> goes</c><00:00:03.000><c> out</c>
"""
    assert spoken(read(file)) == [(None, 0.0, "salt comes in and goes out")]


def test_a_new_voice_is_marked_within_a_line_too() -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\nSalt comes in. >> Bo Lindgren: It stays. &gt;&gt; Does it?\n"
    assert spoken(read(cue)) == [
        (None, 1.0, "Salt comes in."),
        ("Bo Lindgren", 1.0, "It stays."),
        (None, 1.0, "Does it?"),
    ]


RUN_ON = (
    (1.0, 6.0, "good evening my name is Inger Falcon Burg and"),
    (6.0, 11.0, "I want to talk to you about the tide in the"),
    (11.0, 15.0, "harbour of Orle it is not the moon alone"),
    (17.0, 21.0, "we measured it for sixty one days with"),
    (21.0, 25.0, "a stick and a watch so it is cheap because the stick"),
    (25.0, 28.0, "is all that you need and then you write it down"),
)


def srt(cues: Sequence[tuple[float, float, str]]) -> str:
    lines = (f"{i}\n00:00:{a:06.3f} --> 00:00:{b:06.3f}\n{text}\n" for i, (a, b, text) in enumerate(cues, 1))
    return "\n".join(lines)


def test_captions_without_full_stops_are_cut_where_somebody_pauses_or_a_clause_begins() -> None:
    assert [(time, text) for _, time, text in spoken(read(srt(RUN_ON)))] == [
        (1.0, "good evening my name is Inger Falcon Burg"),
        (1.0, "and I want to talk to you about the tide in the harbour of Orle"),
        (11.0, "it is not the moon alone"),
        (17.0, "we measured it for sixty one days with a stick and a watch so it is cheap"),
        (21.0, "because the stick is all that you need and then you write it down"),
    ]


def test_a_speaker_is_spelled_as_the_title_or_the_show_has_the_name() -> None:
    def speakers(**about: Any) -> set[str | None]:
        document = read_captions(path="talk.srt", version="v", file=srt(RUN_ON), **about)
        return {segment.speaker for segment in document.segments}

    assert speakers() == {"Inger Falcon Burg"}
    assert speakers(title="Inga Holm: The tide") == {"Inger Falcon Burg"}
    assert speakers(title="Inger Falkenberg: The tide") == {"Inger Falkenberg"}
    assert speakers(names=("Orle", "Inger Falkenberg")) == {"Inger Falkenberg"}


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        pytest.param("Ilka Vassmark: The tide", "Ilka Vassmark", id="the same first name, and the last one much alike"),
        pytest.param("Ilka Holm: The tide", "Ilka Fastmark", id="another last name"),
        pytest.param("Elka Vassmark: The tide", "Ilka Fastmark", id="another first name"),
    ],
)
def test_who_was_misheard_is_the_one_of_that_first_name_whom_the_talk_names(title: str, speaker: str) -> None:
    cue = "1\n00:00:01,000 --> 00:00:04,000\nMy name is Ilka Fastmark, and I swim.\n"
    document = read_captions(path="talk.srt", version="v", file=cue, title=title)
    assert {segment.speaker for segment in document.segments} == {speaker}


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        pytest.param("Inger Falkenberg: The tide", "Inger Falkenberg", id="sounds the same"),
        pytest.param("Inga Holm: The tide", None, id="somebody else"),
        pytest.param(None, None, id="nobody"),
    ],
)
def test_who_was_heard_in_small_letters_is_known_by_a_name_that_the_show_writes(
    title: str | None, speaker: str | None
) -> None:
    cue = "1\n00:00:01,000 --> 00:00:04,000\nhello my name is inger falcon burg and I swim\n"
    document = read_captions(path="talk.srt", version="v", file=cue, title=title)
    assert {segment.speaker for segment in document.segments} == {speaker}


@pytest.mark.parametrize(
    "goes_on",
    [
        "I'm the tide keeper",
        "I’ve kept it for years",
        "I keep the tide",
        "and I keep the tide",
        "And I keep the tide",
        "From the tide office",
        "So I keep the tide",
        "The tide keeper",
        "We keep the tide",
        "Hello everyone",
        "Thanks for coming",
        "Let me begin",
        "Monday is my day",
        "Tide Keeper of Orle",
        "Engineer",
        "BBC News",
        "OK so the tide",
        "um so the tide",
        "Lindgren",
    ],
)
def test_a_name_in_captions_without_full_stops_ends_where_the_sentence_goes_on(goes_on: str) -> None:
    starts = ("um my name's", "hello I'm I'm", "my name is Dr")
    assert {mentions(f"{start} Bo Lindgren {goes_on}").self_name for start in starts} == {"Bo Lindgren"}


def test_who_is_welcomed_or_thanked_is_no_more_than_the_name() -> None:
    assert mentions("please welcome Dr Bo Lindgren Thank you").announced == ("Bo Lindgren",)
    assert mentions("thank you Bo Lindgren I think that is all").thanked == "Bo Lindgren"
    assert mentions("joined by Ada Voss And Bo Lindgren").hinted == ("Ada Voss", "Bo Lindgren")
    assert mentions("So Bo Lindgren here I keep the tide").self_name == "Bo Lindgren"


@pytest.mark.parametrize(
    "name",
    ["Mary Ann Young", "Ada van der Voss", "Thomas Voss III", "J R Voss", "So Young Kim", "JJ Voss", "Ada May Voss"],
)
def test_a_whole_name_stays_whole(name: str) -> None:
    assert mentions(f"hello my name is {name} and I swim").self_name == name


TALK = "the tide and it is so sixty one of Orle, harbour we no when 7 — x"
WORDS = st.lists(st.sampled_from(TALK.split()), max_size=120)


@given(WORDS, st.dictionaries(st.integers(0, 400), st.floats(0, 9)))
def test_phrases_hold_every_word_once_and_none_is_long(words: list[str], silences: dict[int, float]) -> None:
    text = " ".join(words)
    phrases = [text[start:end].split() for start, end in cut_run_on(text, 0, len(text), silences)]
    assert [word for phrase in phrases for word in phrase] == words
    assert all(0 < len(phrase) <= MOST_WORDS for phrase in phrases)


def test_a_long_talk_without_full_stops_is_cut_in_linear_time() -> None:
    start = time.process_time()
    read("---\ntitle: Tides\n---\n\n" + "the tide and so it comes in when we " * 4_000, "talk.md")
    assert time.process_time() - start < 8


def test_stage_directions_are_no_speech_and_end_a_sentence() -> None:
    heard = "thank you [Applause] so the tide ♪ turns (laughs) twice (a day) [Music - Salt Song]"
    assert [text for _, _, text in spoken(read(heard, "talk.txt"))] == [
        "thank you",
        "so the tide",
        "turns",
        "twice (a day)",
    ]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        pytest.param(
            "1\n0:zero --> 00:00:02,000\nHi\n",
            "talk.srt:2: '0:zero' is not a caption time; expected HH:MM:SS,mmm or MM:SS.mmm.",
            id="wrong start",
        ),
        pytest.param(
            "WEBVTT\n\n00:01.000 --> 00:99.000\nHi\n",
            "talk.srt:3: '00:99.000' is not a caption time; expected HH:MM:SS,mmm or MM:SS.mmm.",
            id="99 seconds",
        ),
        pytest.param(
            "WEBVTT\n\nNOTE nothing\n",
            "talk.srt: no caption found; expected times such as '00:00:01,000 --> 00:00:04,000'.",
            id="no cue",
        ),
        pytest.param(
            "1\n00:00:01,000 --> 00:00:02,000\n" + "x" * 30_000,
            "talk.srt:3: a line of 30,000 characters is no caption.",
            id="huge line",
        ),
        pytest.param(
            "just words\n",
            "talk.srt: no caption found; expected times such as '00:00:01,000 --> 00:00:04,000'.",
            id="words without times",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(file: str, message: str) -> None:
    with pytest.raises(UnreadableSource) as problem:
        read(file)
    assert str(problem.value) == message


def test_front_matter_without_words_below_it_is_told() -> None:
    with pytest.raises(UnreadableSource) as problem:
        read("---\ntitle: Tides\n---\n\n", "talk.md")
    assert str(problem.value) == "talk.md: no captions below the front matter; put the words that were heard there."


def test_nested_front_matter_is_refused_in_one_line() -> None:
    with pytest.raises(UnreadableSource, match="^talk.md:1: "):
        read("---\nkeywords: " + "[" * 20_000 + "\n---\nHello.\n", "talk.md")


SENTENCE = st.sampled_from(["Salt comes in.", "the tide turns", "It & the moon.", "Twice a day?", "7 boats", "Æ ø 潮"])


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@given(
    st.lists(st.tuples(st.integers(0, 5_000_000), st.lists(SENTENCE, min_size=1, max_size=3)), min_size=1, max_size=12)
)
def test_srt_is_read_as_pysubs2_reads_it(cues: list[tuple[int, list[str]]]) -> None:
    subs = SSAFile()
    subs.events = [SSAEvent(start=start, end=start + 900, text=r"\N".join(lines)) for start, lines in cues]
    document = read(subs.to_string("srt"))
    events = SSAFile.from_string(subs.to_string("srt")).events
    words = " ".join(flat(event.plaintext) for event in events)
    assert flat(document.reading.text) == flat(words)
    first = spoken(document)[0][1]
    assert first == pytest.approx(events[0].start / 1000, abs=0.002)


def test_vtt_is_read_as_webvtt_reads_it(tmp_path: Path) -> None:
    file = "WEBVTT\n\nSTYLE\n::cue {color: red}\n\na name\n01:02.500 --> 01:04.000 line:0\nSalt\ncomes <b>in</b>.\n\n"
    file += "1:00:00.000 --> 1:00:01.000\nIt goes.\n"
    path = tmp_path / "talk.vtt"
    path.write_text(file, encoding="utf-8")
    theirs = [(caption.start_in_seconds, flat(caption.text)) for caption in webvtt.read(str(path)).captions]
    ours = [(time, text) for _, time, text in spoken(read(file))]
    assert ours == [(62.5, "Salt comes in."), (3600.0, "It goes.")]
    assert [text for _, text in theirs] == [text for _, text in ours]


@pytest.mark.parametrize(("file", "path"), [(PARAGRAPH, "talk.md"), (SRT, "talk.srt"), (VTT, "talk.vtt")])
def test_every_segment_leads_back_to_its_words_in_the_file(file: str, path: str) -> None:
    document = read(file, path)
    for segment in document.segments:
        start, end = document.reading.to_file(segment.start, segment.end)
        first, last = (document.reading.text[segment.start : segment.end].split()[at] for at in (0, -1))
        stretch = re.sub(r"<[^<>]{0,40}>", "", file[start:end])
        assert (stretch[: len(first)], stretch[-len(last) :]) == (first, last)


HOSTILE = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(["WEBVTT\n", "\n", "00:01 --> 00:02\n", "<v ", ">", "<", ">>", "A: ", "-->", "1\n"])).map(
        "".join
    ),
)


@given(HOSTILE, st.sampled_from(["talk.srt", "talk.md"]))
def test_any_text_is_captions_or_told_to_be_none(file: str, path: str) -> None:
    try:
        document = read(file, path)
    except UnreadableSource as problem:
        assert str(problem).startswith(f"{path}:") and "\n" not in str(problem)
        return
    assert all(one.start < one.end for one in document.segments)
