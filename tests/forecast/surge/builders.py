"""Histories with a surge of a known size in them."""

from datetime import timedelta

import numpy as np

from forecast.demand import Demand
from forecast.grid import Grid
from tests.forecast.builders import MONDAY, a_history


def with_surge(demand: Demand, first: int, factors: object, seed: int = 5) -> Demand:
    """Return the same history with the days from `first` on multiplied, and count noise on what is added."""
    rng = np.random.default_rng(seed)
    values = demand.values.copy()
    for k, factor in enumerate(np.atleast_1d(factors)):
        if first + k < len(values):
            values[first + k] += rng.poisson(max(factor - 1, 0) * values[first + k])
    return Demand(demand.grid, values)


def day_of(demand: Demand, at: int):
    return demand.grid.start + timedelta(days=at)


def in_half_hours(demand: Demand, seed: int = 3) -> Demand:
    """Return days spread over 08:00 to 18:00 evenly, at random."""
    rng = np.random.default_rng(seed)
    shares = np.zeros(48)
    shares[16:36] = 1 / 20
    counts = np.array([rng.multinomial(int(value), shares) for value in demand.values])
    return Demand(Grid(demand.grid.start, demand.grid.days, 30), counts.ravel().astype(float))


def in_topics(demand: Demand, extra: dict[int, int], seed: int = 4) -> dict[str, Demand]:
    """Return three topics with shares of 0.6, 0.38 and 0.02; `extra` adds calls to the last one on some days."""
    rng = np.random.default_rng(seed)
    table = np.array([rng.multinomial(int(value), [0.6, 0.38, 0.02]) for value in demand.values], dtype=float)
    for at, more in extra.items():
        table[at, 2] += more
    halves = {}
    for k, name in enumerate(("food", "courier", "masks")):
        halves[f"topic={name}"] = in_half_hours(Demand(demand.grid, table[:, k]), seed + k)
    return halves


__all__ = ["MONDAY", "a_history", "day_of", "in_half_hours", "in_topics", "with_surge"]
