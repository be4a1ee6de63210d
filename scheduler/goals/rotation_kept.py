"""A fixed turn of weeks is worked as it stands."""

from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.shifts import Shift
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class RotationKept:
    """Every shift of a rotation that is not worked costs 1."""

    code: ClassVar[str] = "rotation_kept"

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the number of shifts left out."""
        cells = {(a.person, a.day, a.shift) for a in roster.assignments}
        return sum(
            turn.on(day) is not None and (turn.person, day, turn.on(day)) not in cells
            for turn in problem.rotations
            for day in problem.dates
        )

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Charge every shift of a rotation that is not taken."""
        people = {person.code: person for person in problem.people}
        kinds = {kind.code: kind for kind in problem.shift_types}
        return sum(
            1 - x.works(people[turn.person], Shift(day, kinds[code]))
            for turn in problem.rotations
            for day in problem.dates
            if (code := turn.on(day)) is not None
        )
