"""The errors behind seasonal naive's interval are those that it would have made."""

import numpy as np
import pytest

from forecast.calendar import Calendar
from forecast.models.naive import SeasonalNaive, repeated_week
from tests.forecast.builders import a_history, with_values


def test_each_past_error_is_that_of_the_rule_at_its_origin():
    gaps = np.random.default_rng(4).random(120) < 0.3
    values = with_values(a_history(120), gaps, np.nan).values
    fitted = SeasonalNaive().fit(with_values(a_history(120), gaps, np.nan), Calendar("none"))
    found = fitted._past_errors(14)
    assert found.shape == (120 - 14 + 1 - 7, 14)
    today = np.nanmean(values[-28:])
    for origin in (7, 30, 77, 106):
        past = values[max(origin - 28, 0) : origin]
        then = np.nanmean(past)
        expected = (values[origin : origin + 14] - repeated_week(past, None, 14)) * today / then
        assert found[origin - 7] == pytest.approx(expected, nan_ok=True)
