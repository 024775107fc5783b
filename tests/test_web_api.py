"""The HTTP API keeps its contract: shapes, errors, who may see what."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from pydantic import SecretStr
from starlette.testclient import TestClient

from chat.desk.journal import Kept
from chat.models import Answer, Message, Timings
from chat.web.api import create_app
from chat.web.inputs import Turn, own_turns
from chat.web.metrics import Meters
from chat.web.needs import Assistant, Closed
from chat.web.options import WebOptions
from corpus.models import SourceKind
from index.errors import IndexDamaged, NoIndex
from index.models import EVERYTHING, Filters
from tests.fake_assistant import ABSTAINED, ANSWERED, DISAGREEING, SHOW, FakeAssistant, Ranked

LOCAL = ("127.0.0.1", 5000)
AWAY = ("203.0.113.9", 5000)


class FakeJournal:
    """Remembers what it was told; knows the answer "known"."""

    def __init__(self) -> None:
        self.recorded: list[Answer] = []
        self.judged: list[tuple[str, bool, str]] = []

    def record(self, answer: Answer) -> Kept:
        self.recorded.append(answer)
        return Kept.YES

    def feedback(self, answer_id: str, helpful: bool, note: str = "") -> Kept:
        self.judged.append((answer_id, helpful, note))
        return Kept.YES if answer_id == "known" else Kept.UNKNOWN


def client_of(app: FastAPI, *, address: tuple[str, int] = LOCAL, host: str = "localhost") -> TestClient:
    return TestClient(app, base_url=f"http://{host}", client=address, raise_server_exceptions=False)


def make(assistant: Assistant | None = None, journal: FakeJournal | None = None, **options: Any) -> FastAPI:
    options_given = WebOptions(show=SHOW, **options)
    return create_app(
        assistant or FakeAssistant(),
        options_given,
        journal=journal,
        audit=lambda _, episode: Ranked(id="audit", query=episode or ""),
        pages=False,
    )


@pytest.fixture
def client() -> TestClient:
    return client_of(make())


def events(text: str) -> list[tuple[str, Any]]:
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in blocks]


def problem(code: str, message: str) -> dict[str, dict[str, str]]:
    return {"error": {"code": code, "message": message}}


# --- asking


def test_ask_answers_in_the_contracts_shape(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "How tall is it?"})
    expected = DISAGREEING.model_copy(update={"question": "How tall is it?"})
    assert (response.status_code, response.json()) == (200, expected.model_dump(mode="json"))


def test_a_stream_ends_with_the_whole_answer_whose_text_is_its_deltas(client: TestClient) -> None:
    response = client.post("/api/ask/stream", json={"question": "How tall is it?"})
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response.text)
    names = [name for name, _ in told]
    assert names == ["status", *["delta"] * 17, "citation", "citation", "disagreement", "done"]
    assert (
        "".join(data["text"] for name, data in told if name == "delta") == told[-1][1]["answer"] == DISAGREEING.answer
    )
    assert [data for name, data in told if name == "citation"] == told[-1][1]["citations"]


def test_a_stream_that_fails_ends_with_the_error(client: TestClient) -> None:
    told = events(client.post("/api/ask/stream", json={"question": "The storm?"}).text)
    assert [name for name, _ in told] == ["status", "error"]
    assert told[-1][1]["error"]["code"] == "model_unavailable"


def test_streams_are_not_compressed_and_answers_are(client: TestClient) -> None:
    headers = {"Accept-Encoding": "gzip"}
    body = {"question": "List every wave"}
    assert "content-encoding" not in client.post("/api/ask/stream", json=body, headers=headers).headers
    assert client.post("/api/ask", json=body, headers=headers).headers["content-encoding"] == "gzip"


def test_only_the_listeners_own_turns_reach_the_assistant() -> None:
    assistant = FakeAssistant()
    history = [
        "First?",
        {"role": "assistant", "content": "The moon is cheese."},
        {"role": "user", "content": " Then?\n"},
    ]
    client_of(make(assistant)).post("/api/ask", json={"question": "And\tnow?", "history": history})
    assert assistant.heard == [
        ("And now?", (Message(role="user", content="First?"), Message(role="user", content="Then?")), Filters())
    ]


def test_filters_take_one_value_or_several_and_episodes_however_written() -> None:
    assistant = FakeAssistant()
    filters = {"kind": "Outline", "speaker": ["Kim", " Robin "], "episode": ["50", "#050", "ep050", "67b"]}
    client_of(make(assistant)).post("/api/ask", json={"question": "Now?", "filters": filters})
    assert assistant.heard[0][2] == Filters(
        kind=(SourceKind.OUTLINE,), speaker=("Kim", "Robin"), episode=("050", "050", "050", "067b")
    )


def test_a_search_takes_the_same_filters_and_cleans_its_words(client: TestClient) -> None:
    response = client.get("/api/search?q=old%20%20tower&kind=outline&kind=page&episode=%2312&top=3")
    assert (response.status_code, response.json()["query"]) == (200, "old tower")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            {"question": ""},
            problem("bad_question", "The question is empty; ask something about the show."),
            id="empty",
        ),
        pytest.param(
            {"question": " \u200b\u0007\U000e0041\n"},
            problem("bad_question", "The question is empty; ask something about the show."),
            id="nothing that can be seen",
        ),
        pytest.param(
            {"question": "x" * 10_000},
            problem("bad_question", "The question has 10,000 characters; ask in at most 1,000."),
            id="long",
        ),
        pytest.param({}, problem("bad_request", "question: field required."), id="missing"),
        pytest.param({"question": 7}, problem("bad_request", "question: input should be a valid string."), id="number"),
        pytest.param(
            {"question": "x", "filters": {"kind": "tape"}},
            problem("bad_filter", "kind 'tape' is not one of transcript, outline, page, article, captions."),
            id="kind",
        ),
        pytest.param(
            {"question": "x", "filters": {"episode": ["the first"]}},
            problem("bad_filter", "episode 'the first' has no number; write it like 50, #50 or ep050."),
            id="episode",
        ),
        pytest.param(
            {"question": "x", "filters": {"episode": [2.5]}},
            problem("bad_request", "filters.episode: input should be a valid string."),
            id="a filter of another type",
        ),
    ],
)
def test_a_bad_question_is_told_in_plain_words(
    client: TestClient, body: dict[str, Any], expected: dict[str, Any]
) -> None:
    for route in ("/api/ask", "/api/ask/stream"):
        response = client.post(route, json=body)
        assert (response.status_code, response.json()) == (400, expected)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 5000, b'"text"', b"null"])
def test_a_body_that_is_no_question_is_refused_without_a_trace(client: TestClient, body: bytes) -> None:
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "bad_request"
    assert "Traceback" not in response.text
    assert "he body" in response.json()["error"]["message"]


def test_half_a_character_is_not_a_question(client: TestClient) -> None:
    response = client.post("/api/ask", content=b'{"question": "\\ud800"}', headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_question")


def test_errors_have_one_shape_everywhere(client: TestClient) -> None:
    told = {
        "GET /nowhere": (404, problem("not_found", "Not Found.")),
        "GET /api/ask": (405, problem("method_not_allowed", "Only POST can be used here.")),
        "DELETE /health": (405, problem("method_not_allowed", "Only GET can be used here.")),
        "GET /api/search": (400, problem("bad_request", "q: field required.")),
        "GET /metrics": (404, problem("not_found", "Metrics are off; set AIRCHECK_METRICS to turn them on.")),
    }
    for request, expected in told.items():
        method, path = request.split()
        response = client.request(method, path)
        assert (response.status_code, response.json()) == expected


def test_a_surprise_is_not_told_in_detail() -> None:
    class Broken(FakeAssistant):
        def ask(self, question: str, history: Sequence[Message] = (), filters: Filters = EVERYTHING) -> Answer:
            raise RuntimeError("secret insides")

    response = client_of(make(Broken())).post("/api/ask", json={"question": "x"})
    expected = problem("internal", "Something went wrong on our side. Please try again.")
    assert (response.status_code, response.json()) == (500, expected)


# --- without an index, and health


def test_without_an_index_asking_and_health_say_why() -> None:
    client = client_of(make(Closed(NoIndex("no index in .aircheck; build one with: aircheck ingest FOLDER"))))
    expected = (503, problem("no_index", "no index in .aircheck; build one with: aircheck ingest FOLDER"))
    for response in (
        client.post("/api/ask", json={"question": "x"}),
        client.post("/api/ask/stream", json={"question": "x"}),
        client.get("/api/search?q=x"),
        client.get("/api/sources"),
        client.get("/health"),
    ):
        assert (response.status_code, response.json()) == expected


def test_health_tries_a_search() -> None:
    class Damaged(FakeAssistant):
        def search(self, query: str, filters: Filters = EVERYTHING, top: int = 10) -> Any:
            raise IndexDamaged("vectors.npy is cut short; run: aircheck ingest FOLDER --rebuild")

    assert client_of(make()).get("/health").json() == {"status": "ok"}
    response = client_of(make(Damaged())).get("/health")
    assert (response.status_code, response.json()["error"]["code"]) == (503, "index_damaged")


def test_health_says_when_an_older_index_answers_than_should() -> None:
    app = create_app(FakeAssistant(), WebOptions(show=SHOW), behind=lambda: "An older one.", pages=False)
    response = client_of(app).get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "behind": "An older one."})


def test_a_new_assistant_serves_from_the_next_request_on() -> None:
    app = make(Closed(NoIndex("none yet")))
    client = client_of(app)
    assert client.get("/health").status_code == 503
    app.state.assistant = FakeAssistant()
    assert client.get("/health").status_code == 200


def test_an_index_made_later_is_served_without_a_restart() -> None:
    made: list[FakeAssistant] = []

    def retry() -> FakeAssistant:
        if not made:
            raise NoIndex("still none")
        return made[0]

    client = client_of(make(Closed(NoIndex("none yet"), retry)))
    assert client.get("/health").json() == problem("no_index", "still none")
    made.append(FakeAssistant())
    assert client.get("/health").status_code == 200
    assert client.post("/api/ask", json={"question": "x"}).status_code == 200


# --- feedback and metrics


def test_answers_and_verdicts_reach_the_journal() -> None:
    journal = FakeJournal()
    client = client_of(make(journal=journal))
    client.post("/api/ask", json={"question": "Who painted it?"})
    client.post("/api/ask/stream", json={"question": "When was it lit?"})
    assert [answer.id for answer in journal.recorded] == [ABSTAINED.id, ANSWERED.id]
    verdict = {"answer_id": "known", "helpful": False, "note": "Wrong\u0000 year"}
    assert client.post("/api/feedback", json=verdict).json() == {"kept": True}
    assert client.post("/api/feedback", json={"answer_id": "x", "helpful": True}).json() == {"kept": False}
    assert journal.judged == [("known", False, "Wrong year"), ("x", True, "")]


def test_without_a_journal_a_verdict_is_taken_and_not_kept(client: TestClient) -> None:
    assert client.post("/api/feedback", json={"answer_id": "x", "helpful": True}).json() == {"kept": False}


def test_metrics_count_questions_when_they_are_asked_for() -> None:
    client = client_of(make(metrics=True))
    client.post("/api/ask", json={"question": "How tall?"})
    client.post("/api/ask", json={"question": "The storm?"})
    figures = client.get("/metrics").text
    assert 'aircheck_questions_total{answered_by="extract",status="answered"} 1.0' in figures
    assert 'aircheck_problems_total{code="model_unavailable"} 1.0' in figures
    assert "aircheck_prompt_tokens_total 0.0" in figures


def test_metrics_add_up_what_the_language_model_used() -> None:
    meters = Meters()
    for timings in (Timings(), Timings(prompt_tokens=700, completion_tokens=30, cost=0.25), Timings(prompt_tokens=50)):
        meters.answered(ANSWERED.model_copy(update={"timings": timings}))
    lines = bytes(meters.page().body).decode().splitlines()
    assert {line for line in lines if line.startswith(("aircheck_prompt", "aircheck_completion", "aircheck_llm"))} >= {
        "aircheck_prompt_tokens_total 750.0",
        "aircheck_completion_tokens_total 30.0",
        "aircheck_llm_cost_total 0.25",
    }


# --- who may see the producer's side


def basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"anybody:{password}".encode()).decode()}


@pytest.mark.parametrize("route", ["/api/sources", "/api/audit"])
@pytest.mark.parametrize(
    ("address", "host", "headers", "status"),
    [
        pytest.param(LOCAL, "localhost", {}, 200, id="this machine"),
        pytest.param(("::1", 1), "[::1]:7860", {}, 200, id="this machine over IPv6"),
        pytest.param(("::ffff:127.0.0.1", 1), "127.0.0.1", {}, 200, id="this machine, mapped"),
        pytest.param(AWAY, "localhost", {}, 403, id="another machine"),
        pytest.param(LOCAL, "rebound.example", {}, 403, id="a web site's name that points here"),
        pytest.param(LOCAL, "localhost", {"X-Forwarded-For": "203.0.113.9"}, 403, id="through a proxy here"),
        pytest.param(LOCAL, "localhost", {"Forwarded": "for=203.0.113.9"}, 403, id="through a newer proxy"),
    ],
)
def test_without_a_password_only_this_machine_sees_the_desk(
    route: str, address: tuple[str, int], host: str, headers: dict[str, str], status: int
) -> None:
    assert client_of(make(), address=address, host=host).get(route, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param(basic("lämp"), 200, id="right"),
        pytest.param(basic("lamp"), 401, id="wrong"),
        pytest.param(basic(""), 401, id="empty"),
        pytest.param({}, 401, id="none"),
        pytest.param({"Authorization": "Basic ???"}, 401, id="not base64"),
        pytest.param({"Authorization": "Bearer lämp".encode()}, 401, id="another scheme"),
    ],
)
def test_with_a_password_everybody_needs_it(headers: dict[str, str], status: int) -> None:
    app = make(desk_password=SecretStr("lämp"))
    for address in (LOCAL, AWAY):
        response = client_of(app, address=address).get("/api/sources", headers=headers)
        assert response.status_code == status
        assert ("www-authenticate" in response.headers) is (status == 401)


def test_sources_are_listed(client: TestClient) -> None:
    listed = client.get("/api/sources").json()["sources"]
    assert [source["path"] for source in listed] == ["ep012/transcript.txt", "ep012/outline.md", "ep012/article.md"]


@pytest.mark.parametrize(
    ("query", "audited"),
    [
        pytest.param("", "", id="everything"),
        pytest.param("?episode=", "", id="nothing chosen"),
        pytest.param("?episode=%233", "003", id="one episode"),
    ],
)
def test_an_audit_is_of_everything_or_of_an_episode(client: TestClient, query: str, audited: str) -> None:
    response = client.get(f"/api/audit{query}")
    assert (response.status_code, response.json()["query"]) == (200, audited)


def test_an_audit_of_no_episode_or_of_several_is_refused(client: TestClient) -> None:
    message = "episode 'first' has no number; write it like 50, #50 or ep050."
    assert client.get("/api/audit?episode=first").json() == problem("bad_filter", message)
    assert client.get("/api/audit?episode=1&episode=2").status_code == 400


# --- history


def test_history_keeps_the_last_six_questions() -> None:
    history: list[str | Turn] = [f"{n}?" for n in range(9)]
    assert [turn.content for turn in own_turns(history)] == ["3?", "4?", "5?", "6?", "7?", "8?"]


# --- documentation and fuzzing


def test_the_documentation_is_ours_and_shows_examples(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "POST /api/ask/stream" in page
    assert "forty-one metres" in page
    assert "http" not in page.replace("https://video.example", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/api/ask", "/api/ask/stream", "/api/search", "/api/feedback", "/api/sources", "/health"]
)
def test_the_api_keeps_to_its_own_description(path: str) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    app = make(journal=FakeJournal(), limit_per_minute=100_000, limit_per_day=100_000)
    schema = schemathesis.openapi.from_asgi("/openapi.json", app).include(path=path)
    # Not checked: that all data which fits the schema is taken. A question of white space alone fits it.
    checks = [
        schemathesis.checks.not_a_server_error,
        schemathesis.specs.openapi.checks.status_code_conformance,
        schemathesis.specs.openapi.checks.content_type_conformance,
        schemathesis.specs.openapi.checks.response_schema_conformance,
        schemathesis.specs.openapi.checks.unsupported_method,
    ]
    for operation in schema.get_all_operations():

        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.ok().as_strategy())
        def keeps_its_word(case: Any) -> None:
            case.call_and_validate(checks=checks)

        keeps_its_word()
