"""
A part of many runs, as one process plays it.

Runs are cut into the same parts however many processes share them, and each part has its own seed: the number of
processes changes nothing. A fresh process needs only this module and what it stands on.
"""

import numpy as np

from forecast.grid import Grid
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.parameters import Floats
from forecast.staffing.runs import Runs
from forecast.staffing.service import Line, ServiceTarget
from forecast.staffing.simulate import play

BATCHES = 8
"""Parts into which the runs are cut: the progress moves, a stop is heard, an unplanned absence is drawn anew."""


def batches(runs: int) -> tuple[tuple[int, int], ...]:
    """Return the first run and the number of runs of each part; a part has two runs at least, to have a spread."""
    size = max(runs // BATCHES, 2)
    return tuple((first, max(min(size, runs - first), 2)) for first in range(0, runs, size))


def own_paths(rates: Floats, first: int, runs: int) -> Floats:
    """Return the paths that the runs of a part take in turn, shape (runs, slots), of all, shape (paths, slots)."""
    return np.asarray(rates[np.arange(first, first + runs) % len(rates)])


def play_batch(
    grid: Grid,
    rates: Floats,
    cover: Floats,
    line: Line,
    target: ServiceTarget,
    *,
    first: int,
    runs: int,
    seed: int,
    behaviour: Behaviour,
    absence: float,
) -> Runs:
    """
    Return the runs of one part.

    Parameters
    ----------
    grid, rates, cover, line, target, behaviour
        As in `forecast.staffing.simulate.play`; `rates` are the part's own, as `own_paths` gives them.
    first, runs
        The part, as in `batches`.
    seed
        Of all parts.
    absence
        Share of the operators who stay away without notice, in [0, 1]; who it hits is drawn anew per part.
    """
    came = there(cover, grid, absence, seed, first)
    return play(grid, rates, came, line, target, runs=runs, seed=seed + first, behaviour=behaviour)


def there(cover: Floats, grid: Grid, absence: float, seed: int, first: int) -> Floats:
    """Return a part's cover, from which each day's operators stay away with a probability, the same ones all day."""
    if absence <= 0:
        return cover
    rng = np.random.default_rng((seed, 77, first))
    days = cover.reshape(grid.days, -1).astype(int)
    most = int(days.max(initial=0))
    stays = rng.random((grid.days, most)) >= absence
    kept = np.concatenate([np.zeros((grid.days, 1), dtype=int), np.cumsum(stays, axis=1)], axis=1)
    return np.take_along_axis(kept, days, axis=1).ravel()
