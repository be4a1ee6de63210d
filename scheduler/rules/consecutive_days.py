"""Nobody works too many days in a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class ConsecutiveDays:
    """
    A shift starts on at most `days` days in a row; days before the horizon count.

    Parameters
    ----------
    days
        Longest run of working days, at least 1.

    Raises
    ------
    ValueError
        If `days` is below 1.
    """

    code: ClassVar[str] = "consecutive_days"
    days: int = 6

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"consecutive_days.days must be >= 1, got {self.days}.")

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per working day of the horizon that makes a run too long."""
        for person, shifts in worked(problem, roster).items():
            working = {shift.day for shift in shifts}
            for day in problem.dates:
                run = 0
                while day - timedelta(days=run) in working:
                    run += 1
                if run > self.days:
                    yield Breach(self.code, person, day, (("run", run), ("days", self.days)))

    def add(self, problem: Problem, x: Variables) -> None:
        """Leave one day free in every `days` + 1 days in a row."""
        for person in problem.people:
            for last in problem.dates:
                span = [x.works_on(person, last - timedelta(days=back)) for back in range(self.days + 1)]
                x.model.add(sum(span) <= self.days)
