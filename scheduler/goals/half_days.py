"""Whoever has a right to half a day works at most the other half."""

from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.problem import AbsenceKind, Problem
from scheduler.roster import Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class HalfDays:
    """
    Every half-day holiday (8 March, 4 May) on which its person works longer than `hours` costs 1.

    Who has the right is data (an absence of kind ``half_day``): neither sex nor age is stored.

    Parameters
    ----------
    hours
        Paid hours of the half that is worked.

    Raises
    ------
    ValueError
        If `hours` is negative.
    """

    code: ClassVar[str] = "half_days"
    hours: float = 4

    def __post_init__(self) -> None:
        if self.hours < 0:
            raise ValueError(f"half_days.hours must be >= 0, got {self.hours}.")

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the number of half-days that are not kept."""
        long = {kind.code for kind in problem.shift_types if kind.paid > 60 * self.hours}
        full = {(a.person, a.day) for a in roster.assignments if a.shift in long}
        half = {(a.person, a.day) for a in problem.absences if a.kind is AbsenceKind.HALF_DAY}
        return len(full & half)

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Let any long shift of such a day mark it."""
        people = {person.code: person for person in problem.people}
        terms: list[cp_model.LinearExprT] = []
        for absence in problem.absences:
            shifts = [s for s in problem.shifts_on(absence.day) if s.type.paid > 60 * self.hours]
            if absence.kind is AbsenceKind.HALF_DAY and shifts:
                taken = x.model.new_bool_var("half day taken")
                for shift in shifts:
                    x.model.add_implication(x.works(people[absence.person], shift), taken)
                terms.append(taken)
        return sum(terms)
