"""Whole shifts have the people that they want."""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.shifts import ShiftKind
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class ShiftCover:
    """Every person missing on a shift of work or too many costs the weight that the need names; standby has its own goal."""

    code: ClassVar[str] = "shift_cover"

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the weighted number of people missing and too many."""
        there = Counter((assignment.day, assignment.shift) for assignment in roster.assignments)
        standby = {kind.code for kind in problem.shift_types if kind.kind is ShiftKind.STANDBY}
        total = 0
        for need in (need for need in problem.shift_needs if need.shift not in standby):
            planned = there[need.day, need.shift]
            total += need.under * max(0, need.people - planned) + need.over * max(0, planned - need.people)
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Split the difference of every shift into missing and surplus people."""
        shifts = {(shift.day, shift.type.code): shift for shift in problem.shifts}
        kinds = {kind.code: kind.kind for kind in problem.shift_types}
        terms: list[cp_model.LinearExprT] = []
        for need in problem.shift_needs:
            if kinds[need.shift] is ShiftKind.STANDBY:
                continue
            shift = shifts.get((need.day, need.shift))
            planned = sum(x.works(p, shift) for p in problem.people) if shift is not None else 0
            missing = x.model.new_int_var(0, need.people, "missing")
            surplus = x.model.new_int_var(0, len(problem.people), "surplus")
            x.model.add(planned + missing - surplus == need.people)
            terms += [need.under * missing, need.over * surplus]
        return sum(terms)
