"""A grid of volume by absence: the service level of a roster, and where it breaks."""

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
from joblib import Parallel, delayed

from desk.planning.rehearsal import rehearse, without_absent
from desk.planning.scenario_run import PHONE
from forecast.prediction import Prediction
from forecast.staffing.service import Line, ServiceTarget
from scheduler.problem import Problem
from scheduler.roster import Roster, cover_of

BROKEN = 0.8
"""Share of the target below which a roster counts as broken: at 80 % in time asked for, 64 %."""


def breaking_point(found: np.ndarray, volumes: Sequence[float], target: float) -> tuple[float | None, ...]:
    """
    Return for each absence the volume at which the service falls below `BROKEN` of the target, None if it never does.

    Parameters
    ----------
    found
        Shape (volumes, absences), as `service_grid` gives it.
    volumes
        Rising.
    target
        Share that the line promises.
    """
    limit = BROKEN * target
    points: list[float | None] = []
    for column in found.T:
        below = np.flatnonzero(column < limit)
        if not len(below):
            points.append(None)
        elif below[0] == 0:
            points.append(float(volumes[0]))
        else:
            k = int(below[0])
            share = (column[k - 1] - limit) / (column[k - 1] - column[k])
            points.append(float(volumes[k - 1] + share * (volumes[k] - volumes[k - 1])))
    return tuple(points)


def service_grid(
    problem: Problem,
    prediction: Prediction,
    line: Line,
    target: ServiceTarget,
    *,
    volumes: Sequence[float],
    absences: Sequence[float],
    runs: int,
    seed: int,
    workers: int = 1,
    progress: Callable[[float], None] | None = None,
) -> np.ndarray:
    """
    Return the share answered in time for each pair, shape (volumes, absences).

    The work goes through joblib: inside `desk.planning.cluster.workers` the same call runs on a cluster. One seed gives
    every cell the same callers, so that cells differ by what is asked alone.
    """
    cover = cover_of(problem, without_absent(problem, Roster(frozenset(problem.published or ()))), PHONE)
    pairs = list(product(volumes, absences))

    def cell(volume: float, absence: float) -> float:
        rates = np.asarray(prediction.paths, dtype=float) * volume
        found = rehearse(prediction.grid, rates, cover, line, target, runs=runs, seed=seed, absence=absence)
        return float(found.in_time.sum() / max(found.offered.sum(), 1))

    done: list[float] = []
    with Parallel(n_jobs=workers, return_as="generator") as pool:
        for share in pool(delayed(cell)(volume, absence) for volume, absence in pairs):
            done.append(share)
            if progress is not None:
                progress(len(done) / len(pairs))
    return np.array(done).reshape(len(volumes), len(absences))
