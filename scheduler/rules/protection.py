"""Whoever is protected works no nights and no overtime."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster, worked
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class Protection:
    """
    Until the end of a protection no shift meets the night, lasts beyond `day_hours` or lifts a week above contract.

    A week counts as protected if its Monday is; hours before the horizon count.

    Parameters
    ----------
    night_start, night_end
        The night in minutes from midnight; it may cross midnight.
    day_hours
        Paid hours that a protected shift may have.
    """

    code: ClassVar[str] = "protection"
    night_start: int = 1320
    night_end: int = 1800
    day_hours: float = 8

    def __post_init__(self) -> None:
        if not 0 <= self.night_start < self.night_end:
            raise ValueError(
                f"protection.night_end must be > night_start {self.night_start} >= 0, got {self.night_end}."
            )
        if self.day_hours < 0:
            raise ValueError(f"protection.day_hours must be >= 0, got {self.day_hours}.")

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per protected night, long shift or week of overtime."""
        shifts = worked(problem, roster)
        for person in problem.people:
            weeks: dict[date, int] = {}
            adds: set[date] = set()
            for shift in shifts[person.code]:
                inside = shift.day >= problem.start
                night = person.no_nights_until
                if (
                    inside
                    and night
                    and shift.day <= night
                    and shift.overlaps(self.night_start, self.night_end)
                ):
                    yield self._breach(person.code, shift.day, "night", night)
                until = person.no_overtime_until
                if until is None:
                    continue
                if inside and shift.day <= until and shift.type.paid > 60 * self.day_hours:
                    yield self._breach(person.code, shift.day, "long", until)
                for day in (shift.day, shift.day + timedelta(days=1)):
                    monday = day - timedelta(days=day.weekday())
                    weeks[monday] = weeks.get(monday, 0) + shift.paid_on(day)
                    if inside and shift.paid_on(day):
                        adds.add(monday)
            until = person.no_overtime_until
            for monday, minutes in weeks.items():
                if until and monday in adds and monday <= until and minutes > person.weekly_minutes:
                    yield self._breach(person.code, max(monday, problem.start), "week", until)

    def _breach(self, person: str, day: date, what: str, until: date) -> Breach:
        return Breach(self.code, person, day, (("what", what), ("until", until)))

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid protected nights and long shifts and bound every protected week."""
        first = problem.start - timedelta(days=problem.start.weekday())
        weeks = (problem.days + problem.start.weekday()) // 7 + 1
        for person in problem.people:
            night, overtime = person.no_nights_until, person.no_overtime_until
            for shift in problem.shifts:
                at_night = any(
                    self.night_start < shift.type.end + move and shift.type.start + move < self.night_end
                    for move in (-1440, 0, 1440)
                )
                too_late = night is not None and shift.day <= night and at_night
                too_long = (
                    overtime is not None and shift.day <= overtime and shift.type.paid > 60 * self.day_hours
                )
                if too_late or too_long:
                    x.model.add(x.works(person, shift) == 0)
            for monday in (first + timedelta(weeks=k) for k in range(weeks)):
                if overtime is None or monday > overtime:
                    continue
                days = [monday + timedelta(days=k) for k in range(7)]
                spent = sum(shift.paid_on(day) for shift in x.past(person) for day in days)
                work = [
                    sum(shift.paid_on(day) for day in days) * x.works(person, shift)
                    for start in (monday - timedelta(days=1), *days)
                    for shift in problem.shifts_on(start)
                    if any(shift.paid_on(day) for day in days)
                ]
                if work:
                    x.model.add(sum(work) <= max(0, person.weekly_minutes - spent))
