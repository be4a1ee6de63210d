"""Work at night is short."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.shifts import MINUTES_PER_DAY, ShiftType
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class NightHours:
    """
    A shift that spends at least `least` hours in the night is paid for at most `hours` hours.

    Parameters
    ----------
    hours
        Paid hours of a night's work.
    least
        Hours within the night that make a shift night work.
    night_start, night_end
        The night in minutes from midnight; it may cross midnight.

    Raises
    ------
    ValueError
        If a limit is negative or the night is empty.
    """

    code: ClassVar[str] = "night_hours"
    hours: float = 8
    least: float = 3
    night_start: int = 1320
    night_end: int = 1800

    def __post_init__(self) -> None:
        if not 0 <= self.night_start < self.night_end:
            raise ValueError(
                f"night_hours.night_end must be > night_start {self.night_start} >= 0, got {self.night_end}."
            )
        if self.hours < 0 or self.least < 0:
            raise ValueError(f"night_hours limits must be >= 0, got {self.hours} and {self.least}.")

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per night shift that is too long."""
        night = {
            minute % MINUTES_PER_DAY
            for minute in range(self.night_start, min(self.night_end, self.night_start + MINUTES_PER_DAY))
        }
        long = {
            kind.code: kind
            for kind in problem.shift_types
            if kind.paid > 60 * self.hours
            and sum(minute % MINUTES_PER_DAY in night for minute in range(kind.start, kind.end))
            >= 60 * self.least
        }
        for assignment in roster:
            if assignment.shift in long:
                details = (
                    ("shift", long[assignment.shift].name),
                    ("hours", long[assignment.shift].paid / 60),
                    ("limit", self.hours),
                )
                yield Breach(self.code, assignment.person, assignment.day, details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid every night shift that is too long."""
        for shift in problem.shifts:
            if self._at_night(shift.type) >= 60 * self.least and shift.type.paid > 60 * self.hours:
                for person in problem.people:
                    x.model.add(x.works(person, shift) == 0)

    def _at_night(self, kind: ShiftType) -> int:
        meets = (
            min(kind.end, self.night_end + move) - max(kind.start, self.night_start + move)
            for move in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY)
        )
        return sum(max(0, minutes) for minutes in meets)
