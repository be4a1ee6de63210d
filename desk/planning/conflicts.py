"""Cells set by hand that no roster could keep, and what contradicts each of them."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from desk.store import rosters
from scheduler.explain import Demand, smallest_conflict
from scheduler.problem import Lock, Problem
from scheduler.roster import Roster
from scheduler.rulebook.periods import Periods, parts, period_on


def known_locks(session: Session, version: int, problem: Problem) -> frozenset[Lock]:
    """Return the cells set by hand in a version, of people and shift types that a problem knows."""
    people = {person.code for person in problem.people}
    kinds = {kind.code for kind in problem.shift_types} | {None}
    found = rosters.load_locks(session, version)
    return frozenset(lock for lock in found if lock.person in people and lock.shift in kinds)


def conflict_among(
    problem: Problem, periods: Periods, roster: Roster, released: Iterable[Lock]
) -> tuple[Demand, ...]:
    """Return for each period in which a locked cell could not be kept the smallest set of demands that contradict each other."""
    concerned = {period_on(periods, lock.day) for lock in released}
    return tuple(
        demand
        for period, piece, _ in parts(problem, periods, roster)
        if period in concerned
        for demand in smallest_conflict(piece, period.book)
    )


def conflict_of_all(problem: Problem, periods: Periods) -> tuple[Demand, ...]:
    """Return for each period of a problem that has no roster at all the smallest set of demands that contradict each other."""
    pieces = parts(problem, periods, Roster(frozenset()))
    return tuple(demand for period, piece, _ in pieces for demand in smallest_conflict(piece, period.book))
