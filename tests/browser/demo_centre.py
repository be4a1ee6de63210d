"""A small demo for the browser: the sample centre, a forecast, a short solve, a published roster and known passwords."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from desk import planning
from desk.accounts import Account, Role, hash_password
from desk.planning.forecasting import window_of
from desk.planning.known import LONGEST, load_knowledge
from desk.store import plans, sign_ins
from forecast.grid import Grid
from forecast.prediction import LEVELS, Prediction

HISTORY = Path(__file__).resolve().parents[2] / "history"
PASSWORD = "only-for-this-test"
HEAD = Account("head", "秦岚英", Role.HEAD)
DAYS = 28


def make_demo(url):
    """Fill a store, unless it holds a published roster already; everyone's password becomes `PASSWORD`."""
    store = planning.open_store(url)
    planning.set_up_centre(store, HISTORY)
    if not any(version.state == "published" for version in planning.versions(store, HEAD)):
        plant_forecast(store)
        start = planning.centre(store, HEAD).today
        version = planning.solve_roster(store, HEAD, start=start, days=DAYS, seconds=5.0)
        planning.publish(store, HEAD, version=version.id)
    kept = hash_password(PASSWORD)
    with store.begin() as session:
        for username in planning.sign_in_names(store):
            sign_ins.change_account(session, username, password_hash=kept)
    return store


def plant_forecast(store):
    """Keep last weeks' values as the forecast, with the spread of the last year: fitting models takes minutes."""
    with store.read() as session:
        known = load_knowledge(session)
    values = known.demand.values
    week = np.resize(np.nanmean(values[-28:].reshape(4, 7), axis=0), LONGEST)
    spread = np.nanquantile(values[-364:] / np.nanmean(values[-364:]), LEVELS)
    quantiles = week[:, None] * spread[None, :]
    grid = Grid(known.origin + timedelta(days=1), LONGEST)

    def prediction(model):
        return Prediction(grid, known.origin, model, week, quantiles, np.rint(quantiles.T))

    made = {"champion": prediction("house"), "naive": prediction("seasonal_naive")}
    cut = {name: window_of(whole, grid.start, DAYS) for name, whole in made.items()}
    with store.begin() as session:
        for predictions in (made, cut):
            plans.add_forecast(
                session, predictions, knowledge=known.fingerprint, who="head", now=datetime.now(UTC)
            )
        plans.add_scores(session, (), origin=known.origin, knowledge=known.fingerprint, now=datetime.now(UTC))
