"""Repair: a new roster after something has happened, with the least change to the published one."""

from collections.abc import Callable

from forecast.errors import SettingError
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.rulebook import Rulebook
from scheduler.solve.result import Progress, Result, Stop
from scheduler.solve.run import solve


def repair(
    problem: Problem,
    rulebook: Rulebook,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    start: Roster | None = None,
) -> Result:
    """
    Return the roster that loses the fewest calls and, among those, changes what people know the least.

    The problem says what has happened: an absence, a closed zone, another requirement; the rulebook may be another.
    What still keeps the rules is the start, near which the search looks at once; tiers after cover and stability come as the rulebook has them.

    Parameters
    ----------
    problem, rulebook, stop, seed, workers, progress, start
        As for `solve`; the problem holds the published roster. 3 seconds if no stop is given.

    Raises
    ------
    SettingError
        If nothing is published.
    """
    if problem.published is None:
        raise SettingError("nothing_published", start=problem.start)
    names = [tier.name for tier in rulebook.tiers]
    order = [name for name in ("cover", "stability") if name in names]
    return solve(
        problem,
        rulebook.reordered(*order),
        stop=stop or Stop(3.0),
        seed=seed,
        workers=workers,
        progress=progress,
        start=start,
        mixes=False,
    )
