"""The answer with a language model, against a scripted server: when it fails, is late, is busy, or is not there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from pydantic import SecretStr

from chat.errors import ModelUnavailable
from chat.llm.closing import Written
from chat.llm.reply import ModelSettings
from chat.llm.writer import Writer, check_model
from chat.models import Delta
from tests.kestrel import LENGTH, PASSAGES, QUESTION, documents, run, settings, writer
from tests.scripted_llm import Hangup, Pause, Raw, Refuse, Scripted, Until, scripted_server

pytest.importorskip("llama_index.llms.openai_like", reason="needs the extra [openai]")

UNREADABLE = "The language model at {url} sent a reply that cannot be read."
NOTHING = "Nothing that the language model wrote was found in the sources."
TOO_LITTLE = "Too little of what the language model wrote was found in the sources."


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted_server() as scripted:
        yield scripted


@pytest.mark.parametrize(
    ("script", "why"),
    [
        pytest.param(Refuse(429), "The language model at {url} has too many questions just now (429).", id="429"),
        pytest.param(Refuse(500), "The language model at {url} answered with error 500.", id="500"),
        pytest.param(Refuse(401), "The language model at {url} refused the key (401); set AIRCHECK_LLM_KEY.", id="401"),
        pytest.param([Hangup()], "The language model at {url} broke off.", id="hang-up"),
        pytest.param([Raw(b"data: {garbage\n\n")], UNREADABLE, id="garbage"),
        pytest.param([Raw(b'data: {"choices": "what"}\n\n')], UNREADABLE, id="shape"),
        pytest.param([], NOTHING, id="nothing"),
        pytest.param(["All is well. " * 3], NOTHING, id="no keys"),
        pytest.param(["A b c [{0}]. " * 9], "The language model repeated itself.", id="a loop"),
        pytest.param(["abc " * 4000], "The language model repeated itself.", id="endless"),
        pytest.param([Pause(1.0)], "The language model did not begin within 0.3 seconds.", id="no first token"),
    ],
)
def test_a_model_that_fails_before_any_text_is_told_in_one_line(server: Scripted, script: object, why: str) -> None:
    server.say(script)  # type: ignore[arg-type] # a script of each kind
    limit = 0.3 if "begin" in why else 5.0
    written = run(server, first_token_s=limit)
    assert (written.text, written.stopped) == ("", why.format(url=server.url))
    assert "sk-" not in str(written)


@pytest.mark.parametrize(
    ("script", "why"),
    [
        pytest.param([Pause(1.0)], "The language model fell silent for 0.4 seconds.", id="silence"),
        pytest.param([Hangup()], "The language model at {url} broke off.", id="hang-up"),
        pytest.param(["It flies [{0}]. It sings [{0}]. It talks [{0}]. It cooks [{0}]."], TOO_LITTLE, id="lies"),
        pytest.param(["It is long [{0}]. " * 9], "The language model repeated itself.", id="loop"),
    ],
)
def test_what_was_shown_stands_when_the_rest_fails(server: Scripted, script: list[object], why: str) -> None:
    server.say(["The Kestrel is 32 metres long [{0}]. Then ", *script])  # type: ignore[list-item] # steps
    written = run(server, first_token_s=0.4)
    assert written.text.startswith("The Kestrel is 32 metres long [1].")
    assert written.stopped == why.format(url=server.url)
    assert written.citations[0].quote == LENGTH


def test_the_total_time_is_bounded(server: Scripted) -> None:
    server.say([step for _ in range(40) for step in ("word ", Pause(0.05))])
    written = run(server, total_s=0.5, first_token_s=0.4)
    assert (written.text, written.stopped) == ("", "The language model took longer than 0.5 seconds.")


def test_a_server_that_is_not_there_is_tried_again_and_then_told() -> None:
    nowhere = ModelSettings(model="m", url="http://127.0.0.1:9/v1", tries=2)
    with closing(Writer(nowhere)) as made:
        (written,) = made.write(QUESTION, PASSAGES, documents=documents)
    assert isinstance(written, Written)
    assert (written.text, written.stopped) == ("", "The language model at http://127.0.0.1:9/v1 cannot be reached.")


@pytest.mark.parametrize(
    ("script", "why"),
    [
        pytest.param(Refuse(500), "The language model at {url} answered with error 500.", id="500"),
        pytest.param(Hangup(), "The language model at {url} broke off.", id="hang-up"),
    ],
)
def test_only_connecting_is_tried_again(server: Scripted, script: Refuse | Hangup, why: str) -> None:
    server.say(script)
    assert run(server, tries=3).stopped == why.format(url=server.url)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "url", ["localhost:11434/v1", "nonsense", "ftp://host/v1", "http://[", "http:///v1", "http://host/\n", "http://\0/"]
)
def test_an_address_that_is_none_is_told_in_one_line_and_not_repeated(url: str) -> None:
    with pytest.raises(ModelUnavailable) as problem:
        Writer(ModelSettings(model="m", url=url))
    assert str(problem.value) == (
        "The language model's address must be that of a host, with http:// or https://; correct AIRCHECK_LLM_URL."
    )


def test_what_an_address_holds_back_is_in_no_message() -> None:
    secret = ModelSettings(model="m", url="http://me:very-secret@127.0.0.1:9/v1?key=very-secret#very-secret", tries=1)
    assert check_model(secret) == "The language model at http://127.0.0.1:9/v1 cannot be reached."


def test_a_model_that_the_package_does_not_know_is_told_before_a_question() -> None:
    with pytest.raises(ModelUnavailable) as problem:
        Writer(ModelSettings(model="parrot-9", provider="openai", key=SecretStr("sk-very-secret")))
    assert str(problem.value) == (
        "The installed LlamaIndex package does not know parrot-9; update it, or set AIRCHECK_LLM_MODEL."
    )


def test_where_the_system_has_no_thread_left_the_model_counts_as_unavailable_and_stays_free(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: object) -> None:
        raise RuntimeError("can't start new thread")

    server.say("The Kestrel is 32 metres long [{0}].")
    with writer(server, at_once=1) as made:
        with monkeypatch.context() as without_threads:
            without_threads.setattr("threading.Thread.start", start)
            (first,) = made.write(QUESTION, PASSAGES, documents=documents)
        *_, second = made.write(QUESTION, PASSAGES, documents=documents)
    assert isinstance(first, Written) and isinstance(second, Written)
    assert (first.stopped, second.stopped) == ("The language model cannot be asked just now.", None)


def test_the_key_is_masked_wherever_settings_are_shown(server: Scripted) -> None:
    shown = settings(server)
    assert "very-secret" not in f"{shown!r} {shown} {shown.model_dump()} {shown.model_dump_json()}"


def test_twenty_readers_at_once_are_all_answered_four_at_a_time(server: Scripted) -> None:
    server.say([Pause(0.05), "The Kestrel is 32 metres long [{0}]."])

    def ask(made: Writer) -> str:
        *_, written = made.write(QUESTION, PASSAGES, documents=documents)
        assert isinstance(written, Written)
        return written.text

    with writer(server, at_once=4) as made, ThreadPoolExecutor(20) as readers:
        texts = list(readers.map(ask, [made] * 20))
    assert texts == ["The Kestrel is 32 metres long [1]."] * 20
    assert server.most_open <= 4


def test_a_reader_who_leaves_frees_the_model(server: Scripted) -> None:
    rest = [step for _ in range(20) for step in ("x ", Pause(0.05))]
    server.say(["The Kestrel is 32 metres long [{0}]. Then ", *rest])
    with writer(server, at_once=1) as made:
        with closing(made.write(QUESTION, PASSAGES, documents=documents)) as events:
            next(events)
        server.say("The Kestrel is 32 metres long [{0}].")
        *_, written = made.write(QUESTION, PASSAGES, documents=documents)
    assert isinstance(written, Written)


def test_the_first_text_comes_while_the_model_still_writes(server: Scripted) -> None:
    shown = threading.Event()
    server.say(["The Kestrel is 32 metres long [{0}]. Then ", Until(shown), "it was bought in 2017 [{1}]."])
    with writer(server) as made, closing(made.write(QUESTION, PASSAGES, documents=documents)) as events:
        assert next(events) == Delta(text="The Kestrel is 32 metres long [1].")
        shown.set()


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        pytest.param("In 1904 [{0}].", None, id="as told"),
        pytest.param(
            "In 1904.",
            "The language model scripted answers, but does not cite as told: take a larger one.",
            id="no key",
        ),
        pytest.param("", "The language model scripted answers with nothing.", id="nothing"),
        pytest.param(
            Refuse(404),
            "The language model at {url} does not know scripted (404); set AIRCHECK_LLM_MODEL, and _URL up to /v1.",
            id="404",
        ),
    ],
)
def test_the_doctor_asks_the_model_one_question(server: Scripted, reply: str | Refuse, line: str | None) -> None:
    server.say(reply)
    assert check_model(settings(server)) == (line.format(url=server.url) if line else None)


@pytest.mark.parametrize(
    ("provider", "line"),
    [
        pytest.param(
            "nosuch.Model", "This language model needs a package more: pip install llama-index-llms-nosuch", id="other"
        ),
        pytest.param(
            "openai_like.Nothing",
            "openai_like.Nothing of llama_index.llms cannot be set up with these settings.",
            id="class",
        ),
        pytest.param(
            "what",
            "Set AIRCHECK_LLM_URL to an OpenAI-compatible address, or AIRCHECK_LLM_PROVIDER to openai,"
            " anthropic or package.Class of llama_index.llms.",
            id="unknown",
        ),
    ],
)
def test_a_model_that_cannot_be_set_up_is_told_in_one_line(provider: str, line: str) -> None:
    with pytest.raises(ModelUnavailable) as problem:
        Writer(ModelSettings(model="m", provider=provider))
    assert str(problem.value) == line


def test_openai_itself_is_asked_at_another_address_too(server: Scripted) -> None:
    server.say("In 1904 [{0}].")
    openai = ModelSettings(model="gpt-4o-mini", provider="openai", url=server.url, key=SecretStr("sk-very-secret"))
    assert check_model(openai) is None
