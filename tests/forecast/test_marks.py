"""What stands out in a history is found where it was put, and nothing is found where nothing was put."""

from datetime import date, timedelta

import numpy as np
import pytest

from desk.sample import load_centre
from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.marks import propose
from forecast.models.house import House
from tests.desk.builders import HISTORY
from tests.forecast.builders import a_history

NONE = Calendar("none")


def times(demand, first, last, factor):
    """The same history with a stretch of days multiplied."""
    values = demand.values.copy()
    values[first : last + 1] = np.round(values[first : last + 1] * factor)
    return Demand(demand.grid, values)


@pytest.mark.parametrize("seed", range(4))
def test_a_calm_history_holds_nothing_to_decide_on(seed):
    assert propose(a_history(700, seed=seed), NONE) == ()


@pytest.mark.parametrize("seed", range(3))
def test_an_emergency_is_found_with_its_days_and_its_size(seed):
    found = propose(times(a_history(600, seed=seed), 300, 319, 2.2), NONE)
    assert [p.kind for p in found] == [EventKind.EMERGENCY]
    dates = a_history(600).grid.dates
    assert abs((found[0].start - dates[300]).days) <= 1
    assert abs((found[0].end - dates[319]).days) <= 1
    assert found[0].ratio == pytest.approx(2.2, rel=0.1)


def test_the_picture_shows_the_days_beside_the_usual_level():
    found = propose(times(a_history(600), 300, 319, 2.2), NONE)[0]
    inside = slice((found.start - found.first).days, (found.end - found.first).days + 1)
    assert (found.actual[inside].sum() / found.expected[inside].sum()) == pytest.approx(2.2, rel=0.1)
    assert len(found.actual) == len(found.expected)
    outside = found.actual[: inside.start]
    assert outside.mean() == pytest.approx(found.expected[: inside.start].mean(), rel=0.1)


@pytest.mark.parametrize("factor", [1.3, 0.75])
def test_a_lasting_change_of_level_is_found_as_a_break_and_not_as_an_emergency(factor):
    demand = a_history(900)
    found = propose(times(demand, 500, 899, factor), NONE)
    assert [p.kind for p in found] == [EventKind.PLATFORM]
    assert abs((found[0].start - demand.grid.dates[500]).days) <= 7
    assert found[0].ratio == pytest.approx(factor, rel=0.06)


def test_days_on_which_nobody_could_call_are_outages():
    demand = times(times(a_history(500), 200, 204, 0.1), 350, 350, 0.0)
    found = propose(demand, NONE)
    assert [p.kind for p in found] == [EventKind.OUTAGE, EventKind.OUTAGE]
    places = [(demand.grid.slot_of(p.start), demand.grid.slot_of(p.end)) for p in found]
    assert places[0] == (pytest.approx(200, abs=1), pytest.approx(204, abs=1))
    assert places[1] == (350, 350)


def test_a_count_that_is_capped_is_found_by_its_varying_too_little():
    demand = a_history(500)
    values = demand.values.copy()
    values[301:306] = values[310:314].max() + 40  # Tuesday to Saturday at the most the lines can take
    values[302] -= 1
    found = propose(Demand(demand.grid, values), NONE)
    assert EventKind.CENSORED in {p.kind for p in found}
    capped = next(p for p in found if p.kind is EventKind.CENSORED)
    assert {(capped.start - demand.grid.start).days, (capped.end - demand.grid.start).days} <= set(
        range(299, 308)
    )


def test_what_comes_every_year_is_proposed_as_repeating():
    demand = a_history(1200)
    for year in (2024, 2025, 2026):
        first = (date(year, 6, 10) - demand.grid.start).days
        demand = times(demand, first, first + 5, 2.0)
    found = propose(demand, NONE)
    assert [(p.kind, p.repeats) for p in found] == [(EventKind.OTHER, True)]
    assert (found[0].start.month, found[0].start.day) == (6, pytest.approx(10, abs=1))
    assert (found[0].end - found[0].start).days == pytest.approx(5, abs=1)


def test_what_is_marked_already_is_not_proposed_again():
    demand = times(times(a_history(900), 300, 319, 2.2), 600, 899, 1.3)
    dates = demand.grid.dates
    told = [
        Event("scare", EventKind.EMERGENCY, dates[298], dates[321]),
        Event("platform", EventKind.PLATFORM, dates[605], dates[605]),
    ]
    assert {p.kind for p in propose(demand, NONE)} == {EventKind.EMERGENCY, EventKind.PLATFORM}
    assert propose(demand, NONE, told) == ()


@pytest.mark.parametrize("values", [[5.0], [0.0] * 40, [7.0] * 60])
def test_a_history_that_says_nothing_gives_rise_to_nothing(values):
    assert propose(Demand(a_history(len(values)).grid, np.array(values)), NONE) == ()


@pytest.fixture(scope="module")
def sample():
    centre = load_centre(HISTORY)
    return centre.calls.daily(), [event for event in centre.events if event.repeats]


def test_the_emergency_of_2020_is_the_one_thing_proposed_on_the_sample(sample):
    demand, events = sample
    found = propose(demand, Calendar("CN", as_of=demand.grid.end), events)
    assert [p.kind for p in found] == [EventKind.EMERGENCY]
    # The recipe of the sample (desk/sample/recipe.py): it begins on 22 January 2020 and fades by late March.
    assert date(2020, 1, 18) <= found[0].start <= date(2020, 1, 24)
    assert date(2020, 2, 15) <= found[0].end <= date(2020, 3, 22)
    assert found[0].ratio > 2


def test_the_emergency_of_2020_does_not_bend_the_spring_festival_of_2027(sample):
    """A marked day is as good as a missing one: the forecast is the same to the last digit."""
    demand, events = sample
    since = demand.since(date(2019, 1, 1))
    span = date(2020, 1, 22), date(2020, 3, 22)
    mark = Event("emergency_2020-01-22", EventKind.EMERGENCY, *span)
    values = since.values.copy()
    values[since.grid.slot_of(span[0]) : since.grid.slot_of(span[1]) + 1] = np.nan
    calendar = Calendar("CN", as_of=demand.grid.end)
    marked = House().fit(since, calendar, [*events, mark]).predict(90)
    never = House().fit(Demand(since.grid, values), calendar, events).predict(90)
    assert np.array_equal(marked.mean, never.mean)
    festival = (date(2027, 2, 6) - marked.grid.start).days
    ordinary = marked.mean[festival - 28 : festival - 7].mean()
    assert marked.mean[festival - 1 : festival + 4].mean() < 0.6 * ordinary
    assert marked.mean[festival + 9 : festival + 16].mean() > 0.9 * ordinary


def test_the_level_after_a_break_that_is_marked_is_kept():
    demand = times(a_history(500), 470, 499, 1.5)
    day = demand.grid.dates[470]
    mark = Event(f"platform_{day}", EventKind.PLATFORM, day, day)
    made = House().fit(demand, NONE, [mark]).predict(28)
    assert made.mean.mean() == pytest.approx(1.5 * 150, rel=0.1)


def test_a_mark_of_the_past_says_nothing_of_the_days_to_come():
    demand = times(a_history(800), 400, 419, 2.5)
    dates = demand.grid.dates
    mark = Event("scare", EventKind.EMERGENCY, dates[400], dates[419])
    made = House().fit(demand, NONE, [mark]).effects(28)
    assert np.abs(made.parts["event"]).max() == 0.0
    assert timedelta(days=1) + demand.grid.end == dates[-1] + timedelta(days=1)
