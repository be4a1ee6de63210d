"""Nobody works more hours in a day than the standard day and its overtime allow."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from scheduler.people import HoursCycle, Person
from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class DailyHours:
    """
    What starts on a day is paid for at most `hours` plus `overtime`, and never more than `ceiling`.

    Whoever is on comprehensive hours (cycle of a month or more) is bound by `ceiling` alone. A shift belongs whole
    to the day on which it starts, so that midnight makes no long shift legal.

    Parameters
    ----------
    hours
        The standard day.
    overtime
        Hours above it.
    ceiling
        Hours that no day may exceed.

    Raises
    ------
    ValueError
        If a limit is negative.
    """

    code: ClassVar[str] = "daily_hours"
    hours: float = 8
    overtime: float = 1
    ceiling: float = 12

    def __post_init__(self) -> None:
        for name in ("hours", "overtime", "ceiling"):
            if getattr(self, name) < 0:
                raise ValueError(f"daily_hours.{name} must be >= 0, got {getattr(self, name)}.")

    def limit(self, person: Person) -> float:
        """Return the hours that a day of this person may hold."""
        if person.cycle is not HoursCycle.WEEK:
            return self.ceiling
        return min(self.hours + self.overtime, self.ceiling)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per person and day with too many hours."""
        paid = {kind.code: kind.paid for kind in problem.shift_types}
        people = {person.code: person for person in problem.people}
        minutes: Counter[tuple[str, date]] = Counter()
        for assignment in roster.assignments:
            minutes[assignment.person, assignment.day] += paid[assignment.shift]
        for (code, day), total in minutes.items():
            limit = self.limit(people[code])
            if total / 60 > limit:
                yield Breach(self.code, code, day, (("hours", total / 60), ("limit", limit)))

    def add(self, problem: Problem, x: Variables) -> None:
        """Bound the paid minutes of every day."""
        longest = sum(kind.paid for kind in problem.shift_types)
        for person in problem.people:
            most = int(60 * self.limit(person))
            for day in problem.dates if longest > most else ():
                shifts = problem.shifts_on(day)
                x.model.add(sum(shift.type.paid * x.works(person, shift) for shift in shifts) <= most)
