"""lianxin sample, lianxin demo: an invented centre, and the whole chain from its calls to a published roster."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from desk import planning
from desk.cli import serving
from desk.cli.centre import OPERATOR_OF_MACHINE
from desk.cli.console import CONSOLE, LANGUAGE, show_notes, show_scores, table_of, tell, working, write_file
from desk.cli.staffing import show_confirmation, show_work
from desk.results import RosterView
from desk.sample import make_sample
from desk.settings import read_settings
from desk.words import say
from desk.words.writing import clock, shift_name, weekday
from scheduler.shifts import ShiftType

SEARCH_SECONDS = 30.0
"""Time for each of the two rosters of the demo, on a machine that does nothing else."""

MOST_PATIENCE = 3.0
"""Times as long as that a search may take on a machine that is busy."""

CONFIRMING_RUNS = 50
"""Times that the simulator plays each roster of the demo."""


def sample(out: Annotated[Path, typer.Option()], seed: Annotated[int, typer.Option()] = 2026) -> None:
    """生成示例中心数据 · Write the sample centre."""
    with working("cli.sample") as told:
        files = make_sample(seed, out, told)
    tell("cli.sample_done", count=len(files), folder=str(out))


def demo(serve: Annotated[bool, typer.Option()] = True) -> None:
    """演示：建库、预测、排班、发布到网页 · The whole chain on the sample centre."""
    settings = read_settings()
    fresh = not Path(settings.home / "lianxin.db").exists()
    store = planning.open_store(settings.database_url)
    folder = Path(__file__).resolve().parents[2] / "history"
    with working("cli.setting_up"):
        passwords = planning.set_up_centre(store, folder)
    who = OPERATOR_OF_MACHINE
    centre = planning.centre(store, who)
    tell("cli.demo_title", name=centre.name, today=centre.today)
    if not fresh and not passwords:
        tell("cli.demo_again")
    windows = [(say("cli.next_weeks", LANGUAGE[0]), centre.today, 28, False)]
    festival = next((w for w in planning.festival_windows(store, who) if w.code == "spring_festival"), None)
    if festival is not None:
        windows.append(
            (
                say("cli.festival", LANGUAGE[0], year=str(festival.main.year)),
                festival.start,
                festival.days,
                festival.provisional,
            )
        )
    for title, start, days, provisional in windows:
        _plan(store, title, start, days, provisional)
    _show_sign_in(store, passwords)
    store.close()
    if serve:
        serving.serve()


def _plan(store: planning.Store, title: str, start: date, days: int, provisional: bool) -> None:
    """Forecast, staff and roster a window of the demo, unless there is a roster for it already."""
    who = OPERATOR_OF_MACHINE
    CONSOLE.rule(f"[bold]{title}")
    if provisional:
        tell("cli.provisional", year=str(start.year))
    with working("cli.forecasting") as told:
        view = planning.forecast(
            store, who, start=start, days=days, progress=lambda _code, share: told(share)
        )
        needed = planning.requirement(store, who, start=start, days=days)
    low, high = view.total_range
    tell(
        "cli.forecast_line",
        calls=round(float(view.prediction.mean.sum())),
        low=round(low),
        high=round(high),
        hours=round(needed.requirement.operator_hours()),
    )
    show_work(needed)
    show_notes(view.notes)
    show_scores(view.scores)
    kept = [v for v in planning.versions(store, who) if (v.start, v.days) == (start, days)]
    number = kept[0].id if kept else _solve(store, start, days, search_seconds())
    if not kept:
        planning.publish(store, who, version=number)
    shown = planning.roster_view(store, who, version=number)
    _show_roster(shown)
    with working("staff_page.playing") as told:
        show_confirmation(
            planning.confirm_service(store, who, start=start, days=days, runs=CONFIRMING_RUNS, progress=told)
        )
    write_file(
        read_settings().home / f"roster-{start}.xlsx",
        planning.export_roster(store, who, version=number, language=LANGUAGE[0]),
    )


def search_seconds() -> float:
    """Return the seconds for a roster: longer where others use the processors, so that the search does the same work."""
    load = getattr(os, "getloadavg", None)  # unknown on Windows
    waiting = load()[0] / (os.cpu_count() or 1) if load is not None else 1.0
    return SEARCH_SECONDS * min(MOST_PATIENCE, max(1.0, waiting))


def _solve(store: planning.Store, start: date, days: int, seconds: float) -> int:
    with working("cli.solving") as told:
        version = planning.solve_roster(
            store, OPERATOR_OF_MACHINE, start=start, days=days, seconds=seconds,
            progress=lambda found: told(min(found.seconds / seconds, 1.0)),
        )  # fmt: skip
    tell("cli.draft", version=version.id, status=say(f"status.{version.status}", LANGUAGE[0]))
    return version.id


def _show_roster(view: RosterView) -> None:
    """Print cover and the first two weeks of a roster."""
    tell(
        "cli.cover_line",
        share=f"{view.covered_share:.1%}",
        missing=view.missing_hours,
        breaches=len(view.breaches),
    )
    table = Table(box=None, pad_edge=False, padding=(0, 0, 0, 1))
    table.add_column(say("cli.name", LANGUAGE[0]), no_wrap=True)
    for day in view.dates[:14]:
        table.add_column(f"{day.day:02d}\n{weekday(day, LANGUAGE[0])}", justify="center")
    for person in view.people:
        table.add_row(person.name, *(view.cells.get((person.code, day), "·") for day in view.dates[:14]))
    CONSOLE.print(table)
    used = set(view.cells.values())
    CONSOLE.print(
        "   ".join(_legend(shift) for shift in view.shift_types if shift.code in used), markup=False
    )


def _legend(shift: ShiftType) -> str:
    """Return code, name and hours of a shift: ``E 早班 08:00-17:00``."""
    start, end = (clock(minutes, LANGUAGE[0]) for minutes in (shift.start, shift.start + shift.length))
    return f"{shift.code} {shift_name(shift, LANGUAGE[0])} {start}-{end}"


def _show_sign_in(store: planning.Store, passwords: dict[str, str]) -> None:
    """Print the sign-in names, with the passwords that were made just now."""
    table = table_of("cli.accounts", "cli.username", "cli.password")
    for username in planning.sign_in_names(store):
        table.add_row(username, passwords.get(username, say("cli.password_shown_before", LANGUAGE[0])))
    CONSOLE.print(table)
    if not passwords:
        tell("cli.new_password_hint")
