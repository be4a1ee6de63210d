"""What a morning says of its afternoon: nothing where days are pure chance, as much as was put in where they are not."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.grid import Grid
from forecast.halfhours import learn
from forecast.models.sampling import from_draws
from forecast.prediction import LEVELS
from forecast.within_day import FEWEST_CALLS, Slopes, learn_slopes, update

NONE = Calendar("none")
SHAPE = np.concatenate([np.zeros(16), np.full(20, 1 / 20), np.zeros(12)])
START = date(2024, 1, 1)


def days_of_calls(days=200, mean=300.0, *, shared=0.0, own=0.0, seed=1):
    """Half-hours whose morning and afternoon share one busyness, and have one of their own each."""
    rng = np.random.default_rng(seed)
    busy = np.exp(shared * rng.standard_normal((days, 1)))
    halves = np.exp(own * rng.standard_normal((days, 2)))
    rate = mean * SHAPE * busy * np.repeat(halves, [26, 22], axis=1)
    return Demand(Grid(START, days, 30), rng.poisson(rate).astype(float).ravel())


def a_day(mean=300.0, spread=0.15, day=START):
    draws = mean * np.exp(spread * np.random.default_rng(2).standard_normal((2000, 1)))
    return from_draws(Grid(day, 1), day - timedelta(days=1), "house", np.round(draws), paths=10)


def slopes_of(demand, mean=300.0):
    return learn_slopes(demand, np.full(demand.grid.days, mean), NONE)


def test_where_days_are_pure_chance_the_morning_says_nothing():
    assert slopes_of(days_of_calls()).slope.max() < 0.1


def test_where_one_busyness_holds_all_day_the_slope_is_nearly_one():
    slope = slopes_of(days_of_calls(shared=0.4)).slope[30]
    # Errors so far: 0.4 ** 2 of busyness beside 1 / 210 of chance; attenuation 0.16 / 0.165, then 200 / 230 of ridge.
    assert slope == pytest.approx(0.16 / (0.16 + 1 / 210) * 200 / 230, abs=0.08)


def test_where_half_of_the_busyness_is_the_mornings_own_the_slope_is_about_half():
    slope = slopes_of(days_of_calls(400, shared=0.3, own=0.3)).slope[26]
    # Shared variance over shared plus own: 0.5, less a little chance, times 400 / 430 of ridge.
    assert slope == pytest.approx(0.5 * 400 / 430, abs=0.1)


def test_before_the_line_has_hardly_opened_nothing_is_said():
    found = slopes_of(days_of_calls(shared=0.4))
    assert (found.slope[:17] == 0).all()


def test_few_days_and_emergencies_teach_nothing():
    assert slopes_of(days_of_calls(20, shared=0.4)).slope.max() == 0
    demand = days_of_calls(200, shared=0.4)
    hidden = Event("scare", EventKind.EMERGENCY, START, START + timedelta(days=180))
    found = learn_slopes(demand, np.full(200, 300.0), NONE, [hidden])
    assert found.slope.max() == 0


def test_a_busy_morning_raises_the_rest_by_the_slope_and_not_by_the_ratio():
    slopes = slopes_of(days_of_calls(shared=0.3, own=0.3))
    shares = slopes.profile.of(NONE.day(START))
    plain = update(a_day(), np.round(300 * shares[:26]), shares, slopes)
    busy = update(a_day(), np.round(1.5 * 300 * shares[:26]), shares, slopes)
    raised = busy.rest / plain.rest
    assert 1.1 < raised < 1.35
    assert raised == pytest.approx(1.5**busy.slope, rel=0.03)
    assert busy.so_far == pytest.approx(1.5 * plain.so_far, rel=0.02)


def test_what_is_known_is_certain_and_the_band_narrows_as_the_day_goes_on():
    slopes = slopes_of(days_of_calls(shared=0.2))
    shares = slopes.profile.of(NONE.day(START))
    widths = []
    for closed in (0, 20, 26, 32, 48):
        found = update(a_day(), np.round(300 * shares[:closed]), shares, slopes)
        assert (found.quantiles[:closed] == found.mean[:closed, None]).all()
        assert (np.diff(found.quantiles, axis=1) >= 0).all()
        widths.append(found.total[-3] - found.total[2])
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == 0


def test_a_day_that_has_not_begun_is_the_forecast_itself():
    slopes = slopes_of(days_of_calls())
    shares = slopes.profile.of(NONE.day(START))
    found = update(a_day(), np.array([]), shares, slopes)
    assert found.rest == pytest.approx(float(a_day().mean[0]))
    assert found.slope == 0
    middle = found.total[LEVELS.index(0.5)]
    assert middle == pytest.approx(float(a_day().quantile(0.5)[0]), rel=0.03)


def test_a_day_that_is_over_is_what_came_in():
    slopes = slopes_of(days_of_calls())
    calls = np.arange(48.0)
    found = update(a_day(), calls, slopes.profile.of(NONE.day(START)), slopes)
    assert (found.total == calls.sum()).all()
    assert found.rest == 0


def test_the_band_holds_what_it_says_on_days_that_were_not_learned_from():
    demand = days_of_calls(400, shared=0.15)
    slopes = slopes_of(demand)
    later = days_of_calls(300, shared=0.15, seed=9).values.reshape(300, 48)
    shares = slopes.profile.of(NONE.day(START))
    day = a_day(spread=np.sqrt(0.15**2 + 1 / 300))
    found = [update(day, calls[:26], shares, slopes, seed=k) for k, calls in enumerate(later)]
    inside = [f.low <= calls.sum() <= f.high for f, calls in zip(found, later, strict=True)]
    assert 0.72 <= np.mean(inside) <= 0.88


def test_an_update_is_better_than_none_where_days_hang_together_and_no_worse_where_they_do_not():
    for shared, better in ((0.3, True), (0.0, False)):
        slopes = slopes_of(days_of_calls(300, shared=shared))
        shares = slopes.profile.of(NONE.day(START))
        errors = np.zeros(2)
        for calls in days_of_calls(200, shared=shared, seed=5).values.reshape(200, 48):
            found = update(a_day(), calls[:26], shares, slopes)
            rest = calls[26:].sum()
            errors += abs(rest - found.rest), abs(rest - found.expected[26:].sum())
        assert errors[0] < (0.75 if better else 1.02) * errors[1]


def test_half_hours_in_which_the_line_is_shut_get_no_calls():
    profile = learn(days_of_calls(), NONE)
    assert (profile.shares[:, :15] == 0).all()
    assert (profile.shares[:, 38:] == 0).all()
    quiet = learn(days_of_calls(40, mean=3.0), NONE)
    assert (quiet.shares > 0).all()  # six weeks of three calls a day leave open when the line is shut


@pytest.mark.parametrize("calls", [np.zeros(49), np.array([np.nan]), np.array([-1.0])])
def test_calls_that_cannot_be_are_a_slip(calls):
    slopes = Slopes(learn(days_of_calls(), NONE), np.zeros(48), np.zeros(48))
    with pytest.raises(ValueError, match="so_far"):
        update(a_day(), calls, SHAPE, slopes)


def test_a_handful_of_calls_moves_nothing():
    slopes = Slopes(learn(days_of_calls(), NONE), np.full(48, 0.8), np.full(48, 0.1))
    found = update(a_day(mean=FEWEST_CALLS), np.full(20, 2.0), SHAPE, slopes)
    assert found.slope == 0
