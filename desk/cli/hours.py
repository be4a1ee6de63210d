"""lianxin hours: who really worked, the month for the personnel office, leave and what is owed."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell, write_file
from desk.reports.hours_words import actual_text, amount_text, away_text
from desk.results import HourKind, LeaveKind
from desk.words import say, write_date

Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])]

app = typer.Typer(no_args_is_help=True, help="工时与假期 · Hours and leave.")

SHOWN = 20
"""Changed days that are listed; the rest is only counted."""


@app.command("month")
def month(
    which: Annotated[datetime, typer.Argument(formats=["%Y-%m"])],
    out: Annotated[Path | None, typer.Option(help=".xlsx, .csv")] = None,
) -> None:
    """月度工时：查看，或导出给人事 · Show a month's hours, or write them for the personnel office."""
    with opened_store() as store:
        if out is not None:
            kind = out.suffix.removeprefix(".").lower()
            found = planning.hours_file(
                store, OPERATOR_OF_MACHINE, month=which.date(), kind=kind, language=LANGUAGE[0]
            )
            write_file(out, found)
            return
        view = planning.hours_month(store, OPERATOR_OF_MACHINE, month=which.date())
    columns = (
        "hours_page.person_column", "hours_page.norm", *(f"hour_kind.{kind}" for kind in HourKind),
        "hours_page.paid_as", "hours_page.comp_earned", "hours_page.away", "hours_page.unconfirmed_column",
    )  # fmt: skip
    table = table_of("page.hours", *columns)
    for line in view.lines:
        table.add_row(
            line.name, f"{line.norm:g}", *(f"{line.of(kind):g}" for kind in HourKind),
            "–" if line.paid_as is None else f"{line.paid_as:g}", f"{line.comp_earned:g}",
            away_text(line, LANGUAGE[0]), str(line.unconfirmed),
        )  # fmt: skip
    CONSOLE.print(table)
    tell("hours_page.until", day=view.until)


@app.command("balance")
def balance() -> None:
    """假期余额与即将到期 · Show what everyone has left, and when it lapses."""
    columns = ("person_column", "kind", "granted", "taken", "ahead", "left", "last")
    table = table_of("hours_page.leave", *(f"hours_page.{column}" for column in columns))
    with opened_store() as store:
        for found in planning.balances(store, OPERATOR_OF_MACHINE):
            for line in found.lines:
                amounts = (line.granted, line.taken, line.planned, line.left)
                mark = " !" if line.lapsing else ""
                table.add_row(
                    found.name, say(f"leave_kind.{line.kind}", LANGUAGE[0]),
                    *(amount_text(line.kind, amount, LANGUAGE[0]) for amount in amounts),
                    write_date(line.last, LANGUAGE[0]) + mark,
                )  # fmt: skip
    CONSOLE.print(table)


@app.command("grant")
def grant(person: str, kind: LeaveKind, first: Day, last: Day, days: float) -> None:
    """登记陪产假、育儿假等 · Grant paternity, childcare or parent care leave."""
    with opened_store() as store:
        done = planning.grant_leave(
            store, OPERATOR_OF_MACHINE, person=person, kind=kind, first=first.date(), last=last.date(), days=days
        )  # fmt: skip
    tell(
        "hours_page.grant_done", name=person, kind=say(f"leave_kind.{kind}", LANGUAGE[0]),
        days=f"{done.days:g}", last=done.last,
    )  # fmt: skip


@app.command("since")
def since(person: str, day: Day) -> None:
    """登记参加工作时间 · Enter since when a person has worked."""
    with opened_store() as store:
        done = planning.set_tenure(store, OPERATOR_OF_MACHINE, person=person, since=day.date())
    tell("hours_page.tenure_done", name=person, since=done.since)


@app.command("worked")
def worked(
    day: Day,
    as_rostered: Annotated[bool, typer.Option(help="其余与班表一致 · all others as rostered")] = False,
) -> None:
    """某天谁上了班；可确认与班表一致 · Who worked on a day; or confirm that all others worked as rostered."""
    with opened_store() as store:
        if as_rostered:
            count = planning.confirm_day(store, OPERATOR_OF_MACHINE, day=day.date())
            tell("hours_page.saved", count=count)
        found = planning.worked_days(store, OPERATOR_OF_MACHINE, start=day.date(), days=1)
    table = table_of("hours_page.confirm", "hours_page.person", "hours_page.planned", "hours_page.state")
    for line in found:
        if line.shift is not None or line.actual is not None:
            state = (
                say("hours_page.open", LANGUAGE[0])
                if line.actual is None
                else actual_text(line.actual, LANGUAGE[0])
            )
            table.add_row(line.name, line.shift or "–", state)
    CONSOLE.print(table)


def import_actuals(store: planning.Store, name: str, content: bytes, *, dry_run: bool, yes: bool) -> None:
    """Show what a file of attendance would change, and take it in."""
    who, language = OPERATOR_OF_MACHINE, LANGUAGE[0]
    preview = planning.preview_actuals(store, who, name=name, content=content)
    over = preview.overwritten
    tell("cli.actuals_new", new=len(preview.changes) - len(over), changed=len(over), same=preview.same)
    if over:
        table = table_of("cli.actuals_table", "hours_page.person", "cli.day", "cli.before", "cli.after")
        for change in over[:SHOWN]:
            before, after = (
                actual_text(found, language) for found in (change.before, change.after) if found is not None
            )
            table.add_row(change.name, write_date(change.after.day, language), before, after)
        CONSOLE.print(table)
        if len(over) > SHOWN:
            tell("cli.import_more", count=len(over) - SHOWN)
    if dry_run:
        tell("cli.import_dry")
        return
    if over and not yes:
        tell("cli.import_overwrite", days=len(over))
        raise typer.Exit(1)
    tell("cli.actuals_done", count=planning.accept_actuals(store, who, preview=preview, overwrite=yes))
