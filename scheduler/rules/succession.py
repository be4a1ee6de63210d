"""No shift follows one on the day before that rules it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.shifts import Shift
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Succession:
    """A shift type's `not_before` types do not start on the next day."""

    code: ClassVar[str] = "succession"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per forbidden pair on neighbouring days."""
        for person, shifts in worked(problem, roster).items():
            for first in shifts:
                for second in shifts:
                    follows = second.day - first.day == timedelta(days=1) and second.day >= problem.start
                    if follows and second.type.code in first.type.not_before:
                        details = (("first", first.type.name), ("second", second.type.name))
                        yield Breach(self.code, person, second.day, details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Let each person take at most one of a forbidden pair."""
        pairs = [(a, b) for a in problem.shift_types for b in problem.shift_types if b.code in a.not_before]
        for person in problem.people:
            past = set(x.past(person))
            for day in problem.dates:
                for earlier, later in pairs:
                    first, second = Shift(day - timedelta(days=1), earlier), Shift(day, later)
                    takes = x.works(person, first) if first.day >= problem.start else int(first in past)
                    x.model.add(takes + x.works(person, second) <= 1)
