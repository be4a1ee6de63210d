"""Patience that is not exponential: the formula against Erlang A and against the referee."""

from datetime import date
from itertools import product

import numpy as np
import pytest

from forecast.grid import Grid
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.erlang import DEFINITIONS, performance
from forecast.staffing.service import Handling, Line
from forecast.staffing.simulate import simulate
from forecast.staffing.weibull_patience import waiting
from tests.forecast.staffing.builders import a_target

LINES = [
    {"n": n, "aht": aht, "patience": patience, "seconds": seconds}
    for n, aht, patience, seconds in product(
        (1, 2, 12, 200), (60.0, 300.0, 1200.0), (10.0, 120.0, 900.0), (0.0, 15.0, 300.0)
    )
]


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_shape_one_is_erlang_a(definition):
    for line in LINES:
        loads = np.array([0.01, 0.3, 0.8, 1.0, 1.2, 2.0, 4.0]) * line["n"]
        found, exact = waiting(loads, shape=1.0, **line), performance(load=loads, asa=False, **line)
        np.testing.assert_allclose(
            found.service_level(definition), exact.service_level(definition), atol=2e-5, err_msg=str(line)
        )
        np.testing.assert_allclose(found.p_abandon, exact.p_abandon, atol=2e-5)
        np.testing.assert_allclose(found.occupancy, exact.occupancy, atol=2e-5)
        np.testing.assert_allclose(found.mean_wait, exact.mean_wait, atol=2e-5 * line["patience"])


def test_nobody_calls_and_nobody_answers():
    quiet = waiting(np.zeros(1), n=3, aht=300, patience=60, shape=1.3, seconds=15)
    assert (quiet.service_level()[0], quiet.p_abandon[0], quiet.mean_wait[0], quiet.occupancy[0]) == (
        1,
        0,
        0,
        0,
    )
    empty = waiting(np.ones(1), n=0, aht=300, patience=60, shape=1.0, seconds=15)
    assert (empty.service_level()[0], empty.p_abandon[0], empty.mean_wait[0]) == (0, 1, 60)
    assert empty.service_level("credit")[0] == pytest.approx(1 - np.exp(-0.25))
    assert empty.service_level("answered")[0] == 0


@pytest.mark.parametrize(("load", "n", "shape"), [(5.0, 4, 1.3), (9.0, 6, 2.5), (8.0, 9, 0.7)])
def test_the_referee_confirms_patience_of_any_shape(load, n, shape):
    week = Grid(date(2026, 3, 2), 7, 30)
    seen = simulate(
        week,
        np.full(week.slots, load / 240 * 1800),
        np.full(week.slots, n),
        Line(Handling.same(240), 90.0),
        a_target(seconds=15),
        runs=6,
        seed=4,
        behaviour=Behaviour(service="exponential", patience_shape=shape),
    )
    found = waiting(np.array([load]), n=n, aht=240, patience=90, shape=shape, seconds=15)
    plain = performance(load=load, n=n, aht=240, patience=90, seconds=15)
    assert abs(seen.day - found.service_level()[0]) < 1.5 * seen.day_margin
    assert abs(seen.day_abandonment - found.p_abandon[0]) < 1.5 * seen.day_abandonment_margin
    assert abs(seen.day_wait - found.mean_wait[0]) < 1.5 * seen.day_wait_margin
    assert abs(plain.mean_wait - found.mean_wait[0]) > 3 * seen.day_wait_margin, "Erlang A would do"
