"""Split daily predictions into half-hours by the shape of each kind of day."""

from datetime import date, timedelta

import numpy as np

from forecast.calendar import Calendar, Day
from forecast.demand import Demand
from forecast.errors import DataError
from forecast.grid import MINUTES_PER_DAY, Grid
from forecast.prediction import LEVELS, Prediction

MEMORY = 730
"""Days of history that a shape is learnt from."""

STEADINESS = 400.0
"""Concentration of the Dirichlet law of a day's shares: how much days of one kind differ in shape."""


def split(
    prediction: Prediction,
    history: Demand,
    calendar: Calendar,
    *,
    steadiness: float = STEADINESS,
    seed: int = 0,
) -> Prediction:
    """
    Return a daily prediction on the slots of a history.

    Each path's day total is drawn into slots by a Dirichlet-multinomial law around the mean shape of its kind of day.

    Parameters
    ----------
    prediction
        Daily totals with their paths.
    history
        Counts in shorter slots; days without a value are not looked at.
    calendar
        Tells the kind of each day.
    steadiness
        Concentration of the shares, above 0.
    seed
        Of the draw.

    Raises
    ------
    DataError
        ``no_shape`` if the history has no whole day with calls.

    References
    ----------
    Channouf, L'Ecuyer, Ingolfsson, Avramidis (2007), Health Care Management Science 10: a multinomial split of the
    day's total.
    """
    shapes = _shapes(history, calendar, prediction.origin)
    grid = Grid(prediction.grid.start, prediction.grid.days, history.grid.step, prediction.grid.zone)
    random = np.random.default_rng(seed)
    shares = np.stack(
        [_shape_for(calendar.day(day), shapes) for day in prediction.grid.dates]
    )  # (days, slots a day)
    paths = np.empty((len(prediction.paths), *shares.shape))
    for k, share in enumerate(shares):
        drawn = random.gamma(np.maximum(share * steadiness, 1e-9), size=(len(paths), share.size))
        drawn = np.where(share > 0, drawn, 0.0)
        totals = np.rint(prediction.paths[:, k]).astype(np.int64)
        paths[:, k] = random.multinomial(totals, drawn / drawn.sum(axis=1, keepdims=True))
    flat = paths.reshape(len(paths), grid.slots)
    return Prediction(
        grid=grid,
        origin=prediction.origin,
        model=prediction.model,
        mean=(prediction.mean[:, None] * shares).ravel(),
        quantiles=np.quantile(flat, LEVELS, axis=0).T,
        paths=flat,
        notes=prediction.notes,
    )


def _kind(day: Day) -> str:
    if day.kind == "workday":
        return f"weekday{day.date.weekday()}"
    return str(day.kind)


def _shapes(history: Demand, calendar: Calendar, origin: date) -> dict[str, np.ndarray]:
    """Return the mean shares by kind of day, and over all days under ``""``."""
    grid = history.grid
    per_day = history.values.reshape(grid.days, MINUTES_PER_DAY // grid.step)
    sums: dict[str, np.ndarray] = {}
    for day, values in zip(grid.dates, per_day, strict=True):
        if day > origin or day <= origin - timedelta(days=MEMORY) or not np.isfinite(values).all():
            continue
        for kind in (_kind(calendar.day(day)), ""):
            sums[kind] = sums.get(kind, 0.0) + values
    if "" not in sums or sums[""].sum() <= 0:
        raise DataError("no_shape", first=grid.start, last=grid.end)
    return {kind: total / total.sum() for kind, total in sums.items() if total.sum() > 0}


def _shape_for(day: Day, shapes: dict[str, np.ndarray]) -> np.ndarray:
    return shapes.get(_kind(day), shapes[""])
