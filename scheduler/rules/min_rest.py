"""Everyone rests long enough between two shifts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class MinRest:
    r"""
    At least `hours` hours lie between the end of a shift and the next start, across midnight and both edges.

    For shifts :math:`s, t` of one person with :math:`s` before :math:`t`,

    .. math:: start_t - end_s \ge hours.

    Parameters
    ----------
    hours
        Rest between two shifts, in hours. Zero forbids only overlap.

    Raises
    ------
    ValueError
        If `hours` is negative.
    """

    code: ClassVar[str] = "min_rest"
    hours: float = 11

    def __post_init__(self) -> None:
        if self.hours < 0:
            raise ValueError(f"min_rest.hours must be >= 0, got {self.hours}.")

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per pair of neighbouring shifts that are too close."""
        for person, shifts in worked(problem, roster).items():
            for first, second in pairwise(shifts):
                rest = (second.start - first.end) / timedelta(hours=1)
                if second.day >= problem.start and rest < self.hours:
                    yield Breach(
                        self.code,
                        person,
                        second.day,
                        (
                            ("first", first.type.name),
                            ("second", second.type.name),
                            ("rest", rest),
                            ("hours", self.hours),
                        ),
                    )

    def add(self, problem: Problem, x: Variables) -> None:
        """Let each person take at most one of any two shifts that are too close."""
        needed = timedelta(hours=self.hours)
        longest = max((kind.length for kind in problem.shift_types), default=0)
        reach = needed + timedelta(minutes=longest)
        for person in problem.people:
            options = x.candidates(person)
            for place, (first, takes_first) in enumerate(options):
                for second, takes_second in options[place + 1 :]:
                    if second.start - first.start >= reach:
                        break
                    if second.day >= problem.start and second.start < first.end + needed:
                        x.model.add_at_most_one(takes_first, takes_second)
