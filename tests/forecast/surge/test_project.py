from datetime import timedelta

import numpy as np
import pytest

from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.grid import Grid
from forecast.models.house import House
from forecast.models.smoothed_regression import SmoothedRegression
from forecast.prediction import LEVELS, Prediction
from forecast.scores import crps
from forecast.staffing.service import Handling, Line
from forecast.surge.effects import Effects, blended, later_in_the_day, line_in_surge, of_kind
from forecast.surge.project import project
from forecast.surge.shapes import TEMPLATES, Kind, OwnShape, draw
from tests.forecast.builders import MONDAY, a_history


def a_base(days=14, mean=100.0, count=400):
    rng = np.random.default_rng(0)
    paths = rng.poisson(mean, (count, days)).astype(float)
    return Prediction(
        Grid(MONDAY, days), MONDAY - timedelta(days=1), "house", paths.mean(axis=0), np.quantile(paths, LEVELS, axis=0).T, paths
    )  # fmt: skip


def seen(multipliers):
    multipliers = np.asarray(multipliers, dtype=float)
    n = len(multipliers)
    return 100 * multipliers, np.full(n, 100.0), np.full(n, 0.1)


def test_the_fan_of_the_first_two_days_halves_keeps_and_doubles_the_excess():
    found = project(*seen([2.0]), a_base())
    assert not found.settled
    base = a_base().mean
    assert found.fan["half"] == pytest.approx(base * 1.5, rel=0.01)
    assert found.fan["same"] == pytest.approx(base * 2.0, rel=0.01)
    assert found.fan["double"] == pytest.approx(base * 3.0, rel=0.01)


def test_a_long_plateau_makes_the_epidemic_likelier_than_the_shock():
    found = project(*seen([2.5, 3.6, 3.9, 4.0, 4.1, 3.8, 4.0]), a_base())
    assert found.settled
    assert found.weights[Kind.EPIDEMIC] > 5 * found.weights[Kind.SHOCK]
    assert found.prediction.mean[0] == pytest.approx(400, rel=0.2)


def test_a_day_of_storm_that_is_over_makes_the_shock_likelier_than_the_epidemic():
    found = project(*seen([6.0, 2.6, 1.5]), a_base())
    assert found.weights[Kind.SHOCK] > found.weights[Kind.EPIDEMIC]
    assert found.prediction.mean[6] < 160


def test_the_planner_may_state_the_kind():
    open_minded = project(*seen([3.0]), a_base())
    for kind in (Kind.SHOCK, Kind.EPIDEMIC):
        told = project(*seen([3.0]), a_base(), stated=kind)
        assert told.weights[kind] > open_minded.weights[kind]
    shock = project(*seen([3.0]), a_base(), stated=Kind.SHOCK)
    epidemic = project(*seen([3.0]), a_base(), stated=Kind.EPIDEMIC)
    assert shock.lasts[1] < epidemic.lasts[1]
    assert shock.prediction.mean[9] < epidemic.prediction.mean[9]


def test_more_days_make_a_better_projection():
    rng = np.random.default_rng(2)
    multipliers = 1 + 3 * np.minimum((np.arange(24) + 1) / 2, 1.0) * np.exp(0.08 * rng.standard_normal(24))
    losses = []
    for n in (1, 4, 10):
        found = project(*seen(multipliers[:n]), a_base())
        truth = 100 * multipliers[n : n + 14]
        losses.append(float(crps(truth, found.prediction.quantiles).mean()))
    assert losses[2] < losses[0]
    assert losses[1] < losses[0]


def test_a_floor_pulls_the_projection_up_and_never_down():
    open_ended = project(*seen([3.0, 3.0, 3.0]), a_base(), capped=np.ones(3, dtype=bool))
    exact = project(*seen([3.0, 3.0, 3.0]), a_base())
    assert open_ended.prediction.quantile(0.9)[0] > exact.prediction.quantile(0.9)[0]


def test_an_emergency_of_the_own_past_is_added_to_the_library():
    past = OwnShape.learn("flood", 100 * (1 + np.array([2, 2, 1, 0.5, 0.2])), np.full(5, 100.0))
    assert past is not None
    found = project(*seen([3.0, 3.0, 2.0]), a_base(), own=(past,))
    assert found.weights[Kind.OWN] > 0.15
    assert OwnShape.learn("nothing", np.full(5, 101.0), np.full(5, 100.0)) is None


def test_draws_stay_within_what_their_kind_means():
    rng = np.random.default_rng(1)
    shock, epidemic = (draw(TEMPLATES[kind], 2000, rng) for kind in (Kind.SHOCK, Kind.EPIDEMIC))
    assert np.median(shock[:, 10]) < 0.3 < 2 < np.median(epidemic[:, 10])
    assert (shock >= 0).all()
    low, high = np.quantile(shock.max(axis=1), (0.1, 0.9))
    assert low < 3 < 9 < high * 1.2


def test_the_same_seed_gives_the_same_projection():
    one, two = (project(*seen([2.0, 3.0]), a_base(), seed=4) for _ in range(2))
    assert (one.prediction.paths == two.prediction.paths).all()


def test_no_known_day_is_a_slip():
    with pytest.raises(ValueError, match="at least one day"):
        project(np.array([np.nan]), np.array([100.0]), np.array([0.1]), a_base())


def test_handling_grows_and_types_shift_with_the_added_calls_only():
    line = Line(Handling(np.array([200.0, 300.0]), np.array([0.8, 0.2]), names=("consult", "report")), 90.0)
    effects = Effects(handling=0.2, mix=(("report", 1.0),))
    found = line_in_surge(line, np.array([1.0, 2.0]), effects)
    seconds, shares = found.handling.by_slot(2)
    assert seconds[:, 0] == pytest.approx([200, 300])
    assert seconds[:, 1] == pytest.approx([220, 330])  # half of the calls are added: 1 + 0.2 / 2
    assert shares[:, 1] == pytest.approx([0.4, 0.6])


def test_calls_move_to_after_closing_and_none_is_lost():
    opening = np.zeros(48, dtype=bool)
    opening[16:35] = True
    line = Line(Handling.same(200.0), 90.0, opening)
    grid = Grid(MONDAY, 1, 30)
    mean = np.ones(48)
    base = Prediction(
        grid, MONDAY, "house", mean, np.tile(mean[:, None], (1, len(LEVELS))), np.tile(mean, (3, 1)) * 1.5
    )
    found = later_in_the_day(base, line, np.full(48, 2.0), Effects(after_hours=0.1))
    assert found.mean.sum() == pytest.approx(48)
    assert found.mean[opening].sum() == pytest.approx(19 * 0.95)


def test_effects_of_a_mixture_lie_between_those_of_its_kinds():
    mixed = blended({Kind.SHOCK: 0.5, Kind.EPIDEMIC: 0.5})
    low, high = sorted((of_kind(Kind.SHOCK).handling, of_kind(Kind.EPIDEMIC).handling))
    assert low < mixed.handling < high


@pytest.mark.parametrize("model", [SmoothedRegression, House])
def test_next_year_neither_repeats_a_recorded_emergency_nor_forgets_the_level_that_stayed(model):
    history = a_history(730, seed=21)
    values = history.values.copy()
    rng = np.random.default_rng(4)
    values[340:380] = rng.poisson(3.0 * values[340:380])
    values[380:] = rng.poisson(1.25 * values[380:])
    lasting = Demand(history.grid, values)
    first = history.grid.start + timedelta(days=340)
    event = Event("emergency", EventKind.EMERGENCY, first, first + timedelta(days=39))
    # The origin is ten days before the emergency's days of the next year.
    origin = first + timedelta(days=354)
    known = lasting.until(origin)
    made = model().fit(known, Calendar("none"), [event]).predict(28, paths=1)
    usual = history.values[340 + 365 : 340 + 365 + 14].mean()  # the same two weeks of the calm history
    assert (
        1.1 * usual < made.mean[10:24].mean() < 1.5 * usual
    )  # the level that stayed is 1.25, the emergency was 3
