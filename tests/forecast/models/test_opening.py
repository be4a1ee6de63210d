"""On which days a centre rests is told by days that it has had, not by days of another name."""

from datetime import date

import numpy as np

from forecast.calendar import Calendar
from forecast.models.house import House
from forecast.models.opening import Opening
from tests.forecast.builders import a_history, with_values

US = Calendar("US")
START = date(2003, 3, 3)
COLUMBUS_DAY = date(2003, 10, 13)


def resting(days: int):
    """Weekdays from March 2003 on; no call on a holiday."""
    demand = a_history(days, start=START)
    off = np.array([day.is_off for day in US.days(START, days)])
    return with_values(demand, off, np.nan)


def test_a_holiday_never_met_is_no_rest_where_few_were_met():
    opening = Opening.learn(resting(210), US)
    assert not opening.on(US.day(date(2004, 5, 31)))  # Memorial Day was met
    assert opening.on(US.day(COLUMBUS_DAY))


def test_after_a_year_of_rests_every_holiday_is_one():
    opening = Opening.learn(resting(420), US)
    assert opening.met is None
    assert not opening.on(US.day(date(2004, 7, 5)))


def test_an_unknown_holiday_is_forecast_with_a_wide_band():
    made = House().fit(resting(210), US).predict(28)
    day, before = (COLUMBUS_DAY - made.grid.start).days, (date(2003, 10, 6) - made.grid.start).days
    wide, usual = ((made.quantile(0.9) - made.quantile(0.1))[k] for k in (day, before))
    assert made.mean[day] > 50
    assert wide > 1.5 * usual
