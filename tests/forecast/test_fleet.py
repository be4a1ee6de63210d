"""Many series at once: the same as one by one, whatever the order and the number of workers."""

import numpy as np
from joblib import parallel_config

from forecast.backtest import Forecast
from forecast.calendar import Calendar
from forecast.errors import DataError
from forecast.fleet import forecast_many
from tests.forecast.builders import a_history, of_values

NONE = Calendar("none")
SERIES = {
    "a": a_history(60), "empty": of_values([np.nan, np.nan]), "b": a_history(90, mean=3), "zeros": of_values(np.zeros(40)),
}  # fmt: skip


def made(series, **options):
    return dict(forecast_many(series, NONE, horizon=7, paths=50, model="seasonal_naive", **options))


def test_a_series_that_fails_says_why_and_the_others_are_forecast():
    told = []
    found = made(SERIES, progress=lambda done, whole: told.append((done, whole)))
    assert list(found) == list(SERIES)
    assert isinstance(found["empty"], DataError)
    assert found["empty"].code == "no_history"
    assert [name for name, one in found.items() if isinstance(one, Forecast)] == ["a", "b", "zeros"]
    assert told[-1] == (4, 4)


def test_order_and_workers_change_nothing_and_the_seed_does():
    first = made(SERIES, seed=1)
    with parallel_config(backend="threading"):
        again = made(dict(reversed(SERIES.items())), seed=1, workers=2)
    for name in ("a", "b"):
        assert np.array_equal(first[name].champion.paths, again[name].champion.paths)
    assert not np.array_equal(first["a"].champion.paths, made(SERIES, seed=2)["a"].champion.paths)
    same = made({"a": SERIES["a"], "c": SERIES["a"]}, seed=1)
    assert not np.array_equal(same["a"].champion.paths, same["c"].champion.paths)


def test_numbers_that_break_one_series_do_not_stop_the_others(monkeypatch):
    def breaks(*args, **kwargs):
        raise np.linalg.LinAlgError("Singular matrix")

    monkeypatch.setattr("forecast.fleet.forecast_history", breaks)
    found = made({"a": SERIES["a"]})
    assert isinstance(found["a"], DataError)
    assert found["a"].details == {"name": "a", "reason": "Singular matrix"}
