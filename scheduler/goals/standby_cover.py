"""Enough people stand by for the calls that may come above the forecast."""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.shifts import ShiftKind
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class StandbyCover:
    """Every person missing on a standby shift or too many costs the weight that its need names."""

    code: ClassVar[str] = "standby_cover"

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the weighted number of people missing and too many on standby."""
        standby = {kind.code for kind in problem.shift_types if kind.kind is ShiftKind.STANDBY}
        there = Counter((a.day, a.shift) for a in roster if a.shift in standby)
        total = 0
        for need in problem.shift_needs:
            if need.shift in standby:
                missing = need.people - there[need.day, need.shift]
                total += need.under * missing if missing > 0 else -need.over * missing
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Hold a cost above both sides of every need."""
        terms: list[cp_model.LinearExprT] = []
        for need in problem.shift_needs:
            kind = next(kind for kind in problem.shift_types if kind.code == need.shift)
            if kind.kind is not ShiftKind.STANDBY:
                continue
            here = [shift for shift in problem.shifts_on(need.day) if shift.type == kind]
            planned = sum(x.works(person, shift) for person in problem.people for shift in here)
            most = max(need.under * need.people, need.over * len(problem.people))
            cost = x.model.new_int_var(0, most, "standby")
            x.model.add(cost >= need.under * (need.people - planned))
            x.model.add(cost >= need.over * (planned - need.people))
            terms.append(cost)
        return sum(terms)
