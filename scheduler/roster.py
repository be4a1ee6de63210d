"""Roster: who works when, as frozen data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np

from scheduler.problem import Assignment, Problem
from scheduler.shifts import MINUTES_PER_DAY, Shift

SLOT = 30
"""Minutes of the slots in which cover is counted where no requirement names its own."""


@dataclass(frozen=True, slots=True)
class Breach:
    """
    One place where a roster breaks a rule: a fact, not a sentence.

    Parameters
    ----------
    code
        Code of the rule.
    person
        Code of the person, or None if it concerns the team.
    day
        The day on which it shows.
    details
        Pairs of name and value for the sentence.
    """

    code: str
    person: str | None
    day: date
    details: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """Assignments of a horizon; at most one shift per person and day is a rule, not a law of this type."""

    assignments: frozenset[Assignment]

    def of(self, person: str) -> tuple[Assignment, ...]:
        """Return one person's assignments by day and shift."""
        return tuple(
            sorted((a for a in self.assignments if a.person == person), key=lambda a: (a.day, a.shift))
        )

    def on(self, day: date) -> tuple[Assignment, ...]:
        """Return one day's assignments by person."""
        return tuple(sorted((a for a in self.assignments if a.day == day), key=lambda a: (a.person, a.shift)))

    def by_cell(self) -> Mapping[tuple[str, date], str]:
        """Return shift codes by person and day (the last by code, if a cell holds several)."""
        return {(a.person, a.day): a.shift for a in sorted(self.assignments, key=lambda a: a.shift)}

    def __iter__(self) -> Iterator[Assignment]:
        return iter(sorted(self.assignments, key=lambda a: (a.day, a.person, a.shift)))

    def __len__(self) -> int:
        return len(self.assignments)


def worked(problem: Problem, roster: Roster) -> dict[str, list[Shift]]:
    """Return everyone's shifts by start, those before the horizon included."""
    kinds = {kind.code: kind for kind in problem.shift_types}
    found: dict[str, list[Shift]] = {person.code: [] for person in problem.people}
    for assignment in (*problem.before, *roster.assignments):
        found[assignment.person].append(Shift(assignment.day, kinds[assignment.shift]))
    for shifts in found.values():
        shifts.sort(key=lambda shift: (shift.day, shift.type.start, shift.type.code))
    return found


@lru_cache(maxsize=1 << 14)
def half_hours(shift: Shift) -> tuple[datetime, ...]:
    """Return the beginnings of the half-hours that a shift touches."""
    midnight = datetime(shift.day.year, shift.day.month, shift.day.day)
    first = shift.type.start // SLOT * SLOT
    return tuple(midnight + timedelta(minutes=minute) for minute in range(first, shift.type.end, SLOT))


def cover_of(problem: Problem, roster: Roster, skill: str | None = None, step: int = SLOT) -> np.ndarray:
    """
    Return how many operators are planned on the phones in each slot, shape (days * 1440 / step,).

    A shift covers the slots that it spans from end to end, on the next day too; whoever started before the
    horizon counts. With a skill, only those who have it count.
    """
    per_day = MINUTES_PER_DAY // step
    cover = np.zeros(problem.days * per_day, dtype=int)
    able = {person.code for person in problem.people if skill is None or skill in person.skills}
    for person, shifts in worked(problem, roster).items():
        for shift in shifts:
            if person in able and shift.type.on_phones:
                midnight = (shift.day - problem.start) // timedelta(days=1) * per_day
                first = midnight + -(-shift.type.start // step)
                last = midnight + shift.type.end // step
                cover[max(first, 0) : max(last, 0)] += 1
    return cover
