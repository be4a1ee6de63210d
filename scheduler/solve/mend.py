"""Mend: a roster that no longer keeps the rules becomes one that does, with little taken out."""

from collections.abc import Set

from ortools.sat.python import cp_model

from scheduler.problem import Assignment, Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook, check_all
from scheduler.solve.tier import solver_for
from scheduler.variables import Variables

SECONDS = 1.5
"""Of the search on the days on which the team together breaks a rule, at most."""

AROUND = 1
"""Days on either side of such a day on which the search may change cells too."""

FEW = 9
"""Days to be filled anew at most: with more the search proper starts sooner from what is left."""


def mended(
    problem: Problem, rulebook: Rulebook, x: Variables, known: Set[Assignment], *, seconds: float, seed: int
) -> Roster:
    """
    Return a roster with its locks put in and what breaks a rule taken out; where the team breaks one, filled anew.

    Parameters
    ----------
    problem, rulebook
        What is to be kept.
    x
        The model with the rules and the first tier's cost.
    known
        The roster that stood.
    seconds
        Left for the whole search; a quarter of it at most is used.
    seed
        Of the search.
    """
    cells = {(lock.person, lock.day) for lock in problem.locks}
    locked = {Assignment(k.person, k.day, k.shift) for k in problem.locks if k.shift}
    kept = {a for a in known if (a.person, a.day) not in cells} | locked
    while own := [breach for breach in _broken(problem, rulebook, kept) if breach.person is not None]:
        weeks = {
            (breach.person, breach.code, breach.day.isocalendar()[:2]): breach for breach in reversed(own)
        }
        out = {cell for breach in weeks.values() if (cell := _nearest(kept - locked, breach)) is not None}
        if not out:
            break
        kept -= out
    together = _broken(problem, rulebook, kept)
    days = {breach.day.toordinal() + k for breach in together for k in range(-AROUND, AROUND + 1)}
    if 0 < len(days) <= FEW:
        filled = _filled(x, kept, days, min(SECONDS, seconds / 4), seed)
        if filled is not None:
            return filled
    while out := {cell for breach in together if (cell := _nearest(kept - locked, breach)) is not None}:
        kept -= out
        together = _broken(problem, rulebook, kept)
    return Roster(frozenset(kept))


def _broken(problem: Problem, rulebook: Rulebook, kept: Set[Assignment]) -> tuple[Breach, ...]:
    return check_all(problem, rulebook, Roster(frozenset(kept)))


def _nearest(loose: Set[Assignment], breach: Breach) -> Assignment | None:
    """Return the cell nearest to a breach that may be taken out, of its person if it has one."""
    own = [a for a in loose if breach.person in {None, a.person}]
    return min(own, key=lambda a: (abs((a.day - breach.day).days), a.day, a.person, a.shift), default=None)


def _filled(x: Variables, kept: Set[Assignment], days: Set[int], seconds: float, seed: int) -> Roster | None:
    """Return the roster with some days, by their ordinals, filled anew, all else as it is."""
    solver = solver_for(seconds, seed)
    found = solver.solve(x.pinned(Roster(frozenset(kept)), lambda cell: cell.day.toordinal() in days))
    return x.roster(solver) if found in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None
