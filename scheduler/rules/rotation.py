"""Whoever has a fixed turn of weeks works nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class FixedRotation:
    """On every day a person with a rotation works its shift or none; a day off of the rotation stays off."""

    code: ClassVar[str] = "rotation"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per shift that the rotation does not name."""
        turns = {rotation.person: rotation for rotation in problem.rotations}
        names = {kind.code: kind.name for kind in problem.shift_types}
        for assignment in roster:
            turn = turns.get(assignment.person)
            if turn is not None and turn.on(assignment.day) != assignment.shift:
                details = (("shift", names[assignment.shift]),)
                yield Breach(self.code, assignment.person, assignment.day, details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid every shift but the rotation's."""
        people = {person.code: person for person in problem.people}
        for turn in problem.rotations:
            for offset, shift in ((s.day.toordinal() - turn.start.toordinal(), s) for s in problem.shifts):
                if turn.cells[offset % len(turn.cells)] != shift.type.code:
                    x.model.add(x.works(people[turn.person], shift) == 0)
