"""Workload: how busy each slot may get, from many paths of calls and the calls still being handled."""

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from forecast.prediction import Prediction
from forecast.staffing.noise import rates_of
from forecast.staffing.parameters import Floats
from forecast.staffing.service import Line

Method = Literal["stationary", "mol_sl", "exact"]
"""How a slot is looked at: in steady flow, by modified offered load, or by an exact transient pass."""

_STEP = 0.01
"""Distance of two loads of the table on the scale of the root of the load, where service levels have one width."""

_INSIDE, _SHARE = np.polynomial.legendre.leggauss(5)
"""Moments of a slot at which its load is taken; the load between is a sum of exponentials."""


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """
    Distribution of the offered load of every slot over paths and over the minutes of the slot.

    Parameters
    ----------
    slot_seconds
        True length of each slot in seconds, shape (slots,).
    open
        Whether the slot is open, shape (slots,).
    aht
        Average handling time in seconds, shape (slots,).
    rates
        Calls per slot, shape (paths, slots); 0 while closed.
    loads
        Loads of the table in erlangs, rising, shape (loads,).
    by_calls, by_time
        Weight of each load, shape (slots, loads): in calls, and as a share of time.
    patience
        In seconds.
    calls
        Expected calls, shape (slots,).
    """

    slot_seconds: Floats
    open: np.ndarray
    aht: Floats
    rates: Floats
    loads: Floats
    by_calls: Floats
    by_time: Floats
    patience: float
    calls: Floats = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "calls", self.by_calls.sum(axis=1))

    def times(self, factor: float) -> "Workload":
        """Return the workload of that many times the calls, spread alike: loads rise with them."""
        return replace(
            self, rates=self.rates * factor, loads=self.loads * factor, by_calls=self.by_calls * factor
        )

    def of_slot(self, slot: int) -> "Workload":
        """Return the workload of one slot alone, with the loads that it may have."""
        there, only = self.by_time[slot] > 0, slice(slot, slot + 1)
        return Workload(
            self.slot_seconds[only], self.open[only], self.aht[only], self.rates[:, only], self.loads[there],
            self.by_calls[only, there], self.by_time[only, there], self.patience,
        )  # fmt: skip

    def fan(self, levels: tuple[float, ...]) -> Floats:
        """
        Return quantiles of the offered load over paths and minutes, in erlangs, shape (levels, slots).

        Parameters
        ----------
        levels
            Levels of the quantiles, in (0, 1).
        """
        found = np.zeros((len(levels), len(self.open)))
        for slot in np.flatnonzero(self.by_time.sum(axis=1) > 0):
            found[:, slot] = np.interp(levels, np.cumsum(self.by_time[slot]), self.loads)
        return found


def workload(
    prediction: Prediction,
    line: Line,
    *,
    method: Method = "mol_sl",
    paths_are: Literal["counts", "rates"] = "counts",
) -> Workload:
    r"""
    Return the workload of a prediction.

    The modified offered load of calls with handling time :math:`h` obeys :math:`m' = \lambda - m/h`: it is what would
    be in progress if nobody waited. In the first slot after a closed one the system starts empty and the rule would
    ask for too few, so there the load of steady flow is taken.

    Parameters
    ----------
    prediction
        Calls per slot with their paths, on a grid finer than a day.
    line
        Handling, patience and opening hours.
    method
        ``stationary`` looks at every slot on its own.
    paths_are
        ``counts`` still hold the chance of single calls, which is taken out; ``rates`` do not.

    References
    ----------
    O. Jennings, A. Mandelbaum, W. Massey, W. Whitt, Server staffing to meet time-varying demand,
    Management Science 42(10), 1996.
    """
    grid = prediction.grid
    rates = np.asarray(prediction.paths, dtype=float)
    if paths_are == "counts":
        rates = rates_of(rates, grid.slots_per_day)
    open_ = line.open_slots(grid.slots)
    rates = np.where(open_, rates, 0.0)
    slot_seconds = grid.minutes_of() * 60.0
    loads = _loads_inside(rates, slot_seconds, line, open_, steady=method == "stationary")
    top = np.sqrt(loads.max(initial=0.0))
    root = np.arange(0.0, top + 2 * _STEP, _STEP)
    table = root**2
    by_calls = np.zeros((grid.slots, root.size))
    by_time = np.zeros_like(by_calls)
    each = 0.5 * _SHARE / len(rates)
    for slot in np.flatnonzero(open_):
        found = loads[:, slot, :].ravel()
        left = np.minimum(np.sqrt(found) / _STEP, root.size - 2).astype(int)
        right_share = np.clip((found - table[left]) / (table[left + 1] - table[left]), 0.0, 1.0)
        for weights, target in (
            (np.tile(each, len(rates)), by_time),
            ((rates[:, slot, None] * each).ravel(), by_calls),
        ):
            target[slot] = np.bincount(left, weights * (1 - right_share), root.size)
            target[slot] += np.bincount(left + 1, weights * right_share, root.size)
    return Workload(
        slot_seconds, open_, line.handling.mean(grid.slots), rates, table, by_calls, by_time, line.patience
    )


def _loads_inside(
    rates: Floats, slot_seconds: Floats, line: Line, open_: np.ndarray, *, steady: bool
) -> Floats:
    """Return the load at the five inner moments, shape (paths, slots, 5), in erlangs."""
    count, slots = rates.shape
    seconds, shares = line.handling.by_slot(slots)
    found = np.zeros((count, slots, _INSIDE.size))
    busy: Floats | None = None
    for slot in range(slots):
        length = slot_seconds[slot]
        if length <= 0:
            continue
        h = seconds[:, slot]
        goal = rates[:, slot, None] / length * (shares[:, slot] * h)
        begins = open_[slot] and (slot == 0 or not open_[slot - 1])
        if busy is None:
            # A line that is open from the first minute of the grid was open before, too.
            busy = goal.copy() if open_[slot] else np.zeros_like(goal)
        inside = 0.5 * length * (_INSIDE + 1.0)
        if steady or begins:
            found[:, slot, :] = goal.sum(axis=1)[:, None]
        else:
            decay = np.exp(-inside[None, :] / h[:, None])
            found[:, slot, :] = goal.sum(axis=1)[:, None] + (busy - goal) @ decay
        busy = goal + (busy - goal) * np.exp(-length / h)
    return np.maximum(found, 0.0)
