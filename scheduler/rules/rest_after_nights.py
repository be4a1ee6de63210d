"""After nights everyone sleeps twice before a day shift."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.shifts import ShiftKind
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class RestAfterNights:
    """
    Between the end of a night shift and a shift of another kind lie at least `hours` hours.

    Parameters
    ----------
    hours
        Rest after the last night, in hours.

    Raises
    ------
    ValueError
        If `hours` is negative.
    """

    code: ClassVar[str] = "rest_after_nights"
    hours: float = 48

    def __post_init__(self) -> None:
        if self.hours < 0:
            raise ValueError(f"rest_after_nights.hours must be >= 0, got {self.hours}.")

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per shift that follows a night too soon."""
        for person, shifts in worked(problem, roster).items():
            for place, second in enumerate(shifts):
                nights = [first for first in shifts[:place] if first.type.kind is ShiftKind.NIGHT]
                if second.day < problem.start or second.type.kind is ShiftKind.NIGHT or not nights:
                    continue
                rest = min((second.start - night.end) / timedelta(hours=1) for night in nights)
                if rest < self.hours:
                    details = (("shift", second.type.name), ("rest", rest), ("hours", self.hours))
                    yield Breach(self.code, person, second.day, details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Let each person take at most one of a night and another shift too soon after it."""
        needed = timedelta(hours=self.hours)
        for person in problem.people:
            options = x.candidates(person)
            for place, (night, takes_night) in enumerate(options):
                if night.type.kind is not ShiftKind.NIGHT:
                    continue
                for later, takes_later in options[place + 1 :]:
                    if later.start - night.end >= needed:
                        break
                    if later.day >= problem.start and later.type.kind is not ShiftKind.NIGHT:
                        x.model.add_at_most_one(takes_night, takes_later)
