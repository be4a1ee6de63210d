"""From simulated days to a Prediction, and what every model asks of its history first."""

from datetime import date, timedelta

import numpy as np

from forecast.demand import Demand
from forecast.errors import DataError, SettingError
from forecast.grid import Grid
from forecast.prediction import LEVELS, Note, Prediction

LONGEST_HORIZON = 120
"""Days ahead that a forecast may reach."""

BUSY = 12.0
"""Calls on a quiet day from which a day of none has odds below one in 100,000 (Poisson): an outage."""

DRAWS = 2000
"""Simulated futures behind the quantiles; the error of the 2.5 % quantile is then about 0.05 deviations."""


def observed(demand: Demand) -> np.ndarray:
    """
    Return the daily values of a history that holds at least one known day, shape (days,).

    Raises
    ------
    DataError
        ``no_history`` if not a single day is known.
    ValueError
        If the demand is not daily.
    """
    if demand.grid.slots_per_day != 1:
        raise ValueError(f"demand.grid.step must be a day, got {demand.grid.step} minutes.")
    if not np.isfinite(demand.values).any():
        raise DataError("no_history", name=demand.name, first=demand.grid.start, last=demand.grid.end)
    return demand.values


def without_outages(values: np.ndarray) -> np.ndarray:
    """
    Return the values with zeros that cannot be calls made missing, shape (days,).

    Where even a quiet day brings `BUSY` calls, a day of none is a line or a feed that was down.
    """
    positive = values[values > 0]
    if len(positive) == 0 or np.quantile(positive, 0.05) < BUSY:
        return values
    return np.where(values == 0, np.nan, values)


def future(demand: Demand, horizon: int, longest: int = LONGEST_HORIZON) -> Grid:
    """
    Return the days that follow a history.

    Raises
    ------
    SettingError
        ``horizon_out_of_range`` if `horizon` is not within 1 to `longest`.
    """
    if not 1 <= horizon <= longest:
        raise SettingError("horizon_out_of_range", horizon=horizon, longest=longest)
    return Grid(demand.grid.end + timedelta(days=1), horizon, demand.grid.step, demand.grid.zone)


def is_count(values: np.ndarray) -> bool:
    """Whether all known values are whole numbers, so that they can carry count noise."""
    known = values[np.isfinite(values)]
    return bool((known == np.round(known)).all())


def from_draws(
    grid: Grid,
    origin: date,
    model: str,
    draws: np.ndarray,
    *,
    paths: int,
    mean: np.ndarray | None = None,
    notes: tuple[Note, ...] = (),
) -> Prediction:
    """
    Return the Prediction that simulated futures make.

    Parameters
    ----------
    grid, origin, model, notes
        As in `Prediction`.
    draws
        Shape (draws, grid.slots), all >= 0; the quantiles are theirs.
    paths
        How many of them are kept as sample paths.
    mean
        Shape (grid.slots,); the mean of the draws if None.
    """
    quantiles = np.quantile(draws, LEVELS, axis=0).T
    return Prediction(
        grid=grid,
        origin=origin,
        model=model,
        mean=draws.mean(axis=0) if mean is None else mean,
        quantiles=np.maximum.accumulate(quantiles, axis=1),
        paths=draws[:paths],
        notes=notes,
    )
