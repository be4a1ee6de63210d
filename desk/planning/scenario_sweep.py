"""A grid of volume by absence: the service level of a roster, and where it breaks."""

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
from joblib import Parallel, delayed

from desk.planning.problems import PHONE
from desk.planning.rehearsal import callers_of, first_tries, without_absent
from forecast.prediction import Prediction
from forecast.staffing.batch import batches, own_paths, play_batch
from forecast.staffing.noise import rates_of
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
    rates = rates_of(first_tries(prediction, line).paths, prediction.grid.slots_per_day)
    parts = batches(runs)
    pieces = list(product(volumes, absences, parts))
    counted: list[tuple[float, float]] = []
    with Parallel(n_jobs=workers, return_as="generator") as pool:
        for played in pool(
            delayed(play_batch)(
                prediction.grid, own_paths(rates, first, count) * volume, cover, line, target, first=first, runs=count, seed=seed,
                behaviour=callers_of(line), absence=absence,
            )
            for volume, absence, (first, count) in pieces
        ):  # fmt: skip
            counted.append((float(played.in_time.sum()), float(played.offered.sum())))
            if progress is not None:
                progress(len(counted) / len(pieces))
    found = np.array(counted).reshape(len(volumes), len(absences), len(parts), 2).sum(axis=2)
    return np.asarray(found[..., 0] / np.maximum(found[..., 1], 1))
