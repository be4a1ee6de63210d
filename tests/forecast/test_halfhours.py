"""Half-hours add up to their day and have the shape of their weekday."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from forecast import halfhours
from forecast.backtest import forecast_history
from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.errors import DataError
from forecast.grid import Grid
from tests.shared import shared

CALENDAR = Calendar("none")
START = date(2024, 1, 1)
SHAPE = np.exp(-0.5 * ((np.arange(48) - 22) / 5) ** 2) / np.exp(-0.5 * ((np.arange(48) - 22) / 5) ** 2).sum()


def a_history(days: int = 84, mean: float = 300.0, concentration: float = 300.0) -> Demand:
    rng = np.random.default_rng(2)
    totals = rng.poisson(mean, days)
    values = [rng.multinomial(n, rng.dirichlet(concentration * SHAPE + 1e-6)) for n in totals]
    return Demand(Grid(START, days, 30), np.concatenate(values).astype(float))


def split(history: Demand, horizon: int = 14):
    daily = forecast_history(history.daily(), CALENDAR, horizon=horizon, paths=60, model="house").champion
    return daily, halfhours.split(daily, history, CALENDAR, seed=4)


def test_every_path_adds_up_to_its_day_in_whole_calls():
    daily, fine = split(a_history())
    assert fine.grid.slots == 14 * 48
    assert np.array_equal(fine.paths.reshape(60, 14, 48).sum(axis=2), daily.paths)
    assert fine.mean.reshape(14, 48).sum(axis=1) == pytest.approx(daily.mean)
    assert np.array_equal(fine.paths, np.round(fine.paths))


def test_shares_find_the_true_shape():
    profile = halfhours.learn(a_history(), CALENDAR)
    assert profile.shares.sum(axis=1) == pytest.approx(np.ones(8))
    assert profile.shares[2] == pytest.approx(SHAPE, abs=0.012)  # 2.5 deviations of a share over 12 such days


def test_concentration_finds_how_much_days_stray():
    loose = halfhours.learn(a_history(concentration=60.0), CALENDAR).concentration
    tight = halfhours.learn(a_history(concentration=3000.0), CALENDAR).concentration
    assert 30 < loose < 120
    assert tight > 600


def test_a_weekday_of_its_own_shape_keeps_it():
    history = a_history(168)
    values = history.values.reshape(-1, 48).copy()
    values[5::7] = np.roll(values[5::7], 8, axis=1)  # Saturdays four hours later
    profile = halfhours.learn(Demand(history.grid, values.ravel()), CALENDAR)
    assert profile.shares[5].argmax() >= profile.shares[2].argmax() + 6


def test_a_day_of_an_outage_or_an_emergency_does_not_bend_the_shape():
    history = a_history()
    values = history.values.reshape(-1, 48).copy()
    values[40:50] = np.roll(values[40:50], 20, axis=1) * 5
    bent = Demand(history.grid, values.ravel())
    days = history.grid.dates
    event = Event("scare", EventKind.EMERGENCY, days[40], days[49])
    assert halfhours.learn(bent, CALENDAR, [event]).shares[0] == pytest.approx(SHAPE, abs=0.01)


def test_hardly_any_calls_still_give_every_open_slot_a_chance():
    _, fine = split(a_history(mean=2.0))
    near_peak = fine.mean.reshape(14, 48)[:, 18:27]
    assert (near_peak > 0).all()


def test_a_history_without_a_whole_day_is_refused():
    with pytest.raises(DataError, match="no_profile"):
        halfhours.learn(Demand(Grid(START, 2, 30), np.full(96, np.nan)), CALENDAR)


def test_half_hour_intervals_of_a_county_hold_what_they_say():
    frame = pd.read_csv(shared("data/montco911_2015_2016_30min.csv"), parse_dates=["timestamp"])
    history = Demand.from_series(frame.set_index("timestamp")["calls"], step=30)
    daily, fine = history.daily(), None
    hits = []
    for back in (28, 56, 84):
        origin = daily.grid.dates[-1 - back]
        made = forecast_history(
            daily, Calendar("US"), horizon=28, as_of=origin, paths=60, model="house"
        ).champion
        fine = halfhours.split(made, history, Calendar("US"))
        first = history.grid.slot_of(fine.grid.start)
        actual = history.values[first : first + fine.grid.slots]
        hits.append(np.mean((actual >= fine.quantile(0.1)) & (actual <= fine.quantile(0.9))))
    assert 0.75 < np.mean(hits) < 0.93  # whole counts make an 80 % interval hold somewhat more
