"""diff and merge: what a new file changes in what is already known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from forecast.demand import Demand
from forecast.errors import DataError
from forecast.grid import Grid


@dataclass(frozen=True, slots=True)
class Change:
    """A slot whose known value becomes another one."""

    start: datetime
    old: float
    new: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """
    How a new series lies over the known one.

    Parameters
    ----------
    same, added
        Slots known in both with one value; slots known only in the new one.
    changed
        Slots known in both with two values.
    """

    same: int
    added: int
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether taking the new series would change nothing."""
        return not self.added and not self.changed


def diff(existing: Demand, new: Demand) -> Overlap:
    """
    Return what `new` would change in `existing`.

    Raises
    ------
    DataError
        ``steps_differ`` if one is kept by other slots than the other.
    """
    grid, old, fresh = _side_by_side(existing, new)
    both = ~np.isnan(old) & ~np.isnan(fresh)
    differ = both & (old != fresh)
    changed = tuple(
        Change(grid.start_of(int(k)), float(old[k]), float(fresh[k])) for k in np.flatnonzero(differ)
    )
    return Overlap(int((both & ~differ).sum()), int((np.isnan(old) & ~np.isnan(fresh)).sum()), changed)


def merge(existing: Demand, new: Demand) -> Demand:
    """
    Return the known series with the new one laid over it; what only one of them knows is kept.

    Raises
    ------
    DataError
        ``steps_differ`` if one is kept by other slots than the other.
    """
    grid, old, fresh = _side_by_side(existing, new)
    return Demand(grid, np.where(np.isnan(fresh), old, fresh), existing.name, existing.unit)


def _side_by_side(existing: Demand, new: Demand) -> tuple[Grid, np.ndarray, np.ndarray]:
    if existing.grid.step != new.grid.step:
        raise DataError("steps_differ", known=existing.grid.step, new=new.grid.step)
    start, end = min(existing.grid.start, new.grid.start), max(existing.grid.end, new.grid.end)
    grid = Grid(start, (end - start) // timedelta(days=1) + 1, existing.grid.step, existing.grid.zone)
    rows = []
    for demand in (existing, new):
        row = np.full(grid.slots, np.nan)
        first = grid.slot_of(demand.grid.start)
        row[first : first + demand.grid.slots] = demand.values
        rows.append(row)
    return grid, rows[0], rows[1]
