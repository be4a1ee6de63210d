"""Weeks stay within the contract, whatever the hours of the other weeks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.goals.pay import weeks_due
from scheduler.people import HoursCycle
from scheduler.problem import Problem
from scheduler.roster import Roster, worked
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class LongWeeks:
    """
    Minutes of a week from Monday to Sunday above what the contract asks in it.

    `FairHours` counts the whole horizon, where a long week makes up for a short one; this goal does not let it.
    Whoever is on comprehensive hours has no week of their own.
    """

    code: ClassVar[str] = "long_weeks"

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the minutes above the contract over all people and weeks."""
        shifts = worked(problem, roster)
        total = 0
        for person in problem.people:
            if person.cycle is not HoursCycle.WEEK:
                continue
            for monday, due in weeks_due(problem, person):
                days = [monday + timedelta(days=k) for k in range(7)]
                total += max(0, sum(s.paid_on(day) for s in shifts[person.code] for day in days) - due)
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Give every person and week its minutes above the contract."""
        terms: list[cp_model.LinearExprT] = []
        for person in (p for p in problem.people if p.cycle is HoursCycle.WEEK):
            for monday, due in weeks_due(problem, person):
                week = {monday + timedelta(days=k) for k in range(7)}
                work = x.paid_in(person, week)
                most = sum(minutes for minutes, _ in work)
                if most > due:
                    over = x.model.new_int_var(0, most, "long week")
                    x.model.add(over >= sum(minutes * literal for minutes, literal in work) - due)
                    terms.append(over)
        return sum(terms)
