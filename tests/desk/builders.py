"""Small stores and people for the tests of the desk."""

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from desk import planning as planning_files
from desk.accounts import Account, Role
from desk.planning import set_up_centre
from desk.planning.service import setting_lines
from desk.results import Centre
from desk.sample import read_service, service_facts
from desk.store import known, open_store, plans, rosters, sign_ins, team
from forecast.demand import Demand
from forecast.grid import Grid
from scheduler.people import Person
from scheduler.problem import Assignment
from scheduler.roster import Roster
from scheduler.shifts import ShiftKind, ShiftType
from tests.desk.views.builders import a_prediction, a_requirement

HEAD = Account("head", "秦岚英", Role.HEAD)
MANAGER = Account("manager", "顾行之", Role.MANAGER)
OPERATOR = Account("operator", "林晓禾", Role.OPERATOR, "op01")

HISTORY = Path(__file__).resolve().parents[2] / "history"

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def service():
    """What a new centre promises, open day and night."""
    shipped = read_service(Path(planning_files.__file__).with_name("new_centre.toml"))
    return service_facts(replace(shipped, open=0, close=1440, late_close=1440))


def a_store(folder):
    """A database with nothing but tables, unless one is there."""
    if not (folder / "test.db").exists():
        shutil.copy(Path(empty().name) / "test.db", folder)
    return open_store(f"sqlite:///{folder / 'test.db'}")


@cache
def empty():
    """The folder of such a database; it lasts as long as the tests."""
    folder = tempfile.TemporaryDirectory()
    open_store(f"sqlite:///{folder.name}/test.db").close()
    return folder


def a_centre(folder, *, last=date(2026, 11, 22), days=30):
    """A store with a centre, two people, one shift and some weeks of demand."""
    store = a_store(folder)
    grid = Grid(date.fromordinal(last.toordinal() - days + 1), days)
    with store.begin() as session:
        known.save_centre(session, Centre("试验热线", "CN", "Asia/Shanghai", 480, 1050, last), service())
        team.save_people(session, [Person("op01", "林晓禾"), Person("op02", "苏念青")])
        team.save_shift_types(session, [ShiftType("E", "早班", 480, 540, 480)])
        number = known.add_import(session, "calls.csv", b"calls", "test", NOW)
        known.add_demand(session, Demand(grid, np.full(days, 150.0)), number)
        session.flush()
        sign_ins.add_account(session, HEAD, "-", NOW)
    return store


def a_version(store, cells, *, start, days, published=NOW, eased=()):
    """A version of a roster with these shift codes by person and day, published (None: a draft); its number."""
    need = replace(a_requirement(start, days), eased=eased)
    settings = setting_lines(service(), eased=True) if eased else ()
    with store.begin() as session:
        kept = plans.add_forecast(
            session, {"champion": a_prediction(start=start, days=days)}, knowledge="k", who="test", now=NOW
        )
        number = plans.add_requirement(
            session, kept, need, band=(need.calls, need.calls), settings=settings, knowledge="k", now=NOW
        )
        roster = Roster(frozenset(Assignment(person, day, code) for (person, day), code in cells.items()))
        version = rosters.add_roster(
            session, roster, start=start, days=days, requirement_id=number, goals=(), status="good",
            who="test", now=NOW,
        )  # fmt: skip
        if published is not None:
            found = rosters.find_version(session, version)
            assert rosters.set_published(session, found[0], "test", published)
    return version


def a_small_folder(folder, *, weeks=26):
    """The folder of the sample centre with only the last weeks of its history."""
    small = folder / "history"
    shutil.copytree(
        HISTORY, small, ignore=shutil.ignore_patterns("half_hours", "requests", "*.gz", "daily.csv")
    )
    (small / "half_hours").mkdir()
    whole = pd.read_csv(HISTORY / "half_hours" / "2026.csv.gz")
    whole.tail(weeks * 7 * 48).to_csv(small / "half_hours" / "2026.csv.gz", index=False)
    return small


def a_small_centre(folder):
    """A store with the sample centre and half a year of its history."""
    shutil.copy(Path(filled().name) / "test.db", folder)
    return a_store(folder)


@cache
def filled():
    """The folder of such a store, which takes two seconds to fill; it lasts as long as the tests."""
    folder = tempfile.TemporaryDirectory()
    store = a_store(Path(folder.name))
    set_up_centre(store, a_small_folder(Path(folder.name)))
    store.close()
    return folder


PEOPLE = (
    Person("op01", "林晓禾", skills=frozenset({"phone"}), senior=True),
    Person("op02", "苏念青", skills=frozenset({"phone"}), senior=True),
    Person("op03", "何清越", skills=frozenset({"phone"}), senior=True),
    Person(
        "op04", "陆云舒", skills=frozenset({"phone"}), senior=True,
        no_nights_until=date(2027, 6, 30), no_overtime_until=date(2027, 6, 30),
    ),
)  # fmt: skip
"""Four who answer calls; the last one may not work at night for now."""

MONDAY = date(2026, 11, 23)
"""The first day of the centre below, which is its today."""


def a_team(url):
    """A synthetic centre (its clock stands at Monday's dawn) with four people, an early, a late and a night shift."""
    store = open_store(url)
    with store.begin() as session:
        here = Centre("试验热线", "CN", "Asia/Shanghai", 480, 1050, MONDAY, synthetic=True)
        known.save_centre(session, here, service())
        team.save_people(session, PEOPLE)
        team.save_shift_types(
            session,
            [
                ShiftType("E", "早班", 480, 540, 480),
                ShiftType("L", "晚班", 570, 540, 480, ShiftKind.LATE),
                ShiftType("N", "夜班", 1320, 540, 480, ShiftKind.NIGHT),
            ],
        )
        number = known.add_import(session, "calls.csv", b"calls", "test", NOW)
        grid = Grid(date(2026, 11, 1), 22)
        known.add_demand(session, Demand(grid, np.full(22, 150.0)), number)
        session.flush()
        sign_ins.add_account(session, HEAD, "-", NOW)
    return store
