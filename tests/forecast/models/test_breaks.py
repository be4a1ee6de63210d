"""A level that moved for good is followed at once; a storm, a holiday week and a calm history have no break."""

import numpy as np
import pytest

from forecast.calendar import Calendar
from forecast.models.house import House
from tests.forecast.builders import a_history, of_values

NONE = Calendar("none")


def _breaks(values: np.ndarray) -> list[int]:
    names = House().fit(of_values(values), NONE).state.names
    return [int(name.removeprefix("level_")) for name in names if name.startswith("level_")]


def _raised(factor: float, first: int, last: int | None = None, days: int = 600) -> np.ndarray:
    values = a_history(days).values.copy()
    values[first:last] = np.round(values[first:last] * factor)
    return values


@pytest.mark.parametrize(("factor", "ago"), [(1.5, 60), (1.5, 20), (2.0, 20), (2.0, 60), (0.6, 40)])
def test_a_level_that_moved_weeks_ago_is_the_level_of_the_forecast(factor, ago):
    values = _raised(factor, 600 - ago)
    made = House().fit(of_values(values), NONE).predict(28)
    assert made.mean.mean() == pytest.approx(factor * 150, rel=0.08)
    assert [day == pytest.approx(600 - ago, abs=3) for day in _breaks(values)] == [True]


@pytest.mark.parametrize("seed", range(6))
def test_a_calm_history_has_no_break(seed):
    assert _breaks(a_history(700, seed=seed).values) == []


@pytest.mark.parametrize(("factor", "days"), [(8.0, 1), (0.02, 1), (3.0, 4), (0.3, 6)])
def test_days_that_are_over_soon_are_no_break(factor, days):
    assert _breaks(_raised(factor, 400, 400 + days)) == []


def test_what_has_lasted_for_less_than_two_weeks_is_not_believed_yet():
    assert _breaks(_raised(1.6, 591)) == []


def test_a_stretch_of_weeks_is_a_level_up_and_a_level_down():
    found = _breaks(_raised(1.8, 300, 390))
    assert found == [pytest.approx(300, abs=3), pytest.approx(390, abs=3)] or found == [
        pytest.approx(390, abs=3),
        pytest.approx(300, abs=3),
    ]
