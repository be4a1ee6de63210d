"""lianxin today: the running day after its closed half-hours, and what the rest may still bring."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from desk import files, planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, working
from desk.reports.day_so_far import rest_of
from desk.results import DayProgress
from desk.words.so_far import so_far_sentences
from desk.words.writing import clock
from forecast.prediction import LEVELS


def today(
    so_far: Annotated[Path, typer.Option(help="今天到现在的来电 · today's calls so far")],
    until: Annotated[datetime | None, typer.Option(formats=["%H:%M"], help="截至 · known up to")] = None,
) -> None:
    """今天到现在，及余下的预计 · Today so far, and what may still come."""
    content = files.content_of(so_far)
    with opened_store() as store, working("today.learning") as told:
        view = planning.day_so_far(
            store, OPERATOR_OF_MACHINE, name=so_far.name, content=content,
            until=None if until is None else until.hour * 60 + until.minute,
            progress=lambda _code, share: told(share),
        )  # fmt: skip
    show(view)


def show(view: DayProgress) -> None:
    """Print the sentences, and every half-hour still to come."""
    language, found = LANGUAGE[0], view.found
    for sentence in so_far_sentences(view.day, view.until, found, float(view.before.mean[0]), language):
        CONSOLE.print(sentence, markup=False, soft_wrap=True)
    if found.closed < len(view.needed):
        CONSOLE.print(rest_of(view, language), markup=False, soft_wrap=True)
    table = table_of(
        "today.rest_title",
        "today.time",
        "today.now",
        "chart.likely",
        "today.before",
        "today.needed",
        "today.planned",
    )
    low, high = LEVELS.index(0.1), LEVELS.index(0.9)
    for slot in range(found.closed, len(found.mean)):
        if found.expected[slot] >= SHOWN:
            table.add_row(
                clock(slot * view.step, language), f"{found.mean[slot]:,.1f}",
                f"{found.quantiles[slot, low]:,.0f}–{found.quantiles[slot, high]:,.0f}", f"{found.expected[slot]:,.1f}",
                str(view.needed[slot]), str(view.planned[slot]),
            )  # fmt: skip
    if table.row_count:
        CONSOLE.print(table)


SHOWN = 0.05
"""Calls expected in a half-hour from which it is listed."""
