"""Intervals that held too few or too many days of the past are drawn wider or narrower, and no more than that says."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast.calendar import Calendar
from forecast.calibration import BANDS, FESTIVE, UNMEASURED, Calibration, calibrated, kinds_of, measure
from forecast.grid import Grid
from forecast.models import sampling
from forecast.prediction import Prediction
from tests.forecast.builders import MONDAY, of_values

NONE = Calendar("none")
SPREAD = 0.1
"""Deviation of the log of a made day."""


def _said(start: date, days: int, spread: float, *, level: float = 1000.0, paths: int = 50) -> Prediction:
    draws = level * np.exp(spread * np.random.default_rng(1).standard_normal((2000, days)))
    grid = Grid(start, days)
    return sampling.from_draws(grid, start - timedelta(days=1), "made", np.round(draws), paths=paths)


def _measured(spread: float, *, looks: int = 40, calendar: Calendar = NONE) -> Calibration:
    """Return what is measured of forecasts with one spread over a history with another."""
    rng = np.random.default_rng(2)
    demand = of_values(np.round(1000 * np.exp(SPREAD * rng.standard_normal(28 * looks))))
    made = [_said(MONDAY + timedelta(days=28 * k), 28, spread) for k in range(looks)]
    return measure(demand, calendar, made)


def test_the_share_of_days_that_was_held_is_that_of_the_normal_law():
    # Half as wide as it should be: P(|z| < 1.2816 / 2) = 0.478.
    assert _measured(SPREAD / 2).held == pytest.approx(0.478, abs=0.04)
    assert _measured(SPREAD).held == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize("share", [0.5, 0.8, 1.25, 2.0])
def test_many_looks_find_the_width_that_would_have_been_right(share):
    found = _measured(share * SPREAD)
    assert np.exp(np.mean(np.log(found.factors[0][:FESTIVE]))) == pytest.approx(
        np.clip(1 / share, 0.5, 2), rel=0.12
    )


def test_four_looks_are_believed_by_a_part_only():
    # 4 looks of 28 days are 16 weeks: 16 / (16 + (0.9 / 0.15) ** 2) of the log of 2 at first, a little more by band.
    factor = np.exp(np.mean(np.log(_measured(SPREAD / 2, looks=4).factors[0][:FESTIVE])))
    assert 2 ** (16 / 52) - 0.1 < factor < 1.6


def test_an_interval_that_was_right_stays():
    assert _measured(SPREAD, looks=4).factors[0] == pytest.approx([1.0] * 4, abs=0.12)
    assert [note.code for note in Calibration(((1.01, 1.0, 1.0, 1.0),) * 2, 0.8, 112).notes()] == [
        "calibrated"
    ]


def test_nothing_measured_changes_and_says_nothing():
    assert measure(of_values(np.full(30, 1000.0)), NONE, []) == UNMEASURED
    assert UNMEASURED.notes() == ()
    made = _said(MONDAY, 14, SPREAD)
    assert calibrated(made, UNMEASURED, NONE, whole=True, seed=0) is made


def test_days_about_a_holiday_are_a_kind_of_their_own():
    kinds = kinds_of(Grid(date(2025, 9, 22), 28), Calendar("CN"))  # 1 October 2025 is the tenth day
    assert list(kinds[:6]) == [
        0,
        0,
        0,
        FESTIVE,
        FESTIVE,
        FESTIVE,
    ]  # the make-up workday of 28 September is the seventh
    assert set(kinds[6:20]) == {FESTIVE}
    assert set(kinds[24:]) == {len(BANDS) - 1}


def test_only_the_kind_that_was_too_narrow_is_widened_and_days_move_together_as_before():
    made = _said(date(2025, 9, 1), 60, SPREAD, paths=2000)
    wider = calibrated(
        made, Calibration(((1.0, 1.0, 1.0, 1.5),) * 2, 0.7, 112), Calendar("CN"), whole=True, seed=0
    )
    festive = kinds_of(made.grid, Calendar("CN")) == FESTIVE
    width = np.log(wider.quantile(0.9) / wider.quantile(0.1)) / np.log(
        made.quantile(0.9) / made.quantile(0.1)
    )
    assert width[festive] == pytest.approx(1.5, rel=0.01)
    assert (wider.quantiles[~festive] == made.quantiles[~festive]).all()
    assert (wider.paths == np.round(wider.paths)).all()
    assert np.corrcoef(np.log(made.paths[:, 30]), np.log(wider.paths[:, 30]))[0, 1] > 0.99
    inside = (wider.paths >= wider.quantile(0.1)) & (wider.paths <= wider.quantile(0.9))
    assert inside.mean() == pytest.approx(0.8, abs=0.03)
    assert wider.mean[festive] == pytest.approx(1000 * np.exp((1.5 * SPREAD) ** 2 / 2), rel=0.01)


def test_a_few_calls_a_day_keep_their_count_quantiles():
    draws = np.random.default_rng(1).poisson(3.0, (2000, 28)).astype(float)
    made = sampling.from_draws(Grid(MONDAY, 28), MONDAY - timedelta(days=1), "made", draws, paths=10)
    demand = of_values(np.random.default_rng(2).poisson(3.0, 28))
    assert measure(demand, NONE, [made]) == UNMEASURED
    assert calibrated(made, Calibration(((1.5,) * 4,) * 2, 0.6, 28), NONE, whole=True, seed=0) is made


def test_the_outer_interval_is_put_right_apart_from_the_inner_one():
    made = _said(MONDAY, 28, SPREAD, paths=2000)
    wider = calibrated(made, Calibration(((1.0,) * 4, (1.4,) * 4), 0.8, 112), NONE, whole=False, seed=0)
    assert wider.quantile(0.9) == pytest.approx(made.quantile(0.9))
    before, after = (np.log(p.quantile(0.975) / p.quantile(0.5)) for p in (made, wider))
    assert after == pytest.approx(1.4 * before, rel=0.01)
    outside = (wider.paths < wider.quantile(0.025)) | (wider.paths > wider.quantile(0.975))
    assert outside.mean() == pytest.approx(0.05, abs=0.015)
