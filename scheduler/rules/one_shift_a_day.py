"""Nobody starts two shifts on one day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class OneShiftADay:
    """At most one shift of a person starts on a day."""

    code: ClassVar[str] = "one_shift_a_day"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per cell that holds more than one shift."""
        cells = Counter((assignment.person, assignment.day) for assignment in roster)
        for (person, day), count in cells.items():
            if count > 1:
                yield Breach(self.code, person, day, (("count", count),))

    def add(self, problem: Problem, x: Variables) -> None:
        """Let the shifts of a day add up to working on it or not."""
        for person in problem.people:
            for day in problem.dates:
                options = problem.shifts_on(day)
                if len(options) > 1:
                    x.model.add(sum(x.works(person, shift) for shift in options) == x.works_on(person, day))
