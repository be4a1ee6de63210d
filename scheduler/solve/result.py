"""What a solve is given and gives: when to stop, how far it is, what came out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

import numpy as np

from scheduler.problem import Lock, Problem
from scheduler.roster import Breach, Roster, cover_of


class Status(StrEnum):
    """How a solve ended; every one but `EMPTY` comes with a roster that keeps every rule."""

    OPTIMAL = "optimal"
    """No roster is better in any tier."""
    GOOD = "good"
    """The time was up or the caller asked to stop; the bound says how much better it could be."""
    CONFLICT = "conflict"
    """Some locked cells contradict the rules; the roster keeps the rules and the other locks."""
    BROKEN_OFF = "broken_off"
    """The process ended before its time; this is the last good roster."""
    EMPTY = "empty"
    """The process ended before it had a roster."""


@dataclass(frozen=True, slots=True)
class Stop:
    """
    When a solve ends.

    Parameters
    ----------
    seconds
        Time for the whole solve, above 0.
    asked
        Asked now and then; the solve ends soon after it says True.
    rounds
        Neighbourhoods to search at most; with one worker a solve that ends by them can be repeated exactly.
    """

    seconds: float = 20.0
    asked: Callable[[], bool] = field(default=lambda: False)
    rounds: int | None = None

    def __post_init__(self) -> None:
        if self.seconds <= 0:
            raise ValueError(f"stop.seconds must be > 0, got {self.seconds}.")


@dataclass(frozen=True, slots=True)
class Progress:
    """
    How far a solve is.

    Parameters
    ----------
    seconds
        Since its start.
    tier
        The tier that is being improved.
    cost, bound
        Of that tier: what the roster costs and what none can cost less than.
    roster
        The best roster so far; it keeps every rule.
    """

    seconds: float
    tier: str
    cost: int
    bound: int
    roster: Roster

    @property
    def gap(self) -> float:
        """Share of the cost that might still be saved, in [0, 1]."""
        return gap(self.cost, self.bound)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """
    Neighbouring half-hours of one day that are equally short.

    Parameters
    ----------
    start, end
        Local time; `end` is not included.
    skill
        The skill that is missing, or None.
    required, planned
        Operators.
    lost
        Calls that are expected to be lost.
    """

    start: datetime
    end: datetime
    skill: str | None
    required: int
    planned: int
    lost: float

    @property
    def missing(self) -> int:
        """Operators that are missing."""
        return self.required - self.planned

    @property
    def day(self) -> date:
        """The date."""
        return self.start.date()


@dataclass(frozen=True, slots=True)
class Result:
    """
    What a solve found.

    Parameters
    ----------
    status
        See `Status`.
    roster
        The best roster; it has passed every check.
    tiers
        Names of the tiers, most important first.
    cost, bound
        Per tier: what the roster costs, and what no roster that is as good in the tiers above costs less than.
    seconds
        Time taken.
    shortfalls
        Where too few operators are planned, by time.
    released
        Locked cells that could not be kept.
    conflicts
        What each of them would have broken.
    """

    status: Status
    roster: Roster
    tiers: tuple[str, ...]
    cost: tuple[int, ...]
    bound: tuple[int, ...]
    seconds: float
    shortfalls: tuple[Shortfall, ...] = ()
    released: tuple[Lock, ...] = ()
    conflicts: tuple[Breach, ...] = ()

    @property
    def gaps(self) -> tuple[float, ...]:
        """Per tier the share of the cost that might still be saved, in [0, 1]."""
        return tuple(gap(cost, bound) for cost, bound in zip(self.cost, self.bound, strict=True))

    @property
    def gap(self) -> float:
        """The gap of the first tier that is not proven best, 0 if all are."""
        return next((gap for gap in self.gaps if gap > 0), 0.0)


def gap(cost: int, bound: int) -> float:
    """Return the share of a cost that might still be saved, in [0, 1]."""
    return max(0.0, (cost - bound) / cost) if cost > 0 else 0.0


def shortfalls_of(problem: Problem, roster: Roster) -> tuple[Shortfall, ...]:
    """Return where too few operators are planned: neighbouring slots of a day with the same numbers as one."""
    found: list[Shortfall] = []
    for requirement in problem.requirements:
        grid = requirement.grid
        planned = cover_of(problem, roster, requirement.skill, grid.step)
        short = np.flatnonzero(planned < requirement.operators)
        facts = [(int(s), int(requirement.operators[s]), int(planned[s])) for s in short]
        keys = groupby(
            enumerate(facts), key=lambda e: (e[1][0] - e[0], e[1][0] // grid.slots_per_day, *e[1][1:])
        )
        for (_, _, required, there), group in keys:
            slots = [fact[0] for _, fact in group]
            lost = float(sum(requirement.lost[s] for s in slots)) * (required - there)
            end = grid.start_of(slots[-1]) + timedelta(minutes=grid.step)
            found.append(Shortfall(grid.start_of(slots[0]), end, requirement.skill, required, there, lost))
    return tuple(sorted(found, key=lambda s: (s.start, s.skill or "")))
