"""Everyone's days as they were worked: what was confirmed, else what the published roster says, and what it is before the law."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desk.planning.hours import (
    Split,
    cycle_end,
    cycle_start,
    given_back,
    minutes_by_day,
    norm,
    paid_as,
    planned,
    split_hours,
)
from desk.planning.house_rules import house_value, pay_rates
from desk.planning.known import load_calendar, load_centre, local_now
from desk.planning.revising import published_cells
from desk.planning.rulebooks import load_books
from desk.results import Actual, HourKind, HoursLine, LeaveKind
from desk.store import hours as rows
from desk.store import team
from forecast.calendar import Day
from scheduler.people import HoursCycle, Person
from scheduler.problem import AbsenceKind


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What hours are counted by here.

    Parameters
    ----------
    day_limit
        Minutes of an ordinary day.
    overtime
        Hours of overtime a month at most, by regime.
    multipliers
        What an hour counts in pay.
    rest_days_given_back
        Whether work on a rest day is given back as time off first.
    """

    day_limit: int
    overtime: Mapping[str, float]
    multipliers: Mapping[HourKind, float]
    rest_days_given_back: bool


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """
    The days of a span as they were worked.

    Parameters
    ----------
    until
        The last day that is over, and so the last one counted.
    people
        The team, and those who have left but worked in the span.
    calendar
        Facts of every day of every cycle that the span touches.
    minutes
        Paid minutes by person and day.
    away
        Kind of absence by person and day.
    leave
        What days of leave were taken from, by person and day.
    unconfirmed
        Days by person that count as rostered because nobody has said what was worked.
    terms
        See `Terms`.
    """

    until: date
    people: tuple[Person, ...]
    calendar: Mapping[date, Day]
    minutes: Mapping[str, Mapping[date, int]]
    away: Mapping[str, Mapping[date, AbsenceKind]]
    leave: Mapping[str, Mapping[date, LeaveKind]]
    unconfirmed: Mapping[str, frozenset[date]]
    terms: Terms

    def split(self, person: Person) -> Split:
        """Return what every minute of a person is before the law."""
        return split_hours(
            person,
            self.minutes.get(person.code, {}),
            self.calendar,
            self._shares(person),
            day_limit=self.terms.day_limit,
        )

    def owed(self, person: Person) -> dict[date, float]:
        """Return the hours that are owed as time off, by the day on which they were earned."""
        back = self.terms.rest_days_given_back
        found = {
            day: given_back(person, parts, rest_days_given_back=back) / 60
            for day, parts in self.split(person).items()
        }
        return {day: hours for day, hours in found.items() if hours}

    def line(self, person: Person, first: date, last: date) -> HoursLine:
        """Return a person's hours of a span, up to the last day that is over."""
        days = [
            first + timedelta(days=k)
            for k in range((last - first).days + 1)
            if first + timedelta(days=k) <= self.until
        ]
        chosen = set(days)
        parts: dict[HourKind, int] = {}
        for day, split in self.split(person).items():
            for kind, minutes in split.items() if day in chosen else ():
                parts[kind] = parts.get(kind, 0) + minutes
        back = self.terms.rest_days_given_back
        pay = paid_as(person, parts, self.terms.multipliers, rest_days_given_back=back)
        leave: dict[str, float] = {}
        for day, absence in self.away.get(person.code, {}).items():
            if day in chosen and not self.calendar[day].is_off:
                said = self._leave(person).get(day)
                name = str((said or AbsenceKind.LEAVE) if absence.is_leave else absence)
                leave[name] = leave.get(name, 0.0) + absence.share
        shares = self._shares(person)
        taken = sum(
            shares.get(day, 1.0)
            for day, kind in self._leave(person).items()
            if kind is LeaveKind.COMP and day in chosen
        )
        return HoursLine(
            person=person.code,
            name=person.name,
            regime=person.regime.value,
            hours=tuple((kind, parts[kind] / 60) for kind in HourKind if kind in parts),
            norm=norm(person, (self.calendar[day] for day in days), self._shares(person)) / 60,
            paid_as=None if pay is None else pay / 60,
            comp_earned=sum(hours for day, hours in self.owed(person).items() if day in chosen),
            comp_taken=taken * person.weekly_minutes / 300,
            leave=tuple(sorted(leave.items())),
            unconfirmed=len(self.unconfirmed.get(person.code, frozenset()) & chosen),
        )

    def _leave(self, person: Person) -> Mapping[date, LeaveKind]:
        return self.leave.get(person.code, {})

    def _shares(self, person: Person) -> dict[date, float]:
        return {day: kind.share for day, kind in self.away.get(person.code, {}).items()}


def load_record(session: Session, first: date, last: date, *, only: str | None = None) -> Record:
    """Return the record of a span, on request of one person only; whole cycles of hours are read around it."""
    here = load_centre(session)
    until = local_now(here).date() - timedelta(days=1)
    people = [p for p in team.load_people(session, departed=True) if only in (None, p.code)]
    cycles = people or [Person("-", "-", cycle=HoursCycle.WEEK)]
    start = min(cycle_start(person, first) for person in cycles)
    end = max(cycle_end(person, last) for person in cycles)
    shown = load_calendar(session, here.country).days(start, (end - start).days + 1)
    worked, unconfirmed = _worked(session, start - timedelta(days=1), min(end, until))
    away: dict[str, dict[date, AbsenceKind]] = {}
    for absence in team.load_absences(session, start, end):
        away.setdefault(absence.person, {})[absence.day] = absence.kind
    leave: dict[str, dict[date, LeaveKind]] = {}
    for taken in rows.load_leave_days(session, start, end):
        leave.setdefault(taken.person, {})[taken.day] = taken.kind
    minutes = {}
    for person in people:  # whole cycles of their own: others may begin earlier or end later
        since, to = cycle_start(person, first), min(until, cycle_end(person, last))
        spent = minutes_by_day(worked.get(person.code, ()))
        minutes[person.code] = {day: part for day, part in spent.items() if since <= day <= to}
    team_now = {person.code for person in team.load_people(session)}
    return Record(
        until=until,
        people=tuple(p for p in people if p.code in team_now or _touches(minutes.get(p.code), first, last)),
        calendar={day.date: day for day in shown},
        minutes=minutes,
        away=away,
        leave=leave,
        unconfirmed={code: frozenset(days) for code, days in unconfirmed.items()},
        terms=load_terms(session),
    )


def load_terms(session: Session) -> Terms:
    """Return what hours are counted by, as the rules and settings of the centre have it."""
    limits = {(limit.owner, limit.name): limit.value for limit in load_books(session).normal.limits}
    rates = pay_rates(session)
    return Terms(
        day_limit=round(60 * limits["daily_hours", "hours"]),
        overtime={name: value for (owner, name), value in limits.items() if owner == "monthly_overtime"},
        multipliers={kind: rates[kind.value].value for kind in HourKind if kind is not HourKind.ORDINARY},
        rest_days_given_back=bool(house_value(session, "rest_day_comp")),
    )


def _worked(
    session: Session, first: date, last: date
) -> tuple[dict[str, list[Actual]], dict[str, set[date]]]:
    """Return everyone's days: confirmed ones as they were, others as rostered, with the days of the latter."""
    kinds = {kind.code: kind for kind in team.load_shift_types(session)}
    found: dict[str, list[Actual]] = {}
    unconfirmed: dict[str, set[date]] = {}
    told: set[tuple[str, date]] = set()
    for actual in rows.load_actuals(session, first, last):
        found.setdefault(actual.person, []).append(actual)
        told.add((actual.person, actual.day))
    told |= {(a.person, a.day) for a in team.load_absences(session, first, last) if a.kind.share == 1}
    for (person, day), code in published_cells(session, first, last).items():
        if (person, day) not in told and code in kinds and kinds[code].paid:
            found.setdefault(person, []).append(planned(person, day, kinds[code]))
            unconfirmed.setdefault(person, set()).add(day)
    return found, unconfirmed


def _touches(days: Iterable[date] | None, first: date, last: date) -> bool:
    return any(first <= day <= last for day in days or ())
