"""What the planner has locked stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduler.problem import Problem
from scheduler.roster import Breach, Roster
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class LockedCells:
    """A locked cell holds exactly its shift, or none if the day off is locked."""

    code: ClassVar[str] = "locked_cells"

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield one breach per locked cell that holds something else."""
        for lock in sorted(problem.locks, key=lambda lock: (lock.day, lock.person, lock.shift or "")):
            here = {a.shift for a in roster.assignments if (a.person, a.day) == (lock.person, lock.day)}
            if here != ({lock.shift} if lock.shift else set()):
                yield Breach(self.code, lock.person, lock.day, (("shift", lock.shift or ""),))

    def add(self, problem: Problem, x: Variables) -> None:
        """Fix every decision of a locked cell."""
        people = {person.code: person for person in problem.people}
        for lock in problem.locks:
            for shift in problem.shifts_on(lock.day):
                x.model.add(x.works(people[lock.person], shift) == int(shift.type.code == lock.shift))
