"""The curve of one slot: each number of operators against service level, wait, abandonment and what it holds."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from forecast.prediction import Prediction
from forecast.staffing import parameters
from forecast.staffing.break_points import break_points
from forecast.staffing.erlang import performance
from forecast.staffing.parameters import Floats
from forecast.staffing.required import Ints
from forecast.staffing.service import Line, ServiceTarget
from forecast.staffing.tables import Tables, enough, levels, load_band
from forecast.staffing.workload import Method, Workload, workload

MOST = 1e4
"""Erlangs an operator from which operators count as enough for any number of calls."""

SPREAD = 0.01
"""Load in erlangs below which the table of loads tells no spread, so that calls are taken for certain."""

PRECISE = 1e-4
"""Relative width to which the calls that operators can carry are found."""


@dataclass(frozen=True, slots=True, eq=False)
class TradeOff:
    """
    One slot for every number of operators; every array has shape (len(operators),).

    Parameters
    ----------
    operators
        Numbers of operators, rising.
    service_level, low, high
        Expected service level and its band (worst and best tenth of the futures).
    wait, wait_low, wait_high
        Expected wait of all callers in seconds and its band (best and worst tenth); infinite where nobody hangs up and
        the operators cannot keep up.
    abandonment, abandonment_low, abandonment_high
        Share of callers who hang up and its band (best and worst tenth).
    occupancy
        Expected share of busy time.
    holds
        Calls of the slot that the operators can carry with the target kept, spread and worked out as the expected ones.
    """

    operators: Ints
    service_level: Floats
    low: Floats
    high: Floats
    wait: Floats
    wait_low: Floats
    wait_high: Floats
    abandonment: Floats
    abandonment_low: Floats
    abandonment_high: Floats
    occupancy: Floats
    holds: Floats

    def holds_of(self, operators: int) -> float | None:
        """Return the calls that this number of operators can carry, or None if it is not on the curve."""
        found = np.flatnonzero(self.operators == operators)
        return float(self.holds[found[0]]) if found.size else None


def trade_off(
    prediction: Prediction,
    line: Line,
    target: ServiceTarget,
    slot: int,
    operators: npt.ArrayLike,
    *,
    method: Method = "mol_sl",
    paths_are: Literal["counts", "rates"] = "counts",
) -> TradeOff:
    """
    Return the curve of one slot: each number of operators against service level, wait and abandonment.

    Parameters
    ----------
    prediction, line, target, method, paths_are
        As in `require`.
    slot
        Number of the slot.
    operators
        Numbers of operators (at least 1), shape (numbers,).
    """
    work = workload(prediction, line, method=method, paths_are=paths_are)
    tables = Tables(work.loads, line, target.seconds, target.definition)
    n = parameters.operators(operators).astype(np.int64)
    aht = float(work.aht[slot])
    means = np.array([levels(work, tables, slot, int(k)) for k in n])
    rows = np.array([tables.row(aht, int(k)) for k in n])
    high_load, low_load = load_band(work, slot)
    worst, best = (
        np.array([[_at(load, work.loads, measure) for measure in row[:3]] for row in rows])
        for load in (high_load, low_load)
    )
    if work.by_time[slot] @ work.loads > SPREAD:
        holds = np.array([_holds(work.of_slot(slot), line, target, int(k)) for k in n])
    else:
        holds = capacity(n, line, target, aht=aht, slot_seconds=float(work.slot_seconds[slot]))
    return TradeOff(
        n, means[:, 0], worst[:, 0], best[:, 0], means[:, 1], best[:, 1], worst[:, 1],
        means[:, 2], best[:, 2], worst[:, 2], means[:, 3], holds,
    )  # fmt: skip


def _holds(work: Workload, line: Line, target: ServiceTarget, n: int) -> float:
    """Return the calls of a workload of one slot, spread as they are, up to which `n` operators are enough."""

    def carries(factor: float) -> bool:
        more = work.times(factor)
        return enough(more, Tables(more.loads, line, target.seconds, target.definition), target, 0, n)

    low, high, busy = 0.0, 1.0, float(work.by_time[0] @ work.loads)
    while carries(high):
        low, high = high, 2.0 * high
        if high * busy > MOST * (n + 1):
            return float("inf")
    while high - low > PRECISE * high:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if carries(middle) else (low, middle)
    return low * float(work.calls[0])


def capacity(
    cover: npt.ArrayLike, line: Line, target: ServiceTarget, *, aht: float, slot_seconds: float
) -> Floats:
    """
    Return the calls per slot that each number of operators can carry in steady flow with the target kept.

    The calls are certain; `trade_off` says the same of calls that are spread as forecast.

    Parameters
    ----------
    cover
        Numbers of operators.
    line, target
        Patience, redials and promise.
    aht, slot_seconds
        Handling time and length of the slot, in seconds.
    """
    n = parameters.operators(cover).astype(np.int64)
    if not n.size or n.max() == 0:
        return np.zeros(n.shape)
    points = np.concatenate([[0.0], break_points(target.question(aht, line.patience), 1, int(n.max()))])
    loads = points[n]
    if line.redial > 0 and np.isfinite(line.patience):
        gone = performance(load=loads, n=n, aht=aht, patience=line.patience, seconds=0.0, asa=False).p_abandon
        loads = loads * (1.0 - line.redial * gone) / (1.0 - line.redial * line.counted)
    found: Floats = loads * slot_seconds / aht
    return found


def _at(load: float, loads: Floats, measure: Floats) -> float:
    """Return a measure between two loads of a table; infinite if it is so at the higher one."""
    above = min(int(np.searchsorted(loads, load)), len(loads) - 1)
    return float(np.interp(load, loads, measure)) if np.isfinite(measure[above]) else float("inf")
