"""Facts about predictions and errors."""

import pickle
from datetime import date

import numpy as np
import pytest

from forecast.errors import DataError, PlanError
from forecast.grid import Grid
from forecast.prediction import LEVELS, Prediction


def a_prediction(**changes):
    fields = {
        "grid": Grid(date(2026, 1, 1), 2),
        "origin": date(2025, 12, 31),
        "model": "test",
        "mean": np.array([10.0, 20.0]),
        "quantiles": np.array([[100 * level for level in LEVELS], [200 * level for level in LEVELS]]),
        "paths": np.array([[9.0, 19.0], [11.0, 21.0]]),
    }
    return Prediction(**{**fields, **changes})


def test_a_stored_quantile_comes_back_as_it_is():
    assert a_prediction().quantile(0.8).tolist() == [80, 160]


def test_a_quantile_between_two_levels_lies_on_the_straight_line():
    assert a_prediction().quantile(0.96) == pytest.approx([96, 192])


@pytest.mark.parametrize("level", [0.0, 0.02, 0.98, 1.0, np.nan])
def test_a_quantile_outside_the_levels_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        a_prediction().quantile(level)


@pytest.mark.parametrize(
    "changes",
    [
        {"mean": np.array([1.0])},
        {"mean": np.array([1.0, np.nan])},
        {"mean": np.array([1.0, -1.0])},
        {"quantiles": np.ones((2, 3))},
        {"quantiles": np.tile(np.linspace(9, 1, len(LEVELS)), (2, 1))},
        {"paths": np.ones((4, 3))},
        {"paths": np.ones(2)},
    ],
)
def test_a_prediction_that_cannot_be_is_refused(changes):
    with pytest.raises(ValueError, match="prediction"):
        a_prediction(**changes)


def test_an_error_keeps_its_kind_and_details_on_the_way_between_processes():
    error = pickle.loads(pickle.dumps(DataError("negative_count", row=7, value=-3)))
    assert isinstance(error, DataError)
    assert isinstance(error, PlanError)
    assert error.code == "negative_count"
    assert error.details == {"row": 7, "value": -3}
    assert str(error) == "negative_count(row=7, value=-3)"
