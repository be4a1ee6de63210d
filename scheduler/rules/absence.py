"""Nobody works while away, be it for a day or half of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.shifts import MINUTES_PER_DAY
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Absent:
    """No minute of work falls on a day, or half a day, of leave, training or sickness; a night may not run into it."""

    code: ClassVar[str] = "absence"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per shift that touches a day away."""
        away = {(a.person, a.day): a for a in problem.absences}
        for assignment in roster:
            shift = problem.shift_of(assignment)
            for day in (shift.day, shift.end.date()):
                absence = away.get((assignment.person, day))
                if absence is not None and absence.meets(shift):
                    details = (("shift", shift.type.name), ("kind", absence.kind.value))
                    yield Breach(self.code, assignment.person, day, details)
                    break

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid every shift that reaches into a day away."""
        people = {person.code: person for person in problem.people}
        for absence in problem.absences:
            first, last = absence.kind.span
            for shift in x.around(absence.day) if first < last else ():
                moved = MINUTES_PER_DAY * (absence.day - shift.day).days
                met = shift.type.start < last + moved and first + moved < shift.type.end
                if met and shift.day.toordinal() in problem.span:
                    x.model.add(x.works(people[absence.person], shift) == 0)
