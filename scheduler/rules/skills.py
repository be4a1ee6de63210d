"""A shift that takes a skill is worked by those who have it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Skills:
    """Everyone on a shift type that names a skill has the skill."""

    code: ClassVar[str] = "skills"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per assignment without the skill."""
        able = {person.code: person.skills for person in problem.people}
        for assignment in roster:
            kind = problem.shift_of(assignment).type
            if kind.skill is not None and kind.skill not in able[assignment.person]:
                details = (("shift", kind.name), ("skill", kind.skill))
                yield Breach(self.code, assignment.person, assignment.day, details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid the shift to everyone without its skill."""
        for shift in problem.shifts:
            if shift.type.skill is None:
                continue
            for person in problem.people:
                if shift.type.skill not in person.skills:
                    x.model.add(x.works(person, shift) == 0)
