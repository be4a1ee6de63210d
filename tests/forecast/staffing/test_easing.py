"""Which half-hours an emergency plans at the higher cap on occupancy, and what that does to a requirement."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast.grid import Grid
from forecast.staffing.deferrable import Batch
from forecast.staffing.easing import Easing, busiest
from forecast.staffing.parameters import BadParameter
from forecast.staffing.plan import outlook, require
from tests.forecast.staffing.builders import OPEN, a_line, a_prediction, a_target

FIRST = date(2026, 3, 2)


def saving(days, start=FIRST, zone="Asia/Shanghai", **at):
    """A grid, operators under the ordinary cap and, fewer by what is given as `d0s20=2`, under the higher one."""
    grid = Grid(start, days, 30, zone)
    usual = np.full(grid.slots, 50)
    fewer = usual.copy()
    for place, saved in at.items():
        day, slot = place.removeprefix("d").split("s")
        fewer[int(day) * 48 + int(slot)] -= saved
    return usual, fewer, grid


def chosen(*setting, hours=2.0, days=5):
    return [divmod(int(k), 48) for k in np.flatnonzero(busiest(*setting, hours=hours, days=days))]


def test_two_hours_of_a_day_are_those_that_save_most_and_of_equals_the_earlier():
    setting = saving(1, d0s18=1, d0s20=3, d0s21=2, d0s22=1, d0s23=1, d0s24=2)
    assert chosen(*setting) == [(0, 18), (0, 20), (0, 21), (0, 24)]
    assert chosen(*setting, hours=0.9) == [(0, 20)]
    assert chosen(*setting, hours=0) == []


def test_only_the_days_that_save_most_and_of_equals_the_earlier():
    setting = saving(7, d0s20=1, d1s20=3, d2s20=1, d3s20=2, d4s20=1, d5s20=1, d6s20=1)
    assert chosen(*setting) == [(0, 20), (1, 20), (2, 20), (3, 20), (4, 20)]
    assert chosen(*setting, days=2) == [(1, 20), (3, 20)]
    assert chosen(*setting, days=0) == chosen(*setting, days=-1) == []


def test_nothing_is_planned_higher_where_it_saves_nobody():
    assert chosen(*saving(7)) == []
    usual, fewer, grid = saving(1)
    assert chosen(usual, fewer + 1, grid) == []


def test_the_hour_that_comes_twice_counts_twice_and_the_one_that_is_skipped_not_at_all():
    # On 25 October 2026 the half-hours from 02:00 last an hour each in Berlin; on 29 March they do not come.
    autumn = saving(1, date(2026, 10, 25), "Europe/Berlin", d0s4=3, d0s5=3, d0s20=2)
    assert chosen(*autumn) == [(0, 4), (0, 5)]
    assert chosen(*autumn, hours=1.5) == [(0, 4), (0, 20)]
    spring = saving(1, date(2026, 3, 29), "Europe/Berlin", d0s4=3, d0s20=1)
    assert chosen(*spring) == [(0, 20)]


def test_each_span_has_its_own_days_and_nothing_outside_is_planned_higher():
    usual, fewer, grid = saving(6, d0s20=2, d1s20=3, d2s20=1, d4s20=1, d5s20=1)
    day = [FIRST + timedelta(days=k) for k in range(6)]
    found = Easing(0.9, 2.0, ((day[1], day[2], 1), (day[4], day[5], 5))).chosen(grid, usual, fewer)
    assert [int(k) // 48 for k in np.flatnonzero(found)] == [1, 4, 5]
    with pytest.raises(BadParameter):
        Easing(90, 2.0, ())


WHOLE = Easing(0.9, 2.0, ((FIRST, FIRST + timedelta(days=6), 5),))
"""As an emergency of a week has it."""


def needed(prediction, easing=None, **more):
    return require(
        prediction, a_line(), a_target(max_occupancy=0.85), paths_are="rates", easing=easing, **more
    )


def test_many_calls_are_planned_busier_within_both_limits_and_keep_the_service():
    prediction = a_prediction(600, days=7)
    usual, eased = needed(prediction), needed(prediction, WHOLE)
    assert usual.eased == ()
    assert len(eased.eased) == 4 * 5
    assert {slot // 48 for slot in eased.eased} == set(range(5))
    picked = np.isin(np.arange(prediction.grid.slots), eased.eased)
    assert (eased.operators[picked] < usual.operators[picked]).all()
    np.testing.assert_array_equal(eased.operators[~picked], usual.operators[~picked])
    seen = outlook(prediction, a_line(), a_target(), eased.operators, paths_are="rates")
    assert 0.85 < seen.occupancy[picked].min() <= seen.occupancy[picked].max() <= 0.9 + 1e-6
    assert seen.service_level[picked].min() >= 0.8


def test_where_the_service_target_binds_first_nothing_changes():
    prediction = a_prediction(20, days=7)
    usual, eased = needed(prediction), needed(prediction, WHOLE)
    assert eased.eased == ()
    np.testing.assert_array_equal(eased.operators, usual.operators)


@pytest.mark.parametrize("method", ["stationary", "exact"])
def test_every_method_plans_busier_only_where_it_saves_somebody(method):
    falling = np.where(OPEN, np.linspace(400, 60, 48), 0.0)
    usual, eased = (needed(a_prediction(falling), easing, method=method) for easing in (None, WHOLE))
    assert eased.eased
    assert (eased.operators[list(eased.eased)] < usual.operators[list(eased.eased)]).all()


def test_call_backs_keep_to_the_ordinary_cap():
    prediction = a_prediction(np.where(np.arange(48) < 26, 600, 100))
    batch = Batch("voicemail", 16, 34, 240.0)
    eased = needed(prediction, WHOLE, batches=(batch,))
    assert eased.eased
    assert eased.call_backs.total()[list(eased.eased)].sum() == 0
    assert eased.call_backs.late.sum() == 0
