"""As few operators as possible stand where nobody needs them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import numpy as np
from ortools.sat.python import cp_model

from scheduler.problem import Problem
from scheduler.roster import Roster, cover_of
from scheduler.shifts import Shift
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class OverCover:
    r"""
    Operators beyond the requirement for everyone, in operator-slots.

    .. math:: \sum_s \max(0, planned_s - required_s)
    """

    code: ClassVar[str] = "over_cover"

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the surplus in operator-slots."""
        total = 0
        for requirement in problem.requirements:
            if requirement.skill is None:
                planned = cover_of(problem, roster, None, requirement.grid.step)
                total += int(np.maximum(planned - requirement.operators, 0).sum())
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Give every set of half-hours with the same team and need one count of surplus operators."""
        slots: dict[tuple[tuple[Shift, ...], int], int] = {}
        for requirement in problem.requirements:
            if requirement.skill is not None:
                continue
            step = requirement.grid.step
            for slot, needed in enumerate(requirement.operators):
                day, minute = divmod(slot * step, 1440)
                date = problem.start + timedelta(days=day)
                team = tuple(shift for shift in x.around(date) if shift.spans(date, minute, minute + step))
                if team:
                    slots[team, int(needed)] = slots.get((team, int(needed)), 0) + 1
        terms: list[cp_model.LinearExprT] = []
        for (team, needed), weight in slots.items():
            planned = sum(x.count(shift) for shift in team)
            surplus = x.model.new_int_var(0, 2 * len(problem.people) * len(team), "surplus")
            x.model.add(surplus >= planned - needed)
            terms.append(weight * surplus)
        return sum(terms)
