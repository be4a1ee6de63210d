"""Every model in the registry keeps the same contract."""

from datetime import timedelta
from itertools import cycle

import numpy as np
import pytest

from forecast.backtest import forecast_history
from forecast.calendar import Calendar
from forecast.errors import DataError, ModelError, SettingError
from forecast.models.registry import MODELS
from forecast.models.trusted import trusted
from forecast.prediction import LEVELS
from tests.forecast.builders import a_history, of_values, with_values

ALL = pytest.mark.parametrize("code", MODELS)

rng = np.random.default_rng(7)
HISTORIES = {
    "ordinary": a_history(),
    "two weeks": a_history(14),
    "one week": a_history(7),
    "one day": of_values([120]),
    "all zeros": of_values(np.zeros(60)),
    "a constant": of_values(np.full(90, 40.0)),
    "an outage as zeros": with_values(a_history(120), slice(50, 53), 0.0),
    "a quarter of the days missing": with_values(a_history(300), rng.random(300) < 0.25, np.nan),
    "a gap of a year": with_values(a_history(900), slice(300, 665), np.nan),
    "rarely a call": a_history(200, mean=0.3),
    "amounts, not counts": of_values(a_history(200).values * 1.2345),
    "weekdays only": with_values(a_history(300), np.arange(300) % 7 >= 5, np.nan),
    "huge": a_history(200, mean=1e7),
    "ends in missing days": with_values(a_history(100), slice(95, 100), np.nan),
}


@ALL
@pytest.mark.parametrize(
    ("name", "country"), [("ordinary", "none"), *zip(HISTORIES, cycle(["CN", "none"]), strict=False)]
)
def test_a_forecast_has_its_days_or_a_reason_why_there_is_none(code, name, country):
    demand = HISTORIES[name]
    fitted = reason = None
    try:
        fitted = MODELS[code]().fit(demand, Calendar(country))
    except ModelError as error:
        reason = error.code
    if fitted is None:
        assert reason in {"too_short", "nothing_came_in", "did_not_converge"}
        return
    made = fitted.predict(28, paths=50, seed=3)
    assert made.grid.start == demand.grid.end + timedelta(days=1)
    assert made.grid.days == 28
    assert made.origin == demand.grid.end
    assert made.model == code
    assert made.paths.shape == (50, 28)
    assert made.quantiles.shape == (28, len(LEVELS))
    highest = np.nanmax(demand.values)
    assert made.mean.max() <= 3 * highest + 5
    assert np.median(made.quantiles[:, -1]) <= 10 * highest + 20


@ALL
def test_the_ordinary_history_is_forecast_near_its_own_level_and_week(code):
    made = MODELS[code]().fit(HISTORIES["ordinary"], Calendar("none")).predict(28)
    values = HISTORIES["ordinary"].values
    for ahead, mean in enumerate(made.mean):
        same_weekday = values[(400 + ahead) % 7 :: 7]
        assert mean == pytest.approx(same_weekday.mean(), rel=0.45)


@ALL
def test_the_same_seed_gives_the_same_forecast(code):
    fitted = MODELS[code]().fit(a_history(120), Calendar("CN"))
    first, again = (fitted.predict(14, seed=5) for _ in range(2))
    assert np.array_equal(first.paths, again.paths)
    assert np.array_equal(first.quantiles, again.quantiles)


@ALL
def test_twice_the_demand_is_about_twice_the_forecast(code):
    demand = a_history(300, mean=2000)
    once = MODELS[code]().fit(demand, Calendar("none")).predict(14)
    twice = MODELS[code]().fit(of_values(2 * demand.values), Calendar("none")).predict(14)
    assert twice.mean == pytest.approx(2 * once.mean, rel=0.03)


@ALL
def test_sample_paths_agree_with_the_quantiles(code):
    made = MODELS[code]().fit(HISTORIES["ordinary"], Calendar("CN")).predict(7, paths=2000)
    inside = (made.paths >= made.quantile(0.1)) & (made.paths <= made.quantile(0.9))
    assert inside.mean() == pytest.approx(0.8, abs=0.04)


@ALL
@pytest.mark.parametrize("horizon", [0, 1000, -3])
def test_an_impossible_horizon_is_refused(code, horizon):
    fitted = MODELS[code]().fit(HISTORIES["ordinary"], Calendar("none"))
    with pytest.raises(SettingError, match="horizon_out_of_range"):
        fitted.predict(horizon)


@ALL
def test_no_known_day_at_all_is_an_error(code):
    with pytest.raises(DataError, match="no_history"):
        MODELS[code]().fit(of_values([np.nan, np.nan]), Calendar("none"))


@ALL
def test_days_on_which_the_centre_never_works_are_forecast_as_zero(code):
    closed = with_values(a_history(300), np.arange(300) % 7 >= 5, 0.0)
    made = MODELS[code]().fit(closed, Calendar("none")).predict(14)
    weekend = np.array([day.weekday() >= 5 for day in made.grid.dates])
    assert made.mean[weekend] == pytest.approx(0.0)
    assert made.mean[~weekend].min() > 50


SEARCHES = {
    "count_regression": ("regression.LONGEST_SEARCH",),
    "ets": ("ets.LONGEST_SEARCH",),
    "sarimax": ("state_space.LONGEST_SEARCH", "state_space.LONGEST_SECOND"),
    "components": ("state_space.LONGEST_SEARCH", "state_space.LONGEST_SECOND"),
}
"""Where each model's search can be cut off after one step; the others have no search that could fail to end."""


@pytest.mark.parametrize("code", SEARCHES)
def test_a_search_that_does_not_come_to_rest_is_never_used(code, monkeypatch):
    for place in SEARCHES[code]:
        monkeypatch.setattr(f"forecast.models.{place}", 1)
    with pytest.raises(ModelError, match="did_not_converge"):
        MODELS[code]().fit(a_history(120), Calendar("none"))


@ALL
def test_numbers_that_break_are_a_model_that_cannot_be_used_and_another_takes_its_place(code, monkeypatch):
    def breaks(self, demand, calendar, events=(), usual=None):
        raise np.linalg.LinAlgError("Singular matrix")

    if code != "seasonal_naive":  # which has no matrix, and is what remains
        monkeypatch.setattr(MODELS[code], "fit", breaks)
        made = forecast_history(HISTORIES["ordinary"], Calendar("none"), horizon=7, paths=1, model=code)
        assert made.champion.model != code
        assert "did_not_converge" in {note.code for note in made.notes}


def test_a_forecast_that_runs_away_is_not_trusted(monkeypatch):
    code, fit = "house", MODELS["house"].fit

    def far_off(self, demand, calendar, events=(), usual=None):
        return fit(self, of_values(demand.values * 1000), calendar, events)

    monkeypatch.setattr(MODELS[code], "fit", far_off)
    with pytest.raises(ModelError, match="did_not_converge"):
        trusted(code, a_history(60), Calendar("none"), horizon=7, paths=1)
