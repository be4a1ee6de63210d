"""A horizon in which an emergency begins: each part under its own book, and nothing forgotten at the edge."""

from dataclasses import replace

import pytest

from scheduler.rulebook import emergency, normal
from scheduler.rulebook.periods import Period, check_periods, tier_costs
from scheduler.solve import Stop
from scheduler.solve.periods import solve_periods
from tests.scheduler.builders import (
    EARLY,
    LATE,
    a_calendar,
    a_person,
    a_problem,
    a_requirement,
    a_roster,
    day,
)

DAYS, EDGE = 4, 2
PEOPLE = (a_person("a", senior=True), a_person("b", senior=True))
PERIODS = (Period(day(0), day(EDGE - 1), normal()), Period(day(EDGE), day(DAYS - 1), emergency()))
LATE_THEN_EARLY = {(1, 40): 2, (2, 18): 2}
"""Both are wanted on the evening before the edge, until 23:00, and on the morning after it, from 08:00."""


def a_case(wanted):
    return a_problem(
        DAYS,
        PEOPLE,
        (EARLY, LATE),
        requirements=(a_requirement(DAYS, wanted),),
        calendar=a_calendar(DAYS),
    )


@pytest.fixture(scope="module")
def solved():
    told = []
    problem = a_case(LATE_THEN_EARLY)
    return problem, solve_periods(problem, PERIODS, stop=Stop(20), progress=told.append), told


def test_rest_across_the_edge_is_kept_and_the_gap_is_named(solved):
    problem, result, _ = solved
    assert check_periods(problem, PERIODS, result.roster) == ()
    evening = {a.person for a in result.roster if a.day == day(1) and a.shift == "L"}
    morning = {a.person for a in result.roster if a.day == day(2) and a.shift == "E"}
    assert evening == {"a", "b"}, "the first part gives all it can"
    assert morning == set(), "nine hours from 23:00 to 08:00 are no eleven"
    assert [(gap.day, gap.missing) for gap in result.shortfalls] == [(day(2), 2)]


def test_the_check_sees_a_short_rest_across_the_edge():
    found = check_periods(a_case({}), PERIODS, a_roster("a1L", "b1L", "a2E", "b2L"))
    assert [(b.code, b.person, b.day) for b in found if b.person] == [("min_rest", "a", day(2))]


def test_costs_are_those_of_the_whole_roster_in_every_tier(solved):
    problem, result, _ = solved
    assert dict(zip(result.tiers, result.cost, strict=True)) == dict(
        tier_costs(problem, PERIODS, result.roster)
    )
    assert all(bound <= cost for bound, cost in zip(result.bound, result.cost, strict=True))


def test_progress_tells_of_the_whole(solved):
    problem, result, told = solved
    last = told[-1]
    assert {a.day for a in last.roster} >= {day(1)}, "the first part is still in the roster that is shown"
    costs = dict(tier_costs(problem, PERIODS, last.roster))
    assert last.cost == costs[last.tier]
    assert last.seconds <= result.seconds


def test_a_tier_that_only_the_later_book_has_is_counted():
    first = replace(normal(), tiers=normal().tiers[1:])
    periods = (Period(day(0), day(1), first), PERIODS[1])
    problem = a_case({(3, 18): 3})
    result = solve_periods(problem, periods, stop=Stop(20))
    missing = normal().tiers[0].name
    assert dict(zip(result.tiers, result.cost, strict=True))[missing] > 0
