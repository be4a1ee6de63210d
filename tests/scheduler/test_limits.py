"""Every limit of every rule has a roster that just keeps it and one that just does not."""

from dataclasses import fields, replace
from datetime import timedelta
from itertools import chain, combinations

import pytest

from scheduler.people import Terms
from scheduler.problem import Assignment
from scheduler.roster import Roster
from scheduler.rules import RULES
from tests.scheduler.spaces import RULE_CASES

MINUTE = 1 / 60
HOURS = {
    "hours",
    "overtime",
    "ceiling",
    "enterprise",
    "civil_servant",
    "public_institution",
    "least",
    "day_hours",
}
"""Limits in hours: one step is a minute. Every other limit is a whole number or, for a cycle, a tenth of a day."""

BY_SLOTS = {"senior_on_duty", "min_seats"}
"""Rules that look at half-hours: one step of their times is 30 minutes."""

OWN = {
    "personal_hours": ("max_minutes", "min_minutes"),
    "personal_runs": ("max_run", "min_run", "min_off"),
    "personal_weekends": ("max_weekends",),
    "personal_shifts": ("max_shifts",),
    "protection": ("no_nights_until", "no_overtime_until"),
    "transport": ("earliest_start", "latest_end"),
}
"""Limits that stand in the problem, by the rule that reads them."""

RULE_LIMITS = [
    pytest.param(code, name, sign, id=f"{code}-{name}{sign:+}")
    for code, cases in RULE_CASES.items()
    for name in (field.name for field in fields(cases[0][0]))
    for sign in (-1, 1)
]
OWN_LIMITS = [
    pytest.param(code, name, sign, id=f"{code}-{name}{sign:+}")
    for code, names in OWN.items()
    for name in names
    for sign in (-1, 1)
]


def rosters(problem):
    """From nobody on: the small rosters come first, and most limits show in them."""
    cells = [Assignment(p.code, s.day, s.type.code) for p in problem.people for s in problem.shifts]
    sizes = (combinations(cells, size) for size in range(len(cells) + 1))
    return (Roster(frozenset(chosen)) for chosen in chain.from_iterable(sizes))


def differ(one, other):
    """Say whether two pairs of rule and problem judge some roster differently."""
    (rule, problem), (moved_rule, moved_problem) = one, other
    return any(
        any(rule.check(problem, roster)) != any(moved_rule.check(moved_problem, roster))
        for roster in rosters(problem)
    )


def small_first(code):
    return sorted(RULE_CASES[code], key=lambda case: len(case[1].people) * len(case[1].shifts))


def moved(code, name, value, sign):
    if name in HOURS:
        return value + sign * MINUTE
    if name == "month_days":
        return value + sign * 0.1
    return value + sign * (30 if code in BY_SLOTS and name != "seats" else 1)


@pytest.mark.parametrize(("code", "name", "sign"), RULE_LIMITS)
def test_one_step_of_a_rules_limit_changes_what_is_allowed(code, name, sign):
    for rule, problem in small_first(code):
        try:
            other = replace(rule, **{name: moved(code, name, getattr(rule, name), sign)})
        except ValueError:  # the step leaves the range that the rule accepts
            continue
        if differ((rule, problem), (other, problem)):
            return
    pytest.fail(f"no space of {code} has a roster right at {name} on this side")


def problem_moved(problem, name, sign):
    """Return the problem with one limit of its people or lines a step further, or None if it has none."""
    if name in OWN["transport"]:
        if not problem.transport:
            return None
        lines = tuple(replace(line, **{name: getattr(line, name) + sign}) for line in problem.transport)
        return replace(problem, transport=lines)
    people = []
    for person in problem.people:
        if name.endswith("_until"):
            day = getattr(person, name)
            people.append(person if day is None else replace(person, **{name: day + timedelta(days=sign)}))
            continue
        value = getattr(person.terms, name)
        if name == "max_shifts":
            value = tuple((shift, max(0, most + sign)) for shift, most in value)
        elif value is not None:
            value += sign
        people.append(replace(person, terms=replace(person.terms, **{name: value})))
    return replace(problem, people=tuple(people))


@pytest.mark.parametrize(("code", "name", "sign"), OWN_LIMITS)
def test_one_step_of_a_persons_or_lines_limit_changes_what_is_allowed(code, name, sign):
    for rule, problem in small_first(code):
        try:
            other = problem_moved(problem, name, sign)
        except ValueError:
            continue
        if other is not None and differ((rule, problem), (rule, other)):
            return
    pytest.fail(f"no space of {code} has a roster right at {name} on this side")


def test_every_limit_of_a_persons_own_terms_is_read_by_a_rule():
    told = {name for names in OWN.values() for name in names}
    assert {field.name for field in fields(Terms)} <= told
    assert set(OWN) <= set(RULES)
