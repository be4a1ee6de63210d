"""Overtime and work on statutory days cost more than ordinary hours; as little of it as the other goals allow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.people import HoursCycle, Person
from scheduler.problem import AbsenceKind, Problem
from scheduler.roster import Roster, worked
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Pay:
    """
    Pay above the contract, in hundredths of a minute of ordinary pay.

    Minutes on a statutory day cost `statutory` percent each. Other minutes of a week from Monday to Sunday that are
    above the contract cost `overtime` percent each. A week's contract is a fifth of it for each working day on which
    the person is not away, so a make-up workday adds a day and paid leave is no debt. Whoever is on comprehensive
    hours has no overtime of the week. Public servants get rest instead of money, which costs the centre the same
    hours. A day of rest that is worked and given back costs nothing more (labour law, article 44 (2)).

    Parameters
    ----------
    overtime, statutory
        Percent of ordinary pay (labour law, article 44 (1) and (3)).

    Raises
    ------
    ValueError
        If a rate is negative or not whole.
    """

    code: ClassVar[str] = "pay"
    overtime: float = 150
    statutory: float = 300

    def __post_init__(self) -> None:
        for name in ("overtime", "statutory"):
            rate = getattr(self, name)
            if rate < 0 or rate != int(rate):
                raise ValueError(f"pay.{name} must be a whole number >= 0, got {rate}.")

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return percent times minutes over all people and weeks."""
        tripled = {day.date for day in problem.calendar if day.statutory}
        shifts = worked(problem, roster)
        total = 0
        for person in problem.people:
            spent = {monday: 0 for monday, _ in weeks_due(problem, person)}
            for shift in shifts[person.code]:
                for day in (shift.day, shift.day + timedelta(days=1)):
                    minutes = shift.paid_on(day)
                    if day in tripled:
                        total += int(self.statutory) * minutes if shift.day >= problem.start else 0
                    elif (monday := day - timedelta(days=day.weekday())) in spent:
                        spent[monday] += minutes
            if person.cycle is HoursCycle.WEEK:
                over = (max(0, spent[monday] - due) for monday, due in weeks_due(problem, person))
                total += int(self.overtime) * sum(over)
        return total

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Give every person and week its minutes above the contract, and every statutory minute its price."""
        tripled = {day.date for day in problem.calendar if day.statutory}
        terms: list[cp_model.LinearExprT] = []
        for person in problem.people:
            for shift in problem.shifts:
                minutes = sum(shift.paid_on(day) for day in tripled if shift.touches(day))
                if minutes and self.statutory:
                    terms.append(int(self.statutory) * minutes * x.works(person, shift))
            for monday, due in weeks_due(problem, person) if person.cycle is HoursCycle.WEEK else ():
                week = {monday + timedelta(days=k) for k in range(7)} - tripled
                work = x.paid_in(person, week)
                most = sum(minutes for minutes, _ in work)
                if most > due and self.overtime:
                    over = x.model.new_int_var(0, most, "overtime")
                    x.model.add(over >= sum(minutes * literal for minutes, literal in work) - due)
                    terms.append(int(self.overtime) * over)
        return sum(terms)


def weeks_due(problem: Problem, person: Person) -> Iterator[tuple[date, int]]:
    """Yield the Monday of each week of the horizon and the minutes that the contract asks of the person in it."""
    off = {day.date: day.is_off for day in problem.calendar}
    away = {a.day for a in problem.absences if a.person == person.code and a.kind is not AbsenceKind.HALF_DAY}
    monday = problem.start - timedelta(days=problem.start.weekday())
    while monday < problem.start + timedelta(days=problem.days):
        week = (monday + timedelta(days=k) for k in range(7))
        due = sum(not off.get(day, day.weekday() >= 5) and day not in away for day in week)
        yield monday, person.weekly_minutes * due // 5
        monday += timedelta(days=7)
