"""Over all futures that may come, as few calls as possible are lost."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import numpy as np
from ortools.sat.python import cp_model

from scheduler.problem import Problem
from scheduler.roster import Roster, cover_of
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class ExpectedLoss:
    r"""
    Every missing operator costs, in each scenario, the calls that the first missing one would lose there.

    .. math:: \sum_k w_k \sum_s \max(1, round(100 \cdot lost_{ks})) \cdot \max(0, required_{ks} - planned_s)

    With one scenario of weight 1 this is `UnderCover`. Without scenarios it costs nothing.
    """

    code: ClassVar[str] = "expected_loss"

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the weighted calls lost, in hundredths."""
        total = 0
        for scenario in problem.scenarios:
            needed = scenario.requirement
            planned = cover_of(problem, roster, needed.skill, needed.grid.step)
            missing = np.maximum(needed.operators - planned, 0)
            total += scenario.weight * int((missing * np.maximum(np.rint(100 * needed.lost), 1)).sum())
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Hold the loss of every slot above each straight line of its convex curve over the operators planned."""
        curves: dict[tuple[str | None, int, int], dict[int, int]] = {}
        for scenario in problem.scenarios:
            needed = scenario.requirement
            for slot, (need, lost) in enumerate(zip(needed.operators, needed.lost, strict=True)):
                if need:
                    kinks = curves.setdefault((needed.skill, needed.grid.step, slot), {})
                    kinks[int(need)] = kinks.get(int(need), 0) + scenario.weight * max(
                        1, round(100 * float(lost))
                    )
        terms: list[cp_model.LinearExprT] = []
        for (skill, step, slot), kinks in curves.items():
            day, minute = divmod(slot * step, 1440)
            date = problem.start + timedelta(days=day)
            team = [shift for shift in x.around(date) if shift.spans(date, minute, minute + step)]
            planned = sum(x.count(shift, skill) for shift in team)
            worst = sum(need * price for need, price in kinks.items())
            loss = x.model.new_int_var(0, worst, "loss")
            for low in sorted({0, *kinks}):
                # right of `low` only the needs above it still lose: a line that the curve never falls below
                above = {need: price for need, price in kinks.items() if need > low}
                slope = sum(above.values())
                x.model.add(loss >= sum(n * price for n, price in above.items()) - slope * planned)
            terms.append(loss)
        return sum(terms)
