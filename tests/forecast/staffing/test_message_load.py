"""Messages called back beside the calls: what callers lose, against the referee."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from forecast.grid import Grid
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.message_load import service_lost
from forecast.staffing.plan import outlook
from forecast.staffing.service import Handling, Line
from forecast.staffing.simulate import simulate
from forecast.staffing.workload import workload
from tests.forecast.staffing.builders import a_prediction, a_target

WEEK = Grid(date(2026, 3, 2), 7, 30)
OPEN = np.zeros(48, dtype=bool)
OPEN[17:36] = True
LINE = Line(Handling.same(240, cv=1.0), 90.0, OPEN)
CALLERS = Behaviour(service="exponential", voicemail=0.8)


def a_week(rate):
    return a_prediction(rate, days=7, paths=2)


def lost(prediction, cover, callers=CALLERS):
    work = workload(prediction, LINE, paths_are="rates")
    left = np.where(work.open, 0.0, prediction.mean * callers.voicemail)
    return work, service_lost(work, a_target(seconds=15), cover, left, callers)


@pytest.mark.parametrize("n", [5, 8])
def test_the_referee_loses_as_much_to_messages(n):
    prediction, cover = a_week(30.0), np.tile(OPEN, 7) * n
    work, less = lost(prediction, cover)
    calls = work.calls
    promised = outlook(prediction, LINE, a_target(seconds=15), cover, paths_are="rates").service_level
    shares = []
    for voicemail in (0.8, 0.0):
        seen = simulate(
            WEEK, prediction.mean, cover, LINE, a_target(seconds=15), runs=12, seed=2,
            behaviour=replace(CALLERS, voicemail=voicemail),
        )  # fmt: skip
        shares.append(seen.day)
    assert shares[1] - shares[0] > 0.02
    assert less @ calls / calls.sum() == pytest.approx(shares[1] - shares[0], abs=0.02)
    assert (promised - less) @ calls / calls.sum() == pytest.approx(shares[0], abs=0.02)


def test_the_morning_pays_and_the_afternoon_is_free_of_messages_that_are_done():
    _, less = lost(a_week(20.0), np.tile(OPEN, 7) * 8)
    days = less.reshape(7, 48)
    assert (days[1:, 17] > 0).all()
    assert (days[:, 35] == 0).all()
    assert (days[:, ~OPEN] == 0).all()


def test_no_message_and_nobody_idle_cost_nothing():
    prediction = a_week(20.0)
    _, none = lost(prediction, np.tile(OPEN, 7) * 8, replace(CALLERS, voicemail=0.0))
    _, alone = lost(prediction, np.tile(OPEN, 7) * 1)
    assert not none.any()
    assert not alone.any()


def test_who_is_there_at_night_calls_back_before_the_morning():
    cover = np.full(WEEK.slots, 4)
    _, less = lost(a_week(3.0), cover)
    assert less.max() < 0.01
