"""As few calls as possible are lost because too few operators are there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import numpy as np
from ortools.sat.python import cp_model

from forecast.staffing.requirement import Requirement
from scheduler.problem import Problem
from scheduler.roster import Roster, cover_of
from scheduler.shifts import Shift
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class UnderCover:
    r"""
    Every missing operator costs the calls that the first missing one would lose.

    .. math:: \sum_s \max(1, round(100 \cdot lost_s)) \cdot \max(0, required_s - planned_s)

    summed over every requirement. The unit is a hundredth of a call; a gap never costs nothing.
    """

    code: ClassVar[str] = "under_cover"

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the calls lost, in hundredths."""
        total = 0
        for requirement in problem.requirements:
            planned = cover_of(problem, roster, requirement.skill, requirement.grid.step)
            missing = np.maximum(requirement.operators - planned, 0)
            total += int((missing * np.maximum(np.rint(100 * requirement.lost), 1)).sum())
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Give every set of half-hours with the same team and need one count of missing operators."""
        terms: list[cp_model.LinearExprT] = []
        for requirement in problem.requirements:
            for (team, needed), weight in _needs(problem, x, requirement).items():
                missing = x.model.new_int_var(0, needed, "missing")
                planned = sum(x.count(shift, requirement.skill) for shift in team)
                x.model.add(missing >= needed - planned)
                terms.append(weight * missing)
        return sum(terms)


def _needs(
    problem: Problem, x: Variables, requirement: Requirement
) -> dict[tuple[tuple[Shift, ...], int], int]:
    found: dict[tuple[tuple[Shift, ...], int], int] = {}
    step = requirement.grid.step
    for slot, (needed, lost) in enumerate(zip(requirement.operators, requirement.lost, strict=True)):
        if needed:
            day, minute = divmod(slot * step, 1440)
            date = problem.start + timedelta(days=day)
            team = tuple(shift for shift in x.around(date) if shift.spans(date, minute, minute + step))
            key = (team, int(needed))
            found[key] = found.get(key, 0) + max(1, round(100 * float(lost)))
    return found
