"""Periods: which rulebook holds on which days of a horizon, and the horizon cut along them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from forecast.grid import Grid
from forecast.staffing.requirement import Requirement
from scheduler.problem import Assignment, Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook, check_all


@dataclass(frozen=True, slots=True)
class Period:
    """
    Days under one rulebook.

    Parameters
    ----------
    first, last
        First and last day, both included.
    book
        The rulebook that holds on them.
    """

    first: date
    last: date
    book: Rulebook

    def holds(self, day: date) -> bool:
        """Say whether a day lies in the period."""
        return self.first <= day <= self.last


Periods = tuple[Period, ...]
"""Periods that follow each other without a gap, from the first day of a horizon to its last."""


def parts(problem: Problem, periods: Periods, roster: Roster) -> Iterator[tuple[Period, Problem, Roster]]:
    """Yield every period with its part of a problem and a roster; what lies before it has been worked."""
    for period in periods:
        done = (a for a in roster if a.day < period.first)
        inside = Roster(frozenset(a for a in roster.assignments if period.holds(a.day)))
        yield period, part(problem, period, done), inside


def part(problem: Problem, period: Period, done: Iterable[Assignment] = ()) -> Problem:
    """
    Return a problem with the days of one period alone, and their share of everyone's own limits.

    Parameters
    ----------
    problem, period
        The whole and the days of it.
    done
        What is worked on the days of the horizon before the period.
    """
    if (period.first, period.last) == (problem.start, problem.dates[-1]):
        return problem
    skipped, days = (period.first - problem.start).days, (period.last - period.first).days + 1
    return replace(
        problem,
        start=period.first,
        days=days,
        people=tuple(replace(p, terms=p.terms.over(days, whole=problem.days)) for p in problem.people),
        requirements=tuple(_sliced(r, period.first, skipped, days) for r in problem.requirements),
        scenarios=tuple(
            replace(s, requirement=_sliced(s.requirement, period.first, skipped, days))
            for s in problem.scenarios
        ),
        calendar=problem.calendar[skipped : skipped + days],
        before=(*problem.before, *done),
        locks=frozenset(lock for lock in problem.locks if period.holds(lock.day)),
        wishes=tuple(wish for wish in problem.wishes if period.holds(wish.day)),
        shift_needs=tuple(need for need in problem.shift_needs if period.holds(need.day)),
        published=None
        if problem.published is None
        else frozenset(a for a in problem.published if period.holds(a.day)),
    )


def check_periods(problem: Problem, periods: Periods, roster: Roster) -> tuple[Breach, ...]:
    """Return every place where a roster breaks a rule of the book that holds there, by day."""
    found = [
        breach
        for period, piece, inside in parts(problem, periods, roster)
        for breach in check_all(piece, period.book, inside)
    ]
    return tuple(sorted(found, key=lambda b: (b.day, b.code, b.person or "")))


def tier_costs(problem: Problem, periods: Periods, roster: Roster) -> tuple[tuple[str, int], ...]:
    """Return what every tier costs, summed over the periods, in the order of the first book."""
    costs: dict[str, int] = {}
    for period, piece, inside in parts(problem, periods, roster):
        for tier in period.book.tiers:
            costs[tier.name] = costs.get(tier.name, 0) + tier.cost(piece, inside)
    return tuple(costs.items())


def goal_costs(problem: Problem, periods: Periods, roster: Roster) -> tuple[tuple[str, str, int], ...]:
    """Return tier, goal and what the goal costs, summed over the periods, in the order of the first book."""
    costs: dict[tuple[str, str], int] = {}
    for period, piece, inside in parts(problem, periods, roster):
        for tier in period.book.tiers:
            for goal, _ in tier.goals:
                key = (tier.name, goal.code)
                costs[key] = costs.get(key, 0) + goal.cost(piece, inside)
    return tuple((*key, cost) for key, cost in costs.items())


def period_on(periods: Periods, day: date) -> Period:
    """Return the period in which a day lies; the nearest one for a day outside."""
    return min(periods, key=lambda p: max((p.first - day).days, (day - p.last).days, 0))


def whole(problem: Problem, book: Rulebook) -> Periods:
    """Return one book for all days."""
    return (Period(problem.start, problem.start + timedelta(days=problem.days - 1), book),)


def _sliced(needed: Requirement, first: date, skipped: int, days: int) -> Requirement:
    grid = needed.grid
    piece = slice(skipped * grid.slots_per_day, (skipped + days) * grid.slots_per_day)
    return replace(
        needed,
        call_backs=None,
        grid=Grid(first, days, grid.step, grid.zone),
        operators=needed.operators[piece],
        calls=needed.calls[piece],
        lost=needed.lost[piece],
        service_level=needed.service_level[piece],
    )
