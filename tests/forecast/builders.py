"""Histories made to order for forecast tests."""

from datetime import date

import numpy as np

from forecast.demand import Demand
from forecast.grid import Grid

MONDAY = date(2024, 1, 1)
"""First day of a made history."""

WEEK = np.array([1.17, 1.07, 1.01, 0.93, 0.82, 0.5, 0.45])
"""A hotline's week (domain reference, section 10)."""


def a_history(
    days: int = 400, *, mean: float = 150.0, seed: int = 1, start: date = MONDAY, noise: float = 0.1
) -> Demand:
    """Return over-dispersed counts with a weekly pattern from a Monday on."""
    rng = np.random.default_rng(seed)
    level = mean * np.tile(WEEK, days // 7 + 1)[:days] / WEEK.mean()
    return Demand(
        Grid(start, days), rng.poisson(level * np.exp(noise * rng.standard_normal(days))).astype(float)
    )


def of_values(values: object, start: date = MONDAY) -> Demand:
    """Return a history of given daily values."""
    array = np.asarray(values, dtype=float)
    return Demand(Grid(start, len(array)), array)


def with_values(demand: Demand, days: object, value: object) -> Demand:
    """Return the same history with some days replaced."""
    values = demand.values.copy()
    values[days] = value  # type: ignore[index]
    return Demand(demand.grid, values)
