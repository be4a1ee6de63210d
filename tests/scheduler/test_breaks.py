"""Meals, nursing hours and pauses lie inside the shift, staggered, and never take everyone from the phones."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.problem import Scenario
from scheduler.rests import faults, on_phones
from scheduler.rulebook import emergency, normal
from scheduler.shifts import ShiftType
from scheduler.solve.breaks import place_breaks
from tests.scheduler.builders import (
    EARLY,
    MONDAY,
    NIGHT,
    a_person,
    a_problem,
    a_requirement,
    a_roster,
    day,
)

DAY = ShiftType("E", "早班", 480, 540, 480)
"""Nine hours with an unpaid hour for the meal."""

TEAM = tuple(a_person(code) for code in "abcd")


def a_day(people=TEAM, shifts=(DAY, NIGHT), need=None, **fields):
    needs = () if need is None else (a_requirement(2, need),)
    return a_problem(2, people, shifts, requirements=needs, **fields)


@pytest.mark.parametrize("book", [normal(), emergency()], ids=lambda book: book.name)
def test_every_shift_has_its_meal_and_nobody_is_at_the_phones_too_long(book):
    problem = a_day(before=("a-1N",))
    roster = a_roster("b0E", "c0E", "d0N", "a1N", "b1N", "c1E")
    rests = place_breaks(problem, roster, book.rest_times)
    assert list(faults(problem, roster, rests, book.rest_times)) == []
    # nine hours less a meal of one leave two stretches; a pause after 60 minutes at most: at least six of them
    pauses = [r for r in rests if (r.person, r.day, r.kind) == ("b", day(0), "pause")]
    assert len(pauses) >= (6 if book.rest_times.phone_minutes == 60 else 4)


def test_what_is_wrong_with_a_rest_is_found():
    problem, roster, times = a_day(), a_roster("a0E"), normal().rest_times
    rests = place_breaks(problem, roster, times)
    meal = next(r for r in rests if r.kind == "meal")
    others = tuple(r for r in rests if r is not meal)
    early = replace(meal, start=datetime(2026, 11, 23, 8), end=datetime(2026, 11, 23, 9))
    assert any("edge" in fault for fault in faults(problem, roster, (*others, early), times))
    assert any("meal of" in fault for fault in faults(problem, roster, others, times))
    assert any("at the phones" in fault for fault in faults(problem, roster, (meal,), times))
    late = replace(meal, end=meal.end + timedelta(hours=9))
    assert any("outside" in fault for fault in faults(problem, roster, (*others, late), times))


def test_meals_avoid_the_half_hours_that_need_everyone():
    # four people, all needed from 11:00 to 13:00 and three before: the window of the meal is 10:00 to 15:00
    need = {(0, slot): 4 for slot in range(22, 26)} | {(0, slot): 3 for slot in (20, 21)}
    problem = a_day(need=need)
    roster = a_roster("a0E", "b0E", "c0E", "d0E")
    rests = place_breaks(problem, roster, normal().rest_times)
    seats = on_phones(problem, roster, rests)
    assert (seats[22:26] == 4).all()
    assert (seats[20:22] >= 3).all()
    assert (seats[26:30] >= 1).all()


def test_a_meal_keeps_away_from_the_half_hours_that_need_the_ones_own_skill():
    # one of two speaks English, which is asked for in all of the window from 10:00 to 15:00 but its fourth hour
    english = a_requirement(2, {(0, slot): 1 for slot in (*range(20, 26), 28, 29)}, skill="english")
    problem = a_problem(2, (a_person("a", skills=frozenset({"english"})), a_person("b")), (DAY,))
    roster = a_roster("a0E", "b0E")
    for asked in (
        replace(problem, requirements=(english,)),
        replace(problem, scenarios=(Scenario(english, 3),)),
    ):
        rests = place_breaks(asked, roster, normal().rest_times)
        (meal,) = [rest for rest in rests if (rest.person, rest.kind) == ("a", "meal")]
        assert meal.start.hour == 13


def test_meals_are_staggered_where_nothing_else_speaks():
    problem = a_day()
    roster = a_roster("a0E", "b0E", "c0E", "d0E")
    rests = place_breaks(problem, roster, normal().rest_times)
    seats = on_phones(problem, roster, rests)
    # four meals of an hour in the five hours from 10:00 to 15:00: one at a time
    assert (seats[20:30] >= 3).all()
    assert (4 - seats[16:34]).sum() == 8


def test_two_people_never_eat_at_once_on_a_night_either():
    problem = a_day(people=TEAM[:2], need={(0, 45): 2, (1, 4): 2})
    roster = a_roster("a0N", "b0N")
    rests = place_breaks(problem, roster, normal().rest_times)
    seats = on_phones(problem, roster, rests)
    assert (seats[44:64] >= 1).all()
    assert sum(rest.kind == "meal" for rest in rests) == 2
    assert any(rest.start.date() == day(1) for rest in rests), "after midnight too"


def test_a_nursing_hour_is_off_the_phones_until_the_protection_ends():
    nursing = a_person("a", nursing_minutes=60, no_nights_until=MONDAY)
    problem = a_day(people=(nursing, *TEAM[1:]))
    rests = place_breaks(problem, a_roster("a0E", "a1E"), normal().rest_times)
    assert [(r.day, (r.end - r.start).seconds) for r in rests if r.kind == "nursing"] == [(MONDAY, 3600)]


def test_a_short_shift_has_pauses_and_no_meal_and_standby_nothing():
    short = replace(EARLY, length=240, paid=240)
    standby = replace(EARLY, code="S", on_phones=False)
    problem = a_day(shifts=(short, standby))
    rests = place_breaks(problem, a_roster("a0E", "b0S"), normal().rest_times)
    assert {(r.person, r.kind) for r in rests} == {("a", "pause")}
    assert len(rests) == 3


def test_the_same_seed_places_the_same_breaks():
    problem, roster = a_day(), a_roster("a0E", "b0E", "c0N", "d1E")
    assert place_breaks(problem, roster, normal().rest_times) == place_breaks(
        problem, roster, normal().rest_times
    )


@pytest.mark.parametrize("cells", [("a0E", "b0E", "c1E", "d1E"), ("a0E", "b0E", "c0N", "d1E")])
def test_days_placed_side_by_side_are_those_placed_one_after_the_other(cells):
    problem, roster, times = a_day(), a_roster(*cells), normal().rest_times
    assert place_breaks(problem, roster, times, workers=2) == place_breaks(problem, roster, times)


def test_breaks_that_people_know_stay_unless_they_are_wrong():
    # the one person was needed from 10:00 to 14:00, and is now from 11:00 to 15:00
    times, roster = normal().rest_times, a_roster("a0E", "b1E")
    known = place_breaks(a_day(need={(0, slot): 1 for slot in range(20, 28)}), a_roster("a0E"), times)
    problem = a_day(need={(0, slot): 1 for slot in range(22, 30)})
    now = place_breaks(problem, roster, times, known=known)
    assert {rest for rest in now if rest.day == day(0)} == set(known)
    assert {rest.person for rest in now if rest.day == day(1)} == {"b"}
    without_meal = tuple(rest for rest in known if rest.kind == "pause")
    mended = place_breaks(problem, roster, times, known=without_meal)
    assert list(faults(problem, roster, mended, times)) == []
    assert [rest.start.hour for rest in mended if (rest.person, rest.kind) == ("a", "meal")] == [10]


def test_whoever_works_the_same_shift_keeps_the_breaks_unless_that_costs_callers():
    times = normal().rest_times
    known = place_breaks(a_day(), a_roster("a0E", "b0E"), times)
    beside = place_breaks(a_day(), a_roster("a0E", "b0E", "c0E"), times, known=known)
    assert set(known) < set(beside)
    assert {rest.person for rest in set(beside) - set(known)} == {"c"}
    meal = next(rest for rest in known if rest.kind == "meal")
    slot = meal.start.hour * 2 + meal.start.minute // 30
    needed = a_day(need={(0, slot): 3})
    anew = place_breaks(needed, a_roster("a0E", "b0E", "c0E"), times, known=known)
    assert list(faults(needed, a_roster("a0E", "b0E", "c0E"), anew, times)) == []
    assert all(not r.start <= meal.start < r.end for r in anew if r.kind == "meal")
