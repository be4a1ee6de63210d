"""The search by whole personal rosters sees exactly the rosters that the rules allow, and its bound holds."""

import time
from itertools import chain, combinations
from random import Random

import numpy as np
import pytest
from ortools.sat.python import cp_model

from benchmarks.centres import a_large_centre
from benchmarks.rosters import BOOK, read
from scheduler.problem import Assignment
from scheduler.roster import Roster
from scheduler.rulebook import check_all, normal
from scheduler.solve import Status, Stop, solve
from scheduler.solve import split as splitting
from scheduler.solve import tier as search
from scheduler.solve.columns import Columns
from scheduler.solve.one_by_one import OneByOne
from scheduler.solve.rows import Reader
from scheduler.solve.split import split_of
from scheduler.solve.worker import Worker
from scheduler.variables import Variables
from tests.scheduler.builders import a_person, a_problem, a_requirement
from tests.scheduler.spaces import RULE_CASES
from tests.shared import shared

SPACES = [
    pytest.param(rule, problem, id=f"{code}-{number}")
    for code, cases in RULE_CASES.items()
    for number, (rule, problem) in enumerate(cases)
]


def a_split(problem, rules, goals=()):
    x = Variables(problem)
    for rule in rules:
        rule.add(problem, x)
    x.model.minimize(sum(weight * goal.add(problem, x) for goal, weight in goals))
    return x, split_of(problem, x, Reader(x.model).rows())


def test_rows_are_in_order_before_threads_read_them():
    model = cp_model.CpModel()
    first, _, third = (model.new_bool_var("") for _ in range(3))
    model.add_at_most_one(third, first)

    rows = Reader(model).rows()

    assert rows.matrix.has_canonical_format
    assert rows.matrix.toarray().tolist() == [[1, 0, 1]]


@pytest.mark.parametrize(("rule", "problem"), SPACES)
def test_the_cheapest_personal_rosters_are_the_cheapest_that_the_rule_allows(rule, problem, monkeypatch):
    if a_split(problem, [rule])[1].ties.shape[0]:
        pytest.skip("the rule ties people: no roster of one person can be told apart")
    cells = [Assignment(p.code, s.day, s.type.code) for p in problem.people for s in problem.shifts]
    rosters = chain.from_iterable(combinations(cells, size) for size in range(len(cells) + 1))
    allowed = [cells for cells in rosters if not list(rule.check(problem, Roster(frozenset(cells))))]
    for short in (1, splitting.SHORT):  # states counted, and remembered
        monkeypatch.setattr(splitting, "SHORT", short)
        x, parts = a_split(problem, [rule])
        random = Random(7)
        for _ in range(5):
            price = np.zeros(len(parts.rows.cost))
            for cell in cells:
                price[x.decisions[cell].index] = random.randint(-9, 9)
            fixed = parts.rows.fixed
            least = float(price[fixed] @ parts.rows.lower[fixed])
            least += sum(own.cheapest(price)[0] for own in parts.own)
            assert least == min(sum(price[x.decisions[cell].index] for cell in cells) for cells in allowed)


@pytest.mark.parametrize(
    ("instance", "bound"),
    # lower bounds of schedulingbenchmarks.org: table in the README beside the instances
    [("2", 828), ("4", 1716), ("5", 1141), ("8", 1297)],
)
def test_the_bound_of_a_public_instance_is_the_published_one(instance, bound):
    problem = read(shared(f"rosters/Instance{instance}.txt"))
    _, parts = a_split(problem, BOOK.rules, BOOK.tiers[0].goals)
    columns = Columns(parts, lambda: False)
    columns.generate()
    assert columns.bound == bound


def test_every_tier_of_the_rulebook_is_searched_by_whole_personal_rosters_with_the_earlier_ones_held():
    book = normal()
    problem, proof = a_large_centre(1, 4, 14, book)
    x = Variables(problem)
    for rule in book.rules:
        rule.add(problem, x)
    reader, seen = Reader(x.model), []
    for tier in book.tiers:
        cost = sum(weight * goal.add(problem, x) for goal, weight in tier.goals)
        if isinstance(cost, int):
            continue
        x.model.minimize(cost)
        assert split_of(problem, x, reader.rows()) is not None, tier.name
        x.model.clear_objective()
        x.model.add(cost <= tier.cost(problem, proof))
        seen.append(tier.name)
    assert len(seen) > 3


def test_rounds_end_a_solve_at_the_same_roster_for_the_same_seed(monkeypatch):
    monkeypatch.setattr(search, "LARGE", 0)
    problem = read(shared("rosters/Instance5.txt"))
    first, second = (solve(problem, BOOK, stop=Stop(280, rounds=2), seed=5) for _ in range(2))
    assert first.roster == second.roster
    assert first.seconds < 280


def test_the_bound_and_the_cost_of_the_stream_close_in_on_each_other():
    seen = []
    problem = read(shared("rosters/Instance2.txt"))
    result = solve(problem, BOOK, stop=Stop(60), progress=seen.append)
    assert [step.cost for step in seen] == sorted((step.cost for step in seen), reverse=True)
    assert [step.bound for step in seen] == sorted(step.bound for step in seen)
    # 828 is best known and proven: table in the README beside the instances
    assert result.cost == result.bound == (828,)


def test_a_worker_killed_in_mid_run_keeps_its_last_good_roster_and_says_so():
    problem = read(shared("rosters/Instance8.txt"))
    worker = Worker(problem, BOOK, seconds=200)
    while worker.poll() is None and not worker.done:
        time.sleep(0.1)
    worker.kill()
    result = worker.result()
    assert result.status is Status.BROKEN_OFF
    assert len(result.roster) > 0
    assert not check_all(problem, BOOK, result.roster)
    assert result.cost == (BOOK.tiers[0].cost(problem, result.roster),)


def test_everyone_in_turn_never_makes_a_roster_dearer():
    problem = read(shared("rosters/Instance4.txt"))
    x, parts = a_split(problem, BOOK.rules, BOOK.tiers[0].goals)
    search = OneByOne(parts, lambda: False)
    costs = []
    values = None
    for _ in range(4):
        values = search.improved(values, sweeps=1)
        roster = x.chosen(values.tolist())
        assert not check_all(problem, BOOK, roster)
        costs.append(BOOK.tiers[0].cost(problem, roster))
    assert costs == sorted(costs, reverse=True)


@pytest.mark.parametrize("stop", [Stop(0.001), Stop(60, asked=lambda: True)])
def test_a_search_stopped_at_once_still_has_a_roster(stop):
    problem = a_problem(
        2,
        [a_person("a", senior=True), a_person("b")],
        requirements=(a_requirement(2, {(0, 20): 1, (1, 20): 1}),),
    )
    result = solve(problem, normal(), stop=stop)
    assert {a.day for a in result.roster} == set(problem.dates)
    assert check_all(problem, normal(), result.roster) == ()
