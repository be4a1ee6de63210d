"""Mend: a roster that no longer keeps the rules becomes the nearest one that does."""

from collections.abc import Set
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.problem import Assignment, Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook, check_all
from scheduler.solve.tier import solver_for
from scheduler.variables import Variables

SHARE, SECONDS = 1 / 2, 5.0
"""Of the time left, and of the clock at most, for the search of the nearest roster."""


def mended(
    problem: Problem, rulebook: Rulebook, x: Variables, known: Set[Assignment], *, seconds: float, seed: int
) -> Roster:
    """
    Return the roster that keeps the rules and differs from a known one in the fewest cells.

    Where the time is too short to find one, what breaks a rule is taken out.

    Parameters
    ----------
    problem, rulebook
        What is to be kept.
    x
        The model with the rules.
    known
        The roster that stood.
    seconds
        Left for the whole search.
    seed
        Of the search.
    """
    cells = {(lock.person, lock.day) for lock in problem.locks}
    locked = {Assignment(k.person, k.day, k.shift) for k in problem.locks if k.shift}
    wanted = {a for a in known if (a.person, a.day) not in cells} | locked
    solver = solver_for(min(SECONDS, SHARE * seconds), seed)
    if solver.solve(x.nearest(Roster(frozenset(wanted)))) in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return x.roster(solver)
    return _taken_out(problem, rulebook, wanted, locked)


def _taken_out(
    problem: Problem, rulebook: Rulebook, wanted: Set[Assignment], locked: Set[Assignment]
) -> Roster:
    """Return a roster without the cells that break a rule, as far as they are not locked."""
    kept, book = set(wanted), rulebook
    while broken := check_all(problem, book, Roster(frozenset(kept))) or check_all(
        problem, rulebook, Roster(frozenset(kept))
    ):
        out = {cell for breach in broken if (cell := _nearest(kept - locked, breach)) is not None}
        if not out:
            break
        kept -= out
        # The rules that are broken now are asked alone until they are kept, all of them then.
        book = replace(rulebook, rules=tuple(r for r in rulebook.rules if r.code in {b.code for b in broken}))
    return Roster(frozenset(kept))


def _nearest(loose: Set[Assignment], breach: Breach) -> Assignment | None:
    """Return the cell nearest to a breach that may be taken out, of its person if it has one."""
    own = [a for a in loose if breach.person in {None, a.person}]
    return min(own, key=lambda a: (abs((a.day - breach.day).days), a.day, a.person, a.shift), default=None)
