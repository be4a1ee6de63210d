"""Use case of a festival: demand, requirement and standby, wishes and the years before, the roster and its cost."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.carrying import carried
from desk.planning.centre import festival_windows
from desk.planning.forecasting import latest_forecast
from desk.planning.house_rules import pay_rates
from desk.planning.problems import PHONE
from desk.planning.staffing import load_service, requirement
from desk.planning.standing_by import operators_at
from desk.results import (
    ForecastView,
    HolidayDay,
    HolidayMember,
    HolidayPlan,
    HouseRule,
    PayLine,
    RequirementView,
    RosterVersion,
    Window,
)
from desk.store import Store, rosters, team
from forecast.calendar import Day
from forecast.errors import SettingError
from scheduler.goals.fair_duties import EVE, LUNAR
from scheduler.people import Person, Regime
from scheduler.problem import Assignment, Problem
from scheduler.roster import Roster, cover_of
from scheduler.shifts import Shift, ShiftType

LUNAR_FESTIVAL = {measure: "spring_festival" for distance, measure in LUNAR.items() if distance >= 0}
"""The festival that the first lunar days belong to."""

SLOTS = 48
"""Half-hours of a day."""

DAY_KINDS = ("statutory", "rest_day", "workday")
"""What a day can be in pay, the dearest first."""


def holiday_plan(store: Store, who: Account, *, code: str, start: date) -> HolidayPlan | None:
    """
    Return everything about a festival ahead; None while its days have no forecast.

    Parameters
    ----------
    code, start
        Festival and first day of its plan, as in `desk.planning.festival_windows`.

    Raises
    ------
    SettingError
        ``unknown_festival``.
    """
    require(who, "holiday_plan")
    windows = festival_windows(store, who)
    window = next((w for w in windows if (w.code, w.start) == (code, start)), None)
    if window is None:
        raise SettingError("unknown_festival", festival=code, start=start)
    view = latest_forecast(store, who, start=window.start, days=window.days)
    if view is None:
        return None
    needed = requirement(store, who, start=window.start, days=window.days)
    with store.read() as session:
        version = _version(session, window)
        roster = Roster(frozenset()) if version is None else rosters.load_roster(session, version.id)[0]
        people = team.load_people(session, departed=True)
        types = {kind.code: kind for kind in team.load_shift_types(session)}
        cover = _cover(window, roster, people, types)
        service = load_service(session)
        high = {level: operators_at(service, needed, level / 100) for level in (75, 90)}
        members = _members(session, window, roster if version else None)
        rates = pay_rates(session)
    return HolidayPlan(
        window=window,
        days=_days(view, needed, high, None if version is None else cover),
        members=members,
        version=None if version is None else version.id,
        state=None if version is None else version.state,
        pay=() if version is None else _pay(view.calendar, roster, people, types, rates),
    )


def _version(session: Session, window: Window) -> RosterVersion | None:
    """Return the published roster of exactly these days, else the newest draft."""
    found = [v for v in rosters.versions(session) if (v.start, v.days) == (window.start, window.days)]
    return next((v for v in found if v.state == "published"), found[0] if found else None)


def _cover(
    window: Window, roster: Roster, people: tuple[Person, ...], types: Mapping[str, ShiftType]
) -> np.ndarray:
    return cover_of(Problem(window.start, window.days, people, tuple(types.values())), roster)


def _days(
    view: ForecastView, needed: RequirementView, high: Mapping[int, np.ndarray], cover: np.ndarray | None
) -> tuple[HolidayDay, ...]:
    need = needed.requirement.operators
    there = need if cover is None else cover
    low, up = view.prediction.quantile(0.1), view.prediction.quantile(0.9)
    lines = []
    for k, day in enumerate(view.calendar):
        part = slice(k * SLOTS, (k + 1) * SLOTS)
        standby = {level: int(np.maximum(row[part] - there[part], 0).max()) for level, row in high.items()}
        last = float(view.last_year.values[k])
        lines.append(
            HolidayDay(
                day,
                float(view.prediction.mean[k]),
                float(low[k]),
                float(up[k]),
                None if np.isnan(last) else last,
                needed=float(need[part].sum()) / 2,
                peak=int(need[part].max()),
                rostered=None if cover is None else int(cover[part].max()),
                standby75=standby[75],
                standby90=standby[90],
            )
        )
    return tuple(lines)


def _members(session: Session, window: Window, roster: Roster | None) -> tuple[HolidayMember, ...]:
    last = window.start + timedelta(days=window.days - 1)
    duties: Counter[tuple[str, str]] = Counter()
    for duty in carried(session, window.start):
        duties[duty.person, LUNAR_FESTIVAL.get(duty.measure, duty.measure)] += duty.count
    wishes = [
        wish
        for wish in team.load_wishes(session, window.start, last)
        if wish.shift is None and wish.weight > 0
    ]
    away = team.load_absences(session, window.start, last)
    return tuple(
        HolidayMember(
            person.code,
            person.name,
            person.zone,
            eves=duties[person.code, EVE] if window.code == "spring_festival" else 0,
            times=duties[person.code, window.code],
            wishes=tuple(sorted({wish.day for wish in wishes if wish.person == person.code})),
            away=tuple(sorted(absence.day for absence in away if absence.person == person.code)),
            shifts=None
            if roster is None
            else sum(window.first <= a.day <= window.last for a in roster.of(person.code)),
        )
        for person in team.load_people(session)
        if PHONE in person.skills
    )


def _pay(
    calendar: tuple[Day, ...],
    roster: Roster,
    people: tuple[Person, ...],
    types: Mapping[str, ShiftType],
    rates: Mapping[str, HouseRule],
) -> tuple[PayLine, ...]:
    """Return paid hours by kind of day; hours after midnight count on the day on which they fall."""
    facts = {day.date: day for day in calendar}
    enterprise = {person.code for person in people if person.regime is Regime.ENTERPRISE}
    hours: dict[tuple[str, bool], float] = {}
    for assignment in roster:
        for day in (assignment.day, assignment.day + timedelta(days=1)):
            minutes = _paid_on(assignment, types[assignment.shift], day)
            if minutes and day in facts:
                kind = _kind(facts[day])
                key = kind, assignment.person in enterprise
                hours[key] = hours.get(key, 0.0) + minutes / 60
    return tuple(
        PayLine(
            kind,
            hours.get((kind, True), 0.0),
            hours.get((kind, False), 0.0),
            rates[kind].value,
            rates[kind].source,
            rates[kind].as_of,
        )
        for kind in DAY_KINDS
    )


def _paid_on(assignment: Assignment, kind: ShiftType, day: date) -> int:
    return Shift(assignment.day, kind).paid_on(day)


def _kind(day: Day) -> str:
    if day.statutory:
        return "statutory"
    return "rest_day" if day.is_off else "workday"
