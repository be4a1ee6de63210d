"""Small predictions and lines for the tests of staffing."""

from datetime import date

import numpy as np

from forecast.grid import Grid
from forecast.prediction import LEVELS, Prediction
from forecast.staffing.service import Handling, Line, ServiceTarget

OPEN = (np.arange(48) >= 16) & (np.arange(48) < 34)
"""Open from 08:00 to 17:00."""


def a_prediction(per_slot, *, cv=0.0, days=1, paths=400, counts=False, seed=1):
    """Return a prediction whose days share a gamma factor with coefficient of variation `cv`; without any, few paths do."""
    grid = Grid(date(2026, 3, 2), days, 30)
    paths = paths if cv or counts else min(paths, 20)
    rng = np.random.default_rng(seed)
    mean = np.tile(np.broadcast_to(np.asarray(per_slot, dtype=float), (48,)), days)
    factor = rng.gamma(1 / cv**2, cv**2, (paths, days)) if cv else np.ones((paths, days))
    found = np.repeat(factor, 48, axis=1) * mean
    if counts:
        found = rng.poisson(found).astype(float)
    quantiles = np.quantile(found, LEVELS, axis=0).T.copy()
    return Prediction(grid, date(2026, 3, 1), "made_up", mean, quantiles, found)


def a_line(aht=300.0, patience=120.0, opening=OPEN):
    """Return a line with one type of call."""
    return Line(Handling.same(aht), patience, opening)


def a_target(share=0.8, seconds=20.0, **more):
    """Return 80 % in 20 s unless told otherwise."""
    return ServiceTarget(share, seconds, **more)
