"""Findings: what is odd in a problem before anything is solved: who, what, and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

import numpy as np

from scheduler.problem import Assignment, Problem
from scheduler.roster import Roster
from scheduler.rulebook import Rulebook

POSSIBLE = frozenset(
    {"absence", "transport", "zone_closed", "skills", "protection", "daily_hours", "night_hours"}
)
"""Rules that forbid a shift to a person whatever else they work."""

SLOT = 30
"""Minutes in which the requirement counts: shift types that differ by less cover the same, or almost."""


@dataclass(frozen=True, slots=True)
class Finding:
    """
    Something that no roster can put right.

    Parameters
    ----------
    code
        ``no_people``, ``no_usable_day``, ``lock_on_leave``, ``skill_nobody_has``, ``no_shift_covers``, ``same_times`` or
        ``near_times``.
    details
        Pairs of name and value for the sentence.
    """

    code: str
    details: tuple[tuple[str, object], ...] = ()


def findings(problem: Problem, rulebook: Rulebook) -> tuple[Finding, ...]:
    """Return everything odd: nobody at all, people who can never come, locks on leave, skills and hours nobody covers."""
    found: list[Finding] = []
    if not problem.people:
        found.append(Finding("no_people", (("days", problem.days),)))
    for part in (
        _stranded(problem, rulebook),
        _locks(problem),
        _skills(problem),
        _hours(problem),
        _twins(problem),
    ):
        found += part
    return tuple(found)


def _stranded(problem: Problem, rulebook: Rulebook) -> Iterator[Finding]:
    rules = [rule for rule in rulebook.rules if rule.code in POSSIBLE]
    for person in problem.people:
        cells = (Roster(frozenset({Assignment(person.code, s.day, s.type.code)})) for s in problem.shifts)
        if not any(all(next(rule.check(problem, cell), None) is None for rule in rules) for cell in cells):
            yield Finding("no_usable_day", (("person", person.code), ("days", problem.days)))


def _locks(problem: Problem) -> Iterator[Finding]:
    away = {(a.person, a.day): a for a in problem.absences}
    for lock in sorted(problem.locks, key=lambda lock: (lock.day, lock.person)):
        if lock.shift is None:
            continue
        shift = problem.shift_of(Assignment(lock.person, lock.day, lock.shift))
        met = (away.get((lock.person, day)) for day in (lock.day, shift.end.date()))
        if any(absence is not None and absence.meets(shift) for absence in met):
            yield Finding(
                "lock_on_leave", (("person", lock.person), ("day", lock.day), ("shift", shift.type.name))
            )


def _skills(problem: Problem) -> Iterator[Finding]:
    known = {skill for person in problem.people for skill in person.skills}
    wanted = [r.skill for r in problem.requirements] + [kind.skill for kind in problem.shift_types]
    for skill in dict.fromkeys(wanted):
        if skill is not None and skill not in known:
            yield Finding("skill_nobody_has", (("skill", skill),))


def _hours(problem: Problem) -> Iterator[Finding]:
    for requirement in problem.requirements:
        grid = requirement.grid
        per_day = grid.slots_per_day
        covered = np.zeros(per_day, dtype=bool)
        for kind in problem.shift_types:
            if kind.on_phones:
                span = range(-(-kind.start // grid.step), kind.end // grid.step)
                covered[[slot % per_day for slot in span]] = True
        needed = requirement.operators.reshape(grid.days, -1) > 0
        open_slots = np.argwhere(needed & ~covered)
        if len(open_slots):
            first = open_slots[0]
            minute = int(first[1]) * grid.step
            details = (
                ("day", problem.start + timedelta(days=int(first[0]))),
                ("time", f"{minute // 60:02d}:{minute % 60:02d}"),
                ("count", len(open_slots)),
            )
            yield Finding("no_shift_covers", details)


def _twins(problem: Problem) -> Iterator[Finding]:
    """Yield pairs of shift types for the same work that are the same, or overlap but for less than a half-hour."""
    for first, second in combinations(problem.shift_types, 2):
        if (first.on_phones, first.skill, first.kind) != (second.on_phones, second.skill, second.kind):
            continue
        apart = max(abs(first.start - second.start), abs(first.end - second.end))
        if apart < SLOT:
            names = (("first", first.name), ("second", second.name))
            yield (
                Finding("near_times", (*names, ("minutes", apart))) if apart else Finding("same_times", names)
            )
