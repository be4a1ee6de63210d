"""From many paths of calls to operators per slot, and what a given cover can promise."""

from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from forecast.grid import Grid
from forecast.prediction import Prediction
from forecast.staffing import parameters
from forecast.staffing.call_backs import plan_call_backs
from forecast.staffing.deferrable import Batch
from forecast.staffing.easing import Easing
from forecast.staffing.parameters import Floats
from forecast.staffing.required import Ints
from forecast.staffing.requirement import Requirement
from forecast.staffing.service import Line, ServiceTarget
from forecast.staffing.tables import Tables, enough, levels, load_band
from forecast.staffing.transient import exact_operators
from forecast.staffing.workload import Method, Workload, workload


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
    easing: Easing | None = None,
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
    easing
        How far an emergency lets the plan go above the cap of the target, or None. Call-backs keep to that cap.

    Raises
    ------
    BadParameter
        If a parameter is out of its range.
    """
    parameters.shrinkages(shrinkage)
    if work is None:
        work = workload(prediction, line, method=method, paths_are=paths_are)
    tables = Tables(work.loads, line, target.seconds, target.definition)
    slots = len(work.calls)
    operators = usual = _all_smallest(work, tables, target)
    chosen = np.zeros(slots, dtype=bool)
    if easing is not None:
        least = _all_smallest(work, tables, replace(target, max_occupancy=easing.max_occupancy))
        chosen = easing.chosen(prediction.grid, usual, least)
        operators = np.where(chosen, least, usual)
    level, lost = np.ones(slots), np.zeros(slots)
    if method == "exact":
        operators, level = _exact(work, tables, target, operators)
    for slot in np.flatnonzero(work.open & (work.calls > 0)):
        n = int(operators[slot])
        steady, fewer = (levels(work, tables, int(slot), k)[0] for k in (n, n - 1))
        lost[slot] = work.calls[slot] * max(steady - fewer, 0.0)
        if method != "exact":
            level[slot] = steady
    found = None
    if batches:
        found = plan_call_backs(work, target, operators, batches, may_add=True)
        for slot in np.flatnonzero(found.extra):
            level[slot] = levels(work, tables, int(slot), int(operators[slot] + found.extra[slot]))[0]
        operators = operators + found.extra
        level = np.where(found.used > 0, level + found.used * (found.service_level - level), level)
    eased = tuple(int(slot) for slot in np.flatnonzero(chosen & (operators < usual)))
    return Requirement(prediction.grid, operators, work.calls, lost, level, shrinkage, skill, found, eased)


def _exact(work: Workload, tables: Tables, target: ServiceTarget, start: Ints) -> tuple[Ints, Floats]:
    """Return operators and levels of the exact pass; where it saves operators, redials are those of the fewer ones."""
    found, level = exact_operators(_with_redials(work, tables, start), target, start)
    if tables.line.redial == 0 or (found >= start).all():
        return found, level
    return exact_operators(_with_redials(work, tables, np.minimum(found, start)), target, start)


def _with_redials(work: Workload, tables: Tables, operators: Ints) -> Workload:
    """Return the workload with every slot's calls multiplied by what redials make of them with these operators."""
    more = np.ones(len(operators))
    for slot in np.flatnonzero(work.calls > 0):
        busy = tables.busy(float(work.aht[slot]), int(operators[slot]))
        more[slot] = (work.by_time[slot] @ busy) / max(work.by_time[slot] @ work.loads, 1e-300)
    return replace(work, rates=work.rates * more)


def _all_smallest(work: Workload, tables: Tables, target: ServiceTarget) -> Ints:
    """Return the smallest number of operators that is enough in each open slot, shape (slots,)."""
    found = np.zeros(len(work.calls), dtype=np.int64)
    for slot in np.flatnonzero(work.open & (work.slot_seconds > 0)):
        found[slot] = _smallest(work, tables, target, int(slot))
    return found


def _smallest(work: Workload, tables: Tables, target: ServiceTarget, slot: int) -> int:
    """Return the smallest number of operators that is enough, by doubling and bisection from the square root rule."""
    low, least = 0, max(int(target.minimum), 1 if work.calls[slot] > 0 else 0)
    if work.calls[slot] <= 0:
        return least
    load = float(work.by_time[slot] @ work.loads)
    step, high = 1, max(ceil(load + sqrt(load)), 1)
    while not enough(work, tables, target, slot, high):
        low, high, step = high, high + step, step * 2
    step = 1
    while low == 0 and high > 1 and enough(work, tables, target, slot, max(high - step, 1)):
        high, step = max(high - step, 1), step * 2
    low = max(low, high - step if low == 0 else low, 0)
    while high - low > 1:
        middle = (low + high) // 2
        if enough(work, tables, target, slot, middle):
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
    tables = Tables(work.loads, line, target.seconds, target.definition)
    n = parameters.operators(cover).astype(np.int64)
    slots = len(work.calls)
    if n.shape != (slots,):
        raise ValueError(f"cover must have shape ({slots},), got {n.shape}.")
    found = np.zeros((6, slots))
    found[[0, 4, 5]] = 1.0
    for slot in np.flatnonzero(work.open & (work.calls > 0)):
        found[:4, slot] = levels(work, tables, int(slot), int(n[slot]))
        row = tables.row(float(work.aht[slot]), int(n[slot]))[0]
        worst, best = load_band(work, int(slot))
        found[4:, slot] = np.interp([worst, best], work.loads, row)
    return Outlook(*found)


def hours(operators: Ints, grid: Grid) -> float:
    """Return operator-hours of a cover on a grid, by the true length of its slots."""
    return float((operators * grid.minutes_of()).sum() / 60.0)
