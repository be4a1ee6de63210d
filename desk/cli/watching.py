"""lianxin alarm: whether more comes in than the calendar explains."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from desk import files, planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell
from desk.reports.watch_sentences import carrier_sentences, surge_sentences


def alarm(
    so_far: Annotated[Path | None, typer.Option(help="今天到现在的来电 · today's calls so far")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%H:%M"], help="截至 · known up to")] = None,
    record: Annotated[bool, typer.Option(help="记为突发事件 · record it as an event")] = False,
) -> None:
    """突增监测：是否超出日历能解释的来电 · Whether more comes in than the calendar explains, and where it may go."""
    content = None if so_far is None else files.content_of(so_far)
    with opened_store() as store:
        if record:
            event = planning.record_surge(store, OPERATOR_OF_MACHINE)
            tell("watch.recorded", name=event.code, start=event.start, end=event.end)
        view = planning.surge(
            store, OPERATOR_OF_MACHINE, name="" if so_far is None else so_far.name, content=content,
            until=None if until is None else until.hour * 60 + until.minute,
        )  # fmt: skip
    language = LANGUAGE[0]
    for sentence in (*surge_sentences(view, language), *carrier_sentences(view.carriers, language)):
        CONSOLE.print(sentence, markup=False, soft_wrap=True)
    if view.ahead:
        table = table_of("watch.ahead_title", "watch.day", "watch.mean", "watch.low", "watch.high")
        for day in view.ahead:
            table.add_row(str(day.day), *(f"{value:,.0f}" for value in (day.mean, day.p10, day.p90)))
        CONSOLE.print(table)
