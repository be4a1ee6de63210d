"""Everyone rests long enough between two shifts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.shifts import Shift
from scheduler.variables import Literal, Variables


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
        """
        Let each person take at most one of all shifts after which, at some start, the rest is not over yet.

        Any two shifts that are too close meet at the start of the later one, and all that meet there are too close to
        one another: intervals, so these sets say everything, and only the widest of them are needed.
        """
        needed = timedelta(hours=self.hours)
        for person in problem.people:
            tired: list[tuple[datetime, Shift, Literal]] = []
            for shift, takes in x.candidates(person):
                start, until = shift.start, shift.end + needed
                still = [other for other in tired if start < other[0]]
                if len(still) < len(tired):
                    _at_most_one(problem, x, tired)
                tired = [*still, (until, shift, takes)]
            _at_most_one(problem, x, tired)


def _at_most_one(problem: Problem, x: Variables, tired: list[tuple[datetime, Shift, Literal]]) -> None:
    """State it for the shifts of the horizon; whoever is still tired of the past takes none of them."""
    open_ = [takes for _, shift, takes in tired if shift.day >= problem.start]
    if len(open_) < len(tired):
        for takes in open_:
            x.model.add(takes == 0)
    elif len(open_) > 1:
        x.model.add_at_most_one(open_)
