"""Tightest: for every limit of a rule, where a roster comes closest to it."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.rulebook import Rulebook
from scheduler.rules import Rule

STEPS: dict[tuple[str, str], float] = {
    ("min_rest", "hours"): 0.5,
    ("rest_after_nights", "hours"): 1.0,
    ("consecutive_days", "days"): -1,
    ("consecutive_nights", "nights"): -1,
    ("weekly_rest", "days"): 1,
    ("weekly_rest", "span"): -1,
    ("weekly_hours", "enterprise_overtime"): -1.0,
    ("weekly_hours", "civil_servant_overtime"): -1.0,
    ("weekly_hours", "public_institution_overtime"): -1.0,
    ("weekly_hours", "ceiling"): -1.0,
    ("daily_hours", "hours"): -0.5,
    ("daily_hours", "overtime"): -0.5,
    ("daily_hours", "ceiling"): -0.5,
    ("monthly_overtime", "enterprise"): -1.0,
    ("monthly_overtime", "civil_servant"): -1.0,
    ("monthly_overtime", "public_institution"): -1.0,
    ("cycle_hours", "month_days"): -0.5,
    ("cycle_hours", "overtime"): -2.0,
    ("protection", "night_start"): -30,
    ("protection", "night_end"): 30,
    ("protection", "day_hours"): -0.5,
    ("senior_on_duty", "start"): -30,
    ("senior_on_duty", "end"): 30,
    ("min_seats", "seats"): 1,
    ("min_seats", "night_start"): -30,
    ("min_seats", "night_end"): 30,
    ("night_hours", "hours"): -0.5,
    ("night_hours", "least"): -0.5,
    ("night_hours", "night_start"): -30,
    ("night_hours", "night_end"): 30,
    ("standby", "most"): -1,
    ("standby", "span"): 1,
    ("standby", "hours"): 0.5,
}
"""Every limit of a rule and the step by which it grows tighter; a limit that grows is a least one."""

FAR = 60
"""Steps after which a limit counts as not in reach."""


@dataclass(frozen=True, slots=True)
class Tightest:
    """
    How close a roster comes to a limit.

    Parameters
    ----------
    rule, field
        The limit.
    limit
        What the rulebook says.
    reached
        What the roster comes to; as much as the limit says where there is no room left.
    person, day
        Where; None for the team.
    """

    rule: str
    field: str
    limit: float
    reached: float
    person: str | None
    day: date


def tightest_places(problem: Problem, rulebook: Rulebook, roster: Roster) -> tuple[Tightest, ...]:
    """Tighten every limit until the roster breaks it; what broke first is the tightest place."""
    found = []
    for rule in rulebook.rules:
        for (code, field), step in STEPS.items():
            if rule.code == code and (place := _place(problem, rule, field, step, roster)) is not None:
                found.append(place)
    return tuple(found)


def _place(problem: Problem, rule: Rule, field: str, step: float, roster: Roster) -> Tightest | None:
    """Halve the steps between a limit that holds and one that does not: what is tighter holds no better."""
    limit = getattr(rule, field)

    def tighter(steps: int) -> Rule | None:
        value = limit + steps * step
        return None if value < 0 else _with(rule, field, value)

    def broken(steps: int) -> Breach | None:
        there = tighter(steps)
        return None if there is None else next(iter(there.check(problem, roster)), None)

    possible = bisect_left(range(1, FAR + 1), True, key=lambda steps: tighter(steps) is None)
    if not possible or broken(possible) is None:
        return None
    first = 1 + bisect_left(range(1, possible + 1), True, key=lambda steps: broken(steps) is not None)
    breach = broken(first)
    if breach is None:
        raise AssertionError("just found")
    return Tightest(rule.code, field, limit, limit + (first - 1) * step, breach.person, breach.day)


def _with(rule: Any, field: str, value: float) -> Rule | None:  # Any: every rule has fields of its own
    try:
        changed: Rule = replace(rule, **{field: value})
    except ValueError:
        return None
    return changed
