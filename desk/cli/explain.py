"""lianxin explain: why the forecast of a day is what it is."""

from datetime import datetime
from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, show_notes, table_of, tell, working
from desk.results import ExplainedDay
from desk.words import say, write_date
from desk.words.explaining import explanation_sentence, number, signed, signed_percent

Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])]


def explain(day: Day) -> None:
    """解释某一天的预测 · Say why a day's forecast is what it is."""
    with opened_store() as store, working("cli.forecasting"):
        view = planning.explain_day(store, OPERATOR_OF_MACHINE, day=day.date())
    show(view)


def show(view: ExplainedDay) -> None:
    """Print sentence, parts and past days."""
    language, found = LANGUAGE[0], view.explanation
    CONSOLE.print(explanation_sentence(found, view.low, view.high, language), markup=False, soft_wrap=True)
    table = table_of("explain.chart", "explain.part", "explain.calls", "explain.share")
    for part, calls in zip(found.parts, found.rounded(), strict=True):
        table.add_row(
            say(f"part.{part.code}", language),
            number(calls, found.digits) if part.share is None else signed(calls, found.digits),
            "" if part.share is None else signed_percent(part.share),
        )
    table.add_row(say("part.total", language), number(found.calls, found.digits), "")
    CONSOLE.print(table)
    if not found.past:
        tell("explain.no_past")
    else:
        past = table_of(
            "explain.past", "chart.date", "explain.past_calls", "explain.past_why", "explain.past_note"
        )
        for day in found.past:
            past.add_row(
                write_date(day.date, language),
                say("explain.past_unknown", language) if day.calls is None else number(day.calls, 0),
                say(f"why.{day.why}", language),
                say("explain.left_out", language) if day.left_out else "",
            )
        CONSOLE.print(past)
    show_notes(view.notes)
    tell("explain.origin", origin=view.origin)
