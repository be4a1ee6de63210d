"""Everyone stays between their own least and most paid hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class PersonalHours:
    """Paid minutes of the horizon lie between the person's `min_minutes` and `max_minutes`."""

    code: ClassVar[str] = "personal_hours"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per person outside their limits."""
        paid = {kind.code: kind.paid for kind in problem.shift_types}
        total = {person.code: 0 for person in problem.people}
        for assignment in roster.assignments:
            total[assignment.person] += paid[assignment.shift]
        for person in problem.people:
            most, least = person.terms.max_minutes, person.terms.min_minutes
            minutes = total[person.code]
            if minutes < least or (most is not None and minutes > most):
                limit = least if minutes < least else most
                details = (("hours", minutes / 60), ("limit", (limit or 0) / 60))
                yield Breach(self.code, person.code, problem.start, details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Bound everyone's sum of paid minutes."""
        for person in problem.people:
            minutes = sum(shift.type.paid * x.works(person, shift) for shift in problem.shifts)
            if person.terms.max_minutes is not None:
                x.model.add(minutes <= person.terms.max_minutes)
            if person.terms.min_minutes:
                x.model.add(minutes >= person.terms.min_minutes)
