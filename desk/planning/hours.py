"""What an hour of work is before the law: the working days' hours, an extension, a rest day, a statutory holiday."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from desk.results import Actual, HourKind
from forecast.calendar import Day
from scheduler.people import HoursCycle, Person, Regime
from scheduler.shifts import MINUTES_PER_DAY, Shift, ShiftType

MONTHS = {HoursCycle.MONTH: 1, HoursCycle.QUARTER: 3, HoursCycle.YEAR: 12}
"""Months in a cycle of comprehensive hours."""

Split = Mapping[date, Mapping[HourKind, int]]
"""Minutes of every kind by the day on which they fall."""


def minutes_by_day(worked: Iterable[Actual]) -> dict[date, int]:
    """Return paid minutes by the day on which they fall: what crosses midnight is split in proportion."""
    found: dict[date, int] = {}
    for a in worked:
        if a.start is None or a.end is None or not a.paid:
            continue
        shift = Shift(a.day, ShiftType("-", "-", a.start, a.end - a.start, a.paid))
        for day in (a.day, a.day + timedelta(days=1)):
            if shift.paid_on(day):
                found[day] = found.get(day, 0) + shift.paid_on(day)
    return found


def planned(person: str, day: date, kind: ShiftType) -> Actual:
    """Return a shift of the roster as if it had been worked exactly so; standing by at home is no work."""
    if not kind.paid:
        return Actual(person, day, None, None, 0)
    return Actual(person, day, kind.start, kind.end, kind.paid)


def norm(person: Person, days: Iterable[Day], away: Mapping[date, float]) -> int:
    """Return the minutes that working days ask of a person, less the share of each that they are away."""
    asked = sum(1 - away.get(day.date, 0.0) for day in days if not day.is_off)
    return round(person.weekly_minutes / 5 * asked)


def cycle_start(person: Person, day: date) -> date:
    """Return the first day of the span over which a person's hours are counted."""
    if person.cycle is HoursCycle.WEEK:
        return day - timedelta(days=day.weekday())
    months = MONTHS[person.cycle]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def cycle_end(person: Person, day: date) -> date:
    """Return the last day of that span."""
    first = cycle_start(person, day)
    if person.cycle is HoursCycle.WEEK:
        return first + timedelta(days=6)
    month = first.month - 1 + MONTHS[person.cycle]
    return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def split_hours(
    person: Person,
    minutes: Mapping[date, int],
    calendar: Mapping[date, Day],
    away: Mapping[date, float],
    *,
    day_limit: int,
) -> Split:
    """
    Return what every minute is before the law.

    Statutory days stand apart in full. Under standard hours the week's working days are filled first, then its days
    off: what a working day holds beyond eight hours, or beyond the week, is an extension, and what a day off holds
    beyond the week is work on a rest day. A day off that stands in for a working day is ordinary, for rest days may
    be moved. Under comprehensive hours only the sum of the cycle counts, in the order of its days.

    Parameters
    ----------
    minutes
        Paid minutes by day; whole cycles, or their first part.
    calendar
        Facts of every day of the cycles that `minutes` touch.
    away
        Share of the day by day of leave, illness or training.
    day_limit
        Minutes of an ordinary day.

    References
    ----------
    Labour Law (2018), art. 36, 38, 41 and 44; Provisional Rules on Wages (1994), art. 13; Provisions on Working Hours
    (1995), art. 3 and 7.
    """
    found: dict[date, dict[HourKind, int]] = {}
    for first in sorted({cycle_start(person, day) for day in minutes}):
        last = cycle_end(person, first)
        days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
        left = norm(person, (calendar[day] for day in days), away)
        weekly = person.cycle is HoursCycle.WEEK
        order = sorted(days, key=lambda d: (calendar[d].is_off, d)) if weekly else days
        for day in order:
            spent = minutes.get(day, 0)
            if not spent:
                continue
            if calendar[day].statutory:
                found[day] = {HourKind.STATUTORY: spent}
                continue
            ordinary = min(spent, left, day_limit if weekly else MINUTES_PER_DAY)
            left -= ordinary
            beyond = HourKind.REST_DAY if weekly and calendar[day].is_off else HourKind.EXTENSION
            kinds = {HourKind.ORDINARY: ordinary, beyond: spent - ordinary}
            found[day] = {kind: part for kind, part in kinds.items() if part}
    return found


def given_back(person: Person, parts: Mapping[HourKind, int], *, rest_days_given_back: bool) -> int:
    """
    Return the minutes of a day that are owed as time off.

    Civil servants and public institutions give time off for everything beyond the ordinary hours (Civil Servant Law;
    Measures of 1995, art. 6-7), enterprises for rest days if they choose to (Labour Law, art. 44 (2)).
    """
    if person.regime is Regime.ENTERPRISE:
        return parts.get(HourKind.REST_DAY, 0) if rest_days_given_back else 0
    return sum(part for kind, part in parts.items() if kind is not HourKind.ORDINARY)


def paid_as(
    person: Person,
    parts: Mapping[HourKind, int],
    multipliers: Mapping[HourKind, float],
    *,
    rest_days_given_back: bool,
) -> float | None:
    """Return the ordinary minutes that the others count in pay; None for who is given time off in place of pay."""
    if person.regime is not Regime.ENTERPRISE:
        return None
    return sum(
        part * multipliers[kind]
        for kind, part in parts.items()
        if kind is not HourKind.ORDINARY and not (kind is HourKind.REST_DAY and rest_days_given_back)
    )
