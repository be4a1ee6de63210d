"""A grid of volume by absence: the service level of a roster, and where it breaks."""

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
from joblib import Parallel, delayed

from desk.planning.rehearsal import processes, rehearse, without_absent
from desk.planning.scenario_run import PHONE
from forecast.prediction import Prediction
from forecast.staffing.service import Line, ServiceTarget
from scheduler.problem import Problem
from scheduler.roster import Roster, cover_of


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
    progress: Callable[[float], None] | None = None,
) -> np.ndarray:
    """
    Return the share answered in time for each pair, shape (volumes, absences).

    The work goes through joblib: inside ``joblib.parallel_config(backend="dask")`` the same call runs on a cluster.
    """
    cover = cover_of(problem, without_absent(problem, Roster(frozenset(problem.published or ()))), PHONE)
    pairs = list(product(volumes, absences))

    def cell(volume: float, absence: float) -> float:
        rates = np.asarray(prediction.paths, dtype=float) * volume
        found = rehearse(prediction.grid, rates, cover, line, target, runs=runs, seed=seed, absence=absence)
        return float(found.in_time.sum() / max(found.offered.sum(), 1))

    done: list[float] = []
    with Parallel(n_jobs=processes(), return_as="generator") as pool:
        for share in pool(delayed(cell)(volume, absence) for volume, absence in pairs):
            done.append(share)
            if progress is not None:
                progress(len(done) / len(pairs))
    return np.array(done).reshape(len(volumes), len(absences))
