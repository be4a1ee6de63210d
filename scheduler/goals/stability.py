"""What people already know stays as it is."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.problem import Assignment, Problem
from scheduler.roster import Roster
from scheduler.shifts import ShiftKind
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Stability:
    """
    Every cell that differs from the published roster costs, more so at short notice.

    Whoever stands by and is called in to work has been told beforehand: that costs 1, however short the notice.

    Parameters
    ----------
    short_notice_days
        Days from the start of the horizon within which a change needs consent.
    short_notice_weight
        Cost of a changed cell within them; a later one costs 1.
    """

    code: ClassVar[str] = "stability"
    short_notice_days: int = 3
    short_notice_weight: int = 4

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the weighted number of changed cells."""
        if problem.published is None:
            return 0
        known = {a for a in problem.published if a.day.toordinal() in problem.span}
        changed = {(a.person, a.day) for a in known ^ roster.assignments}
        standby = {kind.code for kind in problem.shift_types if kind.kind is ShiftKind.STANDBY}
        stood_by = {(a.person, a.day) for a in known if a.shift in standby}
        called_in = {(a.person, a.day) for a in roster if a.shift not in standby} & stood_by
        return sum(
            self.short_notice_weight
            if (day - problem.start).days < self.short_notice_days and (person, day) not in called_in
            else 1
            for person, day in changed
        )

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Let any difference in a cell mark it as changed."""
        if problem.published is None:
            return 0
        soon = problem.start + timedelta(days=self.short_notice_days)
        terms: list[cp_model.LinearExprT] = []
        for person in problem.people:
            for day in problem.dates:
                changed = x.model.new_bool_var("changed")
                work, stood_by = [], False
                for shift in problem.shifts_on(day):
                    works = x.works(person, shift)
                    standby = shift.type.kind is ShiftKind.STANDBY
                    if Assignment(person.code, day, shift.type.code) in problem.published:
                        stood_by = stood_by or standby
                        x.model.add(changed + works >= 1)
                    else:
                        x.model.add_implication(works, changed)
                    if not standby:
                        work.append(works)
                if stood_by and day < soon:
                    sudden = x.model.new_bool_var("sudden")
                    x.model.add(sudden + sum(work) >= changed)
                    terms += [changed, (self.short_notice_weight - 1) * sudden]
                else:
                    terms.append((self.short_notice_weight if day < soon else 1) * changed)
        return sum(terms)
