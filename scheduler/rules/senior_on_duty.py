"""Nobody is on the phones without a senior."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import SLOT, Breach, Roster, half_hours, worked
from scheduler.shifts import Shift
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class SeniorOnDuty:
    """
    In every half-hour in which someone is on the phones, a senior is too.

    Whoever started before the horizon counts on its first morning.

    Parameters
    ----------
    start, end
        Clock minutes between which a senior is needed, in [0, 1440].

    Raises
    ------
    ValueError
        Unless 0 <= start < end <= 1440.
    """

    code: ClassVar[str] = "senior_on_duty"
    start: int = 0
    end: int = 1440

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= 1440:
            raise ValueError(
                f"senior_on_duty needs 0 <= start < end <= 1440, got {self.start} and {self.end}."
            )

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per day with a half-hour that this roster fills without a senior."""
        seniors = {person.code for person in problem.people if person.senior}
        led: set[datetime] = set()
        filled: dict[datetime, date] = {}
        spans: dict[tuple[date, str], tuple[datetime, ...]] = {}
        for person, shifts in worked(problem, roster).items():
            for shift in (shift for shift in shifts if shift.type.on_phones):
                key = shift.day, shift.type.code
                if key not in spans:
                    spans[key] = tuple(filter(self._is_led, half_hours(shift)))
                for moment in spans[key]:
                    if person in seniors:
                        led.add(moment)
                    elif shift.day >= problem.start:
                        filled[moment] = min(shift.day, filled.get(moment, shift.day))
        alone: dict[date, list[datetime]] = {}
        for moment in sorted(filled.keys() - led):
            alone.setdefault(moment.date(), []).append(moment)
        for day, moments in alone.items():
            if day < problem.start + timedelta(days=problem.days):
                yield Breach(
                    self.code, None, day, (("time", f"{moments[0]:%H:%M}"), ("hours", len(moments) / 2))
                )

    def _is_led(self, moment: datetime) -> bool:
        return self.start <= moment.hour * 60 + moment.minute < self.end

    def add(self, problem: Problem, x: Variables) -> None:
        """Let every operator of a half-hour imply a senior in it; a senior in part of its shifts is one in all."""
        for day in problem.dates:
            around = [shift for shift in x.around(day) if shift.type.on_phones]
            teams: set[frozenset[Shift]] = set()
            for minute in range(self.start // SLOT * SLOT, self.end, SLOT):
                if minute < self.start:
                    continue
                teams.add(frozenset(shift for shift in around if _meets(shift, day, minute)))
            for team in sorted(teams, key=lambda team: sorted((s.day, s.type.code) for s in team)):
                ordered = [shift for shift in around if shift in team]
                leads = sum(x.count(shift, seniors=True) for shift in ordered)
                for shift in ordered:
                    if shift.day < problem.start or any(shift in part and part < team for part in teams):
                        continue
                    if x.large:
                        others = sum(x.works(person, shift) for person in problem.people if not person.senior)
                        x.model.add(others <= len(problem.people) * leads)
                        continue
                    for person in problem.people:
                        if not person.senior:
                            x.model.add(x.works(person, shift) <= leads)


def _meets(shift: Shift, day: date, minute: int) -> bool:
    moved = minute + 1440 * (day - shift.day).days
    return shift.type.start < moved + SLOT and moved < shift.type.end
