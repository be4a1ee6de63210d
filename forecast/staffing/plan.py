"""From many paths of calls to operators per slot, and what a given cover can promise."""

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from forecast.grid import Grid
from forecast.prediction import Prediction
from forecast.staffing import parameters
from forecast.staffing.break_points import break_points
from forecast.staffing.call_backs import plan_call_backs
from forecast.staffing.deferrable import Batch
from forecast.staffing.erlang import Definition, performance
from forecast.staffing.parameters import Floats
from forecast.staffing.redial import loads_with_redials
from forecast.staffing.required import Ints, search
from forecast.staffing.requirement import Requirement
from forecast.staffing.service import Line, ServiceTarget
from forecast.staffing.transient import exact_operators
from forecast.staffing.workload import Method, Workload, workload

BAND = (0.1, 0.9)
"""Quantiles of the band around every expected value."""

MOST = 1e4
"""Multiple of the expected calls from which operators count as enough for any number of them."""

PRECISE = 1e-4
"""Relative width to which the calls that operators can carry are found."""


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """
    What callers meet with a given cover; every array has shape (slots,), closed slots hold 1, 0, 0 and 0.

    Parameters
    ----------
    service_level, wait, abandonment, occupancy
        Expected values, weighted by calls (occupancy by time); the wait in seconds over all callers.
    low, high
        Service level in the worst and the best tenth of the futures.
    """

    service_level: Floats
    wait: Floats
    abandonment: Floats
    occupancy: Floats
    low: Floats
    high: Floats


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
        Expected wait of all callers in seconds and its band (best and worst tenth).
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


@dataclass(slots=True)
class _Tables:
    """Rows of measures over the loads of a workload, made when first asked for and kept."""

    loads: Floats
    line: Line
    seconds: float
    definition: Definition
    rows: dict[tuple[float, int], Floats] = field(default_factory=dict)

    def busy(self, aht: float, n: int) -> Floats:
        """Return the loads with those who call again, in erlangs, shape (loads,)."""
        line = self.line
        if line.redial == 0 or not np.isfinite(line.patience):
            return self.loads
        return loads_with_redials(
            self.loads, n=n, aht=aht, patience=line.patience, again=line.redial, counted=line.counted
        )

    def row(self, aht: float, n: int) -> Floats:
        """Return service level, wait, abandonment and occupancy, shape (4, loads)."""
        key = (aht, n)
        if key not in self.rows:
            found = performance(
                load=self.busy(aht, n), n=n, aht=aht, patience=self.line.patience, seconds=self.seconds
            )
            wait = np.where(np.isfinite(found.mean_wait), found.mean_wait, 86_400.0)
            self.rows[key] = np.stack(
                [found.service_level(self.definition), wait, found.p_abandon, found.occupancy]
            )
        return self.rows[key]


def require(
    prediction: Prediction,
    line: Line,
    target: ServiceTarget,
    *,
    method: Method = "mol_sl",
    paths_are: Literal["counts", "rates"] = "counts",
    shrinkage: float = 0.0,
    skill: str | None = None,
    batches: tuple[Batch, ...] = (),
    work: Workload | None = None,
) -> Requirement:
    """
    Return the operators that every slot takes, chosen on the paths and not at the median.

    Parameters
    ----------
    prediction
        Calls per slot with their paths.
    line
        Handling times, patience and opening hours; closed slots take nobody. With redials the measures are those of
        the load with redials, slot by slot: a first approximation and a lower bound on the damage. The room for
        call-backs leaves them out.
    target
        The promise.
    method
        ``mol_sl`` (default): smallest number whose expected service level over the minutes of the slot, weighted by
        calls, reaches the target under the modified offered load. ``stationary``: each slot on its own.
        ``exact``: the numbers of ``mol_sl`` corrected by a transient pass that carries the queue along.
    paths_are
        Whether the paths still hold the chance of single calls (``counts``).
    shrinkage
        Share of rostered time that is lost unplanned, handed on to the roster as a whole.
    skill
        Handed on.
    batches
        Work that can wait; it fills the valleys between the calls, and operators are added only where it would
        miss a deadline.
    work
        The workload by the same line and method, if it is known already.

    Raises
    ------
    BadParameter
        If a parameter is out of its range.
    """
    parameters.shrinkages(shrinkage)
    if work is None:
        work = workload(prediction, line, method=method, paths_are=paths_are)
    tables = _Tables(work.loads, line, target.seconds, target.definition)
    slots = len(work.calls)
    operators = np.zeros(slots, dtype=np.int64)
    for slot in np.flatnonzero(work.open & (work.slot_seconds > 0)):
        operators[slot] = _smallest(work, tables, target, int(slot))
    level, lost = np.ones(slots), np.zeros(slots)
    if method == "exact":
        operators, level = _exact(work, tables, target, operators)
    for slot in np.flatnonzero(work.open & (work.calls > 0)):
        n = int(operators[slot])
        steady, fewer = (_levels(work, tables, int(slot), k)[0] for k in (n, n - 1))
        lost[slot] = work.calls[slot] * max(steady - fewer, 0.0)
        if method != "exact":
            level[slot] = steady
    found = None
    if batches:
        found = plan_call_backs(work, target, operators, batches, may_add=True)
        for slot in np.flatnonzero(found.extra):
            level[slot] = _levels(work, tables, int(slot), int(operators[slot] + found.extra[slot]))[0]
        operators = operators + found.extra
        level = np.where(found.used > 0, level + found.used * (found.service_level - level), level)
    return Requirement(prediction.grid, operators, work.calls, lost, level, shrinkage, skill, found)


def _exact(work: Workload, tables: _Tables, target: ServiceTarget, start: Ints) -> tuple[Ints, Floats]:
    """Return operators and levels of the exact pass; where it saves operators, redials are those of the fewer ones."""
    found, level = exact_operators(_with_redials(work, tables, start), target, start)
    if tables.line.redial == 0 or (found >= start).all():
        return found, level
    return exact_operators(_with_redials(work, tables, np.minimum(found, start)), target, start)


def _with_redials(work: Workload, tables: _Tables, operators: Ints) -> Workload:
    """Return the workload with every slot's calls multiplied by what redials make of them with these operators."""
    more = np.ones(len(operators))
    for slot in np.flatnonzero(work.calls > 0):
        busy = tables.busy(float(work.aht[slot]), int(operators[slot]))
        more[slot] = (work.by_time[slot] @ busy) / max(work.by_time[slot] @ work.loads, 1e-300)
    return replace(work, rates=work.rates * more)


def _levels(work: Workload, tables: _Tables, slot: int, n: int) -> Floats:
    """Return expected service level, wait, abandonment and occupancy of one slot, shape (4,)."""
    calls = work.by_calls[slot]
    row = tables.row(float(work.aht[slot]), n)
    total = calls.sum()
    found: Floats = row @ (calls / total) if total > 0 else np.array([1.0, 0.0, 0.0, 0.0])
    found[3] = row[3] @ work.by_time[slot]
    return found


def _enough(work: Workload, tables: _Tables, target: ServiceTarget, slot: int, n: int) -> bool:
    level, _, _, occupancy = _levels(work, tables, slot, n)
    if occupancy > target.max_occupancy * (1 + 1e-9):
        return False
    if target.rule == "expected":
        return bool(level >= target.share - 1e-9)
    reached = tables.row(float(work.aht[slot]), n)[0] >= target.share - 1e-9
    return bool(work.by_time[slot] @ reached >= target.confidence - 1e-9)


def _smallest(work: Workload, tables: _Tables, target: ServiceTarget, slot: int) -> int:
    """Return the smallest number of operators that is enough, by doubling and bisection from the mean load."""
    low, least = 0, max(int(target.minimum), 1 if work.calls[slot] > 0 else 0)
    if work.calls[slot] <= 0:
        return least
    mean = max(float(work.by_time[slot] @ work.loads), 1e-6)
    guess = int(search(target.question(float(work.aht[slot]), tables.line.patience), np.array([mean]))[0])
    step, high = 1, max(guess, 1)
    while not _enough(work, tables, target, slot, high):
        low, high, step = high, high + step, step * 2
    step = 1
    while low == 0 and high > 1 and _enough(work, tables, target, slot, max(high - step, 1)):
        high, step = max(high - step, 1), step * 2
    low = max(low, high - step if low == 0 else low, 0)
    while high - low > 1:
        middle = (low + high) // 2
        if _enough(work, tables, target, slot, middle):
            high = middle
        else:
            low = middle
    return max(high, least)


def outlook(
    prediction: Prediction,
    line: Line,
    target: ServiceTarget,
    cover: npt.ArrayLike,
    *,
    method: Method = "mol_sl",
    paths_are: Literal["counts", "rates"] = "counts",
    work: Workload | None = None,
) -> Outlook:
    """
    Return what callers meet with a given cover.

    Parameters
    ----------
    prediction, line, target, method, paths_are, work
        As in `require`.
    cover
        Operators on the phones per slot, whole, shape (slots,).
    """
    if work is None:
        work = workload(prediction, line, method=method, paths_are=paths_are)
    tables = _Tables(work.loads, line, target.seconds, target.definition)
    n = parameters.operators(cover).astype(np.int64)
    slots = len(work.calls)
    if n.shape != (slots,):
        raise ValueError(f"cover must have shape ({slots},), got {n.shape}.")
    found = np.zeros((6, slots))
    found[[0, 4, 5]] = 1.0
    for slot in np.flatnonzero(work.open & (work.calls > 0)):
        found[:4, slot] = _levels(work, tables, int(slot), int(n[slot]))
        row = tables.row(float(work.aht[slot]), int(n[slot]))[0]
        worst, best = _load_band(work, int(slot))
        found[4:, slot] = np.interp([worst, best], work.loads, row)
    return Outlook(*found)


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
    tables = _Tables(work.loads, line, target.seconds, target.definition)
    n = parameters.operators(operators).astype(np.int64)
    aht = float(work.aht[slot])
    means = np.array([_levels(work, tables, slot, int(k)) for k in n])
    rows = np.array([tables.row(aht, int(k)) for k in n])
    high_load, low_load = _load_band(work, slot)
    worst, best = (
        np.array([[np.interp(load, work.loads, measure) for measure in row[:3]] for row in rows])
        for load in (high_load, low_load)
    )
    if work.calls[slot] > 0:
        holds = np.array([_holds(work.of_slot(slot), line, target, int(k)) for k in n])
    else:
        holds = capacity(n, line, target, aht=aht, slot_seconds=float(work.slot_seconds[slot]))
    return TradeOff(
        n, means[:, 0], worst[:, 0], best[:, 0], means[:, 1], best[:, 1], worst[:, 1],
        means[:, 2], best[:, 2], worst[:, 2], means[:, 3], holds,
    )  # fmt: skip


def _holds(work: Workload, line: Line, target: ServiceTarget, n: int) -> float:
    """Return the calls of a workload of one slot, spread as they are, up to which `n` operators are enough."""

    def enough(factor: float) -> bool:
        more = work.times(factor)
        return _enough(more, _Tables(more.loads, line, target.seconds, target.definition), target, 0, n)

    low, high = 0.0, 1.0
    while enough(high):
        low, high = high, 2.0 * high
        if high > MOST:
            return float("inf")
    while high - low > PRECISE * high:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if enough(middle) else (low, middle)
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
        gone = performance(load=loads, n=n, aht=aht, patience=line.patience, seconds=0.0).p_abandon
        loads = loads * (1.0 - line.redial * gone) / (1.0 - line.redial * line.counted)
    found: Floats = loads * slot_seconds / aht
    return found


def _load_band(work: Workload, slot: int) -> tuple[float, float]:
    """Return the load that is exceeded in a tenth of the futures and the one that is undercut in a tenth."""
    cumulative = np.cumsum(work.by_time[slot])
    low, high = (work.loads[min(int(np.searchsorted(cumulative, q)), len(work.loads) - 1)] for q in BAND)
    return float(high), float(low)


def hours(operators: Ints, grid: Grid) -> float:
    """Return operator-hours of a cover on a grid, by the true length of its slots."""
    return float((operators * grid.minutes_of()).sum() / 60.0)
