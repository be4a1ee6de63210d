"""What a forecast is made of, where the truth of each part is known because it was put in."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast.calendar import Calendar, Event, EventKind, lunar_new_year
from forecast.demand import Demand
from forecast.grid import Grid
from forecast.models import features
from forecast.models.effects import PART_OF, PARTS, HasEffects
from forecast.models.house import House
from forecast.models.naive import SeasonalNaive
from tests.forecast.builders import WEEK, a_history

NONE = Calendar("none")


def test_every_group_of_columns_belongs_to_a_part():
    assert {PART_OF[group.code] for group in features.GROUPS} <= set(PARTS)


def test_parts_add_up_to_the_log_of_the_median():
    demand = a_history(800)
    fitted = House().fit(demand, NONE)
    total = fitted.effects(28).log_total()
    made = fitted.predict(28)
    assert np.exp(total) == pytest.approx(made.quantile(0.5), rel=0.03)


def test_the_weekday_part_is_the_week_that_was_put_in():
    demand = a_history(800)
    found = House().fit(demand, NONE).effects(7).parts["weekday"]
    start = demand.grid.end + timedelta(days=1)
    truth = np.log(WEEK)[[(start.weekday() + k) % 7 for k in range(7)]]
    assert found == pytest.approx(truth - truth.mean(), abs=0.06)


def test_a_level_that_rose_is_told_as_recent_level_and_not_as_anything_else():
    demand = a_history(500)
    risen = Demand(demand.grid, np.where(np.arange(500) >= 440, 1.5, 1.0) * demand.values)
    found = House().fit(risen, NONE).effects(14)
    # The past year stands at 1.5 for 60 of its 364 days: the base is 1.5 ** (60 / 364).
    expected = np.log(1.5) * (1 - 60 / 364)
    assert found.parts["recent"].mean() == pytest.approx(expected, abs=0.07)
    assert np.abs(found.parts["holiday"]).max() == 0.0


def test_an_event_and_a_festival_are_told_as_such():
    start, end = date(2019, 3, 1), date(2024, 1, 31)
    days = (end - start).days + 1
    dates = [start + timedelta(days=k) for k in range(days)]
    level = np.full(days, 200.0)
    for year in range(2020, 2024):
        first = (lunar_new_year(year) - start).days
        level[first : first + 5] *= 0.5
    level[[d.month == 2 and d.day == 25 for d in dates]] *= 2.0
    demand = Demand(Grid(start, days), np.random.default_rng(3).poisson(level).astype(float))
    event = Event("fair", EventKind.OTHER, date(2020, 2, 25), date(2020, 2, 25), repeats=True)
    found = House().fit(demand, Calendar("CN"), [event]).effects(28)
    festival = (lunar_new_year(2024) - end).days  # 10 February 2024
    fair = (date(2024, 2, 25) - end).days - 1
    assert found.parts["holiday"][festival : festival + 4].mean() == pytest.approx(np.log(0.5), abs=0.15)
    assert found.parts["event"][fair] == pytest.approx(np.log(2.0), abs=0.2)
    assert abs(found.parts["event"][festival]) < 0.05


def test_a_centre_that_rests_at_weekends_has_no_parts_there():
    values = a_history(400).values * np.tile([1, 1, 1, 1, 1, 0, 0], 58)[:400]
    found = House().fit(Demand(Grid(date(2024, 1, 1), 400), values), NONE).effects(14)
    weekend = np.array([(date(2024, 1, 1) + timedelta(days=400 + k)).weekday() >= 5 for k in range(14)])
    assert (found.is_open == ~weekend).all()
    assert found.parts["weekday"][weekend] == pytest.approx(0.0)


def test_a_model_without_effects_is_told_from_one_with_them():
    demand = a_history(60)
    assert isinstance(House().fit(demand, NONE), HasEffects)
    assert not isinstance(SeasonalNaive().fit(demand, NONE), HasEffects)
