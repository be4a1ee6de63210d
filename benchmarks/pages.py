"""How long the pages take: every page of the head and of an operator, first, again, and with a large roster.

Run ``python -m benchmarks.pages --database FILE`` on the SQLite file of a demo: its pages, and the same pages after a
copy of it has grown to 200 people with a published roster of 28 days; or without a file to measure only what draws and
writes such a roster. The pages run as in the app but without a browser: script, use cases and charts; what a browser
needs to draw comes on top.
"""

import argparse
import ast
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import altair as alt
import numpy as np
from streamlit.testing.v1 import AppTest

from desk import planning
from desk.accounts import Account, Role
from desk.reports.roster_sheet import roster_sheet
from desk.reports.roster_table import roster_table
from desk.reports.roster_wall import roster_wall
from desk.results import Member, RosterVersion, RosterView, Shortfall
from desk.store import rosters, team
from desk.views.parts import visit as visits
from desk.views.parts.roster_chart import coverage_heat, roster_grid
from forecast.calendar import Calendar
from scheduler.roster import Assignment, Roster
from scheduler.shifts import ShiftKind, ShiftType

DOOR = Path(__file__).resolve().parents[1] / "desk" / "views" / "door.py"
PEOPLE, DAYS = 200, 28
LIMIT = 1.5
"""Seconds that a page may take after its first load."""


def main() -> None:
    """Measure and print one line per page or paper."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, help="SQLite file of a demo")
    database = parser.parse_args().database
    if database is not None:
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.db"
            with closing(sqlite3.connect(database)) as read, closing(sqlite3.connect(copy)) as written:
                read.backup(written)
            measure_pages(f"sqlite:///{copy}", "sample")
            grow(f"sqlite:///{copy}")
            measure_pages(f"sqlite:///{copy}", f"{PEOPLE} x {DAYS}")
    measure_large()


def grow(database: str) -> None:
    """Let every operator stand for many, with the same shifts, until the team has 200 people, and publish it."""
    store = planning.open_store(database)
    now = datetime.now(UTC)
    with store.begin() as session:
        base = next(v for v in rosters.versions(session) if v.state == "published" and v.days == DAYS)
        roster, _ = rosters.load_roster(session, base.id)
        found = rosters.find_version(session, base.id)
        assert found is not None
        people = team.load_people(session)
        models = {a.person for a in roster}
        origin = dict(
            zip((f"q{k:03d}" for k in range(PEOPLE - len(people))), cycle(sorted(models)), strict=False)
        )
        by_code = {person.code: person for person in people}
        more = [replace(by_code[model], code=code, name=f"人员{code}") for code, model in origin.items()]
        team.save_people(session, (*people, *more))
        cells = {(a.person, a.day): a.shift for a in roster}
        copied = [
            Assignment(code, day, shift)
            for code, model in origin.items()
            for (person, day), shift in cells.items()
            if person == model
        ]
        number = rosters.add_roster(
            session, Roster(frozenset((*roster, *copied))), start=base.start, days=base.days,
            requirement_id=found[1], goals=base.goals, status=base.status, who="head", now=now,
        )  # fmt: skip
        grown = rosters.find_version(session, number)
        assert grown is not None
        rosters.set_published(session, grown[0], "head", now)
    store.close()


def measure_pages(database: str, label: str) -> None:
    """Open every page twice in each role."""
    store = planning.open_store(database)
    accounts = {
        Role.HEAD: Account("head", "head", Role.HEAD),
        Role.OPERATOR: Account("operator", "operator", Role.OPERATOR, person="op01"),
    }
    for role, who in accounts.items():
        centre = planning.centre(store, who)
        found = visits.Visit(store, who, "zh", centre)
        visits.visit = lambda found=found: found
        for page in pages_of(role):
            app = AppTest.from_file(str(DOOR), default_timeout=300)
            app.run()
            first = timed(lambda app=app, page=page: app.switch_page(f"{page}.py").run())
            again = timed(app.run)
            report(f"{label} {role.value}: {page}", first, again)
            assert not app.exception, page
    store.close()


def pages_of(role: Role) -> tuple[str, ...]:
    """Return every page in the menu of a role, read from the door without opening it."""
    tree = ast.parse(DOOR.read_text(encoding="utf-8"))
    menu = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "PAGES"
    )
    assert isinstance(menu, ast.Dict)
    sections = {
        ast.unparse(key): value for key, value in zip(menu.keys, menu.values, strict=True) if key is not None
    }
    return tuple(name for names in ast.literal_eval(sections[f"Role.{role.name}"]).values() for name in names)


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
    print(f"{name:36s} first {first:6.2f} s   again {again:6.2f} s{mark}", flush=True)  # noqa: T201 - a benchmark's answer


if __name__ == "__main__":
    main()
