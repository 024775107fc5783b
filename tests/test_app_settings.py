"""The command line about folders and settings: what is ingested, what is found wrong, what goes before what."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from chat import build
from chat.settings import Settings
from tests.command_line import ASKED, Aircheck, assert_told
from tests.fake_index import write_bells
from tests.fakes import FakeEmbedder


def test_an_empty_folder_is_told(aircheck: Aircheck, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert_told(aircheck("ingest", "empty"), "empty: nothing to read; put transcripts")
    assert not (tmp_path / ".aircheck" / "current").exists()


def test_a_bad_file_is_skipped_told_and_counts_as_a_problem(aircheck: Aircheck, tmp_path: Path) -> None:
    write_bells(tmp_path / "my-show")
    (tmp_path / "my-show" / "ep031" / "noise.txt").write_bytes(b"\x00\x01 not words")
    result = aircheck("ingest", "my-show")
    *_, skipped, told = result.stderr.splitlines()
    assert result.exit_code == 1
    assert result.stdout.startswith("Indexed ")
    assert skipped.startswith("skipped: ep031/noise.txt: binary (a zero byte at 0)")
    assert told.startswith("aircheck: 1 of the files could not be read; the rest is indexed")
    assert "clapper was replaced" in aircheck("ask", ASKED).stdout
    accepted = aircheck("ingest", "my-show", "--skip-bad")
    assert (accepted.exit_code, accepted.stdout.split(":")[0]) == (0, "Nothing changed")
    assert accepted.stderr.splitlines()[-1] == skipped


def test_a_wrong_show_file_leaves_the_old_index_as_it_was(indexed: Aircheck, tmp_path: Path) -> None:
    (tmp_path / "my-show" / "show.toml").write_text('title = "Loud Metal"\n[files."a.txt"]\nkind = "radio"\n', "utf-8")
    assert_told(indexed("ingest", "my-show"), "show.toml", "kind")
    assert indexed("ask", ASKED).exit_code == 0


def test_the_doctor_finds_a_healthy_index_healthy(indexed: Aircheck) -> None:
    result = indexed("doctor")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "The index is healthy and fits this program.\n", "")


def test_the_doctor_says_what_to_mend(aircheck: Aircheck) -> None:
    result = aircheck("doctor")
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_where_nothing_can_be_read_each_reason_is_told(aircheck: Aircheck, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "notes.docx").write_bytes(b"PK")
    result = aircheck("ingest", "papers")
    skipped, told = result.stderr.splitlines()
    assert (result.exit_code, result.stdout, told[:33]) == (1, "", "aircheck: papers: nothing to read")
    assert skipped == "skipped: notes.docx: .docx is not read; save it as text, Markdown, HTML, SRT or VTT."


def test_an_index_of_another_model_names_the_command_that_mends_it(
    indexed: Aircheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.build.embedder_of", lambda settings: FakeEmbedder(fingerprint="e" * 64))
    assert_told(indexed("ask", ASKED), "built with fingerprint", "aircheck ingest")


def test_the_environment_goes_before_the_file_and_an_option_before_both(
    aircheck: Aircheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Settings().index == Path(".aircheck")
    (tmp_path / "aircheck.toml").write_text('index = "from-file"\nlimit_per_day = 7\n', "utf-8")
    assert (Settings().index, Settings().limit_per_day) == (Path("from-file"), 7)
    monkeypatch.setenv("AIRCHECK_INDEX", "from-environment")
    assert (Settings().index, Settings().limit_per_day) == (Path("from-environment"), 7)
    assert_told(aircheck("sources"), "from-environment")
    monkeypatch.setenv("AIRCHECK_LIMIT_PER_DAY", "")  # as `${LIMIT:-}` leaves it where nothing is set
    assert Settings().limit_per_day == 7
    assert_told(aircheck("sources", "--index", "from-option"), "from-option")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("AIRCHECK_LIMIT_PER_MINUTE", "many", id="no number"),
        pytest.param("AIRCHECK_LIMIT_PER_DAY", "0", id="too small"),
    ],
)
def test_a_bad_setting_is_one_line_that_names_it_and_no_secret(
    indexed: Aircheck, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("AIRCHECK_LLM_KEY", "sk-very-secret")
    monkeypatch.setenv(name, value)
    result = indexed("sources")
    assert_told(result, name.removeprefix("AIRCHECK_").lower())
    assert "sk-very-secret" not in result.output


@pytest.mark.parametrize("text", ["index = ", 'limit_per_day = "x"', "\x00"], ids=["cut off", "no number", "no text"])
def test_a_bad_settings_file_is_one_line(indexed: Aircheck, tmp_path: Path, text: str) -> None:
    (tmp_path / "aircheck.toml").write_text(text, "utf-8")
    assert_told(indexed("sources"))


def test_secrets_are_masked_wherever_settings_are_shown(aircheck: Aircheck) -> None:
    settings = Settings(llm_key=SecretStr("sk-very-secret"), desk_password=SecretStr("open sesame"))
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert "sk-very-secret" not in shown
    assert "open sesame" not in shown


def test_a_server_whose_index_is_taken_away_answers_on_says_so_and_leaves_no_folder(
    indexed: Aircheck, tmp_path: Path
) -> None:
    here, away = tmp_path / ".aircheck", tmp_path / "away"
    app = build.application_of(Settings(index=here, workers=1), "127.0.0.1", program=[], tell=print)
    client = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000))
    assert client.get("/health").json() == {"status": "ok"}
    here.rename(away)
    assert client.post("/api/ask", json={"question": ASKED}).json()["status"] == "answered"
    assert client.get("/health").json()["behind"].startswith("The index is gone from its folder;")
    assert "put its folder back" in client.get("/desk/view/questions").json()["html"]
    assert not here.exists()
    for command in ("ask", "doctor"):
        assert_told(indexed(command, *([ASKED] if command == "ask" else [])), "there is no index here; make one with:")
    away.rename(here)
    assert client.get("/health").json() == {"status": "ok"}
