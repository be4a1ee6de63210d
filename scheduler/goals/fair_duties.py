"""Nights, weekends, festival days, early starts, standbys and managers' duties are shared fairly, over the years."""

from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python import cp_model

from forecast.calendar import Day
from scheduler.people import Person
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.shifts import Shift, ShiftKind
from scheduler.variables import Variables

EVE = "festival_eve"
"""Measure of the day before the lunar new year."""

LUNAR = {-1: EVE, 0: "lunar_1", 1: "lunar_2", 2: "lunar_3"}
"""Days around the lunar new year that have a measure of their own, by their distance from it."""

EVERYDAY = frozenset({"nights", "weekends", "early", "standby", "manager"})
"""Measures that are no day of a festival."""


def festival_measure(day: Day) -> str | None:
    """Return the measure of a statutory festival day (or of the lunar new year's eve), if the day is one."""
    if day.lunar_distance in LUNAR:
        return LUNAR[day.lunar_distance]
    return day.holiday if day.statutory else None


@dataclass(frozen=True, slots=True)
class FairDuties:
    r"""
    What people carry, with the ledger of past years, costs its square: the least when all carry the same.

    Measures are ``nights``, ``weekends`` (shifts on Saturday or Sunday), ``early`` (starts before `early_until`),
    ``standby``, ``manager`` (managers' duty), and every statutory festival day as `festival_measure` names it. With :math:`l` from the ledger and
    :math:`c` from this roster, a measure costs :math:`w ((l + c)^2 - l^2)` per person, times full contract over own
    contract. Whoever had the same festival day the year before costs `again_weight` more for each such duty.

    Parameters
    ----------
    night_weight, weekend_weight, festival_weight, early_weight, standby_weight, manager_weight
        Weight of a measure.
    again_weight
        Weight of a festival day that the same person had the year before.
    early_until
        Minutes from midnight before which a start is early.
    """

    code: ClassVar[str] = "fair_duties"
    night_weight: int = 3
    weekend_weight: int = 2
    festival_weight: int = 5
    early_weight: int = 1
    standby_weight: int = 1
    manager_weight: int = 2
    again_weight: int = 20
    early_until: int = 420

    def measures(self, problem: Problem, shift: Shift) -> dict[str, int]:
        """Return the measures that a shift counts in, with their weights."""
        found: dict[str, int] = {}
        if shift.type.kind is ShiftKind.NIGHT:
            found["nights"] = self.night_weight
        if shift.day.weekday() >= 5:
            found["weekends"] = self.weekend_weight
        if shift.type.start < self.early_until:
            found["early"] = self.early_weight
        if shift.type.kind is ShiftKind.STANDBY:
            found["standby"] = self.standby_weight
        if shift.type.kind is ShiftKind.MANAGER:
            found["manager"] = self.manager_weight
        day = _facts(problem, shift)
        festival = None if day is None else festival_measure(day)
        if festival is not None:
            found[festival] = self.festival_weight
        return {measure: weight for measure, weight in found.items() if weight}

    def counts(self, problem: Problem, roster: Roster) -> dict[tuple[str, str], int]:
        """Return how often each person (code) carries each measure in this roster."""
        found: dict[tuple[str, str], int] = {}
        for assignment in roster:
            for measure in self.measures(problem, problem.shift_of(assignment)):
                key = (assignment.person, measure)
                found[key] = found.get(key, 0) + 1
        return found

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return the weighted squares of all measures above the ledger."""
        weights = {m: w for shift in problem.shifts for m, w in self.measures(problem, shift).items()}
        people = {person.code: person for person in problem.people}
        total = 0
        for (code, measure), count in self.counts(problem, roster).items():
            owed = sum(d.count for d in problem.ledger if (d.person, d.measure) == (code, measure))
            total += weights[measure] * _share(people[code]) * ((owed + count) ** 2 - owed**2)
        for assignment in roster:
            shift = problem.shift_of(assignment)
            total += self._again(problem, people[assignment.person], shift)
        return total

    def _again(self, problem: Problem, person: Person, shift: Shift) -> int:
        """Return what a duty costs because its person had the same festival day the year before."""
        day = _facts(problem, shift)
        measure = None if day is None else festival_measure(day)
        before = {(d.person, d.measure, d.year) for d in problem.ledger if d.count > 0}
        had = measure is not None and (person.code, measure, shift.day.year - 1) in before
        return self.again_weight * _share(person) if had else 0

    def add(self, problem: Problem, x: Variables) -> cp_model.LinearExprT:
        """Charge the first duty of a measure 2l + 1, the next one 2 more, and so on."""
        ledger: dict[tuple[str, str], int] = {}
        people = {person.code: person for person in problem.people}
        terms: list[cp_model.LinearExprT] = []
        for duty in problem.ledger:
            for day in (d for d in problem.calendar if duty.count and d.date.year == duty.year + 1):
                if festival_measure(day) == duty.measure:
                    price = self.again_weight * _share(people[duty.person])
                    terms += [price * x.works(people[duty.person], s) for s in problem.shifts_on(day.date)]
            ledger[duty.person, duty.measure] = ledger.get((duty.person, duty.measure), 0) + duty.count
        shifts: dict[tuple[str, int], list[Shift]] = {}
        for shift in problem.shifts:
            for item in self.measures(problem, shift).items():
                shifts.setdefault(item, []).append(shift)
        for person in problem.people:
            for (measure, weight), here in shifts.items():
                start = ledger.get((person.code, measure), 0)
                steps = [x.model.new_bool_var(measure) for _ in here]
                x.model.add(sum(steps) >= sum(x.works(person, shift) for shift in here))
                prices = range(2 * start + 1, 2 * (start + len(here)) + 1, 2)
                terms += [
                    weight * _share(person) * price * step for price, step in zip(prices, steps, strict=True)
                ]
        return sum(terms)


def _share(person: Person) -> int:
    return round(100 * 2400 / person.weekly_minutes) if person.weekly_minutes else 100


def _facts(problem: Problem, shift: Shift) -> Day | None:
    offset = (shift.day - problem.start).days
    return problem.calendar[offset] if problem.calendar and 0 <= offset < problem.days else None
