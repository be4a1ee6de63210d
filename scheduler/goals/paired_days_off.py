"""Days off come two at a time where they can."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.problem import Problem
from scheduler.roster import Roster, worked
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class PairedDaysOff:
    """
    Every single day off, with a shift on the day before and on the day after, costs 1.

    What was worked before the horizon counts; a day off at its end may still become one of two.
    """

    code: ClassVar[str] = "paired_days_off"

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the number of single days off that end within the horizon."""
        found = 0
        for shifts in worked(problem, roster).values():
            days = sorted({shift.day for shift in shifts})
            found += sum(b - a == timedelta(days=2) and b > problem.start for a, b in pairwise(days))
        return found

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Let two working days with a free one between them mark it."""
        terms: list[cp_model.LinearExprT] = []
        for person in problem.people:
            for day in problem.dates[:-1]:
                before = x.works_on(person, day - timedelta(days=1))
                if isinstance(before, int) and not before:
                    continue
                single = x.model.new_bool_var("single")
                x.model.add(
                    single
                    >= before + x.works_on(person, day + timedelta(days=1)) - x.works_on(person, day) - 1
                )
                terms.append(single)
        return sum(terms)
