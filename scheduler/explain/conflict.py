"""Conflict: the smallest set of hard demands that no roster can meet together."""

from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.explain.alone import alone
from scheduler.problem import Absence, Lock, Problem
from scheduler.rulebook import Rulebook
from scheduler.rules import TEAM_RULES
from scheduler.variables import Variables

ALWAYS = frozenset({"locked_cells", "personal_hours", "one_shift_a_day", "absence"})
"""Rules whose demands are named one by one (locks, least hours, days away), or that nobody would waive."""


@dataclass(frozen=True, slots=True)
class Demand:
    """
    One hard demand: a locked cell, a day away, a person's least hours, or a rule.

    Parameters
    ----------
    kind
        ``lock``, ``absence``, ``least_hours`` or ``rule``.
    lock, absence
        The demand itself, for these kinds.
    code
        Code of the person or of the rule, for the other kinds.
    """

    kind: str
    lock: Lock | None = None
    absence: Absence | None = None
    code: str = ""


def smallest_conflict(problem: Problem, rulebook: Rulebook, *, seconds: float = 5.0) -> tuple[Demand, ...]:
    """
    Return demands that contradict each other, none of which can be left out; empty if all can be met.

    A deletion filter: one demand after the other is dropped, and stays dropped if the rest is still impossible. A
    conflict within one person is looked for first, so that it is small and quickly found; after that everyone's days
    away are demands too, for the leave of one may be what stands against the lock of another.

    Parameters
    ----------
    problem, rulebook
        What is demanded.
    seconds
        Time of each question to the solver; a question without an answer keeps its demand.
    """
    personal = rulebook.without(*TEAM_RULES)
    for person in problem.people:
        own = alone(problem, person.code)
        if own.locks or person.terms.min_minutes:
            found = _filtered(own, personal, seconds)
            if found:
                return found
    return _filtered(problem, rulebook, seconds)


def can_be_met(
    problem: Problem, rulebook: Rulebook, demands: tuple[Demand, ...], *, seconds: float = 5.0
) -> bool:
    """Say whether a roster meets just these demands (as far as the time allows to tell)."""
    x = Variables(_just(problem, demands))
    codes = {demand.code for demand in demands if demand.kind == "rule"}
    for rule in rulebook.rules:
        if rule.code in codes or rule.code in ALWAYS:
            rule.add(x.problem, x)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.symmetry_level = 0  # as in `scheduler.solve.tier.solver_for`
    return solver.solve(x.model) != cp_model.INFEASIBLE


def _filtered(problem: Problem, rulebook: Rulebook, seconds: float) -> tuple[Demand, ...]:
    demands = _demands(problem, rulebook)
    if can_be_met(problem, rulebook, demands, seconds=seconds):
        return ()
    kept = list(demands)
    size = max(1, len(kept) // 2)
    while size:
        start = 0
        while start < len(kept):
            rest = (*kept[:start], *kept[start + size :])
            if can_be_met(problem, rulebook, rest, seconds=seconds):
                start += size
            else:
                kept = list(rest)
        size = size // 2 if size > 1 else 0
    return tuple(kept)


def _demands(problem: Problem, rulebook: Rulebook) -> tuple[Demand, ...]:
    return (
        *(Demand("rule", code=rule.code) for rule in rulebook.rules if rule.code not in ALWAYS),
        *(Demand("least_hours", code=p.code) for p in problem.people if p.terms.min_minutes),
        *(Demand("absence", absence=a) for a in sorted(problem.absences, key=str)),
        *(Demand("lock", lock=lock) for lock in sorted(problem.locks, key=str)),
    )


def _just(problem: Problem, demands: tuple[Demand, ...]) -> Problem:
    """Return the problem with no other locks, days away and least hours than the demands."""
    least = {demand.code for demand in demands if demand.kind == "least_hours"}
    people = tuple(
        person if person.code in least else replace(person, terms=replace(person.terms, min_minutes=0))
        for person in problem.people
    )
    return replace(
        problem,
        people=people,
        requirements=(),
        locks=frozenset(d.lock for d in demands if d.lock is not None),
        absences=frozenset(d.absence for d in demands if d.absence is not None),
    )
