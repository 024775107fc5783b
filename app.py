"""Aircheck's command line and server: the only place that reads settings, prints, and knows which parts are real."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from corpus.errors import AircheckError, CorpusError
from corpus.models import SourceKind

if TYPE_CHECKING:
    from chat.assistant import Assistant
    from chat.batch import Asked
    from chat.models import Answer, SearchResult
    from index.embed import Embedder
    from index.models import Filters, Progress


class Settings(BaseSettings):
    """Everything that can be set: by environment (`AIRCHECK_…`), or in `aircheck.toml`; the environment wins."""

    model_config = SettingsConfigDict(env_prefix="AIRCHECK_", toml_file="aircheck.toml", extra="ignore", frozen=True)

    index: Path = Field(Path(".aircheck"), description="folder of the index")
    store: str = Field(
        "", description="where vectors are kept: empty for the index folder, or a Chroma server's address"
    )
    embedder: str = Field(
        "", description="sentence-transformers model name or folder; empty: the packaged all-MiniLM-L6-v2"
    )
    llm_url: str = Field("", description="address of an OpenAI-compatible language model; empty: none")
    llm_model: str = Field("", description="name of that model")
    llm_key: SecretStr = Field(SecretStr(""), description="key for that address")
    origins: str = Field("", description="web sites that may embed the widget, comma-separated; empty: none")
    desk_password: SecretStr = Field(SecretStr(""), description="opens the desk beyond loopback; empty: loopback only")
    limit_per_minute: int = Field(20, description="questions per address and minute", ge=1)
    limit_per_day: int = Field(500, description="questions per address and day", ge=1)
    redis: str = Field("", description="address of Redis for limits shared by several processes; empty: in memory")

    @classmethod
    def settings_customise_sources(  # noqa: PLR0913 - the signature is pydantic-settings'
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What was given in the program, then the environment, then `aircheck.toml`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def build_embedder(settings: Settings) -> Embedder:
    """The embedding model, loaded when it is first needed."""
    from index.embed import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(settings.embedder or None)


def build_assistant(settings: Settings) -> Assistant:
    """Everything that answers, from the settings. Raises NoIndex, IndexMismatch, IndexDamaged at the first question."""
    from chat.assistant import Assistant
    from index.search import LiveIndex

    return Assistant(LiveIndex(settings.index, build_embedder(settings)).current)


class _Told(click.ClickException):
    """A problem in one line on standard error, exit status 1."""

    def show(self, file: Any = None) -> None:
        """Print it without click's "Error:"."""
        click.echo(f"aircheck: {self.format_message()}", err=True)


def _with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--index DIR`, and the settings as the command's first argument."""

    @click.option("--index", "folder", type=click.Path(path_type=Path), help="Folder of the index (.aircheck).")
    @functools.wraps(command)
    def run(folder: Path | None, **given: Any) -> Any:
        try:
            return command(Settings() if folder is None else Settings(index=folder), **given)
        except ValidationError as problem:
            first = problem.errors()[0]
            raise _Told(f"setting {'.'.join(map(str, first['loc']))}: {first['msg']}.") from problem
        except BrokenPipeError:
            raise  # whoever reads the output has seen enough
        except (AircheckError, OSError) as problem:
            raise _Told(str(problem)) from problem

    return run


def _filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--kind`, `--speaker`, `--episode`, each as often as needed, given to the command as `filters`."""

    @click.option("--kind", multiple=True, type=click.Choice([*SourceKind]), help="Only sources of this kind.")
    @click.option("--speaker", multiple=True, help="Only what this person said.")
    @click.option("--episode", multiple=True, help="Only this episode, by number.")
    @functools.wraps(command)
    def run(*given: Any, kind: tuple[str, ...], speaker: tuple[str, ...], episode: tuple[str, ...], **rest: Any) -> Any:
        from chat.batch import filters_from

        filters = filters_from({"kind": kind, "speaker": speaker, "episode": episode})
        return command(*given, filters=filters, **rest)

    return run


def _batch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--batch IN --out OUT`: many questions from a file."""
    command = click.option("--out", type=click.Path(path_type=Path), help="Where the batch's results go.")(command)
    return click.option("--batch", type=click.Path(path_type=Path), help="Questions, one JSON object a line.")(command)


def _settings_help() -> str:
    rows = [f"AIRCHECK_{name.upper()}: {field.description}" for name, field in Settings.model_fields.items()]
    return "\b\nSettings (environment, or aircheck.toml without the prefix):\n" + "\n".join(f"  {row}" for row in rows)


def _examples(*lines: str) -> str:
    return "\b\n" + "\n".join(f"  {line}" for line in lines) + "\n\n"


@click.group(
    help=_examples("aircheck ingest my-show/", 'aircheck ask "what did we say about the night ferry?"')
    + "Ask a show's own material, see the quote, know when the sources disagree.",
    epilog=_settings_help(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@click.version_option(package_name="aircheck", prog_name="aircheck")
def cli() -> None:
    """Every command reads the settings for itself."""


@cli.command(
    help=_examples("aircheck ingest my-show/", "aircheck ingest my-show/ --rebuild")
    + "Read a folder of material into the index; again = only what changed."
)
@click.argument("material", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Read and embed everything anew.")
@click.option("--skip-bad", is_flag=True, help="Exit with 0 although files could not be read.")
@_with_settings
def ingest(settings: Settings, material: Path, rebuild: bool, skip_bad: bool) -> None:
    from index.sync import sync

    problems: list[CorpusError] = []
    with _progress() as on_progress:
        report = sync(
            material,
            settings.index,
            embedder=build_embedder(settings),
            rebuild=rebuild,
            store=settings.store or None,
            on_progress=on_progress,
            on_problem=problems.append,
        )
    click.echo(report.summary)
    for problem in problems:
        click.echo(f"skipped: {problem}", err=True)
    if problems and not skip_bad:
        raise _Told(f"{len(problems)} of the files could not be read; the rest is indexed (--skip-bad accepts that).")


@cli.command(
    help=_examples(
        'aircheck ask "what did we say about the night ferry?"', "aircheck ask --batch in.jsonl --out out.jsonl"
    )
    + "A cited answer."
)
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="The answer as one JSON object.")
@_batch_options
@_filter_options
@_with_settings
def ask(
    settings: Settings, question: str | None, as_json: bool, batch: Path | None, out: Path | None, filters: Filters
) -> None:
    from chat.terminal import answer_lines

    assistant = build_assistant(settings)
    if files := _batch_files(question, batch, out):
        _run_batch(*files, lambda asked: assistant.ask(asked.question, asked.history, asked.filters.within(filters)))
        return
    answer = assistant.ask(question or "", filters=filters)
    _print([answer.model_dump_json()] if as_json else answer_lines(answer))


@cli.command(
    help=_examples('aircheck search "night ferry" --top 5', 'aircheck search "night ferry" --kind transcript --json')
    + "Ranked passages, no answer."
)
@click.argument("words", required=False)
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 1000), help="How many passages.")
@click.option("--json", "as_json", is_flag=True, help="The passages as one JSON object.")
@_batch_options
@_filter_options
@_with_settings
def search(  # noqa: PLR0913 - one parameter an option
    settings: Settings,
    words: str | None,
    top: int,
    as_json: bool,
    batch: Path | None,
    out: Path | None,
    filters: Filters,
) -> None:
    from chat.terminal import search_lines

    assistant = build_assistant(settings)
    if files := _batch_files(words, batch, out):
        _run_batch(*files, lambda asked: assistant.search(asked.question, asked.filters.within(filters), top))
        return
    result = assistant.search(words or "", filters, top)
    _print([result.model_dump_json()] if as_json else search_lines(result))


@cli.command(help=_examples("aircheck sources", "aircheck sources --json") + "What is indexed.")
@click.option("--json", "as_json", is_flag=True, help="The sources as one JSON object.")
@_with_settings
def sources(settings: Settings, as_json: bool) -> None:
    from chat.terminal import source_lines

    found = build_assistant(settings).index.sources()
    as_data = {"sources": [source.model_dump(mode="json") for source in found]}
    _print([json.dumps(as_data, ensure_ascii=False)] if as_json else source_lines(found))


@cli.command(
    help=_examples("aircheck doctor", "aircheck doctor --index .aircheck")
    + "Is this index healthy, does it fit this program?"
)
@_with_settings
def doctor(settings: Settings) -> None:
    from index.health import examine

    findings = examine(settings.index, build_embedder(settings))
    _print(findings or ["The index is healthy and fits this program."])
    if findings:
        raise _Told(f"{len(findings)} finding(s); `aircheck ingest FOLDER --rebuild` builds the index anew.")


@cli.command(
    name="eval",
    help=_examples("aircheck eval questions.jsonl", "aircheck eval questions.jsonl --misses")
    + "Gold questions → figures.",
)
@click.argument("questions", metavar="QUESTIONS.jsonl", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
@click.option("--misses", is_flag=True, help="Say of each miss where it went wrong.")
@_with_settings
def evaluate(settings: Settings, questions: Path, as_json: bool, misses: bool) -> None:
    from chat.evaluate import evaluate as judged
    from chat.evaluate import summarise
    from chat.gold import read_gold
    from chat.terminal import figure_lines

    rows = list(judged(list(read_gold(questions)), build_assistant(settings)))
    _print([json.dumps(summarise(rows))] if as_json else figure_lines(rows, misses=misses))


def _batch_files(words: str | None, batch: Path | None, out: Path | None) -> tuple[Path, Path] | None:
    """The two files of a batch, or None for a single question. Raises UsageError for anything between."""
    if batch and out and words is None:
        return batch, out
    if batch or out or words is None:
        raise click.UsageError("Give either words to look for, or both --batch IN.jsonl and --out OUT.jsonl.")
    return None


def _run_batch(batch: Path, out: Path, handle: Callable[[Asked], Answer | SearchResult]) -> None:
    from chat.batch import answer_file

    failed = answer_file(batch, out, handle)
    click.echo(
        f"Wrote {out}" + (f"; {failed} lines could not be handled, each has its reason there." if failed else "."),
        err=True,
    )


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """Stages with rates on standard error; nothing when that is not a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description:>6}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}, {task.fields[rate]:,.0f} a second"), TimeElapsedColumn(),
        console=Console(stderr=True), disable=not sys.stderr.isatty(),
    )  # fmt: skip
    tasks: dict[str, Any] = {}

    def show(progress: Progress) -> None:
        if progress.stage not in tasks:
            tasks[progress.stage] = bars.add_task(progress.stage, unit=progress.unit, rate=0.0)
        task = tasks[progress.stage]
        bars.update(task, completed=progress.done, total=progress.total, rate=bars.tasks[task].speed or 0.0)

    with bars:
        yield show


def main() -> None:
    """The console command."""
    cli()


if __name__ == "__main__":
    main()
