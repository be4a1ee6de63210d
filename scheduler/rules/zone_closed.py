"""Nobody comes from a zone that is closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class ZoneClosed:
    """No shift starts on a day on which the person's zone is closed, unless the person has a permit."""

    code: ClassVar[str] = "zone_closed"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per assignment from a closed zone."""
        people = {person.code: person for person in problem.people}
        closed = {(closure.zone, closure.day) for closure in problem.closures}
        for assignment in roster:
            person = people[assignment.person]
            if (person.zone, assignment.day) in closed and not person.permit:
                yield Breach(self.code, person.code, assignment.day, (("zone", person.zone),))

    def add(self, problem: Problem, x: Variables) -> None:
        """Forbid every shift of a closed day to everyone of the zone without a permit."""
        for closure in problem.closures:
            bound = [p for p in problem.people if p.zone == closure.zone and not p.permit]
            for shift in problem.shifts_on(closure.day):
                for person in bound:
                    x.model.add(x.works(person, shift) == 0)
