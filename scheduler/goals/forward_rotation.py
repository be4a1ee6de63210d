"""Shifts move forward: early, mid, late, night."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.problem import Problem
from scheduler.roster import Roster, worked
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class ForwardRotation:
    """
    A day with a shift that starts earlier on the clock than one of the day before costs 1.

    Parameters
    ----------
    tolerance
        Minutes by which a start may come earlier without being a step back.
    """

    code: ClassVar[str] = "forward_rotation"
    tolerance: int = 60

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the number of days with a step back."""
        steps = 0
        for shifts in worked(problem, roster).values():
            latest: dict[date, int] = {}
            earliest: dict[date, int] = {}
            for shift in shifts:
                start = shift.type.start
                latest[shift.day] = max(start, latest.get(shift.day, start))
                earliest[shift.day] = min(start, earliest.get(shift.day, start))
            for day, start in earliest.items():
                before = latest.get(day - timedelta(days=1))
                steps += day >= problem.start and before is not None and start < before - self.tolerance
        return steps

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Let every pair of neighbouring shifts that steps back mark its day."""
        backwards = {
            day: [
                (first, second)
                for second in problem.shifts_on(day)
                for first in x.around(day)
                if first.day < day and second.type.start < first.type.start - self.tolerance
            ]
            for day in problem.dates
        }
        terms: list[cp_model.LinearExprT] = []
        for person in problem.people:
            past = set(x.past(person))
            for pairs in backwards.values():
                open_ = [pair for pair in pairs if pair[0].day >= problem.start or pair[0] in past]
                if not open_:
                    continue
                back = x.model.new_bool_var("back")
                for first, second in open_:
                    takes_first = x.works(person, first) if first.day >= problem.start else 1
                    x.model.add(back >= takes_first + x.works(person, second) - 1)
                terms.append(back)
        return sum(terms)
