"""Small invented results for charts and papers."""

from datetime import date, datetime, timedelta

import numpy as np

from desk.results import Comparison, DayComparison, Member, RosterVersion, RosterView, Shortfall, Situation
from desk.results.scenarios import Changed, Outcome, Price, Relaxed, ScenarioTable, Service
from desk.results.surge import DayService
from forecast.calendar import Calendar
from forecast.grid import Grid
from forecast.prediction import LEVELS, Prediction
from forecast.staffing.requirement import Requirement
from scheduler.rulebook import emergency, normal
from scheduler.shifts import ShiftKind, ShiftType

START = date(2027, 2, 1)

SHIFTS = (
    ShiftType("E", "早班", 480, 540, 480, ShiftKind.EARLY),
    ShiftType("K", "短班", 540, 480, 420, ShiftKind.MID),
    ShiftType("L", "晚班", 690, 540, 480, ShiftKind.LATE),
    ShiftType("N", "夜班", 1260, 660, 600, ShiftKind.NIGHT),
)


def a_prediction(model="count_regression", start=START, days=14, level=100.0):
    """Calls that wave over the week, with an interval that widens."""
    grid = Grid(start, days)
    mean = level * (1 + 0.2 * np.sin(np.arange(days)))
    spread = np.linspace(0.1, 0.3, days)[:, None] * (np.array(LEVELS) - 0.5)[None, :] * 2
    quantiles = mean[:, None] * (1 + spread)
    return Prediction(grid, start - timedelta(days=1), model, mean, quantiles, np.tile(mean, (3, 1)))


def a_requirement(start=START, days=14):
    """Two to five operators between 08:00 and 17:30."""
    grid = Grid(start, days, 30)
    row = np.zeros(48, dtype=int)
    row[16:35] = 2 + (np.arange(19) % 4)
    operators = np.tile(row, days)
    return Requirement(grid, operators, operators * 3.0, operators * 0.5, np.where(operators > 0, 0.9, 1.0))


def a_roster(start=START, days=14, names=("林知夏", "周晚舟", "陈一诺"), shifts=SHIFTS):
    """People who take turns; Tuesday morning lacks one operator."""
    calendar = Calendar("CN").days(start, days)
    people = tuple(Member(f"p{k}", name) for k, name in enumerate(names))
    cells = {
        (member.code, day.date): shifts[(k + n) % len(shifts)].code
        for n, day in enumerate(calendar)
        for k, member in enumerate(people)
        if (n + 2 * k) % 7 < 5
    }
    required = a_requirement(start, days).operators
    planned = required.copy()
    planned[48 + 20 : 48 + 23] -= 1
    version = RosterVersion(
        3,
        start,
        days,
        "draft",
        "head",
        datetime(2027, 1, 20, 8, 30),
        None,
        (("under_cover", 1.5),),
        "feasible",
    )
    shortfall = Shortfall(start + timedelta(days=1), 20, 22, 1)
    return RosterView(
        version, people, calendar, cells, shifts, required, planned, (shortfall,), (), frozenset()
    )


def a_situation(calls=1000.0, service=0.9, days=14):
    """The same half-hours every day."""
    operators = a_requirement(days=days).operators
    flat = np.full(days * 48, service)
    return Situation(
        operators * 3.0, operators, operators, flat, flat * 10, flat, calls, 20.0, service, 12.0, 300.0, 280.0
    )


def a_comparison(days=14):
    """Twice the calls, and two thirds of the service."""
    by_day = tuple(DayComparison(START + timedelta(days=k), 70.0, 140.0, 5, 9, 0.9, 0.6) for k in range(days))
    return Comparison(START, days, a_situation(), a_situation(2000.0, 0.6), by_day)


def a_service(start, days, in_time):
    """The same every day; nine messages stay."""
    lines = tuple(
        DayService(
            start + timedelta(days=k),
            5,
            200.0,
            180.0,
            20.0,
            in_time,
            in_time - 0.1,
            in_time + 0.05,
            12.0,
            40.0,
            9.0,
        )
        for k in range(days)
    )
    return Service(
        lines,
        200.0 * days,
        180.0 * days,
        20.0 * days,
        in_time,
        in_time - 0.1,
        in_time + 0.05,
        12.0,
        40.0,
        None,
    )


def a_scenario_table(scenarios, start=START, days=14):
    """Each scenario a little worse than the one before."""
    usual, loose = normal().relaxed(emergency())[0]
    outcomes = tuple(
        Outcome(
            scenario=scenario, calls=np.full(days, 200.0), needed=np.full(days * 48, 3), on_hand=np.full(days * 48, 2),
            promised=0.8, standing=a_service(start, days, 0.5), advised=a_service(start, days, 0.85 - 0.1 * k),
            people=(Changed("p0", "林知夏", 5, 6, 2, 3.5, 1),), cells_changed=7, cells_afresh=60, missing_hours=12.0,
            overtime_hours=3.5, cost_hours=300.0, relaxed=(Relaxed(usual, loose, ("p0",)),), standby=("p0",),
            leave=(("p0", start),), prices=(Price("person", "", 30.0), Price("rule", "weekly_hours", 9.0)), seconds=1.0,
        )
        for k, scenario in enumerate(scenarios)
    )  # fmt: skip
    return ScenarioTable(start, days, outcomes)
