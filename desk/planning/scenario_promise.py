"""What the formulas promise of a scenario's cover, with callers who try again and operators who stay away."""

from dataclasses import dataclass, replace

import numpy as np

from desk.planning.rehearsal import callers_of
from forecast.prediction import Prediction
from forecast.staffing.batch import batches, there
from forecast.staffing.plan import outlook
from forecast.staffing.service import Line, ServiceTarget
from forecast.staffing.workload import workload

ROUNDS = 4
"""Times that the calls with redials are worked out from the share that gave up; a fifth moves no percent point."""


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """
    A promise.

    Parameters
    ----------
    level
        Share of the calls answered in time, redials among them, while the line is open.
    one_more
        Calls that one more operator would keep from giving up, shape (slots,).
    """

    level: float
    one_more: np.ndarray


def promise(
    prediction: Prediction,
    line: Line,
    target: ServiceTarget,
    cover: np.ndarray,
    *,
    absence: float,
    runs: int,
    seed: int,
) -> Promise:
    r"""
    Return what the formulas promise.

    The calls of a half-hour are those of :math:`\lambda = \lambda_0 / (1 - p\,P_{ab}(\lambda))`, as in
    `forecast.staffing.redial`; operators stay away as in the parts that are simulated with the same seed.

    Parameters
    ----------
    prediction, line, target
        First tries and the line.
    cover
        Operators on the phones per slot, shape (slots,).
    absence
        Share of the operators who stay away without notice, in [0, 1].
    runs, seed
        Of the simulation that the promise is held to.
    """
    redial, line = callers_of(line).redial, replace(line, redial=0.0)
    parts = batches(runs) if absence else batches(runs)[:1]
    covers = [there(cover, prediction.grid, absence, seed, first) for first, _ in parts]
    share = np.ones(prediction.grid.slots)
    for _ in range(ROUNDS):
        tried = replace(
            prediction,
            mean=prediction.mean * share,
            quantiles=prediction.quantiles * share[:, None],
            paths=prediction.paths * share,
        )
        work = workload(tried, line, method="mol_sl", paths_are="counts")
        found = [outlook(tried, line, target, each, work=work) for each in covers]
        gone = np.mean([each.abandonment for each in found], axis=0)
        share = 1.0 / (1.0 - redial * gone)
    calls = np.where(line.open_slots(prediction.grid.slots), tried.mean, 0.0)
    level = np.mean([each.service_level for each in found], axis=0)
    more = np.mean([outlook(tried, line, target, each + 1, work=work).abandonment for each in covers], axis=0)
    whole = float(calls.sum())
    return Promise(float(level @ calls) / whole if whole else 1.0, (gone - more) * calls)
