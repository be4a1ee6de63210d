"""Facts about slots, clock changes and missing days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.demand import Demand
from forecast.errors import DataError
from forecast.grid import Grid


@given(
    start=st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    days=st.integers(1, 40),
    step=st.sampled_from([5, 15, 30, 60, 1440]),
    data=st.data(),
)
def test_every_slot_holds_its_own_start_and_last_minute(start, days, step, data):
    grid = Grid(start, days, step)
    slot = data.draw(st.integers(0, grid.slots - 1))
    assert grid.slot_of(grid.start_of(slot)) == slot
    assert grid.slot_of(grid.start_of(slot) + timedelta(minutes=step - 1)) == slot


def test_a_moment_of_another_zone_is_brought_to_local_time():
    grid = Grid(date(2026, 2, 16), 1, 30)
    moment = datetime(2026, 2, 16, 1, 0, tzinfo=ZoneInfo("UTC"))  # 09:00 in Shanghai
    assert grid.slot_of(moment) == 18


@pytest.mark.parametrize("moment", [datetime(2026, 2, 15, 23, 59), datetime(2026, 2, 17)])
def test_a_moment_just_outside_is_refused(moment):
    with pytest.raises(ValueError, match="outside the grid"):
        Grid(date(2026, 2, 16), 1, 30).slot_of(moment)


def test_the_skipped_hour_of_spring_lasts_nothing_and_the_hour_of_autumn_twice_as_long():
    spring = Grid(date(2026, 3, 29), 1, 60, "Europe/London").minutes_of()
    autumn = Grid(date(2026, 10, 25), 1, 60, "Europe/London").minutes_of()
    assert spring.sum() == 23 * 60
    assert spring[1] == 0
    assert autumn.sum() == 25 * 60
    assert autumn.max() == 120


def test_half_hours_of_a_skipped_hour_last_nothing_and_those_of_a_double_one_twice_as_long():
    spring = Grid(date(2026, 3, 28), 3, 30, "Europe/Berlin").minutes_of().reshape(3, 48)
    autumn = Grid(date(2026, 10, 24), 3, 30, "Europe/Berlin").minutes_of().reshape(3, 48)
    for lengths, hour in ((spring, 0), (autumn, 60)):
        assert (lengths[[0, 2]] == 30).all()
        assert lengths[1, 3:7].tolist() == [30, hour, hour, 30]


def test_a_day_that_begins_an_hour_late_has_no_first_hour():
    lengths = Grid(date(2018, 11, 3), 2, 30, "America/Sao_Paulo").minutes_of()
    assert lengths[46:52].tolist() == [30, 30, 0, 0, 30, 30]


@pytest.mark.parametrize(("days", "step"), [(0, 30), (-1, 30), (1, 0), (1, 7), (1, 2880)])
def test_a_grid_that_cannot_be_is_refused(days, step):
    with pytest.raises(ValueError, match="grid"):
        Grid(date(2026, 1, 1), days, step)


def test_an_absent_day_is_missing_and_not_zero():
    series = pd.Series([5.0, 7.0], index=pd.to_datetime(["2026-01-01", "2026-01-03"]))
    demand = Demand.from_series(series)
    assert demand.grid.days == 3
    assert np.isnan(demand.values[1])


def test_a_day_with_a_missing_half_hour_has_no_total():
    values = np.ones(96)
    values[50] = np.nan
    daily = Demand(Grid(date(2026, 1, 1), 2, 30), values).daily()
    assert daily.values[0] == 48
    assert np.isnan(daily.values[1])


def test_cutting_keeps_the_origin_and_drops_the_future():
    demand = Demand(Grid(date(2026, 1, 1), 10), np.arange(10.0))
    past = demand.until(date(2026, 1, 4))
    assert past.grid.end == date(2026, 1, 4)
    assert past.values.tolist() == [0, 1, 2, 3]
    assert demand.since(date(2026, 1, 9)).values.tolist() == [8, 9]
    assert demand.until(date(2027, 1, 1)).grid.days == 10


def test_an_origin_before_the_history_is_named():
    with pytest.raises(DataError) as caught:
        Demand(Grid(date(2026, 1, 2), 1), np.ones(1)).until(date(2026, 1, 1))
    assert caught.value.code == "origin_before_history"
    assert caught.value.details == {"origin": date(2026, 1, 1), "first": date(2026, 1, 2)}


@pytest.mark.parametrize("bad", [-1.0, np.inf])
def test_a_demand_that_cannot_be_is_refused(bad):
    with pytest.raises(ValueError, match=r"demand\.values"):
        Demand(Grid(date(2026, 1, 1), 1), np.array([bad]))


def test_values_cannot_be_changed_afterwards_nor_from_outside():
    mine = np.ones(1)
    demand = Demand(Grid(date(2026, 1, 1), 1), mine)
    mine[0] = 7
    assert demand.values[0] == 1
    with pytest.raises(ValueError, match="read-only"):
        demand.values[0] = 2
