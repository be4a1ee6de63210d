"""Tightest: for every limit of a rule, where a roster comes closest to it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.rulebook import Rulebook
from scheduler.rules import Rule

STEPS: dict[tuple[str, str], float] = {
    ("min_rest", "hours"): 0.5,
    ("rest_after_nights", "hours"): 1.0,
    ("consecutive_days", "days"): -1,
    ("consecutive_nights", "nights"): -1,
    ("weekly_hours", "ceiling"): -1.0,
    ("daily_hours", "ceiling"): -0.5,
    ("night_hours", "hours"): -0.5,
    ("standby", "most"): -1,
}
"""Limits that can be tightened step by step, and the step; a limit that grows is a least one."""

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
    limit = getattr(rule, field)
    last = limit
    for k in range(1, FAR + 1):
        value = limit + k * step
        if value < 0 or (tighter := _with(rule, field, value)) is None:
            return None
        breach = next(iter(tighter.check(problem, roster)), None)
        if breach is not None:
            return Tightest(rule.code, field, limit, last, breach.person, breach.day)
        last = value
    return None


def _with(rule: Any, field: str, value: float) -> Rule | None:  # Any: every rule has fields of its own
    try:
        changed: Rule = replace(rule, **{field: value})
    except ValueError:
        return None
    return changed
