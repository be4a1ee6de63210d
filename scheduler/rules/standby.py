"""Standby is rare and keeps its distance from work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.shifts import ShiftKind
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Standby:
    """
    In any `span` days nobody has more than `most` standbys, and none closer than `hours` hours to a shift of work.

    Standbys and shifts before the horizon count.

    Parameters
    ----------
    most, span
        Standbys at most in so many days in a row.
    hours
        Hours between a standby and work, before it and after it.

    Raises
    ------
    ValueError
        If a limit is negative or `span` below 1.
    """

    code: ClassVar[str] = "standby"
    most: int = 2
    span: int = 7
    hours: float = 11

    def __post_init__(self) -> None:
        if self.most < 0 or self.hours < 0:
            raise ValueError(f"standby limits must be >= 0, got {self.most} and {self.hours}.")
        if self.span < 1:
            raise ValueError(f"standby.span must be >= 1, got {self.span}.")

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per span with too many standbys and per standby too close to work."""
        for person, shifts in worked(problem, roster).items():
            standbys = [shift for shift in shifts if shift.type.kind is ShiftKind.STANDBY]
            for last in problem.dates:
                inside = [s for s in standbys if timedelta(0) <= last - s.day < timedelta(days=self.span)]
                if len(inside) > self.most and any(s.day >= problem.start for s in inside):
                    yield self._breach(person, last, "often", len(inside), self.most)
            for place, second in enumerate(shifts):
                gaps = [
                    (second.start - first.end) / timedelta(hours=1)
                    for first in shifts[:place]
                    if (first.type.kind is ShiftKind.STANDBY) != (second.type.kind is ShiftKind.STANDBY)
                ]
                if gaps and second.day >= problem.start and min(gaps) < self.hours:
                    yield self._breach(person, second.day, "close", min(gaps), self.hours)

    def _breach(self, person: str, day: date, what: str, found: float, limit: float) -> Breach:
        details = (("what", what), ("found", found), ("limit", limit), ("span", self.span))
        return Breach(self.code, person, day, details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Bound the standbys of every span and let each person take at most one of two that are too close."""
        kinds = {kind.code for kind in problem.shift_types if kind.kind is ShiftKind.STANDBY}
        if not kinds:
            return
        needed = timedelta(hours=self.hours)
        for person in problem.people:
            options = x.candidates(person)
            standbys = [(shift, takes) for shift, takes in options if shift.type.code in kinds]
            for last in problem.dates:
                first = last - timedelta(days=self.span - 1)
                inside = [(shift, takes) for shift, takes in standbys if first <= shift.day <= last]
                past = sum(shift.day < problem.start for shift, _ in inside)
                chosen = [takes for shift, takes in inside if shift.day >= problem.start]
                if chosen:
                    x.model.add(sum(chosen) <= max(0, self.most - past))
            for place, (early, takes_early) in enumerate(options):
                for later, takes_later in options[place + 1 :]:
                    if later.start >= early.end + needed:
                        break
                    mixed = (early.type.code in kinds) != (later.type.code in kinds)
                    if mixed and later.day >= problem.start:
                        x.model.add_at_most_one(takes_early, takes_later)
