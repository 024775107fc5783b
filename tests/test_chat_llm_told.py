"""The answer with a language model, as a reader is told it: whole quotations, whole lines, honest notices."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from types import ModuleType, SimpleNamespace

import pytest
from llama_index.core.llms import ChatMessage, ChatResponse
from pydantic import SecretStr

from chat.citations import Documents
from chat.errors import ModelUnavailable
from chat.llm.budget import TokenBudget
from chat.llm.closing import Written
from chat.llm.connect import connect
from chat.llm.draft import Draft
from chat.llm.evidenced import evidence_of
from chat.llm.marks import Said, sentences
from chat.llm.prompt import Turn
from chat.llm.rephrase import is_faithful
from chat.llm.reply import ModelSettings, Piece, Unsupported
from chat.llm.watch import Watch
from chat.llm.writer import Writer
from chat.llm.written import shifted
from chat.memory.follow_up import StandAlone
from chat.models import Delta, Disagreement, DisagreementKind, Message, Position, Severity, Verdict
from chat.wording import ABSTENTION
from corpus.models import Form, Passage, SourceKind
from corpus.tokens import count_tokens
from tests.fakes import FakeSource, make_passage
from tests.kestrel import LENGTH, ON_AIR, PASSAGES, PLAN, PRICE, QUESTION, documents, run, writer
from tests.scripted_llm import Pause, Raw, Scripted, scripted_server

pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra [openai]")

LONG = "The Kestrel is 32 metres long [{0}]."
LONG_SHOWN = "The Kestrel is 32 metres long [1]."
NOT = "(not found in the sources)"


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted_server() as scripted:
        yield scripted


def said(text: str, size: int = 1_000_000) -> list[Said]:
    return list(sentences(text[at : at + size] for at in range(0, len(text), size)))


def in_all_pieces(text: str) -> list[Said]:
    found = said(text)
    assert all(said(text, size) == found for size in (1, 2, 3, 5, 11))
    return found


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "„{}“", "«{}»", "＂{}＂", "「{}」", "『{}』", "〝{}〞", "❝{}❞"])
def test_a_quotation_of_several_sentences_stays_in_one_piece(marks: str) -> None:
    quoted = marks.format("None of the members came back. Two of them have a form.")
    assert in_all_pieces(f"Imke put it so: {quoted} [q1a2b] Then she left [q3c4d].") == [
        Said(text=f"Imke put it so: {quoted}", keys=("q1a2b",)),
        Said(text="Then she left.", keys=("q3c4d",)),
    ]


def test_a_quotation_of_several_sentences_is_shown_as_the_source_writes_it_or_without_marks(server: Scripted) -> None:
    talk = "Maren: “We bought her in Norrbo for ninety thousand euros. She {} passengers in summer.” [{{0}}]"
    passages = [make_passage("talk.txt", ("Maren", PRICE), ("Maren", "She takes passengers in summer."))]
    shown = []
    for verb in ("takes", "took"):
        server.say(talk.format(verb))
        with writer(server) as made:
            *_, written = made.write(QUESTION, passages, documents=texts_of(*passages))
        assert isinstance(written, Written)
        shown.append(written.text)
    words = f"{PRICE} She {{}} passengers in summer"
    assert shown == [f"Maren: “{words.format('takes')}” [1].", f"Maren: {words.format('took')} [1]."]


def texts_of(*passages: Passage) -> Documents:
    read = FakeSource(*passages).read(bool, print, print).documents
    return {document.path: document for document in read}.__getitem__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He said “We left. It sank [q1a2b].", ["He said We left.", "It sank."], id="never closed"),
        pytest.param("He said “We left [q1a2b]. It sank” [q3c4d].", ["He said We left.", "It sank."], id="over a key"),
        pytest.param('It is 12" wide [q1a2b]. It sank.', ['It is 12" wide.', "It sank."], id="inches"),
        pytest.param("“One\nTwo”", ["One", "Two"], id="over a line's end"),
    ],
)
def test_a_quotation_mark_without_its_other_half_is_left_out(text: str, expected: list[str]) -> None:
    assert [one.text for one in in_all_pieces(text)] == expected


def test_a_quotation_that_is_never_closed_holds_nothing_up_for_ever() -> None:
    longest = max(len(one.text) for one in said("He said “" + "we left the pier. " * 400, 50))
    assert longest < 60


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("She paid [**2**].", Said(text="She paid.", keys=("2",)), id="bold"),
        pytest.param("She paid [_q1a2b_].", Said(text="She paid.", keys=("q1a2b",)), id="italic"),
        pytest.param("She paid ([q1a2b]).", Said(text="She paid.", keys=("q1a2b",)), id="in round brackets"),
        pytest.param("She paid (see [q1a2b], [q3c4d]).", Said(text="She paid.", keys=("q1a2b", "q3c4d")), id="see"),
    ],
)
def test_marks_leave_nothing_behind(text: str, expected: Said) -> None:
    assert in_all_pieces(text) == [expected]


def test_keys_before_sentences_are_their_own_when_the_reply_begins_with_one() -> None:
    assert in_all_pieces("[q1a2b] She is 32 metres long. [q3c4d] She was bought in 2017. [q5e6f][q1a2b] Why?") == [
        Said(text="She is 32 metres long.", keys=("q1a2b",)),
        Said(text="She was bought in 2017.", keys=("q3c4d",)),
        Said(text="Why?", keys=("q5e6f", "q1a2b")),
    ]


def test_lines_of_the_reply_stay_lines() -> None:
    reply = "## Price\nIt cost ninety [q1a2b]. It sank [q1a2b].\n\n**Crew**\n- Two [q1a2b]\n\nAll left [q1a2b]."
    assert [(one.text, one.line, one.heading) for one in in_all_pieces(reply)] == [
        ("Price", True, True),
        ("It cost ninety.", True, False),
        ("It sank.", False, False),
        ("Crew", True, True),
        ("- Two", True, False),
        ("All left.", True, False),
    ]


@pytest.mark.parametrize("size", [5, 1_000, 1_000_000])
def test_long_thoughts_are_left_out_whole(size: int) -> None:
    assert said("<think>" + "so. " * 50_000 + "</think>It sank.", size) == [Said(text="It sank.")]


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        pytest.param("Maren said it.", f"Maren said it {NOT}.", id="one subject word is no ground"),
        pytest.param("She takes passengers in winter.", f"She takes passengers in winter {NOT}.", id="a denial gone"),
        pytest.param("Tobias said she has two masts.", f"Tobias said she has two masts {NOT}.", id="another speaker"),
        pytest.param(
            "The Heron was bought for ninety thousand euros.",
            f"The Heron was bought for ninety thousand euros {NOT}.",
            id="words of several places",
        ),
        pytest.param(PRICE, f"{PRICE[:-1]} [2].", id="word for word"),
        pytest.param(f"“{PRICE}”", f"“{PRICE[:-1]}” [2].", id="quoted"),
    ],
)
def test_a_sentence_without_a_key_is_cited_where_all_of_it_stands(server: Scripted, reply: str, shown: str) -> None:
    server.say(f"{LONG} {reply}")
    assert run(server).text == f"{LONG_SHOWN} {shown}"


@pytest.mark.parametrize(
    "words",
    ["Sure!", "Certainly!", "Great question!", "Here is what the show says:", "Here's what I found about the Kestrel:",
     "I hope this helps!", "Let me know if you have any other questions.", "Price\n", "## Length of the ship\n",
     "**Crew**\n"],
)  # fmt: skip
def test_what_claims_nothing_is_left_out_and_not_counted(server: Scripted, words: str) -> None:
    reply = f"{words}\n{LONG}" if words.endswith((":", "\n")) else f"{words} {LONG} {words}"
    server.say(reply)
    written = run(server)
    assert (written.text.strip(), written.marked, written.stopped) == (LONG_SHOWN, 0, None)


def test_a_courtesy_that_claims_something_is_checked(server: Scripted) -> None:
    server.say(f"{LONG} Sure, the Kestrel was sold in Helsinki.")
    assert run(server).text == f"{LONG_SHOWN} Sure, the Kestrel was sold in Helsinki {NOT}."


def test_an_introduction_that_stands_has_its_number_inside(server: Scripted) -> None:
    server.say("The Kestrel has two masts [{0}]:\n- It was bought in 2017 [{1}]")
    assert run(server).text == "The Kestrel has two masts [1]:\n- It was bought in 2017 [2]"


@pytest.mark.parametrize(
    "reply", [ABSTENTION.replace("'", "’"), f"“{ABSTENTION}”", f'"{ABSTENTION}"', f"{ABSTENTION} ", f"**{ABSTENTION}**"]
)
def test_an_abstention_is_one_however_it_is_written(server: Scripted, reply: str) -> None:
    server.say(reply)
    assert (run(server).text, run(server).abstained) == (ABSTENTION, True)


def test_a_block_of_code_has_no_quotation_marks(server: Scripted) -> None:
    server.say(f'{LONG}\n```\nMaren: “we sank her twice” or "so"\n```')
    assert run(server).text == f"{LONG_SHOWN}\n```\nMaren: we sank her twice or so\n``` {NOT}."


CUT = Raw(b'data: {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices":'
          b' [{"index": 0, "delta": {"content": ""}, "finish_reason": "length"}]}\n\n')  # fmt: skip


@pytest.mark.parametrize(
    ("tail", "shown"),
    [
        pytest.param(" We bought her for ninety thousand euros [q36", "", id="half a key"),
        pytest.param(" We bought her for ninety thousand euros. [q36", "", id="a sentence without its key"),
        pytest.param(" We bought her for ninety", "", id="half a sentence"),
        pytest.param(" It was bought in 2017 [{1}][q3", " It was bought in 2017 [2]", id="a second key"),
        pytest.param(" It was bought in 2017 [{1}].", " It was bought in 2017 [2].", id="whole"),
    ],
)
def test_of_a_reply_that_was_cut_off_only_what_is_whole_is_shown_and_it_is_told(
    server: Scripted, tail: str, shown: str
) -> None:
    server.say([f"{LONG}{tail}", CUT])
    written = run(server)
    assert (written.text, written.marked, written.stopped) == (LONG_SHOWN + shown, 0, None)
    assert written.notice == "The language model had no room left, so that this answer may lack its end."


def test_a_model_that_thinks_until_there_is_no_room_is_told(server: Scripted) -> None:
    server.say(["<think>So, what is it", CUT])
    assert (run(server).text, run(server).stopped) == ("", "The language model had no room left.")


def test_a_whole_reply_has_no_notice(server: Scripted) -> None:
    server.say(LONG)
    assert run(server).notice is None


LOG = make_passage("log.txt", ("Maren", "Kittiwake diesel burned eighty litres a day."))
TABLE = make_passage("table.md", (None, "Kittiwake diesel burned 90 litres Skipper's email"), kind=SourceKind.OUTLINE)
CELLS = ("Kittiwake diesel burned", "90 litres", "Skipper's email")
ROW = TABLE.model_copy(
    update={"sentences": (TABLE.sentences[0].model_copy(update={"form": Form.ROW, "cells": CELLS}),)}
)


def litres(severity: Severity, *, end: int = len(ROW.text)) -> Disagreement:
    said = Position(value="80", quote=LOG.text, path="log.txt", start=0, end=len(LOG.text), kind=SourceKind.TRANSCRIPT)
    planned = Position(value="90", quote=ROW.text, path="table.md", start=0, end=end, kind=SourceKind.OUTLINE)
    kind = DisagreementKind.QUANTITY
    return Disagreement(id="d", topic="diesel", kind=kind, severity=severity, positions=(said, planned))


def told_of(server: Scripted, disagreement: Disagreement) -> Written:
    server.say("Kittiwake diesel burned eighty litres a day [{0}].")
    with writer(server) as made:
        *_, written = made.write(
            "How much diesel?",
            [LOG, ROW],
            documents=texts_of(LOG, TABLE),
            disagreements=[disagreement],
        )
    assert isinstance(written, Written)
    return written


@pytest.mark.parametrize(
    ("severity", "lead"),
    [
        (Severity.CONFLICT, "The sources disagree."),
        (Severity.UPDATE, "Later material has another value."),
        (Severity.SCOPE, "The sources put it differently, perhaps about different scopes."),
    ],
)
def test_a_forgotten_side_is_told_as_without_a_model_and_a_table_row_without_quotation_marks(
    server: Scripted, severity: Severity, lead: str
) -> None:
    written = told_of(server, litres(severity))
    assert written.text == (
        f"Kittiwake diesel burned eighty litres a day [1]. {lead}"
        f" Maren, in the transcript: “{LOG.text.rstrip('.')}” [1]."
        " The outline has: Kittiwake diesel burned: 90 litres (Skipper's email) [2]."
    )
    assert [position.citation for position in written.disagreements[0].positions] == [1, 2]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("“Kittiwake diesel burned | 90 litres”", "Kittiwake diesel burned: 90 litres"),
        (
            "“Kittiwake diesel burned 90 litres Skipper's email.”",
            "Kittiwake diesel burned: 90 litres (Skipper's email)",
        ),
        ("Kittiwake diesel burned “90 litres”", "Kittiwake diesel burned “90 litres”"),
    ],
)
def test_a_quotation_over_cells_of_a_table_row_is_told_with_its_cells_apart_and_without_quotation_marks(
    server: Scripted, words: str, shown: str
) -> None:
    server.say(f"The outline has {words} [{{0}}].")
    with writer(server) as made:
        *_, written = made.write("How much diesel?", [ROW], documents=texts_of(TABLE))
    assert isinstance(written, Written)
    (citation,) = written.citations
    assert (written.text, citation.verdict, citation.cells) == (f"The outline has {shown} [1].", Verdict.EXACT, CELLS)


def test_a_disagreement_with_a_side_that_cannot_be_quoted_is_not_told_by_half(server: Scripted) -> None:
    gone = litres(Severity.CONFLICT)
    nowhere = gone.positions[1].model_copy(update={"path": "log.txt", "start": 900, "end": 909})
    written = told_of(server, gone.model_copy(update={"positions": (gone.positions[0], nowhere)}))
    assert written.text == "Kittiwake diesel burned eighty litres a day [1]."
    assert [citation.n for citation in written.citations] == [1]


def test_what_a_failed_sentence_would_have_cited_is_not_cited() -> None:
    beyond = PLAN.sentences[0].model_copy(update={"start": 9_000, "end": 9_030})
    lost = PLAN.model_copy(update={"sentences": (beyond,)})
    draft = Draft(documents=documents, unsupported=Unsupported.MARK)
    given = {"q0001": evidence_of(ON_AIR), "q0002": evidence_of(lost)}
    draft.add(Said(text="The Kestrel has two masts.", keys=("q0001", "q0002")), given)
    assert draft.citations == []


def test_the_shows_own_bracketed_numbers_are_not_raised() -> None:
    text = "Maren, in the outline: “as “shown” in [1], [2]” [1][2]. Tobias: “He said “so” [3]."
    assert shifted(Delta(text=text), by=4) == Delta(
        text="Maren, in the outline: “as “shown” in [1], [2]” [5][6]. Tobias: “He said “so” [7]."
    )


TALK = [Message(content="What of the Kestrel ferry?")]
FOLLOW = StandAlone(question="How much did the Kestrel ferry cost?", changed=True)


def test_rewriting_a_follow_up_is_counted_and_stops_when_the_budget_is_spent(server: Scripted) -> None:
    server.say("How much did the Kestrel ferry cost its owners?")
    budget = TokenBudget(500, clock=lambda: 0.0)
    settings = ModelSettings(model="scripted", url=server.url, rewrites=True)
    made = Writer(settings, budget=budget)
    first = made.rephrase("and how much did it cost?", TALK, FOLLOW)
    assert first.question == "How much did the Kestrel ferry cost its owners?"
    assert not budget.has_left()  # the server counts 700
    assert made.rephrase("and how much did it cost?", TALK, FOLLOW) == FOLLOW
    made.close()
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("text", "faithful"),
    [
        ("Why did the Kittiwake sail in 2024?", False),
        ("Why did the Kittiwake not sail in 2024?", True),
        ("Why didn't the Kittiwake sail in 2024?", True),
    ],
)
def test_a_rewriting_keeps_what_was_denied(text: str, faithful: bool) -> None:
    question = "And why did it not sail in 2024?"
    assert is_faithful(text, question, listener=[question, "The Kittiwake?"], answers=[], rarity=None) is faithful


def test_known_disagreements_are_counted_to_the_budget(server: Scripted) -> None:
    server.say(LONG)
    quote = "The Kestrel is thirty-two metres long and has two masts, as was said more than once. " * 4
    side = Position(value="32", quote=quote, path="talk.txt", start=0, end=len(LENGTH), kind=SourceKind.TRANSCRIPT)
    other = Position(value="34", quote=quote, path="plan.md", start=0, end=9, kind=SourceKind.OUTLINE)
    one = Disagreement(
        id="d", topic="length", kind=DisagreementKind.QUANTITY, severity=Severity.CONFLICT, positions=(side, other)
    )
    with writer(server, context_tokens=2_048, answer_tokens=848) as made:
        list(made.write(QUESTION, PASSAGES, documents=documents, disagreements=[one] * 20))
    (asked,) = server.asked
    assert sum(count_tokens([message["content"] for message in asked["messages"]])) <= 1_200
    assert '<passage key="' in asked["messages"][1]["content"]


def test_a_model_that_is_busy_is_replaced_like_any_that_fails(server: Scripted) -> None:
    server.say([LONG, Pause(1.0)])
    with writer(server, at_once=1, first_token_s=0.1, total_s=5.0) as made:
        first = made.write(QUESTION, PASSAGES, documents=documents)
        next(first)
        (second,) = made.write(QUESTION, PASSAGES, documents=documents)
        first.close()
    assert isinstance(second, Written)
    assert (second.text, second.stopped) == ("", "The language model is busy with other questions.")


class _OddError(Exception):
    """Of a library that nobody here knows; it repeats the key."""


class Oddity:
    """A model class that names its limits in its own way."""

    made: dict[str, object]

    def __init__(self, model: str, api_key: str, max_tokens: int = 16, request_timeout: float = 1.0) -> None:
        type(self).made = {"model": model, "max_tokens": max_tokens, "request_timeout": request_timeout}

    def stream_chat(self, messages: Sequence[object]) -> Iterator[object]:
        yield SimpleNamespace(delta="It ", raw=None)
        raise _OddError("no, your key is sk-very-secret")


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> ModelSettings:
    module = ModuleType("llama_index.llms.oddity")
    module.Oddity = Oddity  # type: ignore[attr-defined] # a module made here
    monkeypatch.setitem(sys.modules, "llama_index.llms.oddity", module)
    return ModelSettings(model="m", provider="oddity.Oddity", key=SecretStr("sk-very-secret"), answer_tokens=300)


def test_any_class_is_given_the_limits_that_it_knows(odd: ModelSettings) -> None:
    connect(odd)
    assert Oddity.made == {"model": "m", "max_tokens": 300, "request_timeout": 22.0}


@pytest.mark.parametrize("where", ["chat.llm.connect.import_module", "tests.test_chat_llm_told.Oddity.__init__"])
def test_a_class_that_cannot_be_loaded_or_made_is_told_in_one_line(
    odd: ModelSettings, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fails(*_: object, **named: object) -> None:
        raise (ImportError if "import" in where else _OddError)("your key is sk-very-secret")

    monkeypatch.setattr(where, fails)
    with pytest.raises(ModelUnavailable, match=r"^oddity\.Oddity of llama_index\.llms cannot be set up"):
        connect(odd)


def test_whatever_a_library_raises_is_told_in_one_line_without_the_key(
    odd: ModelSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    pieces = Watch(connect(odd), at_once=1, first_token_s=5.0, total_s=5.0).pieces([Turn(role="user", content="?")])
    assert next(pieces) == Piece(text="It ")
    with pytest.raises(ModelUnavailable) as problem:
        next(pieces)
    assert str(problem.value) == "The language model at oddity sent a reply that cannot be read."
    assert "secret" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raw", "message", "cut"),
    [
        pytest.param(SimpleNamespace(choices=[SimpleNamespace(finish_reason="length")]), {}, True, id="like OpenAI"),
        pytest.param({"choices": [{"finish_reason": "length"}]}, {}, True, id="like OpenAI, as data"),
        pytest.param({"type": "message_delta"}, {"stop_reason": "max_tokens"}, True, id="Anthropic"),
        pytest.param({"done_reason": "length"}, {}, True, id="Ollama"),
        pytest.param({"finish_reason": "MAX_TOKENS"}, {}, True, id="Cohere"),
        pytest.param({"type": "message_delta"}, {"stop_reason": "end_turn"}, False, id="ended by itself"),
        pytest.param({"choices": []}, {"stop_reason": None}, False, id="goes on"),
        pytest.param(None, {}, False, id="a class that does not say"),
    ],
)
def test_a_reply_that_was_cut_off_is_known_in_the_words_of_every_class(
    odd: ModelSettings, monkeypatch: pytest.MonkeyPatch, raw: object, message: dict[str, object], cut: bool
) -> None:
    def stream_chat(*_: object) -> Iterator[ChatResponse]:
        yield ChatResponse(message=ChatMessage(additional_kwargs=message), delta="It ", raw=raw)

    monkeypatch.setattr(Oddity, "stream_chat", stream_chat)
    assert list(connect(odd).stream([Turn(role="user", content="?")])) == [Piece(text="It ", cut=cut)]
