"""Periods: a horizon that more than one rulebook holds in, solved part after part."""

from collections.abc import Callable
from dataclasses import replace

from scheduler.problem import Assignment, Problem
from scheduler.roster import Roster
from scheduler.rulebook.periods import Periods, part
from scheduler.solve.repair import repair
from scheduler.solve.result import Progress, Result, Status, Stop
from scheduler.solve.run import solve

WORST = (Status.EMPTY, Status.BROKEN_OFF, Status.CONFLICT, Status.GOOD, Status.OPTIMAL)
"""Ends of a solve, the one first that speaks for all parts."""


def solve_periods(
    problem: Problem,
    periods: Periods,
    *,
    stop: Stop,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    least_change: bool = False,
) -> Result:
    """
    Return the best roster found, each period under its own book; a later one takes an earlier one as worked.

    The time is shared by the days of the periods. Costs and bounds are summed by tier.

    Parameters
    ----------
    problem, stop, seed, workers, progress
        As for `solve`.
    periods
        The books of the horizon.
    least_change
        Whether to repair the published roster.
    """
    found: list[Result] = []
    done: frozenset[Assignment] = frozenset()
    for period in periods:
        piece = part(problem, period, done)
        share = replace(stop, seconds=stop.seconds * piece.days / problem.days)
        told = _whole(progress, done, tuple(found)) if progress else None
        how = repair if least_change else solve
        result = how(piece, period.book, stop=share, seed=seed, workers=workers, progress=told)
        found.append(result)
        done |= result.roster.assignments
    return found[0] if len(found) == 1 else _joined(found, periods)


def _whole(
    progress: Callable[[Progress], None], done: frozenset[Assignment], earlier: tuple[Result, ...]
) -> Callable[[Progress], None]:
    """Return a listener that tells of the whole roster so far, with what its earlier periods cost."""
    seconds = sum(result.seconds for result in earlier)

    def told(found: Progress) -> None:
        progress(
            replace(
                found,
                roster=Roster(done | found.roster.assignments),
                seconds=seconds + found.seconds,
                cost=found.cost + sum(_of(r.tiers, r.cost, found.tier) for r in earlier),
                bound=found.bound + sum(_of(r.tiers, r.bound, found.tier) for r in earlier),
            )
        )

    return told


def _of(tiers: tuple[str, ...], values: tuple[int, ...], tier: str) -> int:
    """Return the value of one tier; a book without it, or a part without a roster, adds nothing."""
    return dict(zip(tiers, values, strict=False)).get(tier, 0)


def _joined(found: list[Result], periods: Periods) -> Result:
    names = tuple(dict.fromkeys(tier.name for period in periods for tier in period.book.tiers))
    return Result(
        min((result.status for result in found), key=WORST.index),
        Roster(frozenset(a for result in found for a in result.roster.assignments)),
        names,
        tuple(sum(_of(r.tiers, r.cost, name) for r in found) for name in names),
        tuple(sum(_of(r.tiers, r.bound, name) for r in found) for name in names),
        sum(result.seconds for result in found),
        tuple(gap for result in found for gap in result.shortfalls),
        tuple(lock for result in found for lock in result.released),
        tuple(breach for result in found for breach in result.conflicts),
    )
