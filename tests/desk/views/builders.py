"""Small invented results for charts and papers."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np

from desk.results import (
    Briefing,
    Capped,
    ComingDay,
    Comparison,
    Confirmation,
    DayComparison,
    DayCurve,
    Duty,
    Eased,
    HolidayDay,
    HolidayMember,
    HolidayPlan,
    Member,
    PastDay,
    PayLine,
    RequirementView,
    RosterVersion,
    RosterView,
    SettingLine,
    Shortfall,
    Situation,
    StaffingCurve,
)
from desk.results.scenarios import Changed, Moved, Outcome, Price, Relaxed, ScenarioTable, Service, Sweep
from desk.results.surge import DayAhead, DayService, Owed, SurgeView
from forecast.calendar import Calendar
from forecast.grid import Grid
from forecast.prediction import LEVELS, Prediction
from forecast.staffing.requirement import CallBackPlan, Requirement
from forecast.staffing.trade_off import TradeOff
from forecast.surge.alarm import Alarm, Watched
from forecast.surge.carriers import Carrier
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


def a_requirement_view(start=START, days=14):
    """A requirement with its fan, its settings and work between the calls."""
    need = a_requirement(start, days)
    there = (need.operators > 0).astype(float)
    minutes = np.stack([there * 6.0, there * 4.0])
    plan = CallBackPlan(
        ("voicemail", "web"), minutes, there * 20.0, minutes * 0.0, np.zeros(2),
        np.maximum(need.operators - 1, 0), need.operators * 0, there * 0.5, np.full(need.operators.shape, 0.85),
    )  # fmt: skip
    fan = np.array([[0.6], [0.8], [1.0], [1.2], [1.4]]) * need.operators * 0.5
    settings = (
        SettingLine("target_share", 0.8, "GB/T 33358-2016", date(2025, 4, 1)),
        SettingLine("definition", "offered", ""),
        SettingLine("patience", 108.0, "", None, 108.0, 104.0, 112.0, 2928, True, "patience_late"),
    )  # fmt: skip
    return RequirementView(
        replace(need, call_backs=plan, shrinkage=0.045), need.calls * 0.7, need.calls * 1.4, settings,
        fan=fan, capped=Capped(0.06, 53245.0, 56173.0),
    )  # fmt: skip


def a_curve(day=START, slot=20):
    """Two to eight operators against twelve calls; five are required."""
    n = np.arange(2, 9)
    level = 1 - 0.6 ** (n - 1.0)
    curve = TradeOff(
        n, level, level - 0.05, level + 0.02, 60 / n, 40 / n, 90 / n, 1 / n, 0.5 / n, 1.5 / n, 2 / n, 4.0 * n
    )
    return StaffingCurve(day, slot, 12.0, 2.0, 5, 0.8, "mol_sl", curve)


def a_confirmation(promised=0.95):
    """What the simulator saw of version 3."""
    days = np.full(28, 0.94)
    return Confirmation(
        a_roster().version,
        0.8,
        promised,
        0.944,
        0.004,
        0.02,
        2.4,
        200,
        600_000,
        3_000.0,
        310.0,
        1.2,
        days,
        days,
        1.8,
    )


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
        (("cover", 1.5), ("cost", 40.0)),
        "feasible",
    )
    shortfall = Shortfall(start + timedelta(days=1), 20, 22, 1)
    return RosterView(
        version, people, calendar, cells, shifts, required, planned, (shortfall,), (), frozenset()
    )


def a_briefing(start=START, *, known=True, published=True, risks=(), over=(), backlog=None):
    """A quiet Monday after a usual week; `known` says whether an earlier forecast and answers are kept."""
    calendar = Calendar("CN")
    past = tuple(
        PastDay(
            day, 150.0 + k, 160.0, *((148.0, 120.0, 180.0, 0.96, 0.85) if known else (None,) * 5), on_duty=6
        )
        for k, day in enumerate(calendar.days(start - timedelta(days=7), 7))
    )
    plan = (40.0, 0.0, 6) if published else (None, None, None)
    ahead = tuple(
        ComingDay(day, 160.0, 130.0, 190.0, 36.0, *plan, in_time=0.9 if published else None)
        for day in calendar.days(start, 7)
    )
    need = a_requirement(start, 1).operators
    calls = need * 3.0
    curve = DayCurve(calls, calls * 0.7, calls * 1.3, np.full(48, np.nan), need, need)
    dawn = datetime(start.year, start.month, start.day)
    early = Duty("E", "早班", dawn.replace(hour=8), dawn.replace(hour=17), ("林知夏", "周晚舟"))
    late = Duty("L", "晚班", dawn.replace(hour=11, minute=30), dawn.replace(hour=20, minute=30), ("陈一诺",))
    return Briefing(
        "清江市热线", True, start, dawn.replace(hour=9), 0.8, past, ahead, curve,
        (early, late) if published else (), over, backlog, risks,
    )  # fmt: skip


def a_holiday_plan(window):
    """A festival with a draft, wishes and leave."""
    days = tuple(
        HolidayDay(day, 60.0, 40.0, 90.0, 55.0, 20.0, 3, 3, 1, 2)
        for day in Calendar("CN").days(window.start, window.days)
    )
    members = (
        HolidayMember("p0", "林知夏", "qinghe", 1, 3, (window.first,), (), 2),
        HolidayMember("p1", "周晚舟", "city", 0, 0, (), (window.main,), 3),
    )
    pay = (PayLine("statutory", 32.0, 8.0, 3.0, "《劳动法》第四十四条", date(2025, 4, 30)),)
    return HolidayPlan(window, days, members, 3, "draft", pay)


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
        np.tile([12.0, 90.0, 5.0, 30.0], (days * 48, 1)),
        None,
    )


EASED = Eased(
    SettingLine("max_occupancy", 0.85, "平日依据"), SettingLine("emergency_occupancy", 0.9, "应急依据"),
    ((START, 540, 600), (START, 870, 900), (START + timedelta(days=2), 600, 720)),
)  # fmt: skip
"""Three stretches on two days at an emergency's cap on occupancy."""


def a_scenario_table(scenarios, start=START, days=14):
    """Each scenario a little worse than the one before."""
    usual, loose = normal().relaxed(emergency())[0]
    outcomes = tuple(
        Outcome(
            scenario=scenario, calls=np.full(days, 200.0), needed=np.full(days * 48, 3), on_hand=np.full(days * 48, 2),
            promised=0.8, breaks=(("senior_on_duty", 8),) if k == 4 else (), standing=a_service(start, days, 0.5), advised=a_service(start, days, 0.85 - 0.1 * k),
            people=(Changed("p0", "林知夏", 5, 6, 2, 3.5, 1),), moved=Moved(7, 1), afresh=Moved(60, 9), missing_standing=20.0, missing_hours=12.0,
            overtime_hours=3.5, cost_hours=300.0, relaxed=(Relaxed(usual, loose, ("p0",)),), standby=("p0",),
            leave=(("p1", start), ("p1", start + timedelta(days=1)), ("p1", start + timedelta(days=4))), prices=(Price("hour", "2027-02-01 10:00", 3.0), Price("person", "", 30.0), Price("rule", "weekly_hours", 9.0)), seconds=1.0,
            names={"p0": "林知夏", "p1": "苏念青"},
        )
        for k, scenario in enumerate(scenarios)
    )  # fmt: skip
    return ScenarioTable(start, days, outcomes)


def a_surge(today=START, *, running=True, over=False):
    """A watch that is calm, or sees twice the calls since three days ago, or saw the end of that yesterday."""
    days = tuple(
        Watched(
            today - timedelta(days=k), 300.0 if k <= 3 and (running or over) else 150.0, 150.0, 130.0, 170.0,
            0.1, 0.0, (0.5,), k <= 3 and running, False,
        )
        for k in range(20, 0, -1)
    )  # fmt: skip
    if not running and not over:
        return SurgeView(today, today - timedelta(days=1), None, days)
    since = today - timedelta(days=3)
    alarm = Alarm(
        datetime.combine(since, datetime.min.time()) + timedelta(hours=10), since, "jump_today", "", 2.0, 450.0,
        today - timedelta(days=1) if over else None, False, since - timedelta(days=1), 2.5,
    )  # fmt: skip
    carried = (Carrier("topic", "protective", 200.0, 5.0, 0.4, 0.02, 0.8, 40.0, 8.0),)
    ahead = tuple(DayAhead(today + timedelta(days=k), 280.0, 200.0, 270.0, 380.0, None) for k in range(14))
    return SurgeView(
        today, today - timedelta(days=1), alarm, days, carried, () if over else ahead,
        () if over else (("epidemic", 0.7), ("shock", 0.3)), 1.9, (3.0, 9.0, 30.0),
        () if over else (("half", 225.0), ("same", 300.0), ("double", 450.0)), owed=(Owed("林知夏", 2),) if over else (),
    )  # fmt: skip


def a_sweep(volumes, absences, start=START, days=14):
    """Service that falls with both; with everyone there the roster never breaks."""
    found = 0.95 - 0.1 * np.arange(len(volumes))[:, None] * np.arange(len(absences))[None, :]
    return Sweep(
        start,
        days,
        tuple(volumes),
        tuple(absences),
        np.maximum(found, 0.0),
        (None, *[volumes[1]] * (len(absences) - 1)),
    )
