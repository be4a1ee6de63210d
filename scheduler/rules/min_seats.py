"""Nobody sits at the phones at night alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import SLOT, Breach, Roster, half_hours, worked
from scheduler.shifts import Shift
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class MinSeats:
    """
    In every half-hour of the night to which this roster brings anyone, at least `seats` are on the phones.

    Whoever started before the horizon counts.

    Parameters
    ----------
    seats
        Operators at least.
    night_start, night_end
        The night in minutes from midnight; it may cross midnight.

    Raises
    ------
    ValueError
        If `seats` is below 1 or the night is empty.
    """

    code: ClassVar[str] = "min_seats"
    seats: int = 2
    night_start: int = 1320
    night_end: int = 1800

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise ValueError(f"min_seats.seats must be >= 1, got {self.seats}.")
        if not 0 <= self.night_start < self.night_end:
            raise ValueError(
                f"min_seats.night_end must be > night_start {self.night_start} >= 0, got {self.night_end}."
            )

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per day with a half-hour of the night that this roster leaves to too few."""
        there: Counter[datetime] = Counter()
        brought: set[datetime] = set()
        spans: dict[tuple[date, str], tuple[datetime, ...]] = {}
        for shifts in worked(problem, roster).values():
            for shift in (shift for shift in shifts if shift.type.on_phones):
                key = shift.day, shift.type.code
                if key not in spans:
                    spans[key] = tuple(filter(self._is_night, half_hours(shift)))
                there.update(spans[key])
                if shift.day >= problem.start:
                    brought.update(spans[key])
        days: dict[date, list[datetime]] = {}
        for moment in sorted(brought):
            if there[moment] < self.seats and moment.date().toordinal() in problem.span:
                days.setdefault(moment.date(), []).append(moment)
        for day, moments in days.items():
            details = (
                ("time", f"{moments[0]:%H:%M}"),
                ("people", min(there[moment] for moment in moments)),
                ("seats", self.seats),
            )
            yield Breach(self.code, None, day, details)

    def _is_night(self, moment: datetime) -> bool:
        minute = moment.hour * 60 + moment.minute
        return any(self.night_start <= late < self.night_end for late in (minute, minute + 1440))

    def add(self, problem: Problem, x: Variables) -> None:
        """Let every operator of a half-hour of the night imply enough in it."""
        for day in problem.dates:
            around = [shift for shift in x.around(day) if shift.type.on_phones]
            teams: dict[tuple[Shift, ...], None] = {}
            for minute in range(0, 1440, SLOT):
                if self.night_start <= minute < self.night_end or minute + 1440 < self.night_end:
                    teams[tuple(shift for shift in around if _meets(shift, day, minute))] = None
            for team in teams:
                there = sum(x.count(shift) for shift in team)
                brought = [shift for shift in team if shift.day >= problem.start]
                if x.large and brought:
                    opened = x.model.new_bool_var("opened")
                    for shift in brought:
                        x.model.add(x.count(shift) <= len(problem.people) * opened)
                    x.model.add(there >= self.seats * opened)
                    continue
                for shift in brought:
                    for person in problem.people:
                        x.model.add(there >= self.seats).only_enforce_if(x.works(person, shift))


def _meets(shift: Shift, day: date, minute: int) -> bool:
    moved = minute + 1440 * (day - shift.day).days
    return shift.type.start < moved + SLOT and moved < shift.type.end
