"""Nobody works more hours in a calendar week than contract and overtime allow."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from scheduler.people import HoursCycle, Person, Regime
from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.shifts import Shift
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """
    Paid hours from Monday to Sunday stay within contract hours plus overtime, by regime.

    Night hours count on the date on which they are worked. Hours before the horizon count in their week.
    Whoever is on comprehensive hours (cycle of a month or more) is bound by `ceiling` alone.

    Parameters
    ----------
    enterprise_overtime, civil_servant_overtime, public_institution_overtime
        Hours above the contract that a week may hold.
    ceiling
        Hours that no week may exceed, whatever the contract.

    Raises
    ------
    ValueError
        If a limit is negative.
    """

    code: ClassVar[str] = "weekly_hours"
    enterprise_overtime: float = 8
    civil_servant_overtime: float = 8
    public_institution_overtime: float = 8
    ceiling: float = 48

    def __post_init__(self) -> None:
        for name in (
            "enterprise_overtime",
            "civil_servant_overtime",
            "public_institution_overtime",
            "ceiling",
        ):
            if getattr(self, name) < 0:
                raise ValueError(f"weekly_hours.{name} must be >= 0, got {getattr(self, name)}.")

    def limit(self, person: Person) -> int:
        """Return the minutes that a week of this person may hold."""
        overtime = {
            Regime.ENTERPRISE: self.enterprise_overtime,
            Regime.CIVIL_SERVANT: self.civil_servant_overtime,
            Regime.PUBLIC_INSTITUTION: self.public_institution_overtime,
        }[person.regime]
        if person.cycle is not HoursCycle.WEEK:
            return round(60 * self.ceiling)
        return min(person.weekly_minutes + round(60 * overtime), round(60 * self.ceiling))

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per person and week with too many hours, if this roster adds to them."""
        mondays = sorted({day - timedelta(days=day.weekday()) for day in problem.dates})
        for person, shifts in zip(problem.people, worked(problem, roster).values(), strict=True):
            minutes: Counter[date] = Counter()
            adds: set[date] = set()
            for shift in shifts:
                for day in (shift.day, shift.day + timedelta(days=1)):
                    if paid := shift.paid_on(day):
                        monday = day - timedelta(days=day.weekday())
                        minutes[monday] += paid
                        if shift.day >= problem.start:
                            adds.add(monday)
            for monday in mondays:
                total = minutes[monday]
                if total > self.limit(person) and monday in adds:
                    details = (("hours", total / 60), ("limit", self.limit(person) / 60))
                    yield Breach(self.code, person.code, monday, details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Bound the minutes of every week by what the past has left of the limit."""
        first = problem.start - timedelta(days=problem.start.weekday())
        weeks = (problem.days + problem.start.weekday() + 6) // 7
        for person in problem.people:
            for monday in (first + timedelta(weeks=k) for k in range(weeks)):
                spent = sum(_minutes(shift, monday) for shift in x.past(person))
                days = [monday + timedelta(days=k) for k in range(-1, 7)]
                work = [
                    _minutes(shift, monday) * x.works(person, shift)
                    for day in days
                    for shift in problem.shifts_on(day)
                    if _minutes(shift, monday)
                ]
                if work:
                    x.model.add(sum(work) <= max(0, self.limit(person) - spent))


def _minutes(shift: Shift, monday: object) -> int:
    days = [shift.day, shift.day + timedelta(days=1)]
    return sum(shift.paid_on(day) for day in days if day - timedelta(days=day.weekday()) == monday)
