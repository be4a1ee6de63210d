"""Parts add up to the total, on the mean and on every path, and hold what their intervals say."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast.calendar import Calendar, Event, EventKind
from forecast.errors import PlanError
from forecast.grid import Grid
from forecast.hierarchy import FLOOR, Breakdown, learn_mix, split_total
from forecast.models.sampling import from_draws

NONE = Calendar("none")
START = date(2024, 1, 1)
SHARES = {("phone", "food"): 0.5, ("phone", "courier"): 0.2, ("web", "food"): 0.25, ("web", "courier"): 0.05}


def a_breakdown(days=400, mean=150.0, shares=SHARES, *, concentration=None, seed=1):
    rng = np.random.default_rng(seed)
    mix = np.array(list(shares.values()))
    rows = np.tile(mix, (days, 1)) if concentration is None else rng.dirichlet(concentration * mix, days)
    counts = np.array([rng.multinomial(n, p) for n, p in zip(rng.poisson(mean, days), rows, strict=True)])
    return Breakdown(Grid(START, days), ("channel", "topic"), tuple(shares), counts)


def a_total(history, days=14, mean=150.0):
    draws = np.random.default_rng(3).poisson(mean, (2000, days)).astype(float)
    start = history.grid.end + timedelta(days=1)
    return from_draws(Grid(start, days), history.grid.end, "house", draws, paths=100)


@pytest.mark.parametrize("by", ["channel", "topic"])
def test_parts_add_up_to_the_total_on_the_mean_and_on_every_path(by):
    history = a_breakdown()
    total = a_total(history)
    parts = split_total(total, history, NONE, by=by)
    assert parts.mean.sum(axis=1) == pytest.approx(total.mean)
    assert (parts.paths.sum(axis=2) == total.paths).all()
    assert (parts.paths == np.round(parts.paths)).all()
    assert (np.diff(parts.quantiles, axis=2) >= 0).all()


def test_the_mix_that_was_put_in_comes_out():
    history = a_breakdown()
    parts = split_total(a_total(history), history, NONE, by="channel")
    assert parts.names == ("phone", "web")
    assert parts.mean.sum(axis=0) / parts.mean.sum() == pytest.approx([0.7, 0.3], abs=0.02)


def test_a_platform_that_shifts_the_mix_is_followed():
    before, after = (
        a_breakdown(),
        a_breakdown(120, shares=dict(zip(SHARES, (0.3, 0.1, 0.5, 0.1), strict=True)), seed=2),
    )
    counts = np.vstack([before.counts, after.counts])
    history = Breakdown(Grid(START, len(counts)), before.dimensions, before.keys, counts)
    parts = split_total(a_total(history), history, NONE, by="channel")
    assert parts.mean[0, 1] / parts.mean[0].sum() == pytest.approx(0.6, abs=0.05)
    assert learn_mix(history, NONE).memory < 365


def test_days_that_stray_beyond_chance_are_believed_to():
    assert learn_mix(a_breakdown(concentration=60.0), NONE).concentration == pytest.approx(60, rel=0.25)
    assert learn_mix(a_breakdown(), NONE).concentration > 2000


def test_intervals_of_parts_hold_what_they_say():
    history = a_breakdown(concentration=80.0)
    parts = split_total(a_total(history, 100), history, NONE, by="channel")
    later = a_breakdown(100, concentration=80.0, seed=8)
    actual = later.counts @ later.groups("channel")[1]
    inside = (actual >= parts.quantiles[:, :, 2]) & (actual <= parts.quantiles[:, :, -3])
    assert 0.72 <= inside.mean() <= 0.9


def test_thousands_of_sparse_series_add_up_and_none_is_impossible():
    rng = np.random.default_rng(4)
    names = [(f"c{k % 40}", f"t{k // 40}") for k in range(3000)]
    mix = rng.dirichlet(np.full(3000, 0.05))
    counts = np.array([rng.multinomial(150, mix) for _ in range(200)])
    history = Breakdown(Grid(START, 200), ("county", "topic"), tuple(names), counts)
    total = a_total(history, 7)
    parts = split_total(total, history, NONE, by="county")
    assert (parts.paths.sum(axis=2) == total.paths).all()
    assert parts.mean.sum(axis=1) == pytest.approx(total.mean)
    assert (learn_mix(history, NONE).shares > 0).all()


def test_the_same_seed_gives_the_same_parts_and_looks_at_nothing_after_the_origin():
    history = a_breakdown()
    total = a_total(history)
    longer = Breakdown(
        Grid(START, 410), history.dimensions, history.keys, np.vstack([history.counts, np.full((10, 4), 500)])
    )
    first, second = (split_total(total, h, NONE, by="topic", seed=5) for h in (history, longer))
    assert np.array_equal(first.paths, second.paths)
    assert np.array_equal(first.mean, second.mean)


def test_the_mix_of_an_emergency_is_not_learned():
    history = a_breakdown()
    counts = history.counts.copy()
    counts[380:] = [10, 10, 10, 400]
    strange = Breakdown(history.grid, history.dimensions, history.keys, counts)
    scare = Event("scare", EventKind.EMERGENCY, history.grid.dates[380], history.grid.end)
    found = learn_mix(strange, NONE, [scare]).shares[0]
    assert found == pytest.approx(list(SHARES.values()), abs=0.03)


def test_what_cannot_be_split_is_named():
    history = a_breakdown()
    for call, code in (
        (lambda: split_total(a_total(history), history, NONE, by="weather"), "unknown_dimension"),
        (
            lambda: learn_mix(Breakdown(Grid(START, 3), ("a",), (("x",),), np.zeros((3, 1))), NONE),
            "no_breakdown",
        ),
    ):
        with pytest.raises(PlanError) as caught:
            call()
        assert caught.value.code == code
    with pytest.raises(ValueError, match="counts"):
        Breakdown(Grid(START, 3), ("a",), (("x",),), np.zeros((2, 1)))


def test_one_combination_alone_takes_the_whole():
    history = Breakdown(Grid(START, 30), ("channel",), (("phone",),), np.full((30, 1), 100))
    parts = split_total(a_total(history), history, NONE, by="channel")
    assert (parts.paths[:, :, 0] == a_total(history).paths).all()
    assert FLOOR > 0
