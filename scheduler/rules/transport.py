"""Nobody starts before the first or ends after the last transport of their zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.people import Person, Transport
from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.shifts import MINUTES_PER_DAY, Shift
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class TransportHome:
    """
    A shift starts after the first transport and ends before the last, or after the first of the next day.

    The times depend on the zone and on whether the day is off; a zone without times is bound by none.
    """

    code: ClassVar[str] = "transport"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per shift that cannot be reached or left."""
        zones = {person.code: person.zone for person in problem.people}
        times_of: dict[tuple[str | None, bool], list[Transport]] = {}
        for times in problem.transport:
            times_of.setdefault((times.zone, times.day_off), []).append(times)
        for assignment in roster:
            shift = problem.shift_of(assignment)
            zone = zones[assignment.person]
            today = times_of.get((zone, problem.is_off(shift.day)), [])
            morrow = times_of.get((zone, problem.is_off(shift.end.date())), [])
            for times in today:
                stranded = shift.type.end > times.latest_end and not (
                    shift.type.end > MINUTES_PER_DAY
                    and any(shift.type.end - MINUTES_PER_DAY >= t.earliest_start for t in morrow)
                )
                if shift.type.start < times.earliest_start or stranded:
                    details = (
                        ("shift", shift.type.name),
                        ("first", _clock(times.earliest_start)),
                        ("last", _clock(times.latest_end)),
                    )
                    yield Breach(self.code, assignment.person, shift.day, details)

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid every shift outside the times of a zone."""
        times = {(t.zone, t.day_off): (t.earliest_start, t.latest_end) for t in problem.transport}
        for person in problem.people:
            for shift in problem.shifts:
                if not self._fits(problem, times, person, shift):
                    x.model.add(x.works(person, shift) == 0)

    @staticmethod
    def _fits(
        problem: Problem, times: dict[tuple[str, bool], tuple[int, int]], person: Person, shift: Shift
    ) -> bool:
        bound = times.get((person.zone, problem.is_off(shift.day)))
        if bound is None:
            return True
        first, last = bound
        if shift.type.start < first:
            return False
        if shift.type.end <= last:
            return True
        next_first = times.get((person.zone, problem.is_off(shift.end.date())))
        over_night = shift.type.end - MINUTES_PER_DAY
        return over_night > 0 and next_first is not None and over_night >= next_first[0]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
