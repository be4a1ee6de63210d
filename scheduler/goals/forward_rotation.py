"""Shifts move forward: early, mid, late, night."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.problem import Problem
from scheduler.roster import Roster, worked
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class ForwardRotation:
    """
    A shift that starts earlier on the clock than the day before's costs 1.

    Parameters
    ----------
    tolerance
        Minutes by which a start may come earlier without being a step back.
    """

    code: ClassVar[str] = "forward_rotation"
    tolerance: int = 60

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the number of steps back."""
        steps = 0
        for shifts in worked(problem, roster).values():
            for first in shifts:
                for second in shifts:
                    neighbours = second.day - first.day == timedelta(days=1) and second.day >= problem.start
                    steps += neighbours and second.type.start < first.type.start - self.tolerance
        return steps

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Charge every pair of neighbouring shifts that steps back."""
        terms: list[cp_model.LinearExprT] = []
        for person in problem.people:
            past = x.past(person)
            for second in problem.shifts:
                for first in x.around(second.day):
                    if first.day == second.day or second.type.start >= first.type.start - self.tolerance:
                        continue
                    if first.day < problem.start:
                        terms.append(past.count(first) * x.works(person, second))
                        continue
                    back = x.model.new_bool_var("back")
                    x.model.add(back >= x.works(person, first) + x.works(person, second) - 1)
                    terms.append(back)
        return sum(terms)
