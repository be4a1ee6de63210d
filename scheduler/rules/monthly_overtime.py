"""Overtime of a month stays below the law's cap."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from ortools.sat.python import cp_model

from scheduler.people import HoursCycle, Person, Regime
from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.shifts import Shift
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class MonthlyOvertime:
    """
    What the weeks of a month hold above the contract adds up to at most so many hours, by regime.

    A week belongs to the month of its Monday; what was worked before the horizon counts. Whoever is on
    comprehensive hours is bound by `CycleHours` instead.

    Parameters
    ----------
    enterprise, civil_servant, public_institution
        Hours of overtime a month.

    Raises
    ------
    ValueError
        If a limit is negative.
    """

    code: ClassVar[str] = "monthly_overtime"
    enterprise: float = 36
    civil_servant: float = 36
    public_institution: float = 36

    def __post_init__(self) -> None:
        for name in ("enterprise", "civil_servant", "public_institution"):
            if getattr(self, name) < 0:
                raise ValueError(f"monthly_overtime.{name} must be >= 0, got {getattr(self, name)}.")

    def limit(self, person: Person) -> float:
        """Return the hours of overtime that a month of this person may hold."""
        return {
            Regime.ENTERPRISE: self.enterprise,
            Regime.CIVIL_SERVANT: self.civil_servant,
            Regime.PUBLIC_INSTITUTION: self.public_institution,
        }[person.regime]

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per person and month whose overtime this roster lifts above the limit."""
        everything = worked(problem, roster)
        for person in problem.people:
            if person.cycle is not HoursCycle.WEEK:
                continue
            now = self._overtime(person, everything[person.code])
            shifts = [shift for shift in everything[person.code] if shift.day < problem.start]
            before = self._overtime(person, shifts)
            for month, minutes in sorted(now.items()):
                if minutes > 60 * self.limit(person) and minutes > before.get(month, 0):
                    details = (("hours", minutes / 60), ("limit", self.limit(person)))
                    yield Breach(self.code, person.code, max(month, problem.start), details)

    @staticmethod
    def _overtime(person: Person, shifts: list[Shift]) -> dict[date, int]:
        weeks: dict[date, int] = {}
        for shift in shifts:
            for day in (shift.day, shift.day + timedelta(days=1)):
                monday = day - timedelta(days=day.weekday())
                weeks[monday] = weeks.get(monday, 0) + shift.paid_on(day)
        months: dict[date, int] = {}
        for monday, minutes in weeks.items():
            month = monday.replace(day=1)
            months[month] = months.get(month, 0) + max(0, minutes - person.weekly_minutes)
        return months

    def add(self, problem: Problem, x: Variables) -> None:
        """Hold the overtime of every week above what its shifts say, and its sum below the limit."""
        for person in problem.people:
            if person.cycle is not HoursCycle.WEEK:
                continue
            spent: dict[date, int] = {}
            for shift in x.past(person):
                for monday, minutes in _by_week(shift).items():
                    spent[monday] = spent.get(monday, 0) + minutes
            work: dict[date, list[cp_model.LinearExprT]] = {}
            for shift in problem.shifts:
                for monday, minutes in _by_week(shift).items():
                    work.setdefault(monday, []).append(minutes * x.works(person, shift))
            for month in {monday.replace(day=1) for monday in work}:
                weeks = [m for m in {*spent, *work} if (m.year, m.month) == (month.year, month.month)]
                already = {m: max(0, spent.get(m, 0) - person.weekly_minutes) for m in weeks}
                terms: list[cp_model.LinearExprT] = []
                for monday in sorted(weeks):
                    if monday not in work:
                        terms.append(already[monday])
                        continue
                    overtime = x.model.new_int_var(0, 2 * 7 * 1440, "overtime")
                    x.model.add(overtime >= sum(work[monday]) + spent.get(monday, 0) - person.weekly_minutes)
                    terms.append(overtime)
                x.model.add(sum(terms) <= max(int(60 * self.limit(person)), sum(already.values())))


def _by_week(shift: Shift) -> dict[date, int]:
    found: dict[date, int] = {}
    for day in (shift.day, shift.day + timedelta(days=1)):
        if shift.paid_on(day):
            monday = date.fromordinal((day.toordinal() - 1) // 7 * 7 + 1)
            found[monday] = found.get(monday, 0) + shift.paid_on(day)
    return found
