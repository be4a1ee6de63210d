"""Instead: what the neighbours' rosters would have to be if one cell were another."""

from dataclasses import dataclass, replace
from datetime import timedelta

from scheduler.problem import Assignment, Lock, Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook
from scheduler.solve.repair import repair
from scheduler.solve.result import Status, Stop


@dataclass(frozen=True, slots=True)
class Instead:
    """
    The best roster in which one cell is as asked, with the fewest changes around it.

    Parameters
    ----------
    lock
        What was asked: a person's shift on a day, or a day off.
    possible
        Whether any roster keeps it; `breaches` says what it breaks if not.
    added, taken
        What everyone else, and the person, would work in exchange.
    tiers
        Name of a tier, its cost now and then.
    breaches
        What the cell would break.
    roster
        The roster.
    """

    lock: Lock
    possible: bool
    added: tuple[Assignment, ...]
    taken: tuple[Assignment, ...]
    tiers: tuple[tuple[str, int, int], ...]
    breaches: tuple[Breach, ...]
    roster: Roster


def if_instead(
    problem: Problem,
    rulebook: Rulebook,
    roster: Roster,
    lock: Lock,
    *,
    reach: int = 3,
    seconds: float = 4.0,
    seed: int = 0,
) -> Instead:
    """
    Solve the days around a cell again with the cell as asked.

    Parameters
    ----------
    problem, rulebook, roster
        The roster in question; it keeps every rule.
    lock
        What the cell should be.
    reach
        Days before and after it that may change.
    seconds, seed
        Time and seed of the search.
    """
    asked = frozen_but(problem, roster, lock, reach)
    result = repair(asked, rulebook, stop=Stop(seconds), seed=seed)
    possible = result.status is not Status.CONFLICT and lock not in result.released
    after = result.roster if possible else roster
    judged = replace(problem, published=roster.assignments)
    return Instead(
        lock=lock,
        possible=possible,
        added=_sorted(after.assignments - roster.assignments),
        taken=_sorted(roster.assignments - after.assignments),
        tiers=tuple(
            (tier.name, tier.cost(judged, roster), tier.cost(judged, after)) for tier in rulebook.tiers
        ),
        breaches=() if possible else result.conflicts,
        roster=after,
    )


def frozen_but(problem: Problem, roster: Roster, lock: Lock, reach: int) -> Problem:
    """Return the problem with every cell locked as it is but those near one cell, and that cell as asked."""
    cells = roster.by_cell()
    near = [lock.day + timedelta(days=k) for k in range(-reach, reach + 1)]
    own = {(k.person, k.day): k for k in problem.locks}
    locks = {
        (person.code, day): own.get((person.code, day), Lock(person.code, day, cells.get((person.code, day))))
        for person in problem.people
        for day in problem.dates
        if day not in near or (person.code, day) in own
    }
    locks[lock.person, lock.day] = lock
    return replace(problem, locks=frozenset(locks.values()), published=roster.assignments)


def _sorted(cells: frozenset[Assignment]) -> tuple[Assignment, ...]:
    return tuple(sorted(cells, key=lambda a: (a.day, a.person, a.shift)))
