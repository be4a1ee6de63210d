"""Who works when, as published: the cells of some days, cover by half-hour, duties and hours of a week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy.orm import Session

from desk.results import Duty
from desk.store import rosters, team
from scheduler.people import Person
from scheduler.problem import Assignment, Problem
from scheduler.roster import Roster, cover_of
from scheduler.shifts import Shift, ShiftKind, ShiftType


@dataclass(frozen=True, slots=True)
class Published:
    """
    What is published for some days.

    Parameters
    ----------
    people
        The team, with those who have left.
    types
        Shift types by code.
    cells
        Shift codes by person code and day.
    covered
        Days for which anything is published.
    """

    people: tuple[Person, ...]
    types: Mapping[str, ShiftType]
    cells: Mapping[tuple[str, date], str]
    covered: frozenset[date]

    def on_duty(self, day: date) -> int | None:
        """Return how many people are at work, standby at home left out; None if nothing is published for the day."""
        codes = [code for (_, d), code in self.cells.items() if d == day]
        at_work = sum(self.types[code].kind is not ShiftKind.STANDBY for code in codes)
        return at_work if day in self.covered else None

    def duties(self, day: date) -> tuple[Duty, ...]:
        """Return the day's shifts with their people, and those of the night before that end on it."""
        names = {person.code: person.name for person in self.people}
        groups: dict[tuple[date, str], list[str]] = {}
        for person in self.people:
            for begun in (day - timedelta(days=1), day):
                code = self.cells.get((person.code, begun))
                if code is not None and Shift(begun, self.types[code]).end.date() >= day:
                    groups.setdefault((begun, code), []).append(names[person.code])
        found = [
            Duty(code, shift.type.name, shift.start, shift.end, tuple(people))
            for (begun, code), people in groups.items()
            for shift in (Shift(begun, self.types[code]),)
            if begun == day or shift.end.hour or shift.end.minute
        ]
        return tuple(sorted(found, key=lambda duty: (duty.start, duty.end)))

    def cover(self, start: date, days: int) -> np.ndarray:
        """Return the operators on the phones, shape (days * 48,); a night that began the day before counts."""
        first = start - timedelta(days=1)
        span = {first + timedelta(days=k) for k in range(days + 1)}
        roster = Roster(
            frozenset(Assignment(*key, code) for key, code in self.cells.items() if key[1] in span)
        )
        problem = Problem(first, days + 1, self.people, tuple(self.types.values()))
        return cover_of(problem, roster)[48:]

    def over_hours(self, monday: date) -> tuple[tuple[str, float, float], ...]:
        """Return who has more published hours in a week than the contract says: name, hours, contract hours."""
        week = [monday + timedelta(days=k) for k in range(7)]
        found = []
        for person in self.people:
            codes = [self.cells.get((person.code, day)) for day in week]
            minutes = sum(self.types[code].paid for code in codes if code is not None)
            if minutes > person.weekly_minutes:
                found.append((person.name, minutes / 60, person.weekly_minutes / 60))
        return tuple(sorted(found, key=lambda line: line[2] - line[1]))


def published_from(session: Session, first: date, last: date) -> Published:
    """Return what is published from `first` to `last`; on every day the version published last decides."""
    cells: dict[tuple[str, date], str] = {}
    covered: set[date] = set()
    for version in rosters.published_over(session, first, last):
        days = {version.start + timedelta(days=k) for k in range(version.days)}
        cells = {key: code for key, code in cells.items() if key[1] not in days}
        cells |= {
            (a.person, a.day): a.shift
            for a in rosters.load_roster(session, version.id)[0]
            if first <= a.day <= last
        }
        covered |= {day for day in days if first <= day <= last}
    types = {kind.code: kind for kind in team.load_shift_types(session)}
    return Published(team.load_people(session, departed=True), types, cells, frozenset(covered))
