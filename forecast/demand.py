"""Demand: what came in, on a Grid, with its unit; a missing slot is missing, not zero."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from forecast.errors import DataError
from forecast.grid import Grid


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """
    Counts (or another amount that adds up) per slot.

    Parameters
    ----------
    grid
        The slots.
    values
        Shape (grid.slots,), in `unit` per slot; NaN where nothing is known. Read-only afterwards.
    name
        What is counted: the whole line, a channel, a type ...
    unit
        Unit of the values.

    Raises
    ------
    ValueError
        If the shape does not fit the grid, or a value is negative or infinite.
    """

    grid: Grid
    values: np.ndarray
    name: str = "total"
    unit: str = "calls"

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=float)
        if values.shape != (self.grid.slots,):
            raise ValueError(f"demand.values must have shape ({self.grid.slots},), got {values.shape}.")
        if np.isinf(values).any() or (values < 0).any():
            raise ValueError("demand.values must be >= 0 and finite; NaN marks a missing slot.")
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    @classmethod
    def from_series(
        cls,
        series: pd.Series,
        *,
        step: int = 1440,
        name: str = "total",
        unit: str = "calls",
        zone: str = "Asia/Shanghai",
    ) -> "Demand":
        """Build a Demand from a series with a unique local `DatetimeIndex`; absent slots become missing."""
        start, end = series.index.min().date(), series.index.max().date()
        grid = Grid(start, (end - start).days + 1, step, zone)
        return cls(grid, series.reindex(grid.index).to_numpy(dtype=float), name, unit)

    def series(self) -> pd.Series:
        """Return the values with their local wall-clock index (missing slots are NaN)."""
        return pd.Series(self.values, index=self.grid.index, name=self.name)

    def until(self, last: date) -> "Demand":
        """
        Return the part up to and including the day `last`.

        Raises
        ------
        DataError
            ``origin_before_history`` if nothing is left.
        """
        days = min((last - self.grid.start).days + 1, self.grid.days)
        if days < 1:
            raise DataError("origin_before_history", origin=last, first=self.grid.start)
        grid = Grid(self.grid.start, days, self.grid.step, self.grid.zone)
        return Demand(grid, self.values[: grid.slots], self.name, self.unit)

    def since(self, first: date) -> "Demand":
        """Return the part from the day `first` on (the whole, if it starts later)."""
        skip = max((first - self.grid.start).days, 0)
        if skip >= self.grid.days:
            raise DataError("nothing_since", first=first, last=self.grid.end)
        grid = Grid(
            self.grid.start + timedelta(days=skip), self.grid.days - skip, self.grid.step, self.grid.zone
        )
        return Demand(grid, self.values[skip * grid.slots_per_day :], self.name, self.unit)

    def daily(self) -> "Demand":
        """Return day totals; a day with a missing slot is missing."""
        per_day = self.values.reshape(self.grid.days, self.grid.slots_per_day)
        return Demand(self.grid.daily(), per_day.sum(axis=1), self.name, self.unit)
