"""Everyone has a whole day of rest in every span of days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.variables import Literal, Variables


@dataclass(frozen=True, slots=True)
class WeeklyRest:
    """
    In every `span` days in a row, at least `days` calendar days are free of work from midnight to midnight.

    The morning after a night shift is no day of rest. Days before the horizon count.

    Parameters
    ----------
    days
        Days of rest.
    span
        Days in a row in which they must lie.

    Raises
    ------
    ValueError
        Unless 0 <= days < span.
    """

    code: ClassVar[str] = "weekly_rest"
    days: int = 1
    span: int = 7

    def __post_init__(self) -> None:
        if not 0 <= self.days < self.span:
            raise ValueError(f"weekly_rest.days must lie in [0, span {self.span}), got {self.days}.")

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per span that has too little rest and to which this roster adds work."""
        for person, shifts in worked(problem, roster).items():
            touched: dict[object, bool] = {}
            for shift in shifts:
                for day in (shift.day, shift.end.date()):
                    if shift.touches(day):
                        touched[day] = touched.get(day, False) or shift.day >= problem.start
            for last in problem.dates:
                window = [last - timedelta(days=back) for back in range(self.span)]
                rest = sum(day not in touched for day in window)
                if rest < self.days and any(touched.get(day) for day in window):
                    yield Breach(
                        self.code, person, last, (("rest", rest), ("days", self.days), ("span", self.span))
                    )

    def add(self, problem: Problem, x: Variables) -> None:
        """Count the days of every span that no chosen shift touches."""
        for person in problem.people:
            rests: dict[int, Literal] = {}
            work: dict[int, list[Literal]] = {}
            for offset in range(1 - self.span, problem.days):
                day = problem.start + timedelta(days=offset)
                if any(shift.touches(day) for shift in x.past(person)):
                    rests[offset] = 0
                shifts = [
                    shift for shift in x.around(day) if shift.day >= problem.start and shift.touches(day)
                ]
                work[offset] = [x.works(person, shift) for shift in shifts]
                if offset not in rests:
                    rests[offset] = self._rest(x, work[offset])
            for last in range(problem.days):
                window = range(last - self.span + 1, last + 1)
                if sum(not isinstance(rests[day], int) or rests[day] == 1 for day in window) >= self.days:
                    x.model.add(sum(rests[day] for day in window) >= self.days)
                else:
                    x.model.add(sum(choice for day in window for choice in work[day]) == 0)

    @staticmethod
    def _rest(x: Variables, work: list[Literal]) -> Literal:
        if not work:
            return 1
        rest = x.model.new_bool_var("rest")
        for choice in work:
            x.model.add(rest + choice <= 1)
        return rest
