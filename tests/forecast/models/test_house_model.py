"""What the house model must do with what a hotline goes through."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast.calendar import Calendar, Event, EventKind, lunar_new_year
from forecast.demand import Demand
from forecast.errors import SettingError
from forecast.grid import Grid
from forecast.models.house import House
from forecast.models.ingredients import Ingredients
from tests.forecast.builders import WEEK, a_history, of_values, with_values

NONE = Calendar("none")


def _festival_history(years: tuple[int, ...] = (2021, 2022, 2023, 2024), seed: int = 5) -> Demand:
    """Return a hotline whose volume halves for the five days from each lunar new year's day on."""
    start, end = date(years[0] - 1, 3, 1), date(years[-1], 12, 31)
    rng = np.random.default_rng(seed)
    days = (end - start).days + 1
    level = np.array([150 * WEEK[(start + timedelta(days=k)).weekday()] / WEEK.mean() for k in range(days)])
    for year in years:
        first = (lunar_new_year(year) - start).days
        level[first : first + 5] *= 0.5
    return Demand(Grid(start, days), rng.poisson(level).astype(float))


def test_a_past_emergency_that_is_marked_does_not_come_back_next_year():
    demand = _festival_history()
    first = (lunar_new_year(2023) - demand.grid.start).days
    hit = with_values(demand, slice(first - 3, first + 17), 420.0)
    dates = demand.grid.dates
    event = Event("scare", EventKind.EMERGENCY, dates[first - 3], dates[first + 16])
    origin = date(2024, 1, 31)
    calm, marked, bare = (
        House().fit(d.until(origin), Calendar("CN"), e).predict(28).mean
        for d, e in ((demand, []), (hit, [event]), (hit, []))
    )
    assert marked == pytest.approx(calm, rel=0.2)  # one festival of three is lost with the emergency
    assert np.abs(bare / calm - 1).max() > np.abs(marked / calm - 1).max()


def test_the_lunar_new_year_is_forecast_on_its_moving_date():
    demand = _festival_history()
    made = House().fit(demand.until(date(2024, 1, 31)), Calendar("CN")).predict(28)
    eve = (lunar_new_year(2024) - made.grid.start).days
    ordinary = made.mean[: eve - 3].mean()
    assert made.mean[eve : eve + 5].mean() < 0.65 * ordinary
    assert made.mean[eve + 9 : eve + 14].mean() > 0.85 * ordinary


def test_a_platform_change_is_a_lasting_level():
    demand = a_history(500)
    later = Demand(demand.grid, np.where(np.arange(500) >= 488, 1.6, 1.0) * demand.values)
    event = Event("platform", EventKind.PLATFORM, demand.grid.dates[488], demand.grid.dates[488])
    made = House().fit(later, NONE, [event]).predict(28)
    assert made.mean.mean() == pytest.approx(1.6 * 150, rel=0.12)


def test_a_lone_storm_is_left_out_and_said():
    demand = with_values(a_history(400), 380, 900.0)
    made = House().fit(demand, NONE).predict(14)
    assert made.mean.mean() == pytest.approx(150, rel=0.1)
    assert "shocks_masked" in {note.code for note in made.notes}


def test_intervals_hold_what_they_say_on_a_process_that_is_known():
    hits_80, hits_95 = [], []
    for seed in range(12):
        demand = a_history(428, seed=seed)
        made = House().fit(demand.until(demand.grid.dates[399]), NONE).predict(28)
        actual = demand.values[400:]
        hits_80.append((actual >= made.quantile(0.1)) & (actual <= made.quantile(0.9)))
        hits_95.append((actual >= made.quantile(0.025)) & (actual <= made.quantile(0.975)))
    assert 0.74 < np.mean(hits_80) < 0.88
    assert 0.91 < np.mean(hits_95) < 0.99


def test_rare_calls_keep_their_mean_and_zero_stays_possible():
    demand = a_history(400, mean=0.6)
    made = House().fit(demand, NONE).predict(28)
    assert made.mean.mean() == pytest.approx(demand.values.mean(), rel=0.25)
    assert (made.quantiles[:, 0] == 0).all()


def test_an_event_of_every_year_is_learned():
    demand = a_history(800)
    march = np.array([d.month == 3 and d.day in (15, 16) for d in demand.grid.dates])
    busy = Demand(demand.grid, np.where(march, 2.5, 1.0) * demand.values)
    event = Event("consumer_day", EventKind.CONSUMER_DAY, date(2024, 3, 15), date(2024, 3, 16), repeats=True)
    origin = date(2026, 3, 8)
    made = House().fit(busy.until(origin), NONE, [event]).predict(28)
    at = (date(2026, 3, 15) - made.grid.start).days
    assert (
        made.mean[at]
        > 1.5 * of_values(demand.values[demand.grid.slot_of(date(2026, 3, 8)) :: 7]).values.mean()
    )


@pytest.mark.parametrize("days", [60, 400])
def test_a_constant_history_is_forecast_as_it_is(days):
    made = House().fit(of_values(np.full(days, 100.0)), NONE).predict(7)
    assert made.mean == pytest.approx(100, rel=0.02)


def test_half_of_a_departure_that_may_come_back_is_gone_in_a_month():
    demand = a_history(300)
    values = demand.values * (1 + 0.25 * (np.arange(300) >= 290))  # to stay, or to come back?
    calm, risen = (House().fit(of_values(each), NONE).predict(35).mean for each in (demand.values, values))
    left = risen / calm - 1
    assert left[:7].mean() > 0.08
    assert left[28:].mean() == pytest.approx(0.5 * left[:7].mean(), rel=0.25)


def test_a_daily_update_is_near_a_new_fit():
    demand = a_history(430)
    fitted = House().fit(demand.until(demand.grid.dates[399]), NONE)
    updated = fitted.update(demand).predict(28)
    fresh = House().fit(demand, NONE).predict(28)
    assert updated.grid == fresh.grid
    assert updated.mean == pytest.approx(fresh.mean, rel=0.05)
    assert updated.quantile(0.9) == pytest.approx(fresh.quantile(0.9), rel=0.08)


def test_a_daily_update_is_not_moved_by_a_storm():
    demand = a_history(430)
    fitted = House().fit(demand.until(demand.grid.dates[399]), NONE)
    calm = fitted.update(demand).predict(14).mean.mean()
    storm = fitted.update(with_values(demand, slice(415, 418), 900.0)).predict(14).mean.mean()
    assert storm == pytest.approx(calm, rel=0.05)


def test_an_update_reaches_only_as_far_as_its_calendar():
    demand = a_history(430)
    updated = House().fit(demand.until(demand.grid.dates[399]), NONE).update(demand)
    assert updated.predict(90).grid.days == 90
    with pytest.raises(SettingError, match="horizon_out_of_range"):
        updated.predict(91)
    with pytest.raises(ValueError, match="must start on"):
        updated.update(demand.since(demand.grid.dates[30]))


def test_a_first_festival_is_wider_than_the_days_before_it_and_all_its_days_go_wrong_together():
    """Ten months without a lunar new year: what the first one does is known by no more than that it does something."""
    rng = np.random.default_rng(3)
    start, days = date(2024, 3, 1), 312
    level = [150 * WEEK[(start + timedelta(days=k)).weekday()] / WEEK.mean() for k in range(days)]
    demand = Demand(Grid(start, days), rng.poisson(level).astype(float))
    made = (
        House().fit(demand, Calendar("CN")).predict(35, paths=2000)
    )  # 7 January 2025 on; new year on the 29th
    width = np.log(made.quantile(0.9) / made.quantile(0.1))
    assert width[22:25].mean() > 2 * width[:7].mean()
    block = made.paths[:, 22:29]
    apart = np.sqrt(np.sum(block.std(axis=0) ** 2))
    assert block.sum(axis=1).std() > 1.5 * apart


@pytest.mark.parametrize(
    "left_out", ["shrinkage", "lunar_window", "shock_masks", "wandering_errors", "learned_widths"]
)
def test_each_ingredient_can_be_left_out_and_changes_the_forecast(left_out):
    demand = _festival_history((2023, 2024))
    demand = with_values(demand, slice(-60, -58), 900.0)
    whole = House().fit(demand, Calendar("CN")).predict(60, paths=1)
    without = House(Ingredients(**{left_out: False})).fit(demand, Calendar("CN")).predict(60, paths=1)
    assert not np.allclose(without.quantiles, whole.quantiles, rtol=1e-3)
    assert without.mean.mean() == pytest.approx(whole.mean.mean(), rel=0.3)
