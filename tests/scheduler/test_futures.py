"""A roster for several futures loses least on average, and the plain requirement is the special case."""

from dataclasses import replace

import numpy as np
import pytest

from scheduler.goals.expected_loss import ExpectedLoss
from scheduler.goals.under_cover import UnderCover
from scheduler.problem import Scenario
from scheduler.roster import Roster
from scheduler.rulebook import check_all, normal
from scheduler.solve import Status, Stop, solve
from scheduler.solve.futures import groups_of_paths, robust, standby_needed
from tests.scheduler.builders import EARLY, LATE, a_person, a_problem, a_requirement, a_roster, day

TEAM = (a_person("a", senior=True), a_person("b", senior=True))


def test_one_scenario_is_the_plain_requirement():
    needed = a_requirement(2, {(0, 18): 2, (0, 34): 1, (1, 20): 1}, lost=0.7)
    plain = a_problem(2, TEAM, (EARLY, LATE), requirements=(needed,))
    future = robust(plain, [Scenario(needed)])
    for roster in (a_roster(), a_roster("a0E"), a_roster("a0E", "b0L", "b1E")):
        assert ExpectedLoss().cost(future, roster) == UnderCover().cost(plain, roster)
    found = solve(future, normal(), stop=Stop(20))
    assert found.status is Status.OPTIMAL
    assert UnderCover().cost(plain, found.roster) == UnderCover().cost(
        plain, solve(plain, normal(), stop=Stop(20)).roster
    )


def test_the_one_person_goes_where_the_average_future_loses_most():
    # one person; two futures of three need the evening, and lose 1 call each; one needs the morning and loses 3
    one = (a_person("a", senior=True),)
    evening = a_requirement(1, {(0, 40): 1}, lost=1.0)
    morning = a_requirement(1, {(0, 18): 1}, lost=3.0)
    # it ends at 22:00: later than that nobody may sit there alone
    problem = a_problem(1, one, (EARLY, replace(LATE, length=420, paid=420)))
    few = robust(problem, [Scenario(evening, 2), Scenario(morning, 1)])
    assert {a.shift for a in solve(few, normal(), stop=Stop(20)).roster} == {"E"}
    many = robust(problem, [Scenario(evening, 4), Scenario(morning, 1)])
    assert {a.shift for a in solve(many, normal(), stop=Stop(20)).roster} == {"L"}
    assert check_all(problem, normal(), solve(many, normal(), stop=Stop(20)).roster) == ()


def test_standby_suffices_in_just_the_share_that_is_asked():
    futures = [Scenario(a_requirement(2, {(0, 20): n, (1, 20): 1}), w) for n, w in ((1, 5), (2, 4), (4, 1))]
    problem = robust(a_problem(2, TEAM, (EARLY,)), futures)
    roster = a_roster("a0E", "a1E")
    # on the first day 0, 1 and 3 are missing with weights 5, 4 and 1
    found = {share: standby_needed(problem, roster, share=share)[day(0)] for share in (0.5, 0.9, 0.91, 1.0)}
    assert found == {0.5: 0, 0.9: 1, 0.91: 3, 1.0: 3}
    assert standby_needed(problem, roster)[day(1)] == 0
    assert standby_needed(replace(problem, scenarios=()), Roster(frozenset())) == {day(0): 0, day(1): 0}
    with pytest.raises(ValueError, match="share"):
        standby_needed(problem, roster, share=0)


def test_each_days_paths_fall_into_groups_by_the_total_of_the_day():
    # two days of two slots: the path that is busiest on the first day is the quietest on the second
    paths = np.array([[5, 0, 1, 1], [1, 0, 4, 5], [9, 1, 0, 0], [3, 0, 2, 2]])
    quiet, busy = groups_of_paths(paths, 2, 2)
    assert quiet.tolist() == [[1, 0, 0, 0], [3, 0, 1, 1]]
    assert busy.tolist() == [[5, 0, 2, 2], [9, 1, 4, 5]]
    assert len(groups_of_paths(paths[:1], 2, 4)) == 1
