"""Wishes are met where they can be."""

from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Preferences:
    """Every wish that is not met costs its weight; a negative wish is met by not working the shift."""

    code: ClassVar[str] = "preferences"

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the weight of the wishes that are not met."""
        cells: dict[tuple[str, object], set[str]] = {}
        for assignment in roster.assignments:
            cells.setdefault((assignment.person, assignment.day), set()).add(assignment.shift)
        total = 0
        for wish in problem.wishes:
            here = cells.get((wish.person, wish.day), set())
            granted = wish.shift in here if wish.shift is not None else not here
            if granted != (wish.weight > 0):
                total += abs(wish.weight)
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Charge the decision that a wish speaks of."""
        people = {person.code: person for person in problem.people}
        terms: list[cp_model.LinearExprT] = []
        for wish in problem.wishes:
            if wish.day.toordinal() not in problem.span:
                terms.append(abs(wish.weight) if (wish.shift is None) != (wish.weight > 0) else 0)
                continue
            if wish.shift is None:
                met: cp_model.LinearExprT = 1 - x.works_on(people[wish.person], wish.day)
            else:
                shift = next(s for s in problem.shifts_on(wish.day) if s.type.code == wish.shift)
                met = x.works(people[wish.person], shift)
            terms.append(wish.weight * (1 - met) if wish.weight > 0 else -wish.weight * met)
        return sum(terms)
