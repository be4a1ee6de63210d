"""Hours are shared in proportion to contracts and to the days on which people can come."""

from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.people import Person
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class FairHours:
    r"""
    The load of each person is paid time over expected time; uneven loads cost more than even ones.

    Expected is the contract's time for the days of the horizon on which the person is not away. With the load
    :math:`u` in steps of `step` percent the cost is the square of :math:`u`, drawn as straight lines between whole
    steps; its sum over people is least when all carry the same load.

    Parameters
    ----------
    step
        Percent of the expected time from one corner of the curve to the next, at least 1.

    Raises
    ------
    ValueError
        If `step` is below 1.
    """

    code: ClassVar[str] = "fair_hours"
    step: int = 5

    def __post_init__(self) -> None:
        if self.step < 1:
            raise ValueError(f"fair_hours.step must be >= 1, got {self.step}.")

    def loads(self, problem: Problem, roster: Roster) -> dict[str, int]:
        """Return everyone's paid time in tenths of a percent of what the contract expects."""
        paid: dict[str, int] = {person.code: 0 for person in problem.people}
        parts = {
            (person.code, kind.code): _permille(problem, person, kind.paid)
            for person in problem.people
            for kind in problem.shift_types
        }
        for assignment in roster.assignments:
            paid[assignment.person] += parts[assignment.person, assignment.shift]
        return paid

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the sum of squared loads, in squared steps times ten."""
        wide = 10 * self.step
        total = 0
        for load in self.loads(problem, roster).values():
            whole, rest = divmod(load, wide)
            total += wide * whole * whole + (2 * whole + 1) * rest
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Hold each person's cost above every straight line of the curve."""
        wide = 10 * self.step
        terms: list[cp_model.LinearExprT] = []
        for person in problem.people:
            load = sum(
                _permille(problem, person, shift.type.paid) * x.works(person, shift)
                for shift in problem.shifts
            )
            most = sum(_permille(problem, person, shift.type.paid) for shift in problem.shifts)
            corners = most // wide + 1
            cost = x.model.new_int_var(0, wide * (corners + 1) ** 2, "uneven")
            for corner in range(corners):
                x.model.add(cost >= wide * corner * corner + (2 * corner + 1) * (load - wide * corner))
            terms.append(cost)
        return sum(terms)


def _permille(problem: Problem, person: Person, minutes: int) -> int:
    away = {absence.day for absence in problem.absences if absence.person == person.code}
    there = sum(day not in away for day in problem.dates)
    expected = person.weekly_minutes * there / 7
    return round(1000 * minutes / expected) if expected else minutes
