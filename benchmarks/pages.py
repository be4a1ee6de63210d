"""How long the pages take: every page of the head and of an operator, first, again, and with a large roster.

Run ``python -m benchmarks.pages --database URL`` on the database of a demo, or without a database to measure what
draws 200 people by 28 days. The pages run as in the app but without a browser: script, use cases and charts; what a
browser needs to draw comes on top.
"""

import argparse
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import altair as alt
import numpy as np
from streamlit.testing.v1 import AppTest

from desk import planning
from desk.accounts import Account, Role
from desk.reports.roster_sheet import roster_sheet
from desk.reports.roster_table import roster_table
from desk.reports.roster_wall import roster_wall
from desk.results import Member, RosterVersion, RosterView, Shortfall
from desk.views.parts import visit as visits
from desk.views.parts.roster_chart import coverage_heat, roster_grid
from forecast.calendar import Calendar
from scheduler.shifts import ShiftKind, ShiftType

DOOR = Path(__file__).resolve().parents[1] / "desk" / "views" / "door.py"
PAGES = {
    Role.HEAD: (
        "today",
        "forecast",
        "requirement",
        "holiday",
        "roster",
        "what_if",
        "data",
        "team",
        "calendar",
    ),
    Role.OPERATOR: ("my_roster", "team_roster"),
}
PEOPLE, DAYS = 200, 28
LIMIT = 1.5
"""Seconds that a page may take after its first load."""


def main() -> None:
    """Measure and print one line per page or paper."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="URL of a demo's database")
    database = parser.parse_args().database
    if database:
        measure_pages(database)
    measure_large()


def measure_pages(database: str) -> None:
    """Open every page twice as head and as operator."""
    store = planning.open_store(database)
    accounts = {
        Role.HEAD: Account("head", "head", Role.HEAD),
        Role.OPERATOR: Account("operator", "operator", Role.OPERATOR, person="op01"),
    }
    for role, who in accounts.items():
        centre = planning.centre(store, who)
        found = visits.Visit(store, who, "zh", centre)
        visits.visit = lambda found=found: found
        for page in PAGES[role]:
            app = AppTest.from_file(str(DOOR), default_timeout=300)
            app.run()
            first = timed(lambda app=app, page=page: app.switch_page(f"{page}.py").run())
            again = timed(app.run)
            report(f"{role.value}: {page}", first, again)
            assert not app.exception, page
    store.close()


def measure_large() -> None:
    """Draw and write a roster of 200 people by 28 days."""
    alt.data_transformers.disable_max_rows()  # as the app draws them
    view = a_large_roster()
    tasks: dict[str, Callable[[], object]] = {
        "grid": lambda: roster_grid(
            view.people, view.dates, view.cells, view.shift_types, view.days, "zh"
        ).to_json(),
        "cover": lambda: coverage_heat(view.dates, view.planned, view.required, 30, "zh").to_json(),
        "excel": lambda: roster_sheet(view, "zh"),
        "pdf": lambda: roster_wall(view, "zh", centre="benchmark"),
        "csv": lambda: roster_table(view),
    }
    for name, task in tasks.items():
        report(f"{PEOPLE} x {DAYS}: {name}", timed(task), timed(task))


def a_large_roster() -> RosterView:
    """Return 200 people who take turns over four weeks."""
    start = date(2027, 2, 1)
    shifts = (
        ShiftType("E", "早班", 480, 540, 480, ShiftKind.EARLY),
        ShiftType("L", "晚班", 690, 540, 480, ShiftKind.LATE),
        ShiftType("N", "夜班", 1260, 660, 600, ShiftKind.NIGHT),
    )
    people = tuple(Member(f"p{k:03d}", f"人员{k:03d}") for k in range(PEOPLE))
    days = Calendar("CN").days(start, DAYS)
    cells = {
        (member.code, day.date): shifts[(k + n) % 3].code
        for n, day in enumerate(days)
        for k, member in enumerate(people)
        if (n + 2 * k) % 7 < 5
    }
    required = np.full(DAYS * 48, 40)
    version = RosterVersion(
        1, start, DAYS, "draft", "head", datetime(2027, 1, 20, tzinfo=UTC), None, (), "good"
    )
    gap = Shortfall(start + timedelta(days=1), 20, 22, 1)
    return RosterView(version, people, days, cells, shifts, required, required - 1, (gap,), (), frozenset())


def timed(task: Callable[[], object]) -> float:
    """Return the seconds that a task takes."""
    begun = time.perf_counter()
    task()
    return time.perf_counter() - begun


def report(name: str, first: float, again: float) -> None:
    """Print one line; what is over the limit is marked."""
    mark = "  over the limit" if again > LIMIT else ""
    print(f"{name:32s} first {first:6.2f} s   again {again:6.2f} s{mark}", flush=True)  # noqa: T201 - a benchmark's answer


if __name__ == "__main__":
    main()
