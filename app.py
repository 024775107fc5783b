"""Aircheck's commands and server: what is typed comes in here, and nothing else prints."""

from __future__ import annotations

import os
import sys

if (sys.excepthook, sys.unraisablehook) == (sys.__excepthook__, sys.__unraisablehook__):
    # Ctrl-C while what follows is loaded, and after the last line: Python would print where it was just then.
    sys.excepthook = lambda kind, *told: os._exit(130) if kind is KeyboardInterrupt else sys.__excepthook__(kind, *told)
    sys.unraisablehook = lambda told: (
        os._exit(130) if told.exc_type is KeyboardInterrupt else sys.__unraisablehook__(told)
    )

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chat import build
from chat.cli import (
    PLACE,
    Told,
    batch_files,
    batch_options,
    described,
    ending_at_once,
    filter_options,
    json_option,
    listening_on,
    minding_streams,
    progress_bars,
    run_batch,
    show,
    tell,
    tell_problems,
    version,
    with_settings,
)
from chat.settings import Settings
from corpus.errors import CorpusError

if TYPE_CHECKING:
    from index.models import Filters


def _settings_help() -> str:
    rows = [f"AIRCHECK_{name.upper()}: {field.description}" for name, field in Settings.model_fields.items()]
    return "\b\nSettings (environment, or aircheck.toml without the prefix):\n" + "\n".join(f"  {row}" for row in rows)


@click.group(
    **described(
        "Ask a show's own material, see the quote, know when the sources disagree.",
        "aircheck ingest my-show/",
        'aircheck ask "what did we say about the night ferry?"',
    ),
    epilog=_settings_help(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@click.version_option(version(), prog_name="aircheck")
def cli() -> None:
    """Every command reads the settings for itself."""


@cli.command(
    **described(
        "Read a folder of material into the index; again = only what changed.",
        "aircheck ingest my-show/",
        "aircheck ingest my-show/ --rebuild",
    ),
)
@click.argument("material", metavar="FOLDER", type=PLACE)
@click.option("--rebuild", is_flag=True, help="Read and embed everything anew.")
@click.option("--skip-bad", is_flag=True, help="Exit with 0 although files could not be read.")
@with_settings
@ending_at_once("stopped; the index that answers is whole, and what was embedded is kept: the same command goes on.")
def ingest(settings: Settings, material: Path, rebuild: bool, skip_bad: bool) -> None:
    from index.sync import sync

    # Texts of every length go through the model; what it keeps for each of a thousand shapes would be 200 MB.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "16")
    problems: list[CorpusError] = []
    embedder = build.embedder_of(settings)
    try:
        with progress_bars(shown=sys.stderr.isatty()) as on_progress:
            report = sync(
                material,
                settings.index,
                embedder=embedder,
                rebuild=rebuild,
                store=settings.store or None,
                on_progress=on_progress,
                on_problem=problems.append,
            )
    finally:  # where nothing could be read, this says why
        skipped = tell_problems(problems)
    build.keep_findings(settings, embedder)
    show([report.summary])
    if skipped and not skip_bad:
        raise Told(f"{skipped} of the files could not be read; the rest is indexed (--skip-bad accepts that).")


@cli.command(
    **described(
        "Let the index before the last ingest answer again.", "aircheck rollback", "aircheck rollback --index .aircheck"
    ),
)
@with_settings
def rollback(settings: Settings) -> None:
    from index.shared import roll_back

    name = roll_back(settings.index, build.embedder_of(settings), store=settings.store or None)
    show([f"{name} answers again, until changed material is ingested."])


@cli.command(
    **described(
        "A cited answer.",
        'aircheck ask "what did we say about the night ferry?"',
        "aircheck ask --batch in.jsonl --out out.jsonl",
    ),
)
@click.argument("question", required=False)
@json_option
@batch_options
@with_settings
@filter_options
def ask(
    settings: Settings, question: str | None, as_json: bool, batch: Path | None, out: Path | None, filters: Filters
) -> None:
    from chat.terminal import answer_lines

    files = batch_files(question, batch, out)
    assistant = build.assistant_of(settings, tell)
    if files:
        run_batch(*files, lambda asked: assistant.ask(asked.question, asked.history, asked.filters.within(filters)))
        return
    answer = assistant.ask(question or "", filters=filters)
    show([answer.model_dump_json()] if as_json else answer_lines(answer))


@cli.command(
    **described(
        "Ranked passages, no answer.",
        'aircheck search "night ferry" --top 5',
        'aircheck search "night ferry" --kind transcript --json',
    ),
)
@click.argument("words", required=False)
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 1000), help="How many passages.")
@json_option
@batch_options
@with_settings
@filter_options
def search(
    settings: Settings,
    words: str | None,
    top: int,
    as_json: bool,
    batch: Path | None,
    out: Path | None,
    filters: Filters,
) -> None:
    from chat.terminal import search_lines

    files = batch_files(words, batch, out)
    assistant = build.assistant_of(settings, tell)
    if files:
        run_batch(*files, lambda asked: assistant.search(asked.question, asked.filters.within(filters), top))
        return
    result = assistant.search(words or "", filters, top)
    show([result.model_dump_json()] if as_json else search_lines(result))


@cli.command(
    **described("Every disagreement in the material.", "aircheck audit", "aircheck audit --episode 12 --markdown"),
)
@json_option
@click.option("--markdown", is_flag=True, help="As Markdown, for a ticket.")
@click.option("--episode", help="Only this episode, by number.")
@click.option("--checks", is_flag=True, help="List planned figures never said and numbers of no source, too.")
@with_settings
def audit(settings: Settings, as_json: bool, markdown: bool, episode: str | None, checks: bool) -> None:
    from chat.disagreement.markdown import to_markdown
    from chat.rows import lines_in, rows_in
    from chat.terminal import report_lines

    if as_json and markdown:
        raise click.UsageError("Give --json or --markdown, not both.")
    assistant = build.assistant_of(settings, tell)
    report = build.report_of(settings, assistant, episode)
    rows, address = rows_in(assistant.index.passages), lines_in(assistant.index.text)
    told = (
        [to_markdown(report, address=address, rows=rows, checks=checks)]
        if markdown
        else report_lines(report, rows, address, checks=checks)
    )
    show([report.model_dump_json()] if as_json else told)


@cli.command(
    **described("What is indexed.", "aircheck sources", "aircheck sources --json"),
)
@json_option
@with_settings
def sources(settings: Settings, as_json: bool) -> None:
    from chat.terminal import source_lines

    found = build.assistant_of(settings, tell).index.sources()
    as_data = {"sources": [source.model_dump(mode="json") for source in found]}
    show([json.dumps(as_data, ensure_ascii=False)] if as_json else source_lines(found))


@cli.command(
    **described(
        "Chat page, producer desk, API, widget.", "aircheck serve", "aircheck serve --host 0.0.0.0 --port 8080"
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=7860, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@with_settings
def serve(settings: Settings, host: str, port: int) -> None:
    import uvicorn

    from chat.web.logs import send_logs_to

    send_logs_to(sys.stderr)
    with listening_on(host, port) as listening:
        app = build.application_of(settings, host, program=[sys.executable, __file__], tell=tell)
        open_to_all = host not in ("127.0.0.1", "localhost", "::1")
        if open_to_all and not settings.desk_password.get_secret_value():
            click.echo(
                "The desk, the audit and the sources stay shut: set AIRCHECK_DESK_PASSWORD to open them.", err=True
            )
        click.echo(f"Listening on http://{host}:{listening.getsockname()[1]}  (Ctrl-C stops)", err=True)
        config = uvicorn.Config(app, log_level="warning", access_log=False, proxy_headers=False, server_header=False)
        try:
            build.collect_rarely()
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            if reindex := app.state.desk.reindex:
                reindex.stop()  # the old index goes on serving whoever starts next


@cli.command(
    name="eval",
    **described("Gold questions → figures.", "aircheck eval questions.jsonl", "aircheck eval questions.jsonl --misses"),
)
@click.argument("questions", metavar="QUESTIONS.jsonl", type=PLACE)
@json_option
@click.option("--misses", is_flag=True, help="Say of each miss where it went wrong.")
@with_settings
def evaluate(settings: Settings, questions: Path, as_json: bool, misses: bool) -> None:
    from chat.evaluate import evaluate as judged
    from chat.evaluate import summarise
    from chat.gold import read_gold
    from chat.terminal import figure_lines

    rows = list(judged(list(read_gold(questions)), build.assistant_of(settings, tell)))
    show([json.dumps(summarise(rows))] if as_json else figure_lines(rows, misses=misses))


@cli.command(
    **described(
        "Is this index healthy, does it fit this program, does the language model answer?",
        "aircheck doctor",
        "aircheck doctor --index .aircheck",
    ),
)
@with_settings
def doctor(settings: Settings) -> None:
    findings = build.examine(settings)
    model = settings.model()
    if model is not None:
        from chat.llm.writer import check_model

        findings += filter(None, [check_model(model)])
    for warning in build.warnings_of(settings):
        click.echo(f"warning: {warning}", err=True)
    show(findings or ["The index is healthy and fits this program."])
    if findings:
        raise Told(f"{len(findings)} to mend, as said above.")


def main() -> None:
    """The console command."""
    with minding_streams():
        cli()


if __name__ == "__main__":
    main()
