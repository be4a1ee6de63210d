"""What the command line prints with: sentences, tables and progress."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from desk.scored import ModelScore
from desk.words import say
from desk.words.choosing import model_name, note_sentence
from desk.words.writing import named
from forecast.errors import SettingError
from forecast.prediction import Note

CONSOLE = Console()

WIDTH_OF_A_FILE = 160
"""Columns where nobody's window limits them: tables sent to a file or another program are not folded."""

LANGUAGE: list[str] = ["zh"]
"""The language of this run, in a list of one because the first option of the command line sets it."""


def fit_to_output() -> None:
    """Let tables be as wide as the window; whole where the output is no window."""
    if not CONSOLE.is_terminal:
        CONSOLE.width = WIDTH_OF_A_FILE


def show_scores(scores: tuple[ModelScore, ...]) -> None:
    """Print how the models did, if any was measured."""
    if not scores:
        return
    table = table_of(
        "cli.scores_title",
        "cli.model",
        "cli.crps",
        "cli.mase",
        "cli.wape",
        "cli.in80",
        "cli.in95",
        "cli.seconds",
    )
    for s in scores:
        table.add_row(
            model_name(s.model, LANGUAGE[0]),
            f"{s.crps:.3f}",
            f"{s.mase:.3f}",
            f"{s.wape:.1%}",
            f"{s.coverage80:.0%}",
            f"{s.coverage95:.0%}",
            f"{s.seconds:.2f}",
        )
    CONSOLE.print(table)


def show_notes(notes: tuple[Note, ...]) -> None:
    """Print what a planner should know about a forecast, why its model was chosen first."""
    for note in notes:
        CONSOLE.print(note_sentence(note, LANGUAGE[0]), markup=False, soft_wrap=True)


def write_out(out: Path, table: str) -> None:
    """Write a table to a file and say so."""
    write_file(out, table.encode())


def write_file(out: Path, content: bytes) -> None:
    """
    Write a file and say so.

    Raises
    ------
    SettingError
        ``cannot_write``.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    except OSError as error:
        raise SettingError("cannot_write", file=str(out), reason=str(error.strerror)) from error
    tell("cli.written", file=str(out))


def table_of(title: str, *columns: str, **details: object) -> Table:
    """Return an empty table with title and headings in words."""
    table = Table(title=say(title, LANGUAGE[0], **details), title_justify="left")
    for column in columns:
        table.add_column(say(column, LANGUAGE[0]))
    return table


def holiday_name(code: str) -> str:
    """Return a holiday's name."""
    return named("holiday", code, LANGUAGE[0])


def tell(code: str, **details: object) -> None:
    """Print one sentence."""
    CONSOLE.print(say(code, LANGUAGE[0], **details), markup=False, soft_wrap=True)


@contextmanager
def working(code: str) -> Iterator[Callable[[float], None]]:
    """Show a bar while something takes its time; the function it hands out takes the share done."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=CONSOLE, transient=True) as progress:
        task = progress.add_task(say(code, LANGUAGE[0]), total=None)

        def told(share: float) -> None:
            progress.update(task, total=1.0, completed=share)

        yield told
