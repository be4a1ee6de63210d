"""Nobody works while away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.problem import AbsenceKind, Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Absent:
    """No minute of work falls on a day of leave, training or sickness; a night shift may not run into it."""

    code: ClassVar[str] = "absence"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per shift that touches a day away."""
        away = {(a.person, a.day): a.kind for a in problem.absences if a.kind is not AbsenceKind.HALF_DAY}
        for assignment in roster:
            shift = problem.shift_of(assignment)
            for day in (shift.day, shift.end.date()):
                kind = away.get((assignment.person, day))
                if kind is not None and shift.touches(day):
                    details = (("shift", shift.type.name), ("kind", kind.value))
                    yield Breach(self.code, assignment.person, day, details)
                    break

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid every shift that reaches into a day away."""
        people = {person.code: person for person in problem.people}
        for absence in problem.absences:
            for shift in x.around(absence.day) if absence.kind != AbsenceKind.HALF_DAY else ():
                if shift.day.toordinal() in problem.span and shift.touches(absence.day):
                    x.model.add(x.works(people[absence.person], shift) == 0)
