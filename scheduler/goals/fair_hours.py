"""Everyone works the hours of the contract; what is over or missing is shared evenly."""

from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.people import Person
from scheduler.problem import AbsenceKind, Problem
from scheduler.roster import Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class FairHours:
    r"""
    The load of each person is paid time over expected time; a load off 100 percent costs its distance squared.

    Expected is the contract's time for the working days of the horizon on which the person is not away: a week's
    contract is five working days, so a festival week expects less and a week with a make-up workday more. Without
    calendar facts every day counts for a seventh of the week. With the distance :math:`u` from 100 percent in steps
    of `step` percent the cost is :math:`u^2`, drawn as straight lines between whole steps: two people a step off
    cost less than one who is two steps off. Who has no expected time is expected not to work.

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
            (person.code, code): part
            for person in problem.people
            for code, part in _parts(problem, person).items()
        }
        for assignment in roster.assignments:
            paid[assignment.person] += parts[assignment.person, assignment.shift]
        return paid

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the sum of squared distances, in squared steps times ten times `step`."""
        wide = 10 * self.step
        loads = self.loads(problem, roster)
        total = 0
        for person in problem.people:
            distance = abs(loads[person.code] - _target(problem, person))
            whole, rest = divmod(distance, wide)
            total += wide * whole * whole + (2 * whole + 1) * rest
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Hold each person's cost above every straight line of the curve."""
        wide, shifts = 10 * self.step, problem.shifts
        terms: list[cp_model.LinearExprT] = []
        for person in problem.people:
            parts = _parts(problem, person)
            load = sum(parts[shift.type.code] * x.works(person, shift) for shift in shifts)
            target = _target(problem, person)
            most = max(target, problem.days * sum(parts.values()))
            distance = x.model.new_int_var(0, most, "distance")
            x.model.add(distance >= load - target)
            x.model.add(distance >= target - load)
            corners = most // wide + 1
            cost = x.model.new_int_var(0, wide * (corners + 1) ** 2, "uneven")
            for corner in range(corners):
                x.model.add(cost >= wide * corner * corner + (2 * corner + 1) * (distance - wide * corner))
            terms.append(cost)
        return sum(terms)


def _target(problem: Problem, person: Person) -> int:
    return 1000 if _expected(problem, person) else 0


def _expected(problem: Problem, person: Person) -> float:
    """Return the contract's minutes for the days on which the person is due."""
    away = {
        a.day: a.kind.share
        for a in problem.absences
        if a.person == person.code and a.kind is not AbsenceKind.HALF_DAY
    }
    off = {day.date for day in problem.calendar if day.is_off}
    due = sum(1 - away.get(day, 0.0) for day in problem.dates if day not in off)
    return person.weekly_minutes * due / (5 if problem.calendar else 7)


def _parts(problem: Problem, person: Person) -> dict[str, int]:
    """Return by shift type its paid time in tenths of a percent of what is expected, in minutes if nothing is."""
    expected = _expected(problem, person)
    return {
        kind.code: round(1000 * kind.paid / expected) if expected else kind.paid
        for kind in problem.shift_types
    }
