"""Fixes hold when they are tried, conflicts are as small as can be, and a cell's alternative is a real roster."""

from dataclasses import replace
from itertools import combinations

import pytest

from scheduler.explain import cheapest_fixes, if_instead, smallest_conflict, tightest_places
from scheduler.explain.conflict import can_be_met
from scheduler.explain.owed import rest_owed
from scheduler.explain.tightest import STEPS
from scheduler.people import Terms
from scheduler.problem import Absence, Lock
from scheduler.roster import Roster
from scheduler.rulebook import check_all, emergency, normal
from scheduler.rules import RULES
from scheduler.rules.min_seats import MinSeats
from scheduler.rules.senior_on_duty import SeniorOnDuty
from scheduler.rules.weekly_hours import WeeklyHours
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.solve import shortfalls_of
from tests.scheduler.builders import (
    EARLY,
    LATE,
    a_person,
    a_problem,
    a_requirement,
    a_roster,
    day,
)

TEAM = (a_person("a", senior=True), a_person("b", senior=True), a_person("c"))


def a_tired_pair():
    """One person worked until 22:00, and someone is wanted from 9:00 the next morning."""
    late = replace(LATE, start=840)
    return a_problem(
        2,
        TEAM[:1],
        (EARLY, late),
        before=("a-1L",),
        requirements=(a_requirement(2, {(0, 18): 1, (0, 20): 1}),),
    )


def test_one_hour_less_rest_is_offered_for_just_those_it_concerns_and_closes_the_gap():
    # the late shift ends at 22:00, the early one starts at 8:00: ten hours, one less than eleven
    problem = a_tired_pair()
    roster = a_roster()
    gap = shortfalls_of(problem, roster)[0]
    fixes = cheapest_fixes(problem, normal(), roster, gap)
    rest = next(fix for fix in fixes if fix.rule == "min_rest")
    assert (rest.limit, rest.value, rest.people, rest.closes) == (11, 10, ("a",), True)
    assert {b.code for b in check_all(problem, normal(), rest.roster)} == {"min_rest"}
    assert not shortfalls_of(problem, rest.roster)


def test_where_the_rules_leave_room_the_cells_that_close_the_gap_come_first_and_no_limit_is_stretched():
    problem = a_problem(3, TEAM[:2], (EARLY, LATE), requirements=(a_requirement(3, {(1, 20): 2}),))
    roster = a_roster("a1E", "b2E")
    [gap] = shortfalls_of(problem, roster)
    within, more = cheapest_fixes(problem, normal(), roster, gap)
    assert (within.code, within.closes, within.saved, within.people) == ("within", True, 1.0, ("b",))
    assert [cell.day for cell in within.changes] == [day(1)], "nothing else changes"
    assert not check_all(problem, normal(), within.roster)
    assert more.code == "one_more"


def test_one_more_person_is_wanted_for_just_the_hours_of_the_gap():
    problem = a_problem(1, TEAM[:1], (EARLY,), requirements=(a_requirement(1, {(0, 21): 2, (0, 22): 2}),))
    roster = a_roster("a0E")
    [gap] = shortfalls_of(problem, roster)
    [more] = cheapest_fixes(problem, normal(), roster, gap)
    assert (more.code, more.start, more.end, more.closes) == ("one_more", 600, 720, True)
    # two half-hours with one operator too few, one call lost in each
    assert more.saved == 2.0


def test_no_limit_of_the_law_is_offered():
    law = {(limit.owner, limit.name) for limit in normal().limits if limit.kind == "law"}
    problem = a_tired_pair()
    fixes = cheapest_fixes(problem, normal(), a_roster(), shortfalls_of(problem, a_roster())[0])
    assert not {(fix.rule, fix.field) for fix in fixes} & law


def test_a_lock_on_a_day_of_leave_is_the_whole_conflict():
    problem = a_problem(
        5,
        TEAM,
        (EARLY, LATE),
        locks=frozenset({Lock("a", day(0), "E"), Lock("b", day(1), "E"), Lock("c", day(2), None)}),
        absences=frozenset({Absence("b", day(1)), Absence("b", day(3)), Absence("a", day(2))}),
    )
    found = smallest_conflict(problem, normal())
    assert {(d.kind, d.lock, d.absence) for d in found} == {
        ("lock", Lock("b", day(1), "E"), None),
        ("absence", None, Absence("b", day(1))),
    }


def test_the_leave_of_somebody_else_is_named_where_it_is_the_cause():
    # b may not be at the phones without a senior, and the only senior is away; other leave has nothing to do with it
    people = (a_person("a", senior=True), a_person("b"), a_person("c"))
    lock, leave = Lock("b", day(0), "E"), Absence("a", day(0))
    away = frozenset({leave, Absence("a", day(2)), Absence("c", day(0)), Absence("b", day(1))})
    problem = a_problem(3, people, (EARLY, LATE), locks=frozenset({lock}), absences=away)
    found = smallest_conflict(problem, normal())
    assert {(d.kind, d.lock, d.absence, d.code) for d in found} == {
        ("lock", lock, None, ""),
        ("absence", None, leave, ""),
        ("rule", None, None, "senior_on_duty"),
    }


def test_a_conflict_of_many_locks_loses_none_of_its_parts():
    # six days in a row are the most: of eight locked days in a row seven contradict the rule
    locks = frozenset(Lock("a", day(k), "E") for k in range(8))
    problem = a_problem(8, TEAM[:1], (EARLY, LATE), locks=locks)
    book = normal()
    found = smallest_conflict(problem, book)
    assert found
    assert not can_be_met(problem, book, found)
    for rest in combinations(found, len(found) - 1):
        assert can_be_met(problem, book, rest)


def test_least_hours_that_leave_allows_no_more_are_named():
    problem = a_problem(
        2,
        (replace(TEAM[0], terms=Terms(min_minutes=960)),),
        (EARLY,),
        absences=frozenset({Absence("a", day(0))}),
        locks=frozenset({Lock("a", day(1), "E")}),
    )
    assert {demand.kind for demand in smallest_conflict(problem, normal())} == {"least_hours", "absence"}


def test_demands_that_fit_together_have_no_conflict():
    assert smallest_conflict(a_problem(3, TEAM, locks=frozenset({Lock("a", day(0), "E")})), normal()) == ()


def test_why_me_shows_who_would_have_to_come_instead():
    problem = a_problem(1, TEAM[:2], (EARLY,), requirements=(a_requirement(1, {(0, 18): 1}),))
    found = if_instead(problem, normal(), a_roster("a0E"), Lock("a", day(0), None))
    assert found.possible
    assert [a.person for a in found.added] == ["b"]
    assert [a.person for a in found.taken] == ["a"]
    assert not check_all(problem, normal(), found.roster)


def test_why_not_her_names_what_forbids_it():
    problem = a_problem(
        1,
        TEAM[:2],
        (EARLY,),
        requirements=(a_requirement(1, {(0, 18): 1}),),
        absences=frozenset({Absence("b", day(0))}),
    )
    found = if_instead(problem, normal(), a_roster("a0E"), Lock("b", day(0), "E"))
    assert not found.possible
    assert [breach.code for breach in found.breaches] == ["absence"]
    assert found.roster == a_roster("a0E")


def test_the_tightest_place_of_a_limit_is_where_there_is_least_room():
    problem = a_problem(3, TEAM, (EARLY, replace(LATE, start=720)))
    # b ends at 20:00 and starts at 8:00: twelve hours; a works two days in a row
    roster = a_roster("a0E", "a1E", "b0L", "b1E", "c2E", "a2E")
    found = {(t.rule, t.field): t for t in tightest_places(problem, normal(), roster)}
    rest = found["min_rest", "hours"]
    assert (rest.limit, rest.reached, rest.person, rest.day) == (11, 12, "b", day(1))
    run = found["consecutive_days", "days"]
    assert (run.limit, run.reached, run.person) == (6, 3, "a")
    assert tightest_places(problem, normal(), Roster(frozenset())) == ()


def test_every_limit_of_every_rule_can_be_made_tighter():
    limits = {(limit.owner, limit.name) for book in (normal(), emergency()) for limit in book.limits}
    assert {key for key in limits if key[0] in RULES} == set(STEPS)


@pytest.mark.parametrize(
    ("rule", "field", "reached", "cells"),
    [
        # five days of eight hours and a sixth: eight hours of overtime, no room left
        (WeeklyHours(), "enterprise_overtime", 8, ("a0E", "a1E", "a2E", "a3E", "a4E", "a5E")),
        # four of seven days are worked: three days of rest are there, four not
        (WeeklyRest(), "days", 3, ("a0E", "a1E", "a2E", "a4E")),
        # E lasts from 8:00 to 16:00, L from 15:00 to 23:00: the senior leads until 16:00, then b stands alone
        (SeniorOnDuty(480, 930), "end", 960, ("a0E", "b0L")),
        (MinSeats(1, 960, 1380), "seats", 1, ("a0E", "b0L")),
    ],
)
def test_the_place_where_a_limit_is_reached_is_found(rule, field, reached, cells):
    problem = a_problem(7, (TEAM[0], a_person("b")), (EARLY, LATE))
    book = replace(normal(), rules=(rule,))
    places = {p.field: p for p in tightest_places(problem, book, a_roster(*cells))}
    assert places[field].reached == reached


@pytest.mark.parametrize(("worked", "owed"), [(6, {}), (7, {"a": 1}), (13, {"a": 1}), (14, {"a": 2})])
def test_every_seven_days_without_rest_are_owed_one_day_once(worked, owed):
    problem = a_problem(14, TEAM[:2], (EARLY,))
    roster = a_roster(*(f"a{k}E" for k in range(worked)), "b0E")
    assert rest_owed(problem, normal(), roster) == owed
