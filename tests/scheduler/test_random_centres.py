"""No roster of any random centre breaks a rule; LIANXIN_CENTRES=2000 solves so many of them, CI a few."""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.rests import faults
from scheduler.rulebook import check_all, emergency, normal
from scheduler.solve import Status, Stop, solve
from scheduler.solve.breaks import place_breaks
from tests.scheduler.centres import a_centre

EXAMPLES = int(os.environ.get("LIANXIN_CENTRES", "16")) // 2
"""For each of the two kinds of centres."""

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
MANY = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW
)


def solved(seed, book, *, enough):
    problem = a_centre(seed, book, enough=enough)
    result = solve(problem, book, stop=Stop(0.4), seed=1)
    assert result.status is not Status.EMPTY, "who asks for no least hours gets a roster"
    kept = problem.locks - set(result.released)
    assert check_all(replace(problem, locks=kept), book, result.roster) == ()
    assert bool(result.released) == (result.status is Status.CONFLICT)
    rests = place_breaks(problem, result.roster, book.rest_times)
    assert list(faults(problem, result.roster, rests, book.rest_times)) == []
    return problem, result


@pytest.mark.timeout(300 + 10 * EXAMPLES)
@MANY
@given(st.integers(0, 10**9), st.sampled_from([normal(), emergency()]))
def test_where_people_suffice_by_construction_nobody_is_missing_once_it_is_proven(seed, book):
    _, result = solved(seed, book, enough=True)
    assert not result.released
    if result.status is Status.OPTIMAL:
        assert not result.shortfalls


@pytest.mark.timeout(300 + 10 * EXAMPLES)
@MANY
@given(st.integers(0, 10**9), st.sampled_from([normal(), emergency()]))
def test_where_people_are_too_few_by_construction_a_roster_names_its_gaps(seed, book):
    _, result = solved(seed, book, enough=False)
    assert result.shortfalls


def test_a_centre_whose_symmetries_once_ended_the_process_is_solved():
    _, result = solved(877420998, emergency(), enough=False)
    assert result.shortfalls
