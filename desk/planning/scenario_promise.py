"""What the formulas promise of a scenario's cover, with callers who try again and operators who stay away."""

from dataclasses import dataclass, replace

import numpy as np

from desk.planning.rehearsal import callers_of
from forecast.prediction import Prediction
from forecast.staffing.batch import batches, there
from forecast.staffing.message_load import service_lost
from forecast.staffing.service import Line, ServiceTarget
from forecast.staffing.tables import Tables
from forecast.staffing.workload import Workload, workload


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

    Callers have the Weibull patience that is simulated; those of every load try again as in
    :math:`\lambda = \lambda_0 / (1 - p\,P_{ab}(\lambda))`; messages of closed hours are called back by whoever is idle;
    operators stay away as in the parts that are simulated with the same seed.

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
    callers, grid = callers_of(line), prediction.grid
    line = replace(line, redial=callers.redial, counted=0.0)
    work = workload(prediction, line)
    tables = Tables(work.loads, line, target.seconds, target.definition, callers.patience_shape)
    left = np.where(work.open, 0.0, prediction.mean * callers.voicemail)
    parts = batches(runs) if absence else batches(runs)[:1]
    tries, in_time, saved = 0.0, 0.0, np.zeros(grid.slots)
    for first, _ in parts:
        present = there(cover, grid, absence, seed, first).astype(np.int64)
        calls, level, gone = _met(work, tables, present)
        tries += calls.sum()
        in_time += (level - service_lost(work, target, present, left, callers)) @ calls
        saved += gone - _met(work, tables, present + 1)[2]
    return Promise(float(in_time / tries) if tries else 1.0, saved / len(parts))


def _met(work: Workload, tables: Tables, cover: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return calls with redials, the share of them answered in time, and those that give up, each of shape (slots,)."""
    found = np.zeros((3, len(cover)))
    for slot in np.flatnonzero(work.open & (work.calls > 0)):
        aht, n = float(work.aht[slot]), int(cover[slot])
        level, _, gone, _ = tables.row(aht, n)
        tries = work.by_calls[slot] * tables.again(aht, n)
        whole = tries.sum()
        found[:, slot] = whole, level @ tries / whole, gone @ tries
    return found[0], found[1], found[2]
