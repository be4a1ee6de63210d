"""Similar centres: what they know of days that a new centre has not seen, and how far they are believed."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast.backtest import backtest, forecast_history
from forecast.calendar import Calendar
from forecast.choice import choose
from forecast.demand import Demand
from forecast.models.house import House
from forecast.similar import BELIEF, effects_of, pooled, usual_of
from tests.forecast.builders import WEEK, a_history, of_values

CHINA = Calendar("CN")
OPENED = date(2024, 9, 9)
"""First day of the new centre: it has never seen National Day."""

LAST = date(2024, 9, 29)
NATIONAL_DAY = slice(1, 4)
"""1 to 3 October among the days ahead."""


def a_centre(mean: float, seed: int, *, share: float = 0.5, start: date = date(2019, 12, 30)) -> Demand:
    """Return a centre with this share of its usual calls on the first three days of each October."""
    made = a_history((LAST - start).days + 1, mean=mean, seed=seed, start=start, noise=0.05)
    festive = np.array([day.month == 10 and day.day <= 3 for day in made.grid.dates])
    return Demand(made.grid, np.round(np.where(festive, share, 1.0) * made.values))


NEW = a_centre(150, 1, start=OPENED)
OTHERS = (a_centre(80, 2), a_centre(400, 3), a_centre(200, 4))


def told(*values: float, variance: float = 0.0):
    return {("holiday", str(k)): (value, variance) for k, value in enumerate(values)}


@pytest.mark.parametrize("model", ["house", "count_regression", "ets"])
def test_a_centre_of_three_weeks_knows_what_a_holiday_does_elsewhere(model):
    alone = forecast_history(NEW, CHINA, horizon=7, model=model).champion
    made = forecast_history(NEW, CHINA, horizon=7, model=model, similar=OTHERS).champion
    there = alone.mean[NATIONAL_DAY].mean() / alone.mean[0]
    here = made.mean[NATIONAL_DAY].mean() / made.mean[0]
    assert there > 0.8
    assert here < 0.65


def test_its_interval_is_narrower_than_that_of_a_centre_that_stands_alone_and_holds_what_comes():
    alone = forecast_history(NEW, CHINA, horizon=7, model="house").champion.quantiles[NATIONAL_DAY]
    made = forecast_history(NEW, CHINA, horizon=7, model="house", similar=OTHERS).champion.quantiles
    width = made[NATIONAL_DAY, -1] - made[NATIONAL_DAY, 0]
    assert (width < alone[:, -1] - alone[:, 0]).all()
    usual = np.array([1.07, 1.01, 0.93]) / WEEK.mean() * 150  # Tuesday to Thursday
    assert (made[NATIONAL_DAY, 0] < 0.5 * usual).all()
    assert (made[NATIONAL_DAY, -1] > 0.5 * usual).all()


def test_the_effects_say_holiday_and_add_up_to_the_typical_day():
    fitted = House().fit(NEW, CHINA, (), usual_of(OTHERS, CHINA))
    effects = fitted.effects(7)
    assert (effects.parts["holiday"][NATIONAL_DAY] < np.log(0.75)).all()
    assert np.exp(effects.log_total()) == pytest.approx(fitted.predict(7).quantiles[:, 10], rel=0.06)


def test_a_long_history_believes_itself():
    own = a_centre(150, 1, share=1.5)  # three times what the others have
    alone = forecast_history(own, CHINA, horizon=7, model="house").champion.mean
    made = forecast_history(own, CHINA, horizon=7, model="house", similar=OTHERS).champion.mean
    assert (made[NATIONAL_DAY] > 0.75 * alone[NATIONAL_DAY]).all()


def test_one_centre_is_believed_half():
    usual = pooled([told(0.4, -0.2)])
    whole = (0.4**2 + 0.2**2) / 2
    assert usual.effects == pytest.approx({("holiday", "0"): 0.2, ("holiday", "1"): -0.1}, rel=1e-4)
    assert usual.groups["holiday"].size == pytest.approx(np.sqrt(0.75 * whole), rel=1e-4)
    assert (usual.groups["holiday"].belief, usual.centres) == (BELIEF, 1)


def test_centres_that_agree_are_followed_and_a_further_one_is_about_them_as_they_are_about_each_other():
    rng = np.random.default_rng(1)
    true = rng.normal(0, 0.3, 200)
    usual = pooled([told(*(true + rng.normal(0, 0.1, 200))) for _ in range(5)])
    assert np.array(list(usual.effects.values())) == pytest.approx(true, abs=0.2)
    # 0.1 between centres, and the error of a mean of five
    assert usual.groups["holiday"].size == pytest.approx(0.1 * np.sqrt(1 + 1 / 5), rel=0.05)


def test_centres_that_go_different_ways_are_not_followed():
    usual = pooled([told(0.5, -0.5), told(-0.4, 0.4)])
    assert set(usual.effects.values()) == {0.0}
    assert usual.groups["holiday"].size > 0.4


def test_what_the_centres_do_not_tell_makes_the_guess_wider_however_many_they_are():
    sure, unsure = (pooled([told(0.3, -0.1, variance=v)] * 4).groups["holiday"].size for v in (0.0, 0.08))
    assert unsure**2 == pytest.approx(sure**2 + 0.08)


def test_only_what_a_history_has_seen_is_told_of_and_nothing_of_its_own_level():
    found = effects_of(a_centre(150, 1, start=date(2024, 5, 6)), CHINA)
    assert {group for group, _ in found} == {"weekday", "day_kind", "holiday", "month"}
    assert not any(name.startswith("national_day@0") for _, name in found)


def test_a_history_too_short_to_tell_changes_nothing():
    alone = forecast_history(NEW, CHINA, horizon=7)
    made = forecast_history(NEW, CHINA, horizon=7, similar=[of_values([3.0, 4.0, 5.0])])
    assert np.array_equal(made.champion.quantiles, alone.champion.quantiles)
    assert made.notes == alone.notes


def test_the_reader_is_told_how_many_centres_were_asked():
    notes = {
        note.code: dict(note.details)
        for note in forecast_history(NEW, CHINA, horizon=7, similar=OTHERS).notes
    }
    assert notes["similar_centres"] == {"centres": 3}


def test_nothing_after_the_origin_is_looked_at():
    origin = LAST - timedelta(days=7)
    later = [
        Demand(d.grid, np.where(np.arange(d.grid.days) > d.grid.days - 7, 999.0, d.values)) for d in OTHERS
    ]
    first, second = (
        backtest(NEW, CHINA, horizon=7, every=7, origins=1, similar=others) for others in (OTHERS, later)
    )
    columns = [name for name in first.columns if name != "seconds"]
    assert first[columns].equals(second[columns])
    assert first["origin"].dt.date.unique().tolist() == [origin]


def test_looks_back_with_other_centres_are_other_looks():
    demand, memory = a_history(49), {}
    choose(demand, CHINA, memory=memory)
    before = len(memory)
    choose(demand, CHINA, memory=memory, similar=[a_history(60, seed=2, start=date(2023, 12, 4))])
    assert len(memory) == 2 * before
