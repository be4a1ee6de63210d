"""The errors behind seasonal naive's interval are those that it would have made."""

import numpy as np
import pytest

from forecast.calendar import Calendar
from forecast.models.naive import SeasonalNaive, repeated_week
from tests.forecast.builders import a_history, of_values, with_values


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


def test_a_line_on_which_nothing_ever_came_in_is_said_to_be_one():
    made = SeasonalNaive().fit(of_values(np.zeros(200)), Calendar("none")).predict(28, paths=2000)
    assert [(note.code, dict(note.details)) for note in made.notes] == [("never_a_call", {"days": 200})]
    assert (made.mean == 0).all()
    # Half a call in 200 days: 28 days bring 28 * 0.5 / 200 = 0.07 calls.
    assert made.paths.sum(axis=1).mean() == pytest.approx(0.07, abs=0.03)
