"""A festival on one page: standby from the band, what the hours cost, wishes and the years before."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from desk import planning
from desk.planning import holiday
from desk.planning.house_rules import _shipped
from desk.planning.standing_by import operators_at
from desk.results import ForecastView, RequirementView, Series, Window
from desk.store import team
from forecast.calendar import Calendar
from forecast.errors import PlanError
from scheduler.people import Person, Regime
from scheduler.problem import Absence, Assignment, DutyCount, Wish
from scheduler.roster import Roster
from scheduler.shifts import ShiftKind, ShiftType
from tests.desk.builders import HEAD, a_centre
from tests.desk.views.builders import a_prediction, a_requirement

EVE, FIRST = date(2026, 2, 16), date(2026, 2, 17)
"""Spring Festival 2026: the eve and the first three days are statutory (State Council notice for 2026)."""

WINDOW = Window("spring_festival", FIRST, date(2026, 2, 15), date(2026, 2, 23), False, date(2026, 2, 8), 23)
TYPES = {
    "E": ShiftType("E", "早班", 480, 540, 480),
    "N": ShiftType("N", "夜班", 1260, 660, 600, ShiftKind.NIGHT),
}
SERVICE = {
    "open": 480, "close": 1050, "late_close": 1050, "late_days": [], "late_spans": [], "handling": {"call": 300.0}, "mix": {"call": 1.0},
    "patience": 90.0, "target_share": 0.8, "target_seconds": 15.0, "max_occupancy": 0.85, "definition": "offered",
}  # fmt: skip


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    with opened.begin() as session:
        team.save_people(
            session,
            [
                Person("op01", "林晓禾", skills=frozenset({"phone"})),
                Person("op02", "苏念青", skills=frozenset({"phone"})),
                Person("hd01", "秦岚英", skills=frozenset({"lead"})),
            ],
        )
    yield opened
    opened.close()


def paid(cells, **regimes):
    people = tuple(Person(code, code, regime=regimes.get(code, Regime.ENTERPRISE)) for code in ("a", "b"))
    roster = Roster(frozenset(Assignment(person, day, shift) for person, day, shift in cells))
    rates = {rule.name.removeprefix("pay_"): rule for rule in _shipped().values()}
    lines = holiday._pay(Calendar("CN").days(WINDOW.start, WINDOW.days), roster, people, TYPES, rates)
    return {line.kind: (line.hours, line.others, line.weighted) for line in lines}


def test_a_statutory_day_counts_three_times_and_a_rest_day_twice():
    # Labour Law art. 44: 300 % on statutory holidays, 200 % on rest days.
    cells = [("a", FIRST, "E"), ("a", date(2026, 2, 20), "E"), ("a", date(2026, 2, 10), "E")]
    assert paid(cells) == {
        "statutory": (8.0, 0.0, 24.0),
        "rest_day": (8.0, 0.0, 16.0),
        "workday": (8.0, 0.0, 8.0),
    }


def test_hours_after_midnight_count_on_the_day_on_which_they_fall():
    # 21:00 to 08:00 with ten paid hours of eleven: 3/11 before midnight, 8/11 after it.
    found = paid([("a", date(2026, 2, 15), "N")])
    assert found["rest_day"][0] == pytest.approx(10 * 3 / 11, abs=0.02)
    assert found["statutory"][0] == pytest.approx(10 * 8 / 11, abs=0.02)


def test_public_servants_get_time_off_and_no_multiple_pay():
    found = paid([("a", FIRST, "E"), ("b", FIRST, "E")], b=Regime.CIVIL_SERVANT)
    assert found["statutory"] == (8.0, 8.0, 24.0)


def test_the_team_shows_past_years_wishes_and_leave_of_those_who_answer_calls(store):
    with store.begin() as session:
        team.save_duties(
            session, [DutyCount("op01", "festival_eve", 1), DutyCount("op01", "spring_festival", 3)]
        )
        team.save_wishes(
            session, [Wish("op02", EVE, None), Wish("op02", FIRST, "E"), Wish("op02", EVE, None, -1)]
        )
        team.save_absences(session, [Absence("op01", FIRST)])
    roster = Roster(frozenset({Assignment("op01", EVE, "E"), Assignment("op01", date(2026, 2, 24), "E")}))
    with store.read() as session:
        found = {m.code: m for m in holiday._members(session, WINDOW, roster)}
    assert set(found) == {"op01", "op02"}
    assert (found["op01"].eves, found["op01"].times, found["op01"].away, found["op01"].shifts) == (
        1,
        3,
        (FIRST,),
        1,
    )
    assert (found["op02"].wishes, found["op02"].shifts) == ((EVE,), 0)


def days_with(load, cover=None):
    """Two days of the plan; `load` is that of 90 % of the futures in erlangs at ten o'clock."""
    need = a_requirement(WINDOW.start, 2)
    fan = np.zeros((5, 96))
    fan[3, 20], fan[4, 20] = load / 2, load
    view = RequirementView(need, need.calls, need.calls, (), fan=fan)
    prediction = a_prediction(start=WINDOW.start, days=2)
    nothing = Series((WINDOW.start, WINDOW.start + timedelta(days=1)), np.array([55.0, np.nan]))
    made = ForecastView(
        prediction.origin, WINDOW.start, 2, nothing, nothing, prediction, prediction, "house", (),
        Calendar("CN").days(WINDOW.start, 2), (), (), None,
    )  # fmt: skip
    high = {level: operators_at(SERVICE, view, level / 100) for level in (75, 90)}
    return holiday._days(made, view, high, cover)


def test_standby_is_what_the_busiest_half_hour_lacks_if_calls_come_high():
    # Six erlangs under a cap of 85 % take at least 6 / .85 = 7.06, so eight operators; two are needed at ten.
    first, second = days_with(6.0)
    there = int(a_requirement().operators[20])
    assert first.standby90 >= 8 - there
    assert first.standby75 < first.standby90
    assert (second.standby75, second.standby90) == (0, 0)


def test_a_fuller_roster_takes_less_standby():
    full = np.full(96, 30)
    assert [day.standby90 for day in days_with(6.0, full)] == [0, 0]
    assert days_with(6.0, full)[0].rostered == 30


def test_last_years_festival_is_shown_where_it_is_known():
    assert [day.last_time for day in days_with(1.0)] == [55.0, None]


def test_a_festival_that_cannot_be_planned_is_told(store):
    with pytest.raises(PlanError) as caught:
        planning.holiday_plan(store, HEAD, code="spring_festival", start=date(2020, 1, 1))
    assert caught.value.code == "unknown_festival"


def test_without_a_forecast_there_is_no_plan_yet(store):
    window = planning.festival_windows(store, HEAD)[0]
    assert planning.holiday_plan(store, replace(HEAD), code=window.code, start=window.start) is None
