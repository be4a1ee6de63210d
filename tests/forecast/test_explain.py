"""An explanation adds up, does not depend on the order of its parts, and names the right past days."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.calendar import Calendar, DayKind, Event, EventKind
from forecast.demand import Demand
from forecast.explain import attribute, explain
from forecast.grid import Grid
from forecast.models.effects import PARTS, Effects
from forecast.models.house import House
from forecast.models.naive import SeasonalNaive
from tests.forecast.builders import a_history

NONE = Calendar("none")
CN = Calendar("CN", as_of=date(2026, 11, 22))


def effects_of(base=5.0, **logs):
    """One open day with given parts on the log scale."""
    return Effects(base, {code: np.array([logs.get(code, 0.0)]) for code in PARTS}, np.array([True]))


def years_of_calls(last=date(2026, 11, 22), days=3000):
    return Demand(Grid(last - timedelta(days=days - 1), days), np.arange(days, dtype=float))


def past_of(day, *, demand=None, calendar=CN, events=()):
    """What an explanation without effects says of the past days."""
    known = demand or years_of_calls()
    made = SeasonalNaive().fit(known, calendar).predict(120)
    return explain(replace(made, model="other"), day, None, known, calendar, events).past


@given(
    st.lists(st.floats(-3, 3), min_size=len(PARTS), max_size=len(PARTS)),
    st.floats(-2, 9),
    st.floats(1e-3, 1e5),
)
def test_parts_add_up_to_the_number_exactly(logs, base, calls):
    parts = attribute(effects_of(base, **dict(zip(PARTS, logs, strict=True))), 0, calls)
    assert sum(part.calls for part in parts) == pytest.approx(calls, rel=1e-12, abs=1e-9)


def test_the_parts_of_a_product_of_two_factors_are_those_of_the_logarithmic_mean():
    # By hand: 100 x 2 x 0.8 = 160; L(160, 100) = 60 / ln 1.6 = 127.66; 127.66 ln 2 = 88.49, 127.66 ln 0.8 = -28.49.
    parts = attribute(effects_of(np.log(100.0), weekday=np.log(2.0), holiday=np.log(0.8)), 0, 160.0)
    found = {part.code: part for part in parts}
    assert found["base"].calls == pytest.approx(100.0)
    assert found["weekday"].calls == pytest.approx(88.49, abs=0.01)
    assert found["holiday"].calls == pytest.approx(-28.49, abs=0.01)
    assert found["weekday"].share == pytest.approx(1.0)
    assert found["holiday"].share == pytest.approx(-0.2)
    assert found["rest"].calls == pytest.approx(0.0, abs=1e-9)


def test_no_order_of_the_parts_is_preferred():
    """Each part takes the place of every other; its calls stay what they are."""
    values = (0.5, -0.3, 0.2)
    seen = set()
    for order in permutations(PARTS[:3]):
        logs = dict(zip(order, values, strict=True))
        parts = attribute(effects_of(5.0, **logs), 0, float(np.exp(5.4)))
        seen.add(tuple(round(p.calls, 9) for code in order for p in parts if p.code == code))
    assert len(seen) == 1


def test_a_forecast_that_strays_from_its_model_says_so_as_the_rest():
    parts = {p.code: p for p in attribute(effects_of(np.log(100.0)), 0, 110.0)}
    assert parts["rest"].calls == pytest.approx(10.0)
    assert parts["rest"].share == pytest.approx(0.1)


def test_a_day_without_service_takes_the_whole_base_away():
    parts = attribute(effects_of(np.log(100.0)), 0, 0.0)
    assert [(p.code, pytest.approx(p.calls)) for p in parts] == [("base", 100.0), ("closed", -100.0)]


@given(st.lists(st.floats(-2, 2), min_size=len(PARTS), max_size=len(PARTS)), st.floats(0.5, 5000))
def test_rounded_parts_still_add_up_to_the_rounded_number(logs, calls):
    demand = a_history(30)
    made = SeasonalNaive().fit(demand, NONE).predict(1)
    made = replace(made, mean=np.array([calls]), model="house")
    effects = effects_of(4.0, **dict(zip(PARTS, logs, strict=True)))
    found = explain(made, made.grid.start, effects, demand, NONE)
    assert sum(found.rounded()) == pytest.approx(round(calls, found.digits), abs=1e-6)
    assert all(
        abs(a - part.calls) <= 10.0**-found.digits
        for a, part in zip(found.rounded(), found.parts, strict=True)
    )


def test_every_day_of_a_house_forecast_is_explained_to_the_last_call():
    demand = a_history(400)
    fitted = House().fit(demand, NONE)
    made = fitted.predict(28)
    for k, day in enumerate(made.grid.dates):
        found = explain(made, day, fitted.effects(28), demand, NONE)
        assert sum(part.calls for part in found.parts) == pytest.approx(float(made.mean[k]))
        assert found.taken_apart


def test_seasonal_naive_is_told_as_the_last_week_and_this_weekday():
    demand = a_history(70)
    made = SeasonalNaive().fit(demand, NONE).predict(14)
    found = explain(made, made.grid.dates[8], None, demand, NONE)
    assert [part.code for part in found.parts] == ["base", "weekday"]
    assert found.parts[0].calls == pytest.approx(demand.values[-7:].mean())
    assert found.calls == demand.values[-6]
    assert not found.taken_apart
    assert found.past[0].date == made.grid.dates[8] - timedelta(days=14)
    assert found.past[0].calls == found.calls


def test_a_model_without_effects_restates_its_number_and_says_so():
    demand = a_history(70)
    made = replace(SeasonalNaive().fit(demand, NONE).predict(7), model="ets")
    found = explain(made, made.grid.start, None, demand, NONE)
    assert [(part.code, part.calls) for part in found.parts] == [("whole", found.calls)]
    assert not found.taken_apart


def test_new_years_eve_rests_on_the_eves_of_earlier_years():
    # Lunar new year: 2026-02-17, 2025-01-29, 2024-02-10, 2023-01-22, 2022-02-01 (State Council notices).
    found = past_of(date(2027, 2, 5))
    assert [p.date for p in found] == [
        date(2026, 2, 16), date(2025, 1, 28), date(2024, 2, 9), date(2023, 1, 21), date(2022, 1, 31),
    ]  # fmt: skip
    assert {p.why for p in found} == {"lunar_day"}
    demand = years_of_calls()
    assert [p.calls for p in found] == [float((p.date - demand.grid.start).days) for p in found]


def test_a_day_of_a_break_rests_on_the_same_day_of_earlier_breaks():
    found = past_of(date(2027, 1, 1))
    assert [p.date for p in found][:3] == [date(2026, 1, 1), date(2025, 1, 1), date(2024, 1, 1)]
    assert {p.why for p in found} == {"holiday_day"}


def test_a_day_of_a_yearly_event_rests_on_that_day_of_the_event():
    event = Event("fair", EventKind.OTHER, date(2020, 12, 8), date(2020, 12, 10), repeats=True)
    found = past_of(date(2026, 12, 9), events=[event])
    assert [p.date for p in found] == [date(year, 12, 9) for year in (2025, 2024, 2023, 2022, 2021)]
    assert {p.why for p in found} == {"event_day"}


def test_a_day_of_a_long_event_rests_on_its_weekday_within_that_event():
    event = Event("sale", EventKind.SHOPPING, date(2020, 11, 25), date(2020, 12, 8), repeats=True)
    found = past_of(date(2026, 11, 30), events=[event])  # a Monday, the sixth day of the event
    assert {p.date.weekday() for p in found} == {0}
    assert [p.date for p in found][:2] == [date(2025, 12, 1), date(2024, 12, 2)]


def test_an_ordinary_day_rests_on_its_weekday_but_on_no_holiday():
    found = past_of(date(2026, 11, 27))
    recent = [p for p in found if p.why == "same_weekday"]
    assert [p.date for p in recent] == [
        date(2026, 11, 27) - timedelta(days=7 * k) for k in (1, 2, 3, 4, 5, 6)
    ]
    assert found[-1].date == date(2025, 11, 28)
    assert all(CN.day(p.date).kind is DayKind.WORKDAY for p in recent)


def test_a_make_up_workday_rests_on_make_up_workdays():
    calendar = Calendar("CN")
    demand = years_of_calls(date(2026, 9, 1))
    # Make-up workdays by the State Council's notices for 2026, 2025 and 2024, latest first.
    found = past_of(date(2026, 9, 20), demand=demand, calendar=calendar)
    assert [p.date for p in found][:4] == [
        date(2026, 5, 9), date(2026, 2, 28), date(2026, 2, 14), date(2026, 1, 4),
    ]  # fmt: skip
    assert {p.why for p in found} == {"makeup_day"}


def test_a_past_day_in_an_emergency_is_listed_and_said_to_be_left_out():
    event = Event("scare", EventKind.EMERGENCY, date(2024, 2, 1), date(2024, 3, 1))
    found = past_of(date(2027, 2, 5), events=[event])
    assert [p.left_out for p in found] == [False, False, True, False, False]


def test_a_break_that_was_never_seen_rests_on_other_holidays_of_its_weekday():
    found = past_of(date(2027, 1, 1), demand=years_of_calls(days=100))
    assert {p.why for p in found} == {"same_weekday"}
    assert [p.date for p in found] == [date(2026, 10, 2), date(2026, 9, 25)]  # National Day, Mid-Autumn


def test_a_history_without_any_like_day_has_none_to_show():
    assert past_of(date(2026, 11, 26), demand=years_of_calls(days=1)) == ()


def test_a_past_day_without_a_count_stays_without_one():
    demand = years_of_calls()
    values = demand.values.copy()
    values[demand.grid.slot_of(date(2026, 2, 16))] = np.nan
    found = past_of(date(2027, 2, 5), demand=Demand(demand.grid, values))
    assert found[0].calls is None


def test_a_day_outside_of_the_forecast_is_a_slip():
    demand = a_history(70)
    made = SeasonalNaive().fit(demand, NONE).predict(7)
    with pytest.raises(ValueError, match="day must lie"):
        explain(made, made.grid.end + timedelta(days=1), None, demand, NONE)
