"""Calendar facts against an independent table and against published notices."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from forecast.calendar import Calendar, DayKind, Event, EventKind, Override, lunar_new_year
from forecast.errors import SettingError

CHINA = Calendar("CN")


@pytest.mark.parametrize("year", range(2018, 2027))
def test_every_day_off_and_make_up_workday_agrees_with_chinesecalendar(year):
    for facts in CHINA.days(date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days):
        assert facts.is_off == chinese_calendar.is_holiday(facts.date), facts
        if facts.kind is DayKind.MAKEUP:
            assert facts.date.weekday() >= 5


def test_the_make_up_workdays_of_2026_are_those_announced():
    # State Council notice on 2026: 4 January, 14 and 28 February, 9 May, 20 September, 10 October.
    days = CHINA.days(date(2026, 1, 1), 365)
    made_up = {(d.date.month, d.date.day) for d in days if d.kind is DayKind.MAKEUP}
    assert made_up == {(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)}


def test_2027_is_provisional_until_its_make_up_workdays_are_entered():
    assert CHINA.is_provisional(2027)
    assert not CHINA.is_provisional(2026)
    entered = Override(date(2027, 2, 20), DayKind.MAKEUP, None, False, date(2026, 12, 1))
    assert not Calendar("CN", [entered]).is_provisional(2027)
    assert Calendar("CN", [entered], as_of=date(2026, 11, 22)).is_provisional(2027)


@pytest.mark.parametrize(
    ("year", "expected"),
    # Hong Kong Observatory conversion tables
    [
        (2020, date(2020, 1, 25)),
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
        (2027, date(2027, 2, 6)),
    ],
)
def test_the_lunar_new_year_falls_on_its_day(year, expected):
    assert lunar_new_year(year) == expected
    assert CHINA.day(expected).lunar == (1, 1)
    assert CHINA.day(expected - timedelta(days=1)).lunar_distance == -1


def test_the_leap_sixth_month_of_2025_is_told_from_the_sixth():
    assert CHINA.day(date(2025, 7, 24)).lunar == (6, 30)
    assert CHINA.day(date(2025, 7, 25)).lunar == (-6, 1)


def test_a_correction_is_seen_from_the_day_it_was_known():
    # 27 January 2020: the break is made longer, to 2 February.
    longer = Override(date(2020, 1, 31), DayKind.HOLIDAY, "spring_festival", False, date(2020, 1, 27))
    calendar = Calendar("CN", [longer], as_of=date(2020, 1, 26))
    before = calendar.day(date(2020, 1, 31))
    assert calendar.at(date(2020, 1, 27)).day(date(2020, 1, 31)).kind is DayKind.HOLIDAY
    assert before == CHINA.day(date(2020, 1, 31))


def test_no_country_knows_weekdays_and_weekends_only():
    kinds = {day.kind for day in Calendar("none").days(date(2026, 1, 1), 365)}
    assert kinds == {DayKind.WORKDAY, DayKind.WEEKEND}


def test_an_unknown_country_is_refused_by_name():
    with pytest.raises(SettingError, match="Atlantis"):
        Calendar("Atlantis")


def test_an_event_of_29_february_comes_on_the_28th_in_a_common_year():
    event = Event("leap", EventKind.OTHER, date(2024, 2, 29), date(2024, 2, 29), repeats=True)
    assert event.spans(date(2025, 1, 1), date(2025, 12, 31)) == ((date(2025, 2, 28), date(2025, 2, 28)),)
