"""Scores against numbers worked by hand and against closed forms."""

import numpy as np
import pytest
from scipy import stats

from forecast import scores
from forecast.prediction import LEVELS


def test_weights_share_out_the_whole_probability_scale():
    assert scores.weights().sum() == pytest.approx(1.0)
    assert (scores.weights() > 0).all()


def test_crps_of_a_normal_forecast_is_the_closed_form():
    # Gneiting, Raftery, Westveld, Goldman 2005 (Mon. Wea. Rev. 133), equation (5).
    actual = np.array([-1.5, 0.0, 0.3, 2.0])
    exact = actual * (2 * stats.norm.cdf(actual) - 1) + 2 * stats.norm.pdf(actual) - 1 / np.sqrt(np.pi)
    quantiles = np.tile(stats.norm.ppf(LEVELS), (4, 1))
    assert scores.crps(actual, quantiles) == pytest.approx(exact, abs=0.01)


def test_crps_of_a_certain_forecast_is_its_absolute_error():
    quantiles = np.full((2, len(LEVELS)), 10.0)
    assert scores.crps(np.array([7.0, 14.0]), quantiles) == pytest.approx([3.0, 4.0])


def test_pinball_charges_a_miss_above_by_the_level_and_below_by_its_rest():
    quantiles = np.full((1, len(LEVELS)), 100.0)
    at_90 = LEVELS.index(0.9)
    assert scores.pinball(np.array([110.0]), quantiles)[0, at_90] == pytest.approx(9.0)
    assert scores.pinball(np.array([90.0]), quantiles)[0, at_90] == pytest.approx(1.0)


def test_mase_divides_by_the_in_sample_seasonal_error():
    history = np.array([10.0, 20, 30, 12, 24, 36])  # three days a season: errors 2, 4, 6, mean 4
    assert scores.mase(np.array([14.0, 30.0]), np.array([10.0, 24.0]), history, season=3) == pytest.approx(
        5 / 4
    )


def test_wape_is_total_error_over_total_demand_and_skips_missing_days():
    actual = np.array([100.0, np.nan, 300.0])
    assert scores.wape(actual, np.array([90.0, 5.0, 330.0])) == pytest.approx(40 / 400)


def test_coverage_counts_known_days_only():
    actual = np.array([1.0, 5.0, np.nan, 9.0])
    assert scores.coverage(actual, np.full(4, 2.0), np.full(4, 9.0)) == pytest.approx(2 / 3)


def test_scores_without_any_known_day_are_not_numbers():
    nothing = np.array([np.nan])
    assert np.isnan(scores.coverage(nothing, np.zeros(1), np.ones(1)))
    assert np.isnan(scores.mase(nothing, np.zeros(1), np.arange(20.0)))
    assert np.isnan(scores.wape(nothing, np.zeros(1)))
    assert np.isnan(scores.naive_scale(np.ones(30)))
