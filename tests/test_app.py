"""The command line: help to paste, results and problems on their own streams, exit codes."""

import json
import shlex
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app import cli
from chat.settings import Settings
from tests.command_line import ASKED, Aircheck, assert_told


def examples(name: str) -> list[str]:
    """The lines to paste with which a command's help opens."""
    command = cli if name == "aircheck" else cli.commands[name]
    lines = (command.help or "").removeprefix("\b\n").splitlines()
    return [line.strip() for line in lines[: lines.index("")]]


EXAMPLES = [(name, line) for name in ("aircheck", *cli.commands) for line in examples(name)]


@pytest.mark.parametrize("name", ["aircheck", *cli.commands])
def test_help_opens_with_two_lines_to_paste(name: str) -> None:
    words = ["--help"] if name == "aircheck" else [name, "--help"]
    result = CliRunner().invoke(cli, words, prog_name="aircheck")
    usage, empty, *rest = result.stdout.splitlines()
    assert (result.exit_code, usage.startswith("Usage: aircheck"), empty) == (0, True, "")
    shown = [line.strip() for line in rest[:2]]
    assert shown == examples(name)
    assert all(line.startswith("aircheck " if name == "aircheck" else f"aircheck {name}") for line in shown)


@pytest.mark.parametrize(("name", "line"), EXAMPLES)
def test_a_line_to_paste_is_understood(name: str, line: str) -> None:
    _, command, *words = shlex.split(line)
    assert cli.commands[command].make_context(command, words).params


RUN = [line for name, line in EXAMPLES if name not in ("aircheck", "serve")]


@pytest.mark.parametrize("line", RUN)
def test_a_line_to_paste_does_what_it_says(indexed: Aircheck, tmp_path: Path, line: str) -> None:
    here = tmp_path / ".aircheck"
    shutil.copytree(here / (here / "current").read_text(), here / "gen-000000")  # an earlier one, to go back to
    result = indexed(*shlex.split(line.replace("--episode 12", "--episode 31"))[1:])
    assert result.exit_code == 0, result.output
    assert result.stdout or "Wrote out.jsonl" in result.stderr
    assert "\x1b" not in result.output  # no colour, no bar, where nobody watches


def test_the_whole_help_describes_every_setting() -> None:
    shown = " ".join(CliRunner().invoke(cli, ["--help"]).stdout.split())
    missing = [name for name, field in Settings.model_fields.items() if f"AIRCHECK_{name.upper()}:" not in shown]
    assert missing == []


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(cli, ["--version"])
    assert (result.exit_code, result.stdout.startswith("aircheck, version ")) == (0, True)  # installed or not


NEEDS_INDEX = {
    "ask": ["ask", ASKED],
    "ask as JSON": ["ask", ASKED, "--json"],
    "search": ["search", "clapper"],
    "audit": ["audit"],
    "sources": ["sources"],
    "eval": ["eval", "questions.jsonl"],
}


@pytest.mark.parametrize("words", NEEDS_INDEX.values(), ids=NEEDS_INDEX)
def test_without_an_index_the_command_that_makes_one_is_named(
    aircheck: Aircheck, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "questions.jsonl").write_text(f'{{"id": "1", "question": "{ASKED}"}}\n', "utf-8")
    assert_told(aircheck(*words), ".aircheck", "aircheck ingest")


def test_an_index_elsewhere_is_opened_by_its_folder(indexed: Aircheck, tmp_path: Path) -> None:
    (tmp_path / ".aircheck").rename(tmp_path / "elsewhere")
    assert indexed("sources", "--index", "elsewhere").exit_code == 0
    assert_told(indexed("sources", "--index", "nowhere"), "nowhere")


BAD_USE = {
    "a batch without a place for its results": ["ask", "--batch", "in.jsonl"],
    "a place for results without a batch": ["search", "--out", "out.jsonl"],
    "a question and a batch": ["ask", ASKED, "--batch", "in.jsonl", "--out", "out.jsonl"],
    "no question at all": ["ask"],
    "no words at all": ["search"],
    "an unknown kind": ["ask", ASKED, "--kind", "radio"],
    "an unknown option": ["ask", ASKED, "--loud"],
    "an unknown command": ["sing"],
    "no folder": ["ingest"],
    "no passages wanted": ["search", "bell", "--top", "0"],
    "words for a number": ["search", "bell", "--top", "many"],
    "a batch that its results would replace": ["ask", "--batch", "in.jsonl", "--out", "in.jsonl"],
    "material from an unset variable": ["ingest", ""],
    "an index from an unset variable": ["sources", "--index", ""],
    "a host from an unset variable": ["serve", "--host", ""],
    "an audit in two forms": ["audit", "--json", "--markdown"],
    "a port beyond all ports": ["serve", "--port", "70000"],
}


@pytest.mark.parametrize("words", BAD_USE.values(), ids=BAD_USE)
def test_wrong_usage_is_exit_status_2_on_standard_error(indexed: Aircheck, words: list[str]) -> None:
    result = indexed(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr


BAD_VALUES = {
    "an unknown speaker": (["ask", ASKED, "--speaker", "Heda"], "'Heda' is not in this index; did you mean Hedda"),
    "an unknown episode": (["search", "bell", "--episode", "99"], "'099' is not in this index; it has 031, 032"),
    "an unknown episode of an audit": (["audit", "--episode", "99"], "99"),
    "an empty question": (["ask", " "], "The question is empty"),
    "a far too long question": (["ask", "x" * 10_000], "10,000 characters"),
    "far too many words": (["search", "x" * 10_000], "10,000 characters"),
    "a batch that is not there": (["ask", "--batch", "gone.jsonl", "--out", "out.jsonl"], "gone.jsonl: No such file"),
    "no folder for results": (["ask", "--batch", "in.jsonl", "--out", "no/o.jsonl"], "no: No such file"),
    "gold questions that are not there": (["eval", "gone.jsonl"], "gone.jsonl: No such file or directory; check"),
    "gold questions that are none": (["eval", "in.jsonl"], "in.jsonl:2: not a gold question"),
    "gold questions in another encoding": (["eval", "latin.jsonl"], "latin.jsonl:1: not a gold question (not UTF-8 at"),
    "gold questions without an end": (["eval", "deep.jsonl"], "deep.jsonl:1: not a gold question (nested too deep; "),
    "a file for an index": (["sources", "--index", "in.jsonl"], "in.jsonl"),
    "a file for material": (["ingest", "in.jsonl"], "in.jsonl: there is no such folder"),
    "a file for a new index": (["ingest", "my-show", "--index", "in.jsonl"], "choose another --index"),
    "a folder that is not there": (["ingest", "gone"], "gone: there is no such folder"),
    "material under a name in another encoding": (["ingest", "caf\udce9"], r"'caf\udce9': a name that is not in UTF-8"),
    "an index under such a name": (["ingest", "my-show", "--index", "caf\udce9"], "not in UTF-8; rename the folder."),
    "a host that can be none": (["serve", "--host", "caf\udce9"], "choose another --host or --port."),
    "words of which nothing can be read": (["search", "\udce9", "--json"], "The question is empty"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "message"), BAD_VALUES.values(), ids=BAD_VALUES)
def test_a_problem_is_one_line_and_exit_status_1(
    indexed: Aircheck, tmp_path: Path, words: list[str], message: str
) -> None:
    (tmp_path / "latin.jsonl").write_bytes('{"id": "1", "question": "Où?"}'.encode("latin-1"))
    (tmp_path / "deep.jsonl").write_text("[" * 100_000, "utf-8")
    assert_told(indexed(*words), message)


BAD_SETTINGS = {
    "a misspelt name": ('inex = "x"', "aircheck.toml: inex is no setting; aircheck --help lists them all."),
    "another kind of value": ('workers = "some"', "setting workers (processes that answer questions; 0: "),
    "another form of value": ('store = "here"', "or a Chroma server, http://host:8000/my-show): String should match"),
    "TOML without an end": (f"index = {'[' * 10_000}", "aircheck.toml: "),
    "no TOML": ("index =", "aircheck.toml: Invalid value (at end of document); correct the file or remove it."),
}


@pytest.mark.parametrize(("written", "message"), BAD_SETTINGS.values(), ids=BAD_SETTINGS)
def test_a_setting_that_cannot_be_is_named(indexed: Aircheck, tmp_path: Path, written: str, message: str) -> None:
    (tmp_path / "aircheck.toml").write_text(written, "utf-8")
    assert_told(indexed("sources"), message)


def test_a_port_that_is_taken_is_told_before_anything_is_built(aircheck: Aircheck) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = f"cannot listen on 127.0.0.1:{port} (Address already in use); choose another"
        assert_told(aircheck("serve", "--port", str(port)), told)


def test_an_answer_goes_to_standard_output_alone(indexed: Aircheck) -> None:
    result = indexed("ask", ASKED)
    assert (result.exit_code, result.stderr) == (0, "")
    first, empty, cited, quote, *_ = result.stdout.splitlines()
    assert first.startswith("Ruben, in episode 31: “The clapper was replaced in two thousand twelve")
    assert (empty, cited[:4]) == ("", "[1] ")
    assert quote.strip() == "“The clapper was replaced in two thousand twelve, because the old one had worn flat.”"


ANSWER_KEYS = {
    "id", "question", "status", "answer", "confidence", "citations", "disagreements", "suggestions", "answered_by",
    "timings",
}  # fmt: skip
CITATION_KEYS = {
    "n", "path", "kind", "title", "episode", "published", "speaker", "section", "quote", "start", "end", "line",
    "context", "starts_at", "clock", "url", "verdict",
}  # fmt: skip
PASSAGE_KEYS = {"path", "kind", "episode", "speaker", "section", "text", "start", "end", "score"}


def as_json(result: Result) -> Any:
    assert (result.exit_code, result.stderr, len(result.stdout.splitlines())) == (0, "", 1)
    return json.loads(result.stdout)


def test_json_has_the_shapes_of_the_contract(indexed: Aircheck) -> None:
    answer = as_json(indexed("ask", ASKED, "--json"))
    assert set(answer) >= ANSWER_KEYS
    assert set(answer["citations"][0]) >= CITATION_KEYS
    found = as_json(indexed("search", "clapper", "--json", "--top", "2"))
    assert set(found) >= {"id", "query", "passages", "timings"}
    assert [set(passage) >= PASSAGE_KEYS for passage in found["passages"]] == [True, True]
    listed = as_json(indexed("sources", "--json"))
    assert [source["path"] for source in listed["sources"]] == sorted(source["path"] for source in listed["sources"])
    assert set(as_json(indexed("eval", "questions.jsonl", "--json"))) >= {"questions", "right", "verbatim"}
    assert isinstance(as_json(indexed("audit", "--json")), dict)


def test_an_abstention_is_an_answer(indexed: Aircheck) -> None:
    answer = as_json(indexed("ask", "hello there!", "--json"))
    assert (answer["status"], answer["disagreements"]) == ("abstained", [])


@pytest.mark.parametrize(("command", "key"), [("ask", "question"), ("search", "query")])
def test_what_is_not_in_utf_8_is_left_out_of_a_question(indexed: Aircheck, command: str, key: str) -> None:
    assert as_json(indexed(command, "the bell\udce9", "--json"))[key] == "the bell"


def test_filters_repeat_and_hold(indexed: Aircheck) -> None:
    words = ["search", "the bell", "--json", "--kind", "outline", "--kind", "page", "--episode", "ep031"]
    assert {one["kind"] for one in as_json(indexed(*words))["passages"]} == {"outline", "page"}
    said = as_json(indexed("search", "the bell", "--json", "--speaker", "hedda"))
    assert {one["speaker"] for one in said["passages"]} == {"Hedda"}


def test_a_batch_answers_what_it_can_and_tells_the_rest(indexed: Aircheck, tmp_path: Path) -> None:
    for command in ("ask", "search"):
        result = indexed(command, "--batch", "in.jsonl", "--out", "out.jsonl")
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr.startswith("Wrote out.jsonl; 1 line could not be handled")
        rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
        assert [(row["id"], row.get("line")) for row in rows] == [("1", None), (None, 2)]


def test_a_batch_is_filtered_by_its_line_before_its_command(indexed: Aircheck, tmp_path: Path) -> None:
    lines = [{"id": "1", "question": "bell", "filters": {"kind": "outline"}}, {"id": "2", "question": "bell"}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    indexed("search", "--batch", "in.jsonl", "--out", "out.jsonl", "--kind", "article")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [{one["kind"] for one in row["passages"]} for row in rows] == [{"outline"}, {"article"}]


def test_a_warning_about_the_material_is_told_by_ingest_and_doctor_and_changes_no_status(
    indexed: Aircheck, tmp_path: Path
) -> None:
    (tmp_path / "my-show" / "ep031" / "extra.md").write_text(
        "# Bell\n\n**Published**: 2025-04-31\n\nIt rang.\n", "utf-8"
    )
    warning = (
        "warning: ep031/extra.md:3: 2025-04-31 is no day of the calendar, and left out; correct it and ingest again."
    )
    for command in (["ingest", "my-show"], ["doctor"]):
        result = indexed(*command)
        assert (result.exit_code, warning in result.stderr.splitlines()) == (0, True), result.output
