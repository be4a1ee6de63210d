"""A small centre whose forecast is made up, so that tests of staffing need not wait for one."""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from desk.planning.known import load_knowledge
from desk.scored import ModelScore
from desk.store import plans
from forecast.grid import Grid
from forecast.prediction import LEVELS, Prediction
from tests.desk.builders import HEAD, a_small_centre

START = date(2026, 11, 23)
"""The day after the sample's history."""


def a_staffed_centre(folder, *, days=7, level=190.0):
    """Return a store with the small sample centre and a forecast of `days` days from its last day on."""
    store = a_small_centre(folder)
    rng = np.random.default_rng(5)
    mean = level * np.resize([1.17, 1.07, 1.01, 0.93, 0.82, 0.5, 0.45], days)
    paths = rng.poisson(rng.gamma(80, 1 / 80, (300, 1)) * mean).astype(float)
    quantiles = np.quantile(paths, LEVELS, axis=0).T.copy()
    made = Prediction(
        Grid(START, days), START - timedelta(days=1), "made_up", paths.mean(axis=0), quantiles, paths
    )
    score = ModelScore("champion", 0.4, 0.6, 0.1, 0.8, 0.95, 0.1)
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    with store.begin() as session:
        known = load_knowledge(session)
        both = {"champion": made, "naive": made}
        plans.add_forecast(session, both, knowledge=known.fingerprint, who=HEAD.username, now=now)
        plans.add_scores(session, (score,), origin=known.origin, knowledge=known.fingerprint, now=now)
    return store
