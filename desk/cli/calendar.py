"""lianxin calendar: a year's breaks, and the correction of a date."""

from datetime import datetime
from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, holiday_name, table_of, tell
from forecast.calendar import DayKind


def calendar(
    year: Annotated[int | None, typer.Argument()] = None,
    day: Annotated[datetime | None, typer.Option("--set", formats=["%Y-%m-%d"])] = None,
    kind: Annotated[DayKind, typer.Option()] = DayKind.HOLIDAY,
    holiday: Annotated[str | None, typer.Option()] = None,
    statutory: Annotated[bool, typer.Option()] = False,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
) -> None:
    """日历：查看一年，或更正一天 · Show a year's breaks, or correct a date."""
    known_from = None if as_of is None else as_of.date()
    with opened_store() as store:
        if day is not None:
            planning.override_day(
                store,
                OPERATOR_OF_MACHINE,
                day=day.date(),
                kind=kind,
                holiday=holiday,
                statutory=statutory,
                as_of=known_from,
            )
            tell("cli.day_corrected", day=day.date())
        shown = year or (
            day.year if day is not None else planning.centre(store, OPERATOR_OF_MACHINE).today.year
        )
        found = planning.calendar_year(store, OPERATOR_OF_MACHINE, year=shown, as_of=known_from)
    table = table_of("cli.calendar_title", "cli.festival_name", "cli.first", "cli.last", year=str(shown))
    for festival in found.festivals:
        table.add_row(holiday_name(festival.code), str(festival.first), str(festival.last))
    CONSOLE.print(table)
    makeup = ", ".join(str(d.date) for d in found.days if d.kind is DayKind.MAKEUP)
    tell("cli.makeup_days", days=makeup or "–")
    if found.provisional:
        tell("cli.provisional", year=str(shown))
