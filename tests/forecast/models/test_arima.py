"""The fast filter and the statsmodels state space are the same process."""

from dataclasses import replace

import numpy as np
import pytest

from forecast.models.arima import ArimaErrors

ERRORS = ArimaErrors(phi=0.4, theta1=0.9, theta2=0.2, seasonal=0.8, season=7, damping=0.9, kept=0.7)
SHOCKS = 0.1 * np.random.default_rng(3).standard_normal(200)


def _from_shocks(shocks: np.ndarray) -> np.ndarray:
    """Build the errors step by step from the written-out recursion."""
    top = np.convolve(np.convolve([1, -0.4], [1, -0.9]), np.r_[1, np.zeros(6), -0.7])
    bottom = np.convolve(np.convolve([1, -0.9], [1, -0.2]), np.r_[1, np.zeros(6), -0.8])
    errors = np.zeros(len(shocks))
    for t in range(len(shocks)):
        errors[t] = sum(bottom[k] * shocks[t - k] for k in range(len(bottom)) if t >= k)
        errors[t] -= sum(top[k] * errors[t - k] for k in range(1, len(top)) if t >= k)
    return errors


def test_whitening_gives_back_the_shocks():
    assert ERRORS.whiten(_from_shocks(SHOCKS)[None, :])[0] == pytest.approx(SHOCKS, abs=1e-10)


def test_the_kalman_filter_finds_the_same_innovations():
    model, params = ERRORS.state_space(_from_shocks(SHOCKS), 0.01)
    assert model.filter(params).forecasts_error[0] == pytest.approx(SHOCKS, abs=1e-8)


def test_responses_are_those_of_the_recursion():
    impulse = np.zeros(30)
    impulse[0] = 1.0
    assert ERRORS.responses(30) == pytest.approx(_from_shocks(impulse), abs=1e-10)


def test_a_departure_comes_back_to_the_calendar_only_where_a_share_of_it_is_kept():
    steady = replace(ERRORS, phi=0.0, theta2=0.0, theta1=0.0, damping=0.0, seasonal=0.0)
    # By hand: what a shock leaves k weeks later is kept ** k; half of it is left after two weeks at 0.7.
    assert steady.responses(29)[[0, 7, 14, 28]] == pytest.approx([1, 0.7, 0.49, 0.2401])
    assert replace(steady, kept=1.0).responses(29)[[7, 14, 28]] == pytest.approx([1, 1, 1])


def test_a_completed_day_has_the_forecast_of_the_series_with_the_day_missing():
    errors = _from_shocks(SHOCKS)
    gappy = errors.copy()
    gappy[[50, 51, 120, 196]] = np.nan
    model, params = ERRORS.state_space(gappy, 0.01)
    exact = model.smooth(params).forecast(14)
    model, params = ERRORS.state_space(ERRORS.complete(gappy, 0.01), 0.01)
    assert model.smooth(params).forecast(14) == pytest.approx(exact, abs=1e-6)
