"""Nobody works more of a shift type than their own terms allow."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class PersonalShifts:
    """The horizon holds at most the person's `max_shifts` of a shift type."""

    code: ClassVar[str] = "personal_shifts"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per person and shift type that comes too often."""
        worked = Counter((assignment.person, assignment.shift) for assignment in roster.assignments)
        for person in problem.people:
            for code, most in person.terms.max_shifts:
                if (count := worked[person.code, code]) > most:
                    details = (("shift", code), ("count", count), ("limit", most))
                    yield Breach(self.code, person.code, problem.start, details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Bound the number of every limited shift type."""
        for person in problem.people:
            for code, most in person.terms.max_shifts:
                same = [shift for shift in problem.shifts if shift.type.code == code]
                x.model.add(sum(x.works(person, shift) for shift in same) <= most)
