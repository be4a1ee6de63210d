"""Facts about the calendar as planners see and correct it."""

from datetime import date

import pytest

from desk.planning import audit_log, calendar_year, override_day
from forecast.calendar import DayKind
from forecast.errors import PlanError
from tests.desk.builders import HEAD, OPERATOR, a_centre


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    yield opened
    opened.close()


def test_2027_is_provisional_until_its_make_up_workdays_are_entered(store):
    # State Council notices: 2026 was announced with six make-up workdays, 2027 not by November 2026.
    assert not calendar_year(store, HEAD, year=2026).provisional
    assert calendar_year(store, HEAD, year=2027).provisional
    override_day(store, HEAD, day=date(2027, 2, 20), kind=DayKind.MAKEUP, as_of=date(2026, 12, 1))
    assert not calendar_year(store, HEAD, year=2027).provisional
    assert calendar_year(store, HEAD, year=2027, as_of=date(2026, 11, 30)).provisional
    assert audit_log(store, HEAD)[0].what == "override_day"


def test_only_the_head_corrects_the_calendar(store):
    with pytest.raises(PlanError) as caught:
        override_day(store, OPERATOR, day=date(2027, 2, 20), kind=DayKind.MAKEUP)
    assert caught.value.code == "not_allowed"


def test_a_working_day_is_no_day_of_triple_pay(store):
    with pytest.raises(PlanError) as caught:
        override_day(store, HEAD, day=date(2027, 2, 20), kind=DayKind.MAKEUP, statutory=True)
    assert caught.value.code == "statutory_needs_holiday"
