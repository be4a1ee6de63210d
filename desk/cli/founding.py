"""lianxin init and lianxin import: a centre of one's own, from its own files."""

from pathlib import Path
from typing import Annotated

import typer

from desk import files, planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell
from desk.cli.hours import import_actuals
from desk.cli.outcomes import import_outcomes
from desk.results import Centre, DayChange
from desk.words import say, write_date
from desk.words.writing import clock, named
from forecast.errors import SettingError

SHOWN = 20
"""Findings and changed days that are listed; the rest is only counted."""


def init(
    name: Annotated[str, typer.Option()] = "",
    country: Annotated[str, typer.Option(help="CN, HK, TW, GB, US, ..., none")] = "CN",
    zone: Annotated[str, typer.Option(help="Asia/Shanghai")] = "",
    opens: Annotated[str, typer.Option(help="08:00")] = "",
    closes: Annotated[str, typer.Option(help="18:00")] = "",
) -> None:
    """建立本中心 · Found your own centre in an empty database."""
    with opened_store() as store:
        centre = planning.found_centre(
            store, OPERATOR_OF_MACHINE, name=name or say("founding.my_line", LANGUAGE[0]), country=country,
            zone=zone, opens=_minutes(opens), closes=_minutes(closes),
        )  # fmt: skip
    opened, closed = (clock(minutes, LANGUAGE[0]) for minutes in (centre.opens, centre.closes))
    tell("founding.founded", **_facts(centre), opens=opened, closes=closed)
    tell("founding.next")


def import_file(
    what: Annotated[
        str,
        typer.Argument(
            help="calls, outcomes, actuals, team, shifts, transport, absences, wishes, terms, rotations, duties, events, entitlements, tenures, leave"
        ),
    ],
    file: Path,
    mapping: Annotated[list[str] | None, typer.Option("--map", help="time=日期 count=来电")] = None,
    leave_out: Annotated[bool, typer.Option()] = False,
    dry_run: Annotated[bool, typer.Option()] = False,
    country: Annotated[str, typer.Option(help="只在还没有中心时 · only for a new centre")] = "CN",
    yes: Annotated[bool, typer.Option("--yes", help="改写已有的天 · change known days")] = False,
) -> None:
    """导入话务历史或人员等表 · Take in a file of calls, or a table of the team."""
    content = files.content_of(file)
    with opened_store() as store:
        if what == "calls":
            _import_calls(
                store, file.name, content, mapping, country, leave_out=leave_out, dry_run=dry_run, yes=yes
            )
            return
        if what == "outcomes":
            import_outcomes(store, file.name, content, pairs(mapping), leave_out=leave_out, dry_run=dry_run)
            return
        if what == "actuals":
            import_actuals(store, file.name, content, dry_run=dry_run, yes=yes)
            return
        _import_table(store, what, file.name, content, dry_run=dry_run, yes=yes)


def _import_table(
    store: planning.Store, what: str, name: str, content: bytes, *, dry_run: bool, yes: bool
) -> None:
    """Show the known lines that would change, and take the table in."""
    who = OPERATOR_OF_MACHINE
    preview = planning.preview_table(store, who, what=what, name=name, content=content)
    over = [(change.before, change.after) for change in preview.changes if change.before is not None]
    if over:
        table = table_of("small_table.changes", "small_table.line", "cli.before", "cli.after")
        for before, after in over[:SHOWN]:
            for column, old, new in zip(preview.columns, before, after, strict=True):
                if old != new:
                    table.add_row(f"{after[0]} · {column}", old or "–", new or "–")
        CONSOLE.print(table)
        if len(over) > SHOWN:
            tell("cli.import_more", count=len(over) - SHOWN)
    if dry_run:
        tell("small_table.would", new=preview.new, changed=preview.changed, same=preview.same)
        tell("cli.import_dry")
        return
    if over and not yes:
        tell("small_table.overwrite", count=len(over))
        raise typer.Exit(1)
    done = planning.import_table(store, who, what=what, name=name, content=content)
    tell("founding.table_done", file=name, new=done.new, changed=done.changed, same=done.same)


def _import_calls(
    store: planning.Store,
    name: str,
    content: bytes,
    mapping: list[str] | None,
    country: str,
    *,
    leave_out: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    who = OPERATOR_OF_MACHINE
    preview = planning.preview_import(store, who, name=name, content=content, mapping=pairs(mapping))
    tell(
        "cli.import_line",
        rows=preview.rows,
        first=preview.first,
        last=preview.last,
        days=len(preview.changes),
    )
    columns = (f"{named('role_column', role, LANGUAGE[0])} = {column}" for role, column in preview.mapping)
    tell("cli.import_columns", columns=say("cli.and", LANGUAGE[0]).join(columns))
    for finding in preview.findings[:SHOWN]:
        tell(f"{'bad_row' if finding.stops else 'intake'}.{finding.code}", **dict(finding.details))
    if len(preview.findings) > SHOWN:
        tell("cli.import_more", count=len(preview.findings) - SHOWN)
    overwritten = [change for change in preview.changes if change.before is not None]
    _show_differences(overwritten)
    if dry_run:
        tell("cli.import_dry")
        return
    if overwritten and not yes:
        tell("cli.import_overwrite", days=len(overwritten))
        raise typer.Exit(1)
    if not planning.is_founded(store):
        name = say("founding.my_line", LANGUAGE[0])
        centre = planning.found_centre(store, who, name=name, country=country)
        tell("founding.founded_by_import", **_facts(centre))
    done = planning.accept_import(store, who, preview=preview, leave_out=leave_out)
    if done.id is None:
        tell("cli.import_known")
    else:
        tell("cli.import_done", new=done.days_new, changed=done.days_changed, left_out=done.rows_left_out)


def _show_differences(overwritten: list[DayChange]) -> None:
    """Print the known days that would get another number."""
    if not overwritten:
        return
    table = table_of("cli.import_differences", "cli.day", "cli.before", "cli.after", count=len(overwritten))
    for change in overwritten[:SHOWN]:
        day = write_date(change.day, LANGUAGE[0])
        table.add_row(day, f"{change.before:,.10g}", f"{change.after:,.10g}")
    CONSOLE.print(table)
    if len(overwritten) > SHOWN:
        tell("cli.import_more", count=len(overwritten) - SHOWN)


def pairs(mapping: list[str] | None) -> dict[str, str] | None:
    """Return role and column as typed, or None where nothing was."""
    return dict(pair.partition("=")[::2] for pair in mapping or ()) or None


def _facts(centre: Centre) -> dict[str, str]:
    return {"name": centre.name, "country": centre.country, "zone": centre.zone}


def _minutes(text: str) -> int | None:
    """Return minutes from midnight of ``HH:MM``, or None where nothing was said."""
    if not text:
        return None
    hours, _, minutes = text.partition(":")
    if not (hours.isdecimal() and (minutes or "0").isdecimal()):
        raise SettingError("opening_hours", first=text, last="")
    return int(hours) * 60 + int(minutes or 0)
