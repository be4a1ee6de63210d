"""Nobody works too many nights in a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.shifts import Shift, ShiftKind
from scheduler.variables import Literal, Variables


@dataclass(frozen=True, slots=True)
class ConsecutiveNights:
    """
    Night shifts start on at most `nights` days in a row; nights before the horizon count.

    Parameters
    ----------
    nights
        Longest run of nights, at least 1.

    Raises
    ------
    ValueError
        If `nights` is below 1.
    """

    code: ClassVar[str] = "consecutive_nights"
    nights: int = 3

    def __post_init__(self) -> None:
        if self.nights < 1:
            raise ValueError(f"consecutive_nights.nights must be >= 1, got {self.nights}.")

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per night that makes a run too long."""
        for person, shifts in worked(problem, roster).items():
            nights = {shift.day for shift in shifts if shift.type.kind is ShiftKind.NIGHT}
            run = 0
            for day in sorted(nights):
                run = run + 1 if day - timedelta(days=1) in nights else 1
                if run > self.nights and day >= problem.start:
                    yield Breach(self.code, person, day, (("run", run), ("nights", self.nights)))

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid a night to everyone on each of `nights` + 1 days in a row."""
        kinds = [kind for kind in problem.shift_types if kind.kind is ShiftKind.NIGHT]
        for person in problem.people:
            past = {shift.day for shift in x.past(person) if shift.type in kinds}
            starts: dict[int, Literal] = {}
            for offset in range(-self.nights, problem.days):
                day = problem.start + timedelta(days=offset)
                if offset < 0:
                    starts[offset] = int(day in past)
                else:
                    starts[offset] = _any(x, [x.works(person, Shift(day, kind)) for kind in kinds])
            for last in range(problem.days):
                x.model.add(sum(starts[last - back] for back in range(self.nights + 1)) <= self.nights)


def _any(x: Variables, options: list[Literal]) -> Literal:
    if len(options) <= 1:
        return options[0] if options else 0
    chosen = x.model.new_bool_var("night")
    for option in options:
        x.model.add(chosen >= option)
    return chosen
