"""On comprehensive hours, what counts is the sum over the cycle."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from scheduler.people import HoursCycle, Person
from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.variables import Variables

MONTHS = {HoursCycle.MONTH: 1, HoursCycle.QUARTER: 3, HoursCycle.YEAR: 12}
"""Months in a cycle."""


@dataclass(frozen=True, slots=True)
class CycleHours:
    """
    Paid hours of a calendar month, quarter or year stay within its working days and the overtime of its months.

    The cycle is the person's. What was worked in it before the horizon counts as far as it is known.

    Parameters
    ----------
    month_days
        Working days of a month on average; a fifth of the contract week is paid for each.
    overtime
        Hours of overtime per month of the cycle, on average.

    Raises
    ------
    ValueError
        If a limit is negative.
    """

    code: ClassVar[str] = "cycle_hours"
    month_days: float = 20.67
    overtime: float = 36

    def __post_init__(self) -> None:
        for name in ("month_days", "overtime"):
            if getattr(self, name) < 0:
                raise ValueError(f"cycle_hours.{name} must be >= 0, got {getattr(self, name)}.")

    def limit(self, person: Person) -> int:
        """Return the minutes that a cycle of this person may hold."""
        minutes = person.weekly_minutes / 5 * self.month_days + 60 * self.overtime
        return int(MONTHS[person.cycle] * minutes)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per person and cycle that this roster lifts above the limit."""
        everything = worked(problem, roster)
        for person in problem.people:
            if person.cycle is HoursCycle.WEEK:
                continue
            total: dict[date, int] = {}
            adds: set[date] = set()
            for shift in everything[person.code]:
                for day in (shift.day, shift.day + timedelta(days=1)):
                    first = cycle_start(day, person.cycle)
                    total[first] = total.get(first, 0) + shift.paid_on(day)
                    if shift.day >= problem.start and shift.paid_on(day):
                        adds.add(first)
            for first in sorted(adds):
                if total[first] > self.limit(person):
                    details = (("hours", total[first] / 60), ("limit", self.limit(person) / 60))
                    yield Breach(self.code, person.code, max(first, problem.start), details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Bound the minutes of every cycle by what the past has left of the limit."""
        end = problem.start + timedelta(days=problem.days)
        for person in problem.people:
            if person.cycle is HoursCycle.WEEK:
                continue
            cycles = {cycle_start(day, person.cycle) for day in (*problem.dates, end)}
            for first in sorted(cycles):
                last = _next(first, person.cycle)
                days = [first + timedelta(days=k) for k in range((last - first).days)]
                spent = sum(
                    shift.paid_on(day)
                    for shift in x.past(person)
                    for day in _days_of(shift.day)
                    if first <= day < last
                )
                inside = set(days)
                work = [
                    minutes * x.works(person, shift)
                    for shift in problem.shifts
                    if (minutes := sum(shift.paid_on(day) for day in _days_of(shift.day) if day in inside))
                ]
                if work:
                    x.model.add(sum(work) <= max(0, self.limit(person) - spent))


def _days_of(day: date) -> tuple[date, date]:
    return day, day + timedelta(days=1)


def cycle_start(day: date, cycle: HoursCycle) -> date:
    """Return the first day of the cycle that a day lies in."""
    return date(day.year, (day.month - 1) // MONTHS[cycle] * MONTHS[cycle] + 1, 1)


def _next(first: date, cycle: HoursCycle) -> date:
    """Return the first day of the cycle after one."""
    month = first.month + MONTHS[cycle]
    return date(first.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
