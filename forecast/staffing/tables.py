"""Service, wait, abandonment and occupancy over the loads of a workload: tables that plans and curves are read from."""

from dataclasses import dataclass, field

import numpy as np

from forecast.staffing.erlang import Definition, Performance, performance
from forecast.staffing.parameters import Floats
from forecast.staffing.redial import loads_with_redials
from forecast.staffing.service import Line, ServiceTarget
from forecast.staffing.weibull_patience import Waiting, waiting
from forecast.staffing.workload import Workload

BAND = (0.1, 0.9)
"""Quantiles of the band around every expected value."""


@dataclass(slots=True)
class Tables:
    """
    Rows of measures over the loads of a workload, made when first asked for and kept.

    Parameters
    ----------
    loads
        Of the workload, in erlangs, shape (loads,).
    line
        Patience and redials.
    seconds, definition
        Of the service level.
    shape
        Of the Weibull patience whose mean is the line's; 1 is exponential, as Erlang A has it.
    """

    loads: Floats
    line: Line
    seconds: float
    definition: Definition
    shape: float = 1.0
    rows: dict[tuple[float, int], Floats] = field(default_factory=dict)
    tries: dict[tuple[float, int], Floats] = field(default_factory=dict)

    def busy(self, aht: float, n: int) -> Floats:
        """Return the loads with those who call again, in erlangs, shape (loads,)."""
        line = self.line
        if line.redial == 0 or not np.isfinite(line.patience):
            return self.loads
        return loads_with_redials(
            self.loads,
            lambda loads: self._met(loads, aht, n).p_abandon,
            again=line.redial,
            counted=line.counted,
        )

    def again(self, aht: float, n: int) -> Floats:
        """Return calls with those who call again / calls, shape (loads,)."""
        key = (aht, n)
        if key not in self.tries:
            self.tries[key] = np.where(
                self.loads > 0, self.busy(aht, n) / np.where(self.loads > 0, self.loads, 1.0), 1.0
            )
        return self.tries[key]

    def row(self, aht: float, n: int) -> Floats:
        """Return service level, wait, abandonment and occupancy, shape (4, loads)."""
        key = (aht, n)
        if key not in self.rows:
            found = self._met(self.busy(aht, n), aht, n)
            self.rows[key] = np.stack(
                [found.service_level(self.definition), found.mean_wait, found.p_abandon, found.occupancy]
            )
        return self.rows[key]

    def _met(self, loads: Floats, aht: float, n: int) -> Performance | Waiting:
        patience = self.line.patience
        if self.shape == 1.0 or not np.isfinite(patience):
            return performance(load=loads, n=n, aht=aht, patience=patience, seconds=self.seconds, asa=False)
        return waiting(loads, n=n, aht=aht, patience=patience, shape=self.shape, seconds=self.seconds)


def levels(work: Workload, tables: Tables, slot: int, n: int) -> Floats:
    """Return expected service level, wait, abandonment and occupancy of one slot, shape (4,)."""
    calls = work.by_calls[slot]
    row = tables.row(float(work.aht[slot]), n)
    total, there = calls.sum(), calls > 0
    found: Floats = row[:, there] @ (calls[there] / total) if total > 0 else np.array([1.0, 0.0, 0.0, 0.0])
    found[3] = row[3] @ work.by_time[slot]
    return found


def enough(work: Workload, tables: Tables, target: ServiceTarget, slot: int, n: int) -> bool:
    """Return whether `n` operators keep the target and the occupancy cap in a slot."""
    level, _, _, occupancy = levels(work, tables, slot, n)
    if occupancy > target.max_occupancy * (1 + 1e-9):
        return False
    if target.rule == "expected":
        return bool(level >= target.share - 1e-9)
    reached = tables.row(float(work.aht[slot]), n)[0] >= target.share - 1e-9
    return bool(work.by_time[slot] @ reached >= target.confidence - 1e-9)


def load_band(work: Workload, slot: int) -> tuple[float, float]:
    """Return the load that is exceeded in a tenth of the futures and the one that is undercut in a tenth."""
    there = np.flatnonzero(work.by_time[slot] > 0)
    if there.size <= 2:
        # One load for certain: it lies between two of the table.
        sure = float(work.by_time[slot] @ work.loads)
        return sure, sure
    cumulative = np.cumsum(work.by_time[slot])
    low, high = (work.loads[min(int(np.searchsorted(cumulative, q)), len(work.loads) - 1)] for q in BAND)
    return float(high), float(low)
