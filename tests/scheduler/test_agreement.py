"""Every rule and every goal says the same twice: in plain Python and to the solver."""

import random
from itertools import chain, combinations

import pytest
from ortools.sat.python import cp_model

from scheduler import variables
from scheduler.explain.alone import alone
from scheduler.goals import GOALS
from scheduler.problem import Assignment
from scheduler.roster import Roster
from scheduler.rules import RULES, TEAM_RULES
from scheduler.variables import Variables
from tests.scheduler.spaces import GOAL_CASES, RULE_CASES

RULES_AND_SPACES = [
    pytest.param(rule, problem, id=f"{code}-{number}")
    for code, cases in RULE_CASES.items()
    for number, (rule, problem) in enumerate(cases)
]
GOALS_AND_SPACES = [
    pytest.param(goal, problem, id=f"{code}-{number}")
    for code, cases in GOAL_CASES.items()
    for number, (goal, problem) in enumerate(cases)
]


def every_roster(problem):
    cells = [Assignment(p.code, s.day, s.type.code) for p in problem.people for s in problem.shifts]
    assert len(cells) <= 13, "a space must stay small enough to walk"
    chosen = chain.from_iterable(combinations(cells, size) for size in range(len(cells) + 1))
    return [frozenset(cells) for cells in chosen]


def some_rosters(problem, most=500):
    """All rosters of a small space; of a larger one those with hardly a cell, with nearly all, and others at random."""
    rosters = every_roster(problem)
    if len(rosters) <= most:
        return rosters
    cells = len(problem.people) * len(problem.shifts)
    edges = [roster for roster in rosters if not 1 < len(roster) < cells - 1]
    return [*edges, *random.Random(most).sample(rosters, most - len(edges))]


class Collect(cp_model.CpSolverSolutionCallback):
    def __init__(self, x):
        super().__init__()
        self.x, self.found = x, set()

    def on_solution_callback(self):
        self.found.add(self.x.roster(self).assignments)


def allowed_by_the_model(rule, problem):
    x = Variables(problem)
    rule.add(problem, x)
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    collect = Collect(x)
    assert solver.solve(x.model, collect) in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    return collect.found


def test_every_rule_and_goal_has_its_spaces():
    assert set(RULE_CASES) == set(RULES)
    assert set(GOAL_CASES) == set(GOALS)
    assert all(rule.code == code for code, cases in RULE_CASES.items() for rule, _ in cases)
    assert all(goal.code == code for code, cases in GOAL_CASES.items() for goal, _ in cases)


@pytest.mark.parametrize(("rule", "problem"), RULES_AND_SPACES)
def test_check_and_model_allow_the_same_rosters(rule, problem):
    rosters = every_roster(problem)
    allowed = {cells for cells in rosters if not list(rule.check(problem, Roster(cells)))}

    assert allowed_by_the_model(rule, problem) == allowed
    assert allowed, "a space in which nothing is allowed proves little"


AT_ONCE = [
    pytest.param(rule, problem, id=f"{code}-{number}")
    for code in ("min_seats", "senior_on_duty")
    for number, (rule, problem) in enumerate(RULE_CASES[code])
    if len(problem.people) * len(problem.shifts) < 12
]


@pytest.mark.parametrize(("rule", "problem"), AT_ONCE)
def test_what_is_written_for_a_large_team_at_once_allows_the_same_rosters(rule, problem, monkeypatch):
    monkeypatch.setattr(variables, "LARGE", 0)
    allowed = {cells for cells in every_roster(problem) if not list(rule.check(problem, Roster(cells)))}

    assert allowed_by_the_model(rule, problem) == allowed


@pytest.mark.parametrize("code", RULES)
def test_the_spaces_of_a_rule_lie_on_both_sides_of_its_limit(code):
    assert any(
        list(rule.check(problem, Roster(cells)))
        for rule, problem in RULE_CASES[code]
        for cells in every_roster(problem)
    )


@pytest.mark.parametrize(
    ("rule", "problem"),
    [case for case in RULES_AND_SPACES if not case.id.startswith(("locked_cells", "personal_hours"))],
)
def test_a_team_that_does_nothing_more_breaks_no_rule_but_a_lock_and_least_hours(rule, problem):
    assert not list(rule.check(problem, Roster(frozenset())))


@pytest.mark.parametrize(("goal", "problem"), GOALS_AND_SPACES)
def test_cost_and_model_price_every_roster_alike(goal, problem):
    x = Variables(problem)
    price = goal.add(problem, x)
    x.model.minimize(price)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    costs, model = set(), x.model.clone()
    for cells in some_rosters(problem):
        for cell, works in x.decisions.items():
            domain = model.proto.variables[works.index].domain
            domain[0] = domain[1] = int(cell in cells)
        assert solver.solve(model) == cp_model.OPTIMAL
        cost = goal.cost(problem, Roster(cells))
        assert round(solver.objective_value) == cost, sorted(cells, key=str)
        costs.add(cost)
    assert len(costs) > 1 or goal.cost(problem, Roster(frozenset())) == 0


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        case
        for case in RULES_AND_SPACES
        if case.values[0].code not in TEAM_RULES and len(case.values[1].people) > 1
    ],
)
def test_a_rule_that_is_not_the_teams_judges_everyone_alone(rule, problem):
    for cells in every_roster(problem):
        apart = [
            breach
            for person in problem.people
            for breach in rule.check(
                alone(problem, person.code), Roster(frozenset(c for c in cells if c.person == person.code))
            )
        ]
        assert set(apart) == set(rule.check(problem, Roster(cells)))
