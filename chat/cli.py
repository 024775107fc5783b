"""Furniture of the command line: options that commands share, problems in one line, bars."""

from __future__ import annotations

import errno
import functools
import os
import socket
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import click
from pydantic import ValidationError

from chat.filters import read_filters
from chat.settings import Settings
from corpus.errors import AircheckError, CorpusError, DoubtfulSource
from corpus.models import SourceKind
from index.models import Progress, counted

if TYPE_CHECKING:
    from chat.batch import Asked
    from chat.models import Answer, SearchResult

_INTERRUPTED = 130  # exit status after Ctrl-C, as shells have it

Command = Callable[..., Any]


class _Place(click.Path):
    """A path that is not empty: one from an unset variable of a shell would be the folder that one is in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises click's BadParameter."""
        return super().convert(value, param, ctx) if value else self.fail("it is empty.", param, ctx)


PLACE = _Place(path_type=Path)


class Told(click.ClickException):
    """A problem told in one line on standard error, exit status 1."""

    def show(self, file: Any = None) -> None:
        """Print it without click's "Error:"."""
        tell(self.format_message())


def tell(problem: str) -> None:
    """Print a line on standard error."""
    with suppress(OSError):  # where that cannot be written, the exit status is all that is left
        click.echo(f"aircheck: {problem}", err=True)


def tell_problems(problems: Iterable[CorpusError]) -> int:
    """Print what is wrong with the material on standard error; returns how many files were left out for it."""
    skipped = 0
    for problem in problems:
        is_warning = isinstance(problem, DoubtfulSource)
        skipped += not is_warning
        click.echo(f"{'warning' if is_warning else 'skipped'}: {problem}", err=True)
    return skipped


def show(lines: Iterable[str]) -> None:
    """Print the lines of a result. Raises Told where standard output does not take them."""
    for line in lines:
        with _printing():
            click.echo(line)


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # whoever reads the output has seen enough
    except (OSError, UnicodeEncodeError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise Told(f"standard output cannot be written ({reason}); free some space, or send it elsewhere.") from problem


@contextmanager
def minding_streams() -> Iterator[None]:
    """Have it told in one line, with exit status 1, when standard output is closed, full or of another encoding."""
    if sys.stdout is None:  # closed: else what is printed would be lost without a word, or go to the next file opened
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    try:
        with _printing():
            yield
    except Told as problem:  # of help and version, which click prints by itself
        problem.show()
        sys.exit(problem.exit_code)
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:  # told already; Python would tell it once more, with another exit status
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _settings(folder: Path | None) -> Settings:
    try:
        return Settings() if folder is None else Settings(index=folder)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Told(f"{Settings.model_config['toml_file']}: {problem}; correct the file or remove it.") from problem


def _unfit(problem: ValidationError) -> str:
    first = problem.errors()[0]
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return f"{Settings.model_config['toml_file']}: {name} is no setting; aircheck --help lists them all."
    meant = Settings.model_fields[name].description if name in Settings.model_fields else None
    return f"setting {name}{f' ({meant})' if meant else ''}: {first['msg'].removeprefix('Value error, ')}."


def _of_the_system(problem: OSError) -> str:
    mend = "free some space" if problem.errno == errno.ENOSPC else "check the path and its permissions"
    return f"{problem.filename}: {problem.strerror}; {mend}." if problem.filename else str(problem)


def with_settings(command: Command) -> Command:
    """`--index DIR`, and the settings as the command's first argument; problems in one line."""

    @click.option("--index", "folder", type=PLACE, help="Folder of the index (.aircheck).")
    @functools.wraps(command)
    def run(folder: Path | None, **given: Any) -> Any:
        try:
            return command(_settings(folder), **given)
        except ValidationError as problem:
            raise Told(_unfit(problem)) from problem
        except KeyboardInterrupt:
            sys.exit(_INTERRUPTED)
        except BrokenPipeError:
            raise  # whoever reads the output has seen enough
        except AircheckError as problem:
            raise Told(str(problem)) from problem
        except OSError as problem:
            raise Told(_of_the_system(problem)) from problem

    return run


@contextmanager
def ending_at_once(told: str) -> Iterator[None]:
    """Tell in one line that Ctrl-C was heard, and end: Python would wait for what its threads are still embedding."""
    try:
        yield
    except KeyboardInterrupt:
        tell(told)
        os._exit(_INTERRUPTED)


def version() -> str:
    """The installed version, or that this is a checkout."""
    try:
        return metadata.version("aircheck")
    except metadata.PackageNotFoundError:
        return "from a checkout"


def filter_options(command: Command) -> Command:
    """`--kind`, `--speaker`, `--episode`, each as often as needed, given to the command as `filters`.

    Below `with_settings`, which tells what cannot be one.
    """

    @click.option(
        "--kind",
        multiple=True,
        type=click.Choice([kind.value for kind in SourceKind]),
        help="Only sources of this kind.",
    )
    @click.option("--speaker", multiple=True, help="Only what this person said.")
    @click.option("--episode", multiple=True, help="Only this episode, by number.")
    @functools.wraps(command)
    def run(*given: Any, kind: tuple[str, ...], speaker: tuple[str, ...], episode: tuple[str, ...], **rest: Any) -> Any:
        return command(*given, filters=read_filters(kind=kind, speaker=speaker, episode=episode), **rest)

    return run


def batch_options(command: Command) -> Command:
    """`--batch IN --out OUT`: many questions from a file."""
    command = click.option("--out", type=PLACE, help="Where the batch's results go.")(command)
    return click.option("--batch", type=PLACE, help="Questions, one JSON object a line.")(command)


def json_option(command: Command) -> Command:
    """`--json`, given to the command as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")(command)


def batch_files(words: str | None, batch: Path | None, out: Path | None) -> tuple[Path, Path] | None:
    """The two files of a batch, or None for a single question. Raises UsageError for anything between."""
    if batch and out and words is None:
        if batch.is_file() and out.exists() and batch.samefile(out):
            raise click.UsageError("--out is the file of --batch, and its questions would be gone; give another.")
        return batch, out
    if batch or out or words is None:
        raise click.UsageError("Give either words to look for, or both --batch IN.jsonl and --out OUT.jsonl.")
    return None


def run_batch(batch: Path, out: Path, handle: Callable[[Asked], Answer | SearchResult]) -> None:
    """Handle the questions of one file into the other, and tell how many could not be. Raises OSError."""
    from chat.batch import answer_file

    failed = answer_file(batch, out, handle)
    told = f"; {counted(failed, 'line')} could not be handled, and why is told there." if failed else "."
    click.echo(f"Wrote {out}{told}", err=True)


class Description(TypedDict):
    """What click wants to know of a command."""

    help: str
    short_help: str


def described(summary: str, *examples: str) -> Description:
    """The help of a command: lines to paste first, then what it does; in a list of commands the latter alone."""
    lines = "\n".join(f"  {line}" for line in examples)
    return {"help": f"\b\n{lines}\n\n{summary}", "short_help": summary}


@contextmanager
def progress_bars(*, shown: bool) -> Iterator[Callable[[Progress], None]]:
    """Stages with counts and rates on standard error: bars in a terminal, else a plain line for each stage."""
    if not shown:
        yield _line_a_stage()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description:>6}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}, {task.fields[rate]:,.0f} a second"), TimeElapsedColumn(),
        console=Console(stderr=True),
    )  # fmt: skip
    tasks: dict[str, Any] = {}

    def show(progress: Progress) -> None:
        if progress.stage not in tasks:
            tasks[progress.stage] = bars.add_task(progress.stage, unit=progress.unit, rate=0.0)
        task = tasks[progress.stage]
        bars.update(task, completed=progress.done, total=progress.total, rate=bars.tasks[task].speed or 0.0)

    with bars:
        yield show


def _line_a_stage() -> Callable[[Progress], None]:
    begun: set[str] = set()

    def show(progress: Progress) -> None:
        if progress.stage not in begun:
            begun.add(progress.stage)
            total = f"{progress.total:,} " if progress.total else ""
            click.echo(f"{progress.stage}: {total}{progress.unit}", err=True)

    return show


def listening_on(host: str, port: int) -> socket.socket:
    """A socket that takes connections. Raises Told, and UsageError for no host: that would be every address."""
    if not host:
        raise click.UsageError("--host is empty; give an address to listen on.")
    try:
        host.encode("idna")  # a socket would be left open over it
        return socket.create_server((host, port))
    except (OSError, UnicodeError) as problem:
        told = (getattr(problem, "strerror", None) or str(problem)).partition(" (while ")[0]  # Python adds the address
        raise Told(f"cannot listen on {host}:{port} ({told}); choose another --host or --port.") from problem
