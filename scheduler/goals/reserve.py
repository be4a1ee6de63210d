"""Enough hours are rostered on every day for what is lost unplanned: sickness, meetings and the like."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import ClassVar

import numpy as np
from ortools.sat.python import cp_model

from forecast.staffing.requirement import Requirement
from scheduler.problem import Problem
from scheduler.roster import Roster, cover_of
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Reserve:
    r"""
    Operator-slots that a day's roster lacks of its requirement over 1 less its shrinkage.

    .. math:: \sum_d \max\Bigl(0, \Bigl\lceil \frac{\sum_{s \in d} required_s}{1 - shrinkage} \Bigr\rceil - \sum_{s \in d, required_s > 0} planned_s\Bigr)

    summed over every requirement. What is lost is lost somewhere in the day, so the hours may stand in any open slot; a
    requirement without shrinkage asks for nothing here.
    """

    code: ClassVar[str] = "reserve"

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the missing operator-slots of all days."""
        total = 0
        for requirement in problem.requirements:
            if requirement.shrinkage > 0:
                grid = requirement.grid
                planned = cover_of(problem, roster, requirement.skill, grid.step) * (
                    requirement.operators > 0
                )
                there = planned.reshape(grid.days, -1).sum(axis=1)
                total += int(np.maximum(_wanted(requirement) - there, 0).sum())
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Count every shift with the needed slots that it spans."""
        terms: list[cp_model.LinearExprT] = []
        for requirement in problem.requirements:
            if requirement.shrinkage <= 0:
                continue
            step, per_day = requirement.grid.step, requirement.grid.slots_per_day
            for offset, wanted in enumerate(_wanted(requirement).tolist()):
                if not wanted:
                    continue
                date = problem.start + timedelta(days=offset)
                needed = requirement.operators[offset * per_day : (offset + 1) * per_day]
                starts = (np.flatnonzero(needed) * step).tolist()
                planned = sum(
                    x.count(shift, requirement.skill) * sum(shift.spans(date, m, m + step) for m in starts)
                    for shift in x.around(date)
                )
                lacking = x.model.new_int_var(0, wanted, "lacking")
                x.model.add(lacking >= wanted - planned)
                terms.append(lacking)
        return sum(terms)


def _wanted(requirement: Requirement) -> np.ndarray:
    """Return the operator-slots to be rostered on each day, shape (days,)."""
    by_day = requirement.operators.reshape(requirement.grid.days, -1).sum(axis=1)
    return np.array([ceil(slots / (1 - requirement.shrinkage) - 1e-9) for slots in by_day], dtype=np.int64)
